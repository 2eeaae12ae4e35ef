"""What use cases answer with: frozen values, safe to keep, show and print. Field names are stable: scripts read them.

Dates are `YYYY-MM-DD`, moments ISO 8601 in UTC, ids public ids such as `ORG-12`.
"""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from resellertui.domain.delivery import MailState
from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.rights import Accounting
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.first_views import AttentionView as AttentionView
from resellertui.services.first_views import HomeView as HomeView
from resellertui.services.first_views import OrganisationChoice as OrganisationChoice
from resellertui.services.first_views import SignedIn as SignedIn


class View(BaseModel):
    """Base of every answer."""

    # Built when first used: building them all would take a tenth of the time to start.
    model_config = ConfigDict(frozen=True, defer_build=True)


class AddressView(View):
    """A postal address, in parts."""

    street: str
    house_number: str
    postal_code: str
    city: str
    region: str
    country: str


class OrganisationView(View):
    """An organisation as its own people, its active partners and the provider's staff see it."""

    id: str
    name: str
    kind: str
    email: str
    phone: str
    website: str
    language: str
    address: AddressView
    currency: str
    register_number: str | None
    vat_number: str | None
    is_partner: bool
    """Approved in the partner programme."""
    is_provider: bool
    claimed: bool
    """Its own people have joined."""
    created_at: datetime
    version: int
    """Counts its changes: a change can be made to depend on it."""
    deleted_at: datetime | None = None
    """When it was deleted, for the provider's staff, who alone still see it."""


class AccountView(View):
    """An organisation's client account, as its own people and its active partners see it."""

    organisation: OrganisationView
    values: dict[str, str]
    """Every field of the form as it is stored, by the name that problems give it; empty where nothing is stored."""
    may_edit: bool
    why_not: str
    """Why the reader can't change it; empty where it can."""
    currency_locked: bool
    """There are documents or money in its currency, which therefore stays."""
    checked: tuple[str, ...] = ()
    """What the registries say of its numbers, a sentence for each fact; nothing where they were never asked."""
    why_not_asked: str = ""
    """Why the registries can't be asked anew; empty where they can."""


class FieldChangeView(View):
    """What one field of an account held, and holds now."""

    field: str
    before: str
    after: str


class RedrawnView(View):
    """A pro forma that was made again, since what decides its VAT has changed."""

    replaced: str
    made: str
    currency: str
    before: str
    """The total, VAT included; so too afterwards."""
    after: str
    state: str
    """`paid` where what had been paid towards the old one covers the new one."""


class AccountOutcome(View):
    """What a change of an account did; without changes nothing was written."""

    organisation: OrganisationView
    changes: tuple[FieldChangeView, ...]
    redrawn: tuple[RedrawnView, ...] = ()


class RemindersView(View):
    """Whether a person gets the reminders of what is to pay and to renew."""

    id: str
    name: str
    email: str
    on: bool


class ArrangementView(View):
    """What was asked or granted."""

    access: Access
    payment: Payment | None
    products: tuple[str, ...]
    families: str = ""
    """Families in words, in a partner's request for limited access."""


class ProposedProductView(View):
    """A product that a partner's file says the client has."""

    name: str
    sku: str
    family: str
    period_months: int
    expires_on: date | None


class PartnershipView(View):
    """A partnership as one side sees it."""

    id: str
    state: State
    side: Side
    """The reader's side."""
    client: str
    client_id: str | None
    """None for a partner until the client has accepted."""
    partner: str
    partner_id: str
    access: Access
    payment: Payment | None
    products: tuple[str, ...]
    """Names of the entrusted products; empty with full access, and for a partner while it may not see them."""
    product_ids: tuple[str, ...]
    requested: ArrangementView
    granted: ArrangementView | None
    """None until accepted."""
    initiator: Side
    requested_at: datetime
    expires_on: date | None
    active_since: datetime | None
    end_on: date | None
    ended_at: datetime | None
    ended_by: str | None
    paused: bool
    paused_until: date | None
    paused_by: Side | None
    pause_reason: str
    proposed_payment: Payment | None
    reason: str
    evidence: str
    proposals: tuple[ProposedProductView, ...] = ()
    """For the client: products that the partner's file names and the client has not adopted."""
    mine_to_answer: bool
    """The reader's side is asked, and the request is still open."""
    version: int


class EventView(View):
    """One thing that happened to a partnership."""

    at: datetime
    kind: str
    side: str
    who: str
    """The person's name; empty for what a date or a job did."""
    text: str
    """The event in a sentence."""
    details: dict[str, object]


