"""The menu: every section that exists, where it is, and who sees it; sections are imported when first opened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.tui.offers import may_ever

if TYPE_CHECKING:
    from resellertui.services.views import OrganisationChoice
    from resellertui.tui.sections.section import Section


class Heading(StrEnum):
    """What the entries of the menu stand under; the value is a message id."""

    ORGANISATION = "Organisation"
    PARTNER = "Partner"
    RESELLER = "Reseller space"
    ACCOUNTING = "Accounting"
    SUPPORT = "Support"
    PROVIDER = "Provider"


@dataclass(frozen=True)
class SectionEntry:
    """One entry of the menu."""

    id: str
    letter: str
    """The key after `g`."""
    label: str
    """A message id."""
    heading: Heading
    place: str
    """`module:Class` of its pane."""
    permission: Action | None = None
    """Hidden from roles that may never do this."""
    for_partners: bool = False
    """Only partners of the programme have it."""
    for_clients: bool = False
    """Only organisations that are neither partners nor the provider have it."""
    inside_client: bool = False
    """Whether it is there while one acts inside a client's organisation."""

    def words(self) -> str:
        """Return the label in the reader's language."""
        return _(self.label)

    def load(self) -> type[Section]:
        """Import the pane."""
        module, _colon, name = self.place.partition(":")
        pane: type[Section] = getattr(import_module(module), name)
        return pane


