"""The agency's clients, past and present, in the four towns."""

from __future__ import annotations

from resellertui.domain.organisation import OrganisationKind
from resellertui.domain.text import fold
from resellertui.services.demo.cast import (
    ASSOCIATION,
    COMPANY,
    INDIVIDUAL,
    OWN_CARD,
    PARTNER_CARD,
    PUBLIC,
    Deal,
    House,
    Town,
    entrusts,
)
from resellertui.services.demo.people import Person


def _client(
    key: str,
    kind: OrganisationKind,
    town: Town,
    name: str,
    owner: str,
    products: tuple[str, ...],
    deal: Deal | None = None,
    *,
    register_number: str = "",
    vat_number: str = "",
) -> House:
    first = fold(owner).replace("dr. ", "").replace("'", "").split()[0]
    return House(
        key, kind, town, name, Person(owner, f"{first}@{key}.example"), products, deal, register_number, vat_number
    )


_GENEVA = (
    _client(
        "boulangerie-paquis", COMPANY, Town.GENEVA, "Boulangerie des Pâquis", "Nadia Fontannaz",
        ("web-hosting | 4 auto", "domain-ch | 22 auto", "mail-hosting | 118 auto", "newsletter:Lettre du pain | 240"),
        OWN_CARD, register_number="CHE-999.900.147",
    ),
    _client(
        "dentistes-plainpalais", COMPANY, Town.GENEVA, "Cabinet dentaire Plainpalais", "Yann Chevrolet",
        ("web-hosting | 12 auto", "domain-ch | 61", "ksuite-business:kSuite du cabinet | 187 auto", "ssl-ev | 88"),
        PARTNER_CARD, register_number="CHE-999.900.153",
    ),
    _client(
        "quartier-grottes", ASSOCIATION, Town.GENEVA, "Association Quartier des Grottes", "Léa Dupraz",
        ("web-hosting | 26", "domain-ch | 2", "kdrive-team:Archives du quartier | 155 auto"),
        OWN_CARD,
    ),
    _client(
        "encre-bleue", COMPANY, Town.GENEVA, "Librairie L’Encre Bleue", "Étienne Morand",
        ("web-hosting | 8 auto", "domain-ch | 33 auto", "newsletter:La page du mois | 76", "swiss-backup | 290 auto"),
        entrusts(0, 1),
    ),
    _client(
        "commune-val-arve", PUBLIC, Town.GENEVA, "Commune de Val-Arve", "François Bochatay",
        ("cloud-server:Guichet en ligne | 20 auto", "domain-swiss | 145 auto", "ksuite-enterprise | 301 auto"),
        OWN_CARD,
    ),
    _client(
        "garage-jonction", COMPANY, Town.GENEVA, "Garage de la Jonction", "Marco Pittet",
        ("web-hosting | 17", "domain-ch | 48", "mail-hosting | 48"),
        OWN_CARD,
    ),
    _client(
        "fiduciaire-carlier", COMPANY, Town.GENEVA, "Fiduciaire Carlier & Fils", "Bernard Carlier",
        ("web-hosting | 25 auto", "domain-ch | 222 auto", "ksuite-pro:kSuite fiduciaire | 222 auto",
         "swiss-backup-acronis:Postes de travail | 39 auto"),
        PARTNER_CARD, register_number="CHE-999.900.176",
    ),
    _client(
        "helene-vuilleumier", INDIVIDUAL, Town.GENEVA, "Hélène Vuilleumier, photographe", "Hélène Vuilleumier",
        ("site-creator | 5", "domain-ch | 130 auto", "kdrive-solo:Photothèque | 64"),
        PARTNER_CARD,
    ),
    _client(
        "ecole-musique-bourg", ASSOCIATION, Town.GENEVA, "École de musique du Bourg", "Margaux Jeanneret",
        ("wordpress-hosting | 14 auto", "domain-ch | 91 auto"),
        OWN_CARD,
    ),
    _client(
        "beausejour-leman", COMPANY, Town.GENEVA, "Hôtel Beau-Séjour Léman", "Patrizia Rusca",
        ("vps-cloud:Réservations | 10 auto", "domain-com | 56 auto", "domain-ch | 56 auto",
         "newsletter-large:Offres de saison | 173"),
        PARTNER_CARD, register_number="CHE-999.900.182",
    ),
    _client(
        "veterinaire-champel", COMPANY, Town.GENEVA, "Clinique vétérinaire de Champel", "Inès Tavares",
        ("web-hosting | 23 auto", "domain-ch | 264", "newsletter:Rappels de vaccin | 31", "ssl-dv | 70 auto"),
        entrusts(0, 1),
    ),
    _client(
        "chez-zoe", COMPANY, Town.GENEVA, "Traiteur Chez Zoé", "Zoé Aubert",
        ("web-hosting | 1", "domain-ch | 37 auto", "domain-com | 37"),
        OWN_CARD,
    ),
    _client(
        "theatre-petit-saconnex", ASSOCIATION, Town.GENEVA, "Théâtre du Petit-Saconnex", "Olivier Ducrest",
        ("web-hosting | 16", "domain-ch | 81", "newsletter:Programme de la saison | 81"),
    ),
    _client(
        "horlogerie-perrenoud", COMPANY, Town.GENEVA, "Horlogerie Perrenoud", "Gaspard Perrenoud",
        ("web-hosting | 7 auto", "domain-swiss | 190 auto"),
    ),
    _client(
        "grosjean-architecte", INDIVIDUAL, Town.GENEVA, "Jean-Luc Grosjean, architecte", "Jean-Luc Grosjean",
        ("web-hosting | 28", "domain-ch | 115"),
    ),
    _client(
        "rive-claire", ASSOCIATION, Town.GENEVA, "Fondation Rive Claire", "Solange de Marval",
        ("ksuite-essential | 66 auto", "domain-ch | 66 auto"),
    ),
)  # fmt: skip