class HistoryView(View):
    """A partnership with all that ever happened to it."""

    partnership: PartnershipView
    events: tuple[EventView, ...]


class ExportedHistory(View):
    """A history and the document made of it."""

    history: HistoryView
    document: bytes


class EndingPreview(View):
    """Everything that stops when a partnership ends, before anyone confirms it."""

    partnership: PartnershipView
    effects: tuple[str, ...]
    """One sentence each."""
    grants_lost: int
    """How many people of the partner lose this client."""
    products_leaving: int
    """How many products leave the partner's reach."""


class PartnerCardView(View):
    """A listed partner, as the Add partner wizard shows it."""

    id: str
    name: str
    email: str
    city: str
    country: str
    website: str
    languages: tuple[str, ...]
    services: tuple[str, ...]
    description: str
    verified_since: date


class ProductView(View):
    """A subscribed product."""

    id: str
    name: str
    sku: str
    label: str
    """What the catalogue calls this kind of product."""
    family: str
    organisation: str
    organisation_id: str
    quantity: int
    period_months: int
    expires_on: date | None
    expired: bool
    state: str
    """`pending` until its first invoice is paid, `active`, `terminated`, or `cancelled`."""
    auto_renewal: bool
    entrusted_to: str | None
    """The limited partner that has it in its care, or the full one, as far as the reader may know."""
    entrusted_partnership: str | None
    right: ProductRight
    """What the reader may do with it."""
    is_domain: bool
    """Whether it is a domain name, which has a transfer code."""


class ClientRow(View):
    """A client in the partner's list."""

    partnership_id: str
    id: str | None
    """The client's organisation; None until it accepts."""
    name: str
    reference: str
    email: str
    city: str
    country: str
    state: State
    paused: bool
    access: Access
    payment: Payment | None
    products: int | None
    """How many the partner reaches; None until the client accepts."""
    next_expiry: date | None
    since: datetime
    """When it became active, or when it was asked."""
    initiator: Side


class ClientPage(View):
    """A window on the list of clients."""

    total: int
    offset: int
    rows: tuple[ClientRow, ...]
    exact: bool = True
    """False where `total` is a lower bound, as far as could be counted while somebody waits."""


class Found(View):
    """A record that the global search found."""

    kind: str
    """`client`, `product`, `partner`, `person`, or `quote` for a request."""
    id: str
    """Of the record; a client's and a partner's is the partnership's."""
    name: str
    detail: str
    """What tells it from others of its name: a tab, a kind of product, a state, an address."""
    owner: str = ""
    """Of a client's product the client, of a client its place, as far as they may be known."""
    through: str | None = None
    """The partnership through which a client's product is reached; None for one's own."""
    closeness: int


class ClientView(View):
    """A client's page, as its partner sees it."""

    partnership: PartnershipView
    organisation: OrganisationView | None
    """None until the client accepts, while paused, and after the end."""
    reference: str
    products: tuple[ProductView, ...]
    submitted: dict[str, object] | None
    """What the partner itself wrote about the client in an import."""


class GrantView(View):
    """A right that a person has been given."""

    kind: str
    """`product`, `family` or `client`."""
    subject: str
    subject_id: str
    right: ProductRight | None
    label: str = ""
    """Of a family: what the published terms call it."""
    paused: bool = False
    """Of a client: whether the partnership is paused today."""


class PersonView(View):
    """A person of an organisation."""

    id: str
    name: str
    email: str
    role: Role
    joined: bool
    """False while the invitation has not been used."""
    last_sign_in_at: datetime | None
    grants: tuple[GrantView, ...]
    """Its own; what its teams bring beside them is in `PersonDetail`."""
    teams: tuple[str, ...] = ()
    """Their names."""
    accounting: Accounting | None = None
    """How the person stands to the accounting; None where that is not the reader's business."""


class MailView(View):
    """A mail of the outbox."""

    id: str
    kind: str
    recipient: str
    recipient_name: str
    subject: str
    created_at: datetime
    state: MailState
    sent_at: datetime | None
    """Also when it was decided that it is for the console only."""
    next_attempt_at: datetime | None
    attempts: int
    last_error: str
    message_id: str
    body: str | None = None
    """Only when one mail is shown."""


class Entered(View):
    """The inside of a client's organisation, opened for a partner's person."""

    org_id: int
    """The partner's organisation, in whose name the person acts."""
    client_id: int
    client: str
    partner: str