SECTIONS = (
    SectionEntry("home", "h", "Home", Heading.ORGANISATION, "resellertui.tui.sections.home:HomeSection"),
    SectionEntry(
        "products",
        "o",
        "Products",
        Heading.ORGANISATION,
        "resellertui.tui.sections.products:ProductsSection",
        Action.PRODUCT_VIEW,
        inside_client=True,
    ),
    SectionEntry(
        "shop",
        "b",
        "Shop",
        Heading.ORGANISATION,
        "resellertui.tui.sections.shop:ShopSection",
        Action.ORDER_PLACE,
        inside_client=True,
    ),
    SectionEntry(
        "account",
        "a",
        "Client account",
        Heading.ORGANISATION,
        "resellertui.tui.sections.account:AccountSection",
        Action.ORG_VIEW,
        inside_client=True,
    ),
    SectionEntry(
        "people",
        "u",
        "Users & teams",
        Heading.ORGANISATION,
        "resellertui.tui.sections.people:PeopleSection",
        Action.PEOPLE_VIEW,
    ),
    SectionEntry(
        "quotes",
        "q",
        "Quote requests",
        Heading.ORGANISATION,
        "resellertui.tui.sections.quotes:QuotesSection",
        Action.QUOTE_FOLLOW,
        for_clients=True,
    ),
    SectionEntry(
        "activity",
        "l",
        "Activity",
        Heading.ORGANISATION,
        "resellertui.tui.sections.activity:ActivitySection",
        Action.ACTIVITY_VIEW,
    ),
    SectionEntry(
        "partner",
        "p",
        "Partner",
        Heading.PARTNER,
        "resellertui.tui.sections.partner:PartnerSection",
        Action.PARTNERSHIP_VIEW,
    ),
    SectionEntry(
        "clients",
        "c",
        "Managed clients",
        Heading.RESELLER,
        "resellertui.tui.sections.clients:ClientsSection",
        Action.CLIENT_LIST,
        for_partners=True,
    ),
    SectionEntry(
        "renewals",
        "r",
        "Renewals",
        Heading.RESELLER,
        "resellertui.tui.sections.renewals:RenewalsSection",
        Action.ACCOUNTING_VIEW,
        for_partners=True,
    ),
    SectionEntry(
        "managed",
        "y",
        "Managed value",
        Heading.RESELLER,
        "resellertui.tui.sections.managed:ManagedSection",
        Action.CLIENT_LIST,
        for_partners=True,
    ),
    SectionEntry(
        "cashback",
        "k",
        "Cashback",
        Heading.RESELLER,
        "resellertui.tui.sections.cashback:CashbackSection",
        Action.ACCOUNTING_VIEW,
        for_partners=True,
    ),
    SectionEntry(
        "reinvoicing",
        "v",
        "Re-invoicing",
        Heading.RESELLER,
        "resellertui.tui.sections.reinvoicing:ReinvoicingSection",
        Action.REINVOICE_VIEW,
        for_partners=True,
    ),
    SectionEntry(
        "quotes",
        "q",
        "Quote requests",
        Heading.RESELLER,
        "resellertui.tui.sections.quotes:QuotesSection",
        Action.QUOTE_VIEW,
        for_partners=True,
    ),
    SectionEntry(
        "directory",
        "d",
        "Directory",
        Heading.RESELLER,
        "resellertui.tui.sections.directory:DirectorySection",
        Action.PROGRAMME_VIEW,
        for_partners=True,
    ),
    SectionEntry(
        "programme",
        "m",
        "Programme",
        Heading.RESELLER,
        "resellertui.tui.sections.programme:ProgrammeSection",
        Action.PROGRAMME_VIEW,
    ),
    SectionEntry(
        "to_pay",
        "t",
        "To pay",
        Heading.ACCOUNTING,
        "resellertui.tui.sections.to_pay:ToPaySection",
        Action.ACCOUNTING_VIEW,
    ),
    SectionEntry(
        "invoices",
        "i",
        "Invoices",
        Heading.ACCOUNTING,
        "resellertui.tui.sections.invoices:InvoicesSection",
        Action.ACCOUNTING_VIEW,
    ),
    SectionEntry(
        "prepaid",
        "w",
        "Prepaid account",
        Heading.ACCOUNTING,
        "resellertui.tui.sections.prepaid:PrepaidSection",
        Action.ACCOUNTING_VIEW,
    ),
    SectionEntry(
        "support",
        "s",
        "Support",
        Heading.SUPPORT,
        "resellertui.tui.sections.support:SupportSection",
        Action.SUPPORT_CODE,
        inside_client=True,
    ),
    SectionEntry(
        "premium",
        "e",
        "Premium support",
        Heading.SUPPORT,
        "resellertui.tui.sections.premium:PremiumSection",
        Action.ORG_VIEW,
    ),
    SectionEntry(
        "applications",
        "f",
        "Applications",
        Heading.PROVIDER,
        "resellertui.tui.sections.applications:ApplicationsSection",
        Action.PROGRAMME_APPROVE,
    ),
    SectionEntry(
        "quote_routing",
        "z",
        "Quote routing",
        Heading.PROVIDER,
        "resellertui.tui.sections.quote_routing:QuoteRoutingSection",
        Action.QUOTE_ROUTE,
    ),
    SectionEntry(
        "runs",
        "j",
        "Daily runs",
        Heading.PROVIDER,
        "resellertui.tui.sections.runs:RunsSection",
        Action.TICK,
    ),
    SectionEntry(
        "outbox",
        "n",
        "Outbox",
        Heading.PROVIDER,
        "resellertui.tui.sections.outbox:OutboxSection",
        Action.MAIL_VIEW,
    ),
    SectionEntry(
        "support_desk",
        "x",
        "Support desk",
        Heading.PROVIDER,
        "resellertui.tui.sections.support_desk:SupportDeskSection",
        Action.SUPPORT_DESK,
    ),
)


def sections_for(choice: OrganisationChoice | None, *, inside_client: bool = False) -> tuple[SectionEntry, ...]:
    """Return the entries that a person in this role sees, in the order of the menu."""
    return tuple(
        entry
        for entry in SECTIONS
        if choice is not None
        and (choice.is_partner or not entry.for_partners)
        and not (entry.for_clients and (choice.is_partner or choice.is_provider))
        and (entry.inside_client or not inside_client)
        and (entry.permission is None or may_ever(entry.permission, choice))
    )