_MILAN = (
    _client(
        "panificio-brambilla", COMPANY, Town.MILAN, "Panificio Brambilla", "Ambrogio Brambilla",
        ("web-hosting | 2 auto", "domain-it | 29 auto", "mail-hosting | 160 auto"),
        OWN_CARD, register_number="99990020150",
    ),
    _client(
        "ferrari-colombo", COMPANY, Town.MILAN, "Studio Legale Ferrari & Colombo", "Benedetta Ferrari",
        ("web-hosting | 18 auto", "domain-it | 44", "ksuite-business:kSuite dello studio | 250 auto", "ssl-ev | 44"),
        PARTNER_CARD, vat_number="IT99990030159",
    ),
    _client(
        "nonna-pina", COMPANY, Town.MILAN, "Trattoria da Nonna Pina", "Giuseppina Locatelli",
        ("site-creator | 6 auto", "domain-it | 101 auto"),
        PARTNER_CARD,
    ),
    _client(
        "amici-naviglio", ASSOCIATION, Town.MILAN, "Associazione Amici del Naviglio", "Tommaso Sala",
        ("web-hosting | 22", "domain-it | 3", "newsletter:Notizie dal Naviglio | 58", "kdrive-team | 212 auto"),
        entrusts(0, 1, 3),
    ),
    _client(
        "chiara-galimberti", INDIVIDUAL, Town.MILAN, "Chiara Galimberti, illustratrice", "Chiara Galimberti",
        ("site-creator | 11", "domain-it | 275 auto"),
        OWN_CARD,
    ),
    _client(
        "borgo-lambro", PUBLIC, Town.MILAN, "Comune di Borgo Lambro", "Lucia Mantegazza",
        ("cloud-server:Sportello digitale | 24 auto", "domain-it | 133 auto", "ksuite-enterprise | 133 auto"),
        OWN_CARD,
    ),
    _client(
        "farmacia-santambrogio", COMPANY, Town.MILAN, "Farmacia Sant’Ambrogio", "Niccolò Crespi",
        ("web-hosting | 13 auto", "domain-it | 53 auto", "swiss-backup | 53"),
        OWN_CARD,
    ),
    _client(
        "ottica-brera", COMPANY, Town.MILAN, "Ottica Brera", "Serena Pozzi",
        ("web-hosting | 19", "domain-it | 85 auto", "newsletter:Sguardi | 120"),
        entrusts(0),
    ),
    _client(
        "corpo-libero", COMPANY, Town.MILAN, "Palestra Corpo Libero", "Edoardo Rinaldi",
        ("wordpress-hosting | 9", "domain-it | 41"),
    ),
    _client(
        "fior-dalpe", COMPANY, Town.MILAN, "Gelateria Fior d’Alpe", "Martina Zanetti",
        ("web-hosting | 27 auto", "domain-it | 230 auto"),
    ),
)  # fmt: skip

