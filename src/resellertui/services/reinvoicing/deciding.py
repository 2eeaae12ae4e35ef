"""What a person decides about charged lines: a price, giving up, holding back, opening again; all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resellertui.domain.access import Action
from resellertui.domain.errors import Conflict, Invalid, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.charged import LineState
from resellertui.domain.reinvoicing.margin import TOO_MUCH
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.line_rows import row_views
from resellertui.services.reinvoicing.line_views import ChargedRow, HoldInput, LinesInput, PriceInput, WaiveInput
from resellertui.services.reinvoicing.lines import line_numbers
from resellertui.services.reinvoicing.pricing import margins_of, priced
from resellertui.services.reinvoicing.rights import allowed_partner
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import ReinvoiceLine
from resellertui.store.queries import reinvoice_lines as queries


class LineDecisions:
    """Deciding about charged lines; for those with the right to the accounting. Billed lines stay as they are."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def price(self, actor: Actor, wish: PriceInput) -> tuple[ChargedRow, ...]:
        """Set the price of each of the lines, in place of what the margins say.

        Raises:
            NotFound: no such line of this partner.
            Forbidden: no right to the accounting.
            Invalid: no amount, one of the other sign than the cost, or more given back than is left of the line; no
                reason.
            Refused: one of them is billed or waived.
            Conflict: someone else has decided about one of them meanwhile.
        """
        reason = _reason(wish.reason)
        with self._office.writing(actor) as unit:
            rows = _rows(unit, wish)
            for row in rows:
                _check_not_waived(row)
                row.price, row.price_reason = _amount(row, wish.price), reason
            unit.session.flush()  # what is left of the lines that are given back depends on all of them
            _check_kept(unit, rows)
            return _done(unit, rows, "reinvoice.priced")

    def clear_price(self, actor: Actor, wish: LinesInput) -> tuple[ChargedRow, ...]:
        """Give the lines back to what the margins say.

        Raises:
            NotFound: no such line of this partner.
            Forbidden: no right to the accounting.
            Refused: one of them is billed.
            Conflict: someone else has decided about one of them meanwhile.
        """
        with self._office.writing(actor) as unit:
            rows = [one for one in _rows(unit, wish) if one.price is not None]
            for row in rows:
                row.price, row.price_reason = None, ""
            return _done(unit, rows, "reinvoice.price_cleared", shown=wish.lines)

    def waive(self, actor: Actor, wish: WaiveInput) -> tuple[ChargedRow, ...]:
        """Give the lines up: no invoice takes them along, and nothing goes back for what is refunded of them.

        Raises:
            NotFound: no such line of this partner.
            Forbidden: no right to the accounting.
            Invalid: no reason.
            Refused: one of them is billed.
            Conflict: someone else has decided about one of them meanwhile.
        """
        reason = _reason(wish.reason)
        with self._office.writing(actor) as unit:
            rows = _rows(unit, wish)
            for row in rows:
                row.state, row.state_reason, row.held_until = LineState.WAIVED.value, reason, None
            return _done(unit, rows, "reinvoice.waived")

    def hold(self, actor: Actor, wish: HoldInput) -> tuple[ChargedRow, ...]:
        """Hold the lines back, up to and including a day or until they are released: no invoice takes them along.

        Raises:
            NotFound: no such line of this partner.
            Forbidden: no right to the accounting.
            Invalid: no reason, or a day that has passed.
            Refused: one of them is billed or waived.
            Conflict: someone else has decided about one of them meanwhile.
        """
        reason = _reason(wish.reason)
        with self._office.writing(actor) as unit:
            rows = _rows(unit, wish)
            if wish.until is not None and wish.until < unit.today:
                raise Invalid({"until": _("This day has passed.")})
            for row in rows:
                _check_not_waived(row)
                row.state, row.state_reason, row.held_until = LineState.HELD.value, reason, wish.until
            return _done(unit, rows, "reinvoice.held")

    def release(self, actor: Actor, wish: LinesInput) -> tuple[ChargedRow, ...]:
        """Open lines again that were held or waived; those that are open stay so.

        Raises:
            NotFound: no such line of this partner.
            Forbidden: no right to the accounting.
            Refused: one of them is billed.
            Conflict: someone else has decided about one of them meanwhile.
        """
        with self._office.writing(actor) as unit:
            rows = [one for one in _rows(unit, wish) if one.state != LineState.OPEN.value]
            open_again(rows)
            return _done(unit, rows, "reinvoice.released", shown=wish.lines)


