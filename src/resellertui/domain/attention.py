"""What needs a person, in the order of what it costs to ignore it.

Decided here, where the rules are silent:

- One line a kind: it says how many there are, the nearest date or the sum, and what follows. What is nearest is where
  the line leads. Requests for a partnership have a line each, which opens it, since each has its own answer; only those
  after the first few share one.
- The order of the kinds is fixed, so that the same day looks the same to everybody: first what has stopped already or
  earns nothing meanwhile, then what stops on a date, then what lapses unanswered, then what is owed, then what informs.
  Within a kind the earlier date comes first.
- A date that has come makes a line grave, and one within a week at least urgent, whatever its kind; but what only
  informs is never graver than its kind.
- A request for quotes that waits for a partner is counted once: with those that lapse if it closes within a week, else
  with those to answer. Offers wait for whoever may accept one; what other roles may only read is no line of theirs.
- Sums are one a currency, side by side, and never added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from resellertui.domain.money import Money

NEAR = timedelta(days=7)
"""Within which a date makes a line urgent."""

NAMED_REQUESTS = 4
"""How many requests for a partnership have a line of their own."""

CASE_NEAR = timedelta(hours=1)
"""Within which a support case is about to miss its response time."""


class Need(StrEnum):
    """The kinds, in the order of what it costs to ignore them."""

    SUSPENDED = "suspended"
    """The organisation is suspended: nothing new earns a discount or cashback."""
    BLOCKED = "blocked"
    """Products of one's own have expired, and stand still."""
    CLIENTS_BLOCKED = "clients_blocked"
    """Products of clients have."""
    CASES_LATE = "cases_late"
    """Support cases are past their response time."""
    RENEWALS_FAILED = "renewals_failed"
    """Automatic renewals that were tried and are not paid."""
    INVOICES_OVERDUE = "invoices_overdue"
    CASES_NEAR = "cases_near"
    """Support cases are about to be late."""
    PREPAID_SHORT = "prepaid_short"
    """The prepaid account will not hold what renewals ask of it."""
    EXPIRY = "expiry"
    """Products of one's own expire and do not renew by themselves."""
    CLIENTS_EXPIRY = "clients_expiry"
    """Products of clients do."""
    WARNED = "warned"
    """Below the threshold: a suspension has its date."""
    LEADS_EXPIRING = "leads_expiring"
    """Requests for quotes that lapse within a week without an offer."""
    REQUEST = "request"
    """Partnerships that are asked for."""
    LEADS_TO_ANSWER = "leads_to_answer"
    """Requests for quotes that wait for an offer for longer than that."""
    OFFERS_TO_DECIDE = "offers_to_decide"
    """Offers on one's own requests that can be accepted."""
    LEADS_ALONE = "leads_alone"
    """Open requests for quotes that no partner is left to answer, for staff to send on."""
    CONTRACT_TO_ORDER = "contract_to_order"
    """Won contracts whose basket can be ordered: their clients wait."""
    APPLICATIONS = "applications"
    """Applications to the programme that wait for staff."""
    ARREARS = "arrears"
    """Overdue invoices of partners' clients, given to staff as tasks."""
    BREACHES = "breaches"
    """Clients' products of other providers against a contract, for staff to settle."""
    CASES_OPEN = "cases_open"
    """Support cases that wait without being near their time."""
    MAILS_PARKED = "mails_parked"
    ENDING = "ending"
    """Partnerships that end on a date."""
    RECEIVED_OVERDUE = "received_overdue"
    """Invoices from a partner that are overdue."""
    INVOICES_TO_PAY = "invoices_to_pay"
    RECEIVED_TO_PAY = "received_to_pay"
    BILLS_OVERDUE = "bills_overdue"
    """What clients owe a partner."""
    UNBILLED = "unbilled"
    """What was charged for clients long ago and nobody has billed."""
    BILLS_UNSENT = "bills_unsent"
    """Invoices to clients that were issued and never sent."""
    THRESHOLD_SHORT = "threshold_short"
    """A review is near, and the threshold is not reached."""
    PROPOSAL = "proposal"
    """A partner proposes another payment method."""
    PRODUCT_PROPOSAL = "product_proposal"
    """A partner names products that may be adopted."""
    ANSWERS_UNREAD = "answers_unread"
    """Answers of the support."""
    VAT_NUMBER = "vat_number"
    """A VAT number would change the organisation's invoices."""
    PAUSED = "paused"
    NOTICES_UNREAD = "notices_unread"