_LYON = (
    _client(
        "chez-meme", COMPANY, Town.LYON, "Bouchon Chez Mémé", "Ghislaine Perrachon",
        ("web-hosting | 3", "domain-fr | 20", "mail-hosting | 95 auto"),
        OWN_CARD, register_number="999000128",
    ),
    _client(
        "ateliers-croix-rousse", ASSOCIATION, Town.LYON, "Les Ateliers de la Croix-Rousse", "Maëlle Gonin",
        ("web-hosting | 15 auto", "domain-fr | 109 auto", "domain-org | 109 auto", "newsletter:Le fil | 166"),
        PARTNER_CARD,
    ),
    _client(
        "gutenberg-saone", COMPANY, Town.LYON, "Imprimerie Gutenberg-Saône", "Joël Chavanne",
        ("vps-lite:Dépôt des fichiers | 21 auto", "domain-fr | 74 auto", "newsletter:Bon à tirer | 36"),
        entrusts(0, 1), register_number="999000136",
    ),
    _client(
        "camille-nguessan", INDIVIDUAL, Town.LYON, "Camille N’Guessan, graphiste", "Camille N’Guessan",
        ("site-creator | 8 auto", "domain-fr | 46 auto", "kdrive-pro | 198 auto"),
        PARTNER_CARD,
    ),
    _client(
        "mairie-saint-clair", PUBLIC, Town.LYON, "Mairie de Saint-Clair-sur-Saône", "Thérèse Vernay",
        ("web-hosting | 26 auto", "domain-fr | 180 auto", "ksuite-enterprise | 180 auto"),
        entrusts(0, 1),
    ),
    _client(
        "cyclo-rhone", COMPANY, Town.LYON, "Cyclo-Rhône SARL", "Mehdi Belkacem",
        ("web-hosting | 5 auto", "domain-fr | 59 auto", "domain-com | 59 auto"),
        OWN_CARD,
    ),
    _client(
        "pharmacie-terreaux", COMPANY, Town.LYON, "Pharmacie des Terreaux", "Anne-Sophie Blanc",
        ("web-hosting | 12", "domain-fr | 1", "mail-hosting | 204 auto"),
        PARTNER_CARD,
    ),
    _client(
        "petits-gones", ASSOCIATION, Town.LYON, "Crèche Les Petits Gônes", "Sandrine Mollard",
        ("site-creator | 14", "domain-fr | 127"),
    ),
    _client(
        "fromagerie-tete-dor", COMPANY, Town.LYON, "Fromagerie Tête-d’Or", "Rémi Charvet",
        ("web-hosting | 24 auto", "domain-fr | 68 auto"),
    ),
    _client(
        "quai-saint-vincent", COMPANY, Town.LYON, "Éditions du Quai Saint-Vincent", "Clémence Arnoux",
        ("web-hosting | 17 auto", "domain-fr | 87 auto", "newsletter:Parutions | 50", "kdrive-team | 87"),
    ),
)  # fmt: skip

_ZURICH = (
    _client(
        "baeckerei-suessmeier", COMPANY, Town.ZURICH, "Bäckerei Süssmeier", "Ueli Süssmeier",
        ("web-hosting | 4 auto", "domain-ch | 25 auto", "mail-hosting | 112"),
        OWN_CARD, register_number="CHE-999.900.199",
    ),
    _client(
        "zahnarzt-ruegg", COMPANY, Town.ZURICH, "Zahnarztpraxis Dr. Rüegg", "Dr. Annelies Rüegg",
        ("web-hosting | 18 auto", "domain-ch | 42 auto", "ksuite-pro:kSuite Praxis | 265 auto"),
        PARTNER_CARD,
    ),
    _client(
        "kreis5-kultur", ASSOCIATION, Town.ZURICH, "Verein Kreis 5 Kultur", "Tsering Dolma",
        ("wordpress-hosting | 7", "domain-ch | 90 auto", "newsletter:Kulturpost | 47 auto"),
        entrusts(0, 1, 2),
    ),
    _client(
        "zollinger-foto", INDIVIDUAL, Town.ZURICH, "Jürg Zollinger, Fotograf", "Jürg Zollinger",
        ("site-creator | 20", "domain-ch | 150 auto", "kdrive-solo:Bildarchiv | 150"),
        PARTNER_CARD,
    ),
    _client(
        "stadtarchiv-obersee", PUBLIC, Town.ZURICH, "Stadtarchiv Obersee", "Verena Lüthi",
        ("public-cloud-storage:Langzeitarchiv | 28 auto", "domain-swiss | 170 auto"),
        OWN_CARD,
    ),
    _client(
        "roesterei-gruezi", COMPANY, Town.ZURICH, "Kaffeerösterei Grüezi AG", "Selina Hüsler",
        ("public-cloud-kubernetes:Webshop | 10 auto", "domain-ch | 62 auto", "domain-app | 62 auto",
         "support-plus | 23 auto"),
        PARTNER_CARD, register_number="CHE-999.900.207",
    ),
    _client(
        "velo-wipkingen", COMPANY, Town.ZURICH, "Velowerkstatt Wipkingen", "Beat Kägi",
        ("web-hosting | 16 auto", "domain-ch | 216"),
    ),
    _client(
        "mueller-lukasiewicz", COMPANY, Town.ZURICH, "Übersetzungsbüro Müller-Łukasiewicz", "Magda Łukasiewicz",
        ("web-hosting | 22", "domain-ch | 73", "ksuite-essential | 73"),
    ),
)  # fmt: skip

CLIENTS: tuple[House, ...] = (*_GENEVA, *_MILAN, *_LYON, *_ZURICH)

TEAM_REACHES = ("boulangerie-paquis", "encre-bleue", "panificio-brambilla", "chez-meme", "baeckerei-suessmeier")
"""The five clients that the collaborator of the agency is granted."""
