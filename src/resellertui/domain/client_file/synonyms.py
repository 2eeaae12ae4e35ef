"""The names that people give to the columns of a client list, in English, Italian, French and German.

Case, accents and punctuation don't matter. In each list the likelier claims come first: where two columns of a file
mean the same field, the one whose name stands earlier here is taken.
"""

from __future__ import annotations

from functools import cache

from resellertui.domain.client_file.fields import Field
from resellertui.domain.text import fold

CANONICAL = {
    Field.REFERENCE: "Reference",
    Field.KIND: "Kind",
    Field.NAME: "Name",
    Field.EMAIL: "Email",
    Field.PHONE: "Phone",
    Field.WEBSITE: "Website",
    Field.LANGUAGE: "Language",
    Field.STREET: "Street",
    Field.HOUSE_NUMBER: "House number",
    Field.POSTAL_CODE: "Postal code",
    Field.CITY: "City",
    Field.REGION: "Region",
    Field.COUNTRY: "Country",
    Field.REGISTER_NUMBER: "Register number",
    Field.VAT_NUMBER: "VAT number",
    Field.CONTACT_NAME: "Contact name",
    Field.CONTACT_FIRST_NAME: "Contact first name",
    Field.CONTACT_LAST_NAME: "Contact last name",
    Field.CONTACT_EMAIL: "Contact email",
    Field.PRODUCT_NAME: "Product name",
    Field.PRODUCT: "Product",
    Field.PRODUCT_EXPIRY: "Expiry",
    Field.PRODUCT_PERIOD: "Period",
    Field.PRODUCT_AUTO_RENEWAL: "Auto renewal",
    Field.NOTE: "Note",
}
"""The names that an export writes; each is read back as its own field."""