class Severity(StrEnum):
    """How a line looks; each has a sign of its own, so that no meaning hangs on a colour."""

    GRAVE = "grave"
    """Something has stopped, or is being lost."""
    URGENT = "urgent"
    CALM = "calm"


_RANK = {need: rank for rank, need in enumerate(Need)}

_GRAVE = frozenset({Need.SUSPENDED, Need.BLOCKED, Need.CLIENTS_BLOCKED, Need.CASES_LATE, Need.INVOICES_OVERDUE})
_URGENT = frozenset(
    {
        Need.RENEWALS_FAILED,
        Need.CASES_NEAR,
        Need.PREPAID_SHORT,
        Need.EXPIRY,
        Need.CLIENTS_EXPIRY,
        Need.WARNED,
        Need.LEADS_EXPIRING,
        Need.ARREARS,
        Need.MAILS_PARKED,
        Need.RECEIVED_OVERDUE,
        Need.BILLS_OVERDUE,
    }
)
_ONLY_INFORMS = frozenset(
    {
        Need.CASES_OPEN,
        Need.APPLICATIONS,
        Need.RECEIVED_OVERDUE,
        Need.BILLS_OVERDUE,
        Need.UNBILLED,
        Need.BILLS_UNSENT,
        Need.PROPOSAL,
        Need.PRODUCT_PROPOSAL,
        Need.ANSWERS_UNREAD,
        Need.VAT_NUMBER,
        Need.PAUSED,
        Need.NOTICES_UNREAD,
    }
)
"""Kinds whose dates make nothing graver."""


@dataclass(frozen=True, order=True)
class Place:
    """Where a line is dealt with."""

    section: str
    """The id of a section of the menu; `notices` for one's own notices."""
    tab: str = ""
    """The key of a tab; empty for the first."""
    filter: str = ""
    record: str = ""
    """The public id of the row under the cursor."""


@dataclass(frozen=True)
class Fact:
    """Something that may need a person, as it was counted.

    Raises:
        ValueError: two sums of one currency, or a count below zero: a defect.
    """

    need: Need
    count: int
    place: Place
    due_on: date | None = None
    """The nearest date on which something follows."""
    since: date | None = None
    """Since when the first of them is as it is."""
    moment: datetime | None = None
    """The nearest moment, where a date is too coarse."""
    amounts: tuple[Money, ...] = ()
    name: str = ""
    """What the first of them is called."""
    is_more: bool = False
    """Whether there may be more than were counted."""

    def __post_init__(self) -> None:
        currencies = [one.currency for one in self.amounts]
        if len(set(currencies)) != len(currencies) or self.count < 0:
            raise ValueError("a fact has one sum a currency, and no count below zero")


@dataclass(frozen=True)
class Item:
    """A line of Home."""

    fact: Fact
    severity: Severity


def ordered(facts: Iterable[Fact], today: date) -> tuple[Item, ...]:
    """Return the lines for what there is, the costliest to ignore first; what counts nothing is left out.

    The order does not depend on that of the facts.
    """
    there = [one for one in facts if one.count]
    return tuple(Item(one, severity_of(one, today)) for one in sorted(there, key=_place_in_order))


def severity_of(fact: Fact, today: date) -> Severity:
    """Return how grave a line is on a day."""
    if fact.need in _GRAVE:
        return Severity.GRAVE
    kind = Severity.URGENT if fact.need in _URGENT else Severity.CALM
    if fact.due_on is None or fact.need in _ONLY_INFORMS:
        return kind
    if fact.due_on <= today or (fact.need is Need.RENEWALS_FAILED and fact.since is not None):
        return Severity.GRAVE
    return Severity.URGENT if fact.due_on <= today + NEAR else kind


def _place_in_order(fact: Fact) -> tuple[object, ...]:
    sums = tuple((one.currency.value, one.minor) for one in fact.amounts)
    dates = (fact.due_on or date.max, fact.since or date.max, "" if fact.moment is None else fact.moment.isoformat())
    return (_RANK[fact.need], *dates, fact.place, fact.name, fact.count, fact.is_more, sums)
