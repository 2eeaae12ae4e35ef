"""What the programme's use cases are given, and what they answer."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from resellertui.domain.errors import Conflict
from resellertui.domain.programme_membership.conditions import TICKED, Condition
from resellertui.domain.programme_membership.standing import ReviewKind, ReviewOutcome
from resellertui.services.inputs import FilledLine, Input, Lines
from resellertui.services.views import PartnerCardView, View


class ApplicationConflict(Conflict):
    """Someone else changed or decided the application since it was looked at."""


class ListingConflict(Conflict):
    """Someone else changed the listing since it was looked at."""


class ApplicationState(StrEnum):
    """How far an application is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ApplicationDraft(Input):
    """What an applicant ticks and writes; what is left out stays as it is."""

    website: bool | None = None
    not_affiliate: bool | None = None
    supports_clients: bool | None = None
    answers_for_invoices: bool | None = None
    provider_products: bool | None = None
    reseller_terms: bool | None = None
    """Whether the special terms in force are accepted."""
    note: Lines | None = None
    version: int | None = None
    """The version that was looked at, 0 for none there; None changes whatever is there."""

    def ticked(self) -> dict[Condition, bool]:
        """Return what is ticked or unticked."""
        values = {one: getattr(self, one.value) for one in TICKED}
        return {one: value for one, value in values.items() if value is not None}


class ListingEdit(Input):
    """What a partner wants the directory to say; what is left out stays as it is."""

    listed: bool | None = None
    services: tuple[FilledLine, ...] | None = None
    languages: tuple[FilledLine, ...] | None = None
    description: Lines | None = None
    receives_quotes: bool | None = None
    version: int | None = None
    """The version that was looked at; None changes whatever is there."""


class ConditionView(View):
    """One condition as it is today, beside what was found when the application was submitted."""

    name: Condition
    label: str
    met: bool
    says: str
    fix: str
    """What would fix it; empty where it holds."""
    awaits_staff: bool
    """It is declared, and staff have not confirmed it yet."""
    can_be_ticked: bool
    declared: bool | None
    """Whether the applicant ticked it; None for what the console knows by itself."""
    confirmed: bool
    met_at_submit: bool | None
    """None while it has not been submitted."""


class ApplicationView(View):
    """An application, or the conditions as they are before there is one."""

    id: str
    """Empty while nothing is written."""
    organisation: str
    organisation_id: str
    state: ApplicationState | None
    is_partner: bool
    conditions: tuple[ConditionView, ...]
    met: int
    note: str
    accepted_terms: str
    """The version of the special terms that was accepted."""
    terms_version: str
    """The version in force."""
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    is_provisional: bool
    reasons: str
    """Why it was rejected."""
    values_at_submit: dict[str, str]
    """A year's value of its products by currency, as it was then."""
    values_today: dict[str, str]
    version: int


class ApplicationRow(View):
    """An application in staff's list."""

    id: str
    organisation: str
    organisation_id: str
    country: str
    state: ApplicationState
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    is_provisional: bool
    version: int


class ApplicationPage(View):
    """A window on applications, with the size of the whole."""

    total: int
    offset: int
    rows: tuple[ApplicationRow, ...]


class ApplicationOutcome(View):
    """What an act did to an application."""

    application: ApplicationView
    effects: tuple[str, ...]
    """One sentence each."""


class BenefitView(View):
    """Something that the programme gives, and how it stands."""

    name: str
    label: str
    state: str
    active: bool


class GaugeView(View):
    """The way to one threshold."""

    currency: str
    value: str
    threshold: str
    """Empty where the terms name none."""
    percent: int
    """Of the threshold, at most 100."""
    reached: bool
    forecast: str
    """What is left in twelve months if nothing that expires is renewed by hand."""
    forecast_reached: bool


class TopClientView(View):
    """A client with its part in the value."""

    partnership_id: str
    name: str
    currency: str
    value: str


class ReviewView(View):
    """What a review found."""

    kind: ReviewKind
    why: str
    due_on: date
    outcome: ReviewOutcome
    led_to: str
    values: dict[str, str]
    made_at: datetime


class MembershipView(View):
    """How a partner stands in the programme, and what it has of it."""

    organisation: str
    organisation_id: str
    state: str
    """approved, provisional, warned or suspended."""
    state_words: str
    approved_on: date
    next_review_on: date | None
    provisional_until: date | None
    warned_on: date | None
    suspend_on: date | None
    suspended_on: date | None
    sentences: tuple[str, ...]
    """What the dates mean."""
    gauges: tuple[GaugeView, ...]
    """Empty for whoever sees only some clients."""
    assumes: str
    top_clients: tuple[TopClientView, ...]
    benefits: tuple[BenefitView, ...]
    reviews: tuple[ReviewView, ...]
    licence_assigned: bool
    licence_key: str
    """Empty for whoever may not read it, and where there is none."""
    terms_version: str


class ListingPartView(View):
    """A part of a listing, and what it brings."""

    name: str
    label: str
    points: int
    there: bool
    brings: str


class ListingView(View):
    """A partner's listing as it edits it."""

    listed: bool
    shown: bool
    """Whether visitors find it today: a suspended partner's is not shown."""
    services: tuple[str, ...]
    languages: tuple[str, ...]
    description: str
    receives_quotes: bool
    score: int
    parts: tuple[ListingPartView, ...]
    card: PartnerCardView
    """As a visitor sees it."""
    may_edit: bool
    version: int


class ArrearsView(View):
    """A client's overdue invoice, as staff's task."""

    id: str
    document: str
    client: str
    client_id: str
    partner: str
    partner_id: str
    due_on: date
    days_overdue: int
    still_to_pay: bool
    raised_at: datetime
    done_at: datetime | None
    note: str


class ArrearsPage(View):
    """A window on the tasks, with the size of the whole."""

    total: int
    offset: int
    rows: tuple[ArrearsView, ...]