_SYNONYMS = {
    Field.REFERENCE: """reference; ref; client reference; customer reference; client id; customer id; client number;
        customer number; client no; customer no; account number; account id; external id; id; riferimento; rif;
        riferimento cliente; codice cliente; cod cliente; id cliente; numero cliente; n cliente; référence; réf;
        référence client; code client; numéro client; numéro de client; no client; n client; identifiant; id client;
        Referenz; Kundennummer; Kunden Nr; Kundennr; Kunden ID; Debitorennummer; Debitor Nr; number; numero; Nummer""",
    Field.KIND: """kind; client kind; client type; customer type; organisation type; organization type; account type;
        entity type; legal form; type; tipo cliente; tipo di cliente; forma giuridica; tipologia; tipo; genere;
        type de client; type client; type d'organisation; forme juridique; genre; Kundentyp; Kundenart;
        Organisationstyp; Rechtsform; Art; Typ""",
    Field.NAME: """legal name; company name; organisation name; organization name; business name; company;
        organisation; organization; ragione sociale; denominazione; denominazione sociale; nome azienda; nome società;
        azienda; società; ditta; impresa; raison sociale; dénomination; dénomination sociale; nom de l'entreprise;
        nom entreprise; nom de la société; nom société; société; entreprise; Firmenname; Firmenbezeichnung; Firma;
        Unternehmen; Unternehmensname; name; client name; customer name; account name; client; customer; nome cliente;
        nome del cliente; cliente; nom du client; nom client; Kundenname; Kunde; full name; nome; nom; intestatario;
        titulaire""",
    Field.EMAIL: """email; e mail; mail; email address; mail address; company email; billing email; indirizzo email;
        indirizzo mail; posta elettronica; email azienda; courriel; adresse email; adresse mail; adresse électronique;
        adresse de courriel; mél; email facturation; E Mail Adresse; Mailadresse; Firmen Email; Rechnungs Email""",
    Field.PHONE: """phone; telephone; phone number; telephone number; tel; tel no; mobile; mobile phone; telefono;
        numero di telefono; cellulare; recapito telefonico; téléphone; numéro de téléphone; no de téléphone;
        portable; Telefon; Telefonnummer; Telefon Nr; Tel Nr; Rufnummer; Handy; Mobil""",
    Field.WEBSITE: """website; web site; web; url; homepage; web page; site; sito; sito web; sito internet; pagina web;
        site web; site internet; page web; Webseite; Internetseite; Internetadresse""",
    Field.LANGUAGE: """language; lang; locale; preferred language; lingua; langue; langue de correspondance; Sprache;
        Korrespondenzsprache""",
    Field.STREET: """street; street name; street address; address; address line 1; address 1; postal address; via;
        indirizzo; indirizzo postale; strada; rue; adresse; adresse postale; voie; nom de rue; Strasse; Straße;
        Strassenname; Anschrift; Postadresse; Strasse und Hausnummer; Strasse Nr; via e numero; rue et numéro;
        Adresszeile 1""",
    Field.HOUSE_NUMBER: """house number; street number; house no; street no; building number; house nr; numero civico;
        n civico; civico; numéro de rue; numéro de maison; numéro de voie; no de rue; Hausnummer; Haus Nr; Hausnr;
        Strassennummer""",
    Field.POSTAL_CODE: """postal code; post code; postcode; zip; zip code; cap; codice postale;
        codice di avviamento postale; npa; code postal; cp; plz; Postleitzahl""",
    Field.CITY: """city; town; place; locality; municipality; città; località; comune; luogo; ville; localité; commune;
        lieu; Ort; Ortschaft; Stadt; Wohnort; Gemeinde""",
    Field.REGION: """region; state; province; canton; county; regione; provincia; prov; cantone; stato; région;
        département; Kanton; Bundesland; Provinz""",
    Field.COUNTRY: """country; country code; country name; nation; paese; nazione; codice paese; stato estero; pays;
        code pays; nation; Land; Ländercode; Länderkürzel; Landescode; Staat""",
    Field.REGISTER_NUMBER: """register number; registration number; company number; company registration number;
        register no; registration no; company id; uid; ide; idi; siren; siret; n siren; n siret; numéro siret;
        numéro siren; che; rcs; rc; iDe number; numero di registro; numero registro imprese; registro imprese; rea;
        numero rea; numero idi; codice fiscale; cf; numéro de registre; numéro d'enregistrement; numéro ide;
        registre du commerce; numéro rcs; no ide; Handelsregisternummer; Handelsregister Nr; Handelsregister;
        HR Nummer; HRB; Registernummer; UID Nummer; UID Nr; Firmenbuchnummer; Unternehmens Identifikationsnummer""",
    Field.VAT_NUMBER: """vat number; vat no; vat id; vat; vat registration number; vatin; tax id; tax number;
        partita iva; p iva; piva; numero iva; n iva; iva; codice iva; numéro de tva; numéro tva; no tva; n tva; tva;
        tva intracommunautaire; numéro de tva intracommunautaire; n tva intracommunautaire; identifiant tva;
        Umsatzsteuer Identifikationsnummer; Umsatzsteuer ID; USt IdNr; Ust Id; USt ID Nr; UStID; MWST Nummer;
        MWST Nr; MwSt; ATU""",
    Field.CONTACT_NAME: """contact name; contact; contact person; main contact; primary contact; person; attention;
        attn; legal representative; referente; nome referente; nome contatto; contatto; persona di contatto;
        persona di riferimento; rappresentante legale; nom du contact; nom contact; personne de contact;
        interlocuteur; responsable; représentant légal; Kontakt; Kontaktperson; Kontaktname; Ansprechpartner;
        Ansprechperson; Name Ansprechpartner; gesetzlicher Vertreter""",
    Field.CONTACT_FIRST_NAME: """contact first name; first name; firstname; given name; forename;
        nome di battesimo; nome proprio; prénom; prénom du contact; prénom contact; Vorname; Vorname Kontakt;
        Vorname Ansprechpartner""",
    Field.CONTACT_LAST_NAME: """contact last name; last name; lastname; surname; family name; cognome;
        cognome referente; cognome contatto; nom de famille; nom du responsable; Nachname; Familienname; Zuname;
        Nachname Kontakt; Nachname Ansprechpartner""",
    Field.CONTACT_EMAIL: """contact email; contact e mail; email of contact; contact person email; email referente;
        email del referente; mail referente; email contatto; email di contatto; email del contatto; email contact;
        email du contact; courriel du contact; courriel contact; mail contact; mail du contact; adresse email contact;
        Kontakt Email; Email Kontakt; Email Kontaktperson; Email Ansprechpartner; Ansprechpartner Email;
        legal representative email""",
    Field.PRODUCT_NAME: """product name; domain; domain name; domains; service name; nome prodotto; nome del prodotto;
        dominio; nome a dominio; nome dominio; domini; nom du produit; nom produit; domaine; nom de domaine;
        domaines; Produktname; Domäne; Domainname; Domain Name; fqdn""",
    Field.PRODUCT: """product; sku; product type; product kind; product family; product code; service; service type;
        plan; subscription; prodotto; tipo prodotto; tipo di prodotto; codice prodotto; servizio; abbonamento; produit;
        type de produit; famille de produit; code produit; abonnement; offre; prestation; Produkt; Produkttyp;
        Produktart; Produktfamilie; Artikel; Artikelnummer; Dienst; Dienstleistung; Leistung; Abo""",
    Field.PRODUCT_EXPIRY: """product expiry; expiry; expiry date; expiration; expiration date; expires; expires on;
        expire; valid until; end date; due date; renewal date; renewal; next renewal; scadenza; data scadenza;
        data di scadenza; scade il; scade; rinnovo; data rinnovo; data di rinnovo; valido fino al; fine; échéance;
        date d'échéance; date échéance; date d'expiration; expire le; date de fin; renouvellement;
        date de renouvellement; valable jusqu'au; Ablauf; Ablaufdatum; läuft ab; läuft ab am; gültig bis; Enddatum;
        Fälligkeit; Verlängerung; Verlängerungsdatum; Laufzeitende; Verfall; Verfallsdatum; domain expiry;
        product expiry date; domain expiry date; scadenza dominio; échéance du domaine; échéance domaine;
        Domain Ablauf""",
    Field.PRODUCT_PERIOD: """product period; period; billing period; period months; months; term; billing cycle; cycle;
        frequency; duration; periodo; periodicità; mesi; durata; frequenza; ciclo; période; périodicité; mois; durée;
        fréquence; Periode; Laufzeit; Zeitraum; Monate; Abrechnungszeitraum; Zahlungsweise; Dauer""",
    Field.PRODUCT_AUTO_RENEWAL: """product auto renewal; auto renewal; auto renew; autorenew; automatic renewal;
        renews automatically; rinnovo automatico; autorinnovo; auto rinnovo; renouvellement automatique;
        renouvellement auto; reconduction tacite; tacite reconduction; automatische Verlängerung; Autoverlängerung;
        Auto Verlängerung; automatische Erneuerung""",
    Field.NOTE: """note; notes; remark; remarks; comment; comments; evidence; nota; osservazioni; osservazione;
        commenti; commento; annotazioni; prova; remarque; remarques; commentaire; commentaires; observations; preuve;
        justificatif; Notiz; Notizen; Bemerkung; Bemerkungen; Kommentar; Anmerkung; Anmerkungen; Nachweis; Beleg""",
}


def words_of(name: str) -> str:
    """Return the name folded, with everything but letters and digits as single blanks."""
    return " ".join("".join(ch if ch.isalnum() else " " for ch in fold(name)).split())


@cache
def ranked_synonyms() -> dict[str, tuple[Field, int]]:
    """Return the field and the rank (0 is the likeliest) of every synonym, by its letters and digits alone."""
    ranked: dict[str, tuple[Field, int]] = {}
    for field, names in _SYNONYMS.items():
        for rank, name in enumerate(
            (CANONICAL[field], *names.split(";")) if field is not Field.NAME else names.split(";")
        ):
            ranked.setdefault(words_of(name).replace(" ", ""), (field, rank))
    return ranked


@cache
def spaced_synonyms() -> tuple[tuple[str, Field], ...]:
    """Return every synonym of three letters or more as its words between blanks, to be looked for in longer names."""
    found = [
        (words_of(name), field) for field, names in _SYNONYMS.items() for name in (CANONICAL[field], *names.split(";"))
    ]
    return tuple((f" {words} ", field) for words, field in found if len(words) > 2)
