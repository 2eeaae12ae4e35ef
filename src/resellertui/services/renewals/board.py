"""The board of renewals across a partner's clients, and one's own that are coming."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import islice

from resellertui.domain.access import Action
from resellertui.domain.calendar import days_between
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.money import Currency
from resellertui.domain.renewal import renewable_between
from resellertui.domain.search import terms_of
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.billing.drafting import quote
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.renewals.automatic import renewals_of
from resellertui.services.renewals.covers import AT_ONCE, BilledTotals, Covers
from resellertui.services.renewals.forecasting import Progress, forecast
from resellertui.services.renewals.views import ForecastView, RenewalPage, RenewalQuery, RenewalRow
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Product
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import renewal_board as queries
from resellertui.store.queries.renewal_board import BoardChoice
from resellertui.store.queries.walks import Walk, Walks

OWN = "own"
LAST_DAY = date(9999, 12, 31)


class Renewals:
    """What comes up for renewal; for those with the right to the accounting."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._walks = Walks()
        self._billed = BilledTotals()

    def board(
        self, actor: Actor, query: RenewalQuery, offset: int = 0, limit: int = 50, *, hurried: bool = False
    ) -> RenewalPage:
        """Return a part of the renewals of one's clients, what expires first coming first. Changes nothing.

        `hurried` leaves the counting of many to `count`: the total may then be a lower bound.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, query)
            part = self._walk(unit, choice).part(unit.session, offset, limit, hurried=hurried)
            lines = queries.board_lines(unit.session, choice.partner_id, [number for _day, number in part.marks])
            payers = {one.product.id: one.payer for one in lines}
            rows = self._rows(
                unit, [one.product for one in lines], payers, {one.product.org_id: one.holder for one in lines}
            )
            return RenewalPage(total=part.total, offset=offset, rows=tuple(rows), exact=part.is_exact)

    def count(self, actor: Actor, query: RenewalQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many renewals are on the board, as long as that `is_wanted`. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            return self._walk(unit, _choice(unit, query)).count(unit.session, is_wanted)

    def position(self, actor: Actor, query: RenewalQuery, reference: str) -> int | None:
        """Return the place of a product on the board, or None where it is not on it. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        number = parse_id(Kind.PRODUCT, reference)
        with self._office.reading(actor) as unit:
            walk = self._walk(unit, _choice(unit, query))
            mark = None if number is None else walk.path.place_of(unit.session, queries.is_product(number))
            return None if mark is None else walk.place(unit.session, mark)

    def coming(
        self, actor: Actor, *, whole: bool = False, text: str = "", offset: int = 0, limit: int = 50
    ) -> RenewalPage:
        """Return a part of one's own renewals that no pro forma waits for: within 60 days, or all. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation.
        """
        with self._office.reading(actor) as unit:
            org_id, last = _own_days(unit, whole=whole)
            products = queries.own_coming(unit.session, org_id, last, fold(text), offset, limit)
            total = queries.count_own_coming(unit.session, org_id, last, fold(text))
            return RenewalPage(total=total, offset=offset, rows=tuple(self._rows(unit, products, {})))

    def coming_position(self, actor: Actor, reference: str, *, whole: bool = False, text: str = "") -> int | None:
        """Return the place of a product among one's own renewals, or None where it is not one. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            org_id, last = _own_days(unit, whole=whole)
            number = parse_id(Kind.PRODUCT, reference)
            if number is None:
                return None
            return queries.place_of_coming(unit.session, org_id, last, fold(text), number)

    def renewable(self, actor: Actor, products: Sequence[str], *, pay: bool = False) -> tuple[str, ...]:
        """Return those of one's clients' products that can be renewed, or renewed and paid, at once. Changes nothing.

        Left out is what limited access only looks after, what waits to be paid, and to `pay`, what the client pays.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation.
        """
        with self._office.reading(actor) as unit:
            org_id = own_org(unit)
            allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
            numbers = {one: parse_id(Kind.PRODUCT, one) for one in products}
            known = [number for number in numbers.values() if number is not None]
            found = queries.renewable(unit.session, org_id, unit.today, known, "partner" if pay else "")
            return tuple(one for one in products if numbers[one] in found)

    def due(self, actor: Actor) -> tuple[str, ...]:
        """Return the products that expire within 60 days, that one pays for and nothing waits for. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation.
        """
        with self._office.reading(actor) as unit:
            choice = _choice(unit, RenewalQuery())
            found: list[str] = []
            groups = queries.billed_to(unit.session, choice.partner_id, unit.today, choice.first, choice.last)
            while some := [one for group in islice(groups, AT_ONCE) for one in group]:
                waiting = queries.waiting_for(unit.session, [one.id for one in some])
                found += [show_id(Kind.PRODUCT, one.id) for one in some if one.id not in waiting]
            return tuple(found)

    def forecast(self, actor: Actor, progress: Progress = lambda _done, _days: None) -> ForecastView:
        """Return what the renewals of the next 60 days ask of one's money, day by day. Changes nothing.

        `progress` is told how far it is; what it raises stops the work.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation.
        """
        with self._office.reading(actor) as unit:
            org_id = own_org(unit)
            allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
            return forecast(unit, org_id, progress)

    def _walk(self, unit: Unit, choice: BoardChoice) -> Walk:
        return self._walks.remembered(unit.session, choice, lambda: queries.board_path(unit.session, choice))

    def _rows(
        self, unit: Unit, products: Sequence[Product], payers: dict[int, str], names: dict[int, str] | None = None
    ) -> list[RenewalRow]:
        """Return products as rows; the price of those that the actor's organisation pays."""
        if names is None:
            names = organisation_queries.names(unit.session, {one.org_id for one in products})
        waiting = queries.waiting_for(unit.session, [one.id for one in products])
        prices = self._prices(unit, products, payers)
        rows = []
        for one in products:
            price = prices.get(one.id)
            payer = payers.get(one.id) or (OWN if price is not None else "partner")
            expires_on = one.expires_on or unit.today
            rows.append(
                RenewalRow(
                    product_id=show_id(Kind.PRODUCT, one.id),
                    name=one.name,
                    label=unit.terms.label_of(one.sku),
                    holder=names.get(one.org_id, ""),
                    holder_id=show_id(Kind.ORGANISATION, one.org_id),
                    payer=payer,
                    expires_on=expires_on,
                    week=expires_on - timedelta(days=expires_on.weekday()),
                    days_left=days_between(unit.today, expires_on),
                    state=_state(unit, one, one.id in waiting and price is not None),
                    document_id=show_id(Kind.INVOICE, waiting[one.id])
                    if one.id in waiting and price is not None
                    else None,
                    currency=price[1] if price is not None else "",
                    net=price[0] if price is not None else None,
                )
            )
        return rows

    def _prices(self, unit: Unit, products: Sequence[Product], payers: dict[int, str]) -> dict[int, tuple[str, str]]:
        """Return price and currency of what the actor's organisation pays, priced with the others of its day."""
        groups: dict[tuple[int, date], list[Product]] = {}
        for one in products:
            if payers.get(one.id, "partner") == "partner":
                groups.setdefault((one.org_id, one.expires_on or unit.today), []).append(one)
        together = queries.expiring_together(unit.session, groups.keys())
        whole = [together.get(place) or some for place, some in groups.items()]
        covers = Covers(unit, [one for group in whole for one in group])
        self._billed.turn_to(unit)
        found = {}
        for group in whole:
            for renewal in renewals_of(unit, group, covers):
                if renewal.payer.id != unit.actor.org_id:
                    continue
                active = self._billed.active(unit, renewal.items, renewal.payer.id)
                priced = quote(unit, renewal.items, renewal.payer, active)
                for item, line in zip(renewal.items, priced.priced, strict=True):
                    found[item.product.id] = (str(line.charged), Currency(renewal.payer.currency).value)
        return found


def _own_days(unit: Unit, *, whole: bool) -> tuple[int, date]:
    """Return one's own organisation and the last expiry that is shown, having asked the policy."""
    org_id = own_org(unit)
    allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
    return org_id, LAST_DAY if whole else unit.today + timedelta(days=unit.terms.days.renewal_visible)


def _choice(unit: Unit, query: RenewalQuery) -> BoardChoice:
    org_id = own_org(unit)
    allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
    days = unit.terms.days
    last = LAST_DAY if query.whole else unit.today + timedelta(days=days.renewal_visible)
    if query.limit:
        last = unit.today + timedelta(days=days.auto_renewal_min - 1)
    return BoardChoice(
        org_id, unit.today, renewable_between(unit.today, days)[0], last, query.payer, terms_of(query.text)
    )


def _state(unit: Unit, product: Product, is_waiting: bool) -> str:
    """Return where a renewal stands; whether another organisation has an invoice to pay is its own business."""
    expires_on = product.expires_on or unit.today
    if is_waiting:
        return "waiting"
    if expires_on <= unit.today:
        return "blocked"
    if product.auto_renewal:
        return "automatic"
    return "late" if days_between(unit.today, expires_on) < unit.terms.days.auto_renewal_min else "by_hand"
