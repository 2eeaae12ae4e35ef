"""What the organisations of the story are made of, and those that are not the agency's clients."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from resellertui.domain.organisation import Address, OrganisationData, OrganisationKind
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.programme import Terms
from resellertui.services.demo.people import AGENCY_OWNER, CLIENT_OWNER, STUDIO_OWNER, Person

COMPANY = OrganisationKind.COMPANY
ASSOCIATION = OrganisationKind.ASSOCIATION
INDIVIDUAL = OrganisationKind.INDIVIDUAL
PUBLIC = OrganisationKind.PUBLIC_BODY


class Town(Enum):
    """A town of the story: country, language, ending of its domains, telephone prefix, streets with their codes."""

    GENEVA = (
        "Genève", "CH", "fr", "ch", "+41 22 555",
        (("Rue de Lausanne", "1202"), ("Boulevard Carl-Vogt", "1205"), ("Rue de Carouge", "1205"),
         ("Quai Gustave-Ador", "1207"), ("Rue des Eaux-Vives", "1207"), ("Avenue de Champel", "1206")),
    )  # fmt: skip
    MILAN = (
        "Milano", "IT", "it", "it", "+39 02 5550",
        (("Via Brera", "20121"), ("Corso Buenos Aires", "20124"), ("Via Torino", "20123"),
         ("Ripa di Porta Ticinese", "20143"), ("Viale Monza", "20125")),
    )  # fmt: skip
    LYON = (
        "Lyon", "FR", "fr", "fr", "+33 4 99 55",
        (("Rue de la République", "69002"), ("Montée de la Grande-Côte", "69001"), ("Cours Gambetta", "69007"),
         ("Quai Saint-Vincent", "69001"), ("Avenue des Frères-Lumière", "69008")),
    )  # fmt: skip
    ZURICH = (
        "Zürich", "CH", "de", "ch", "+41 44 555",
        (("Langstrasse", "8004"), ("Limmatstrasse", "8005"), ("Seefeldstrasse", "8008"),
         ("Bäckerstrasse", "8004"), ("Nordstrasse", "8037")),
    )  # fmt: skip

    def __init__(
        self,
        city: str,
        country: str,
        language: str,
        ending: str,
        phone: str,
        streets: tuple[tuple[str, str], ...],
    ) -> None:
        self.city = city
        self.country = country
        self.language = language
        self.ending = ending
        self.phone = phone
        self.streets = streets


class Deal(NamedTuple):
    """What a client grants: with limited access, the places of the products in its list."""

    access: Access
    payment: Payment | None = None
    products: tuple[int, ...] = ()


OWN_CARD = Deal(Access.FULL, Payment.CLIENT)
PARTNER_CARD = Deal(Access.FULL, Payment.PARTNER)


def entrusts(*places: int) -> Deal:
    """Return limited access to the products at these places."""
    return Deal(Access.LIMITED, None, places)


class Holding(NamedTuple):
    """A product of the story: what, its name, in how many days it expires, whether it renews itself."""

    sku: str
    name: str
    days: int
    auto_renewal: bool


@dataclass(frozen=True)
class House:
    """An organisation of the story with its legal representative and its products."""

    key: str
    """Its short name, which is also the first label of its domains."""
    kind: OrganisationKind
    town: Town
    name: str
    owner: Person
    products: tuple[str, ...] = ()
    """Each as `sku[:name] days [auto]`; without a name it is the domain, or the kind's label."""
    deal: Deal | None = None
    """What it has granted the agency, where that is simply active."""
    register_number: str = ""
    vat_number: str = ""

    def data(self, place: int) -> OrganisationData:
        """Return what it tells about itself; `place` picks its address among the town's."""
        street, code = self.town.streets[place % len(self.town.streets)]
        return OrganisationData(
            kind=self.kind,
            name=self.name,
            address=Address(street, str(3 + place * 7 % 90), code, self.town.city, "", self.town.country),
            register_number=self.register_number,
            vat_number=self.vat_number,
            website="" if self.kind is INDIVIDUAL else f"https://www.{self.key}.example",
            email=self.owner.email,
            phone=f"{self.town.phone} {place % 10}{place % 7} {10 + place}",
            language=self.town.language,
        )

    def holdings(self, terms: Terms) -> tuple[Holding, ...]:
        """Return its products."""
        found = []
        for text in self.products:
            what, _blank, rest = text.partition(" | ")
            sku, _colon, name = what.partition(":")
            kind = terms.kind(sku)
            domain = f"{self.key}.{kind.tld or self.town.ending}"
            days, _blank, auto = rest.partition(" ")
            found.append(Holding(sku, name or (domain if kind.names_domain else kind.label), int(days), auto == "auto"))
        return tuple(found)


AGENCY = House(
    "rive-gauche",
    COMPANY,
    Town.GENEVA,
    "Rive Gauche Numérique Sàrl",
    AGENCY_OWNER,
    (
        "web-hosting | 19 auto",
        "domain-ch | 5",
        "domain-com | 171 auto",
        "ksuite-business:kSuite Rive Gauche | 233 auto",
        "vps-cloud:préproduction | 11 auto",
        "support-pro | 24 auto",
    ),
    register_number="CHE-999.900.118",
)
STUDIO = House(
    "studio-ponte",
    COMPANY,
    Town.MILAN,
    "Studio Ponte",
    STUDIO_OWNER,
    ("web-hosting | 9 auto", "domain-it | 77", "ksuite-pro:kSuite Studio Ponte | 140 auto"),
    register_number="99990010151",
    vat_number="IT99990010151",
)
WEBWERK = House(
    "webwerk-limmat",
    COMPANY,
    Town.ZURICH,
    "Webwerk Limmat AG",
    Person("Regula Aebischer", "regula@webwerk-limmat.example"),
    ("web-hosting | 21 auto", "domain-ch | 64 auto", "cloud-server:Kundenserver | 17 auto"),
    register_number="CHE-999.900.124",
)
CANUT = House(
    "canut-web",
    ASSOCIATION,
    Town.LYON,
    "Coopérative Canut Web",
    Person("Baptiste Roussel", "baptiste@canut-web.example"),
    ("web-hosting | 13", "domain-fr | 201 auto"),
    register_number="999000110",
)
FLORIST = House(
    "fleurs-du-lac",
    COMPANY,
    Town.GENEVA,
    "Fleurs du Lac SA",
    CLIENT_OWNER,
    (
        "domain-ch:fleurs-du-lac.ch | 52",
        "web-hosting:boutique-fleurs.ch | 6 auto",
        "mail-hosting:courrier-fleurs.ch | 143 auto",
        "ksuite-pro:kSuite Fleurs du Lac | 208 auto",
        "swiss-backup:Sauvegarde atelier | 27",
    ),
    register_number="CHE-999.900.130",
)
TAILOR = House(
    "sartoria-bellini",
    COMPANY,
    Town.MILAN,
    "Sartoria Bellini",
    Person("Ruggero Bellini", "ruggero@sartoria-bellini.example"),
    ("web-hosting | 3 auto", "domain-it | 3", "newsletter:Novità in sartoria | 96"),
)
VINEYARD = House(
    "cascina-verdesole",
    COMPANY,
    Town.MILAN,
    "Cascina Verdesole",
    Person("Ornella Vismara", "ornella@cascina-verdesole.example"),
    ("wordpress-hosting | 15", "domain-eu | 310 auto"),
)