def open_again(rows: Sequence[ReinvoiceLine]) -> None:
    """Write down that lines are open: released, or their hold has run out."""
    for row in rows:
        row.state, row.state_reason, row.held_until = LineState.OPEN.value, "", None


def _rows(unit: Unit, wish: LinesInput) -> list[ReinvoiceLine]:
    """Return the lines that are named, in that order, having asked the policy.

    Raises:
        NotFound: one is none of this partner's.
        Refused: one is billed.
        Conflict: one has changed since it was looked at.
    """
    partner_id = allowed_partner(unit, Action.REINVOICE_BILL)
    numbers = line_numbers(wish.lines)
    found = queries.of_partner(unit.session, partner_id, numbers)
    for number in numbers:
        if number not in found:
            raise not_found(show_id(Kind.CHARGED_LINE, number))
    rows = [found[number][0] for number in numbers]
    _check_not_billed(unit, rows)
    _check_versions(wish.versions, rows)
    return rows


def _check_not_billed(unit: Unit, rows: Sequence[ReinvoiceLine]) -> None:
    billed = [one for one in rows if one.billed_line_id is not None]
    if not billed:
        return
    number = billed[0].billed_line_id or 0
    document_id, invoice = queries.invoices_of(unit.session, [number])[number]
    raise Refused(
        _("{line} is billed by invoice {invoice} ({id}).").format(
            line=_id(billed[0]), invoice=invoice, id=show_id(Kind.REINVOICE, document_id)
        ),
        _("Nothing was changed."),
        _("Take it back by a credit note first, and let that open the line again."),
    )


def _check_versions(versions: Mapping[str, int], rows: Sequence[ReinvoiceLine]) -> None:
    for one in rows:
        if versions.get(_id(one), one.version) != one.version:
            raise Conflict(
                _("Someone else has decided about {line} while you were looking at it.").format(line=_id(one)),
                _("Nothing was changed."),
                _("Look at it again, then decide."),
            )


def _check_not_waived(row: ReinvoiceLine) -> None:
    if row.state == LineState.WAIVED.value:
        raise Refused(
            _("{line} is waived.").format(line=_id(row)), _("Nothing was changed."), _("Open it again first.")
        )


def _amount(row: ReinvoiceLine, text: str) -> int:
    amount = Money.parse(text, Currency(row.currency), "price").minor
    if amount * row.cost < 0 or (row.cost == 0 and amount < 0):
        reason = (
            _("{line} gives something back: its price is zero or below, such as -12.50.")
            if row.cost < 0
            else _("The price of {line} is zero or more.")
        )
        raise Invalid({"price": reason.format(line=_id(row))})
    if abs(amount) >= TOO_MUCH * 100:
        raise Invalid({"price": _("A price lies below a thousand million.")})
    return amount


def _check_kept(unit: Unit, rows: Sequence[ReinvoiceLine]) -> None:
    """Go on only if the prices that were set are what is charged.

    Raises:
        Invalid: more would be given back of a line than is left of what its client is charged for it.
    """
    partner_id = unit.actor.org_id or 0
    charged = queries.lines(unit.session, [one.line_id for one in rows])
    for one in priced(unit, margins_of(unit, partner_id), charged):
        if one.price != one.row.price:
            most = Money(one.price, Currency(one.row.currency))
            reason = _("{line} gives back {most} {currency} at most: more is not left of what the client is charged.")
            raise Invalid(
                {"price": reason.format(line=_id(one.row), most=most, currency=one.row.currency)},
            )


def _reason(text: str) -> str:
    """Return why it is decided.

    Raises:
        Invalid: nothing is said.
    """
    if not text:
        raise Invalid({"reason": _("Say why: whoever looks at the line reads it.")})
    return text


def _done(
    unit: Unit, rows: Sequence[ReinvoiceLine], action: str, *, shown: Sequence[str] = ()
) -> tuple[ChargedRow, ...]:
    """Record what was decided, with the lines' numbers alone, and return the lines as they are now."""
    partner_id = unit.actor.org_id or 0
    for row in rows:
        row.version += 1
    if rows:
        values = {"lines": [_id(one) for one in rows], "count": len(rows)}
        unit.record(action, "reinvoice_lines", None, values)
        unit.session.flush()  # the answer reads it back
    numbers = line_numbers(shown) if shown else [one.line_id for one in rows]
    return tuple(row_views(unit, partner_id, numbers))


def _id(row: ReinvoiceLine) -> str:
    return show_id(Kind.CHARGED_LINE, row.line_id)
