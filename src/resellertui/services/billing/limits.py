"""The monthly limit within which a client's own orders are paid at once with its partner's money (rules: who pays)."""

from __future__ import annotations

from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.calendar import add_months
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.renewal import within_limit
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import remember_of_job
from resellertui.services.billing.rights import allow_accounting
from resellertui.services.partnerships.dossier import Dossier, open_dossier, standing_of
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.models import Document, Partnership
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import renewals as queries
from resellertui.store.queries.ledger import keys_of_parts

_MADE_UP = "limit.made_up"
"""The kind of note by which a payment counts in the month of the missed day it makes up for."""


class LimitView(View):
    """What a client's own orders may take from its partner's money without asking."""

    id: str
    """The partnership's."""
    client: str
    currency: str
    limit: str
    """In a calendar month, VAT included; 0.00 for nothing."""
    used: str
    """What this month's have taken."""


class Limits:
    """Monthly limits, set and read by partners only: what its client may spend is the partner's own affair."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor, reference: str) -> LimitView:
        """Return the limit of a partnership, as its partner. Changes nothing.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: no right to the accounting.
            Refused: the partnership is not active, or the client pays itself.
        """
        with self._office.reading(actor) as unit:
            return _view(_dossier(unit, reference, Action.ACCOUNTING_VIEW))

    def set(self, actor: Actor, reference: str, amount: str) -> LimitView:
        """Set the limit of a partnership, as its partner; 0 lets the client spend nothing without asking.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: no right to pay.
            Refused: the partnership is not active, or the client pays itself.
            Invalid: no amount, or one below zero.
        """
        with self._office.writing(actor) as unit:
            dossier = _dossier(unit, reference, Action.ACCOUNTING_PAY)
            limit = Money.parse(amount, _currency(dossier))
            if limit.minor < 0:
                raise Invalid({"amount": _("A limit is zero or more.")})
            row = dossier.row
            facts = {"before": row.monthly_limit or 0, "after": limit.minor, "currency": limit.currency.value}
            row.monthly_limit = limit.minor or None
            row.version += 1
            unit.record("partnership.limit", "partnership", row.id, facts, for_org_id=row.partner_id)
            unit.session.flush()  # the answer reads it back
            return _view(dossier)


def pays_for_client(row: Partnership, today: date) -> bool:
    """Return whether what the client needs is charged to this partner today: by its method, and not in a pause."""
    standing = standing_of(row)
    stands = standing.on(today) is State.ACTIVE and not standing.is_paused(today)
    return stands and row.access == Access.FULL.value and row.payment == Payment.PARTNER.value


def fits_limit(unit: Unit, document: Document) -> bool:
    """Return whether the partner who pays lets its client order that much this month without asking."""
    row = partnership_queries.active_of_partner(unit.session, document.payer_id, document.holder_id)
    if row is None or row.monthly_limit is None or not pays_for_client(row, unit.today):
        return False
    return within_limit(row.monthly_limit, _used(unit, document.payer_id, document.holder_id), document.total)


def note_month(unit: Unit, document: Document) -> None:
    """Remember the month for which a document was paid, where making up for a missed day gave it another one's date."""
    month = _month(unit.today)
    if month != _month(unit.written_on):
        key = f"{_place(document.payer_id, document.holder_id)}:{month}:{document.id}"
        remember_of_job(unit, key, _MADE_UP, document.id, {"document": document.id})


def _used(unit: Unit, payer_id: int, holder_id: int) -> int:
    """Return what the month of the day that is worked on has taken, whenever that was written down."""
    first = unit.today.replace(day=1)
    last = date.fromordinal(add_months(first, 1, 1).toordinal() - 1)
    noted = [one.split(":") for one in keys_of_parts(unit.session, _place(payer_id, holder_id), _MADE_UP)]
    here = [int(number) for month, number in noted if month == _month(first)]
    elsewhere = [int(number) for month, number in noted if month != _month(first)]
    return queries.spent_by_client(unit.session, payer_id, holder_id, first, last, here, elsewhere)


def _place(payer_id: int, holder_id: int) -> str:
    return f"limit of {payer_id}:{holder_id}"


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _dossier(unit: Unit, reference: str, action: Action) -> Dossier:
    dossier = open_dossier(unit, reference)
    is_partners = dossier.side is Side.PARTNER
    allow_accounting(unit, action, dossier.row.partner_id if is_partners else 0, missing=reference)
    dossier.need(State.ACTIVE, act=_("Only an active partnership has a limit."))
    if dossier.payment is not Payment.PARTNER:
        raise Refused(
            _("{client} pays its orders itself: there is nothing to limit.").format(client=dossier.client_name),
            _("Nothing was changed."),
        )
    return dossier


def _currency(dossier: Dossier) -> Currency:
    partner = organisation_queries.organisation(dossier.unit.session, dossier.row.partner_id)
    assert partner is not None  # noqa: S101  # the partnership refers to it
    return Currency(partner.currency)


def _view(dossier: Dossier) -> LimitView:
    row, currency = dossier.row, _currency(dossier)
    used = _used(dossier.unit, row.partner_id, row.client_id or 0)
    return LimitView(
        id=dossier.id,
        client=dossier.client_name,
        currency=currency.value,
        limit=str(Money(row.monthly_limit or 0, currency)),
        used=str(Money(used, currency)),
    )
