"""Deciding about charged lines: a price, giving up, holding back. What is decided is said before it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from resellertui.domain.reinvoicing.charged import LineState, line_state_words
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing.line_views import ChargedRow, HoldInput, PriceInput, WaiveInput
from resellertui.services.reinvoicing.line_words import margin_text
from resellertui.tui import formats
from resellertui.tui.dialogs.rehearsing_form import RehearsingForm
from resellertui.tui.widgets.form import Field, TextField

SHOWN = 8
"""How many lines the consequences describe; they count the others."""


class DecidingForm(RehearsingForm):
    """Asks what to decide about one line or several, and decides it."""

    def __init__(self, rows: Sequence[ChargedRow], *fields: Field, yes: str) -> None:
        """Ask.

        Args:
            rows: the lines as they were looked at, at least one.
            fields: what has to be entered.
            yes: the words of the answer that acts.
        """
        self.ids = tuple(one.id for one in rows)
        self.versions = {one.id: one.version for one in rows}
        super().__init__(self.question(rows[0], len(rows)), *fields, yes=yes)

    def question(self, first: ChargedRow, count: int) -> str:
        """Return what names the lines and the act."""
        raise NotImplementedError

    def verb(self, services: Services, values: dict[str, Any]) -> Callable[[Actor], tuple[ChargedRow, ...]]:
        """Return what decides it, with the services given: those that only rehearse, or the real ones."""
        raise NotImplementedError

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what becomes of each line."""
        rows = await self.app.ask(self.verb(self.app.services.rehearsing(), values))
        said = [self.effect(one) for one in rows[:SHOWN]]
        if len(rows) > SHOWN:
            more = len(rows) - SHOWN
            said.append(ngettext("… and {count} more.", "… and {count} more.", more).format(count=more))
        return said

    def effect(self, row: ChargedRow) -> str:
        """Return what becomes of a line, in a sentence."""
        return _("{line}, {client}: {state}.").format(
            line=row.id, client=row.client, state=line_state_words(LineState(row.state))
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Decide it."""
        rows = await self.app.tell(self.verb(self.app.services, values))
        return ngettext("{count} line changed.", "{count} lines changed.", len(rows)).format(count=len(rows))


class PriceForm(DecidingForm):
    """A price in place of what the margins say."""

    def __init__(self, rows: Sequence[ChargedRow]) -> None:
        price = rows[0].resale if len(rows) == 1 else ""
        super().__init__(
            rows,
            TextField("price", _("Price in {currency}, without VAT").format(currency=rows[0].currency), price),
            TextField("reason", _("Reason"), hint=_("You read it beside the price; the client does not.")),
            yes=_("Set the price"),
        )

    def question(self, first: ChargedRow, count: int) -> str:
        """Return what names the lines and the act."""
        if count == 1:
            return _("What does {client} pay for {name}?").format(name=first.name, client=first.client)
        return ngettext(
            "What is the price of {count} line?", "What is the price of each of {count} lines?", count
        ).format(count=count)

    def verb(self, services: Services, values: dict[str, Any]) -> Callable[[Actor], tuple[ChargedRow, ...]]:
        """Return what sets it."""
        wish = PriceInput.of(lines=self.ids, versions=self.versions, **values)
        return lambda actor: services.line_decisions.price(actor, wish)

    def effect(self, row: ChargedRow) -> str:
        """Return what the client is charged then."""
        return _("{client} is charged {resale} {currency} for {name}; margin {margin}.").format(
            client=row.client,
            resale=row.resale,
            currency=row.currency,
            name=row.name,
            margin=margin_text(row.margin, row.percent, row.currency),
        )


class WaiveForm(DecidingForm):
    """Giving lines up."""

    def __init__(self, rows: Sequence[ChargedRow]) -> None:
        reason = TextField("reason", _("Reason"), hint=_("You read it beside the line; the client does not."))
        super().__init__(rows, reason, yes=_("Waive"))

    def question(self, first: ChargedRow, count: int) -> str:
        """Return what names the lines and the act."""
        if count == 1:
            return _("Waive {name} of {client}?").format(name=first.name, client=first.client)
        return ngettext("Waive {count} line?", "Waive {count} lines?", count).format(count=count)

    def verb(self, services: Services, values: dict[str, Any]) -> Callable[[Actor], tuple[ChargedRow, ...]]:
        """Return what gives them up."""
        wish = WaiveInput.of(lines=self.ids, versions=self.versions, **values)
        return lambda actor: services.line_decisions.waive(actor, wish)

    def effect(self, row: ChargedRow) -> str:
        """Return who is not charged what."""
        return _("{client} is not charged for {name}: {cost} {currency} of cost stay yours.").format(
            client=row.client, name=row.name, cost=row.cost, currency=row.currency
        )


class HoldForm(DecidingForm):
    """Holding lines back."""

    def __init__(self, rows: Sequence[ChargedRow]) -> None:
        super().__init__(
            rows,
            TextField("reason", _("Reason")),
            TextField("until", _("Until"), hint=_("A day such as 2026-12-31; empty until you release it.")),
            yes=_("Hold"),
        )

    def question(self, first: ChargedRow, count: int) -> str:
        """Return what names the lines and the act."""
        if count == 1:
            return _("Hold back {name} of {client}?").format(name=first.name, client=first.client)
        return ngettext("Hold back {count} line?", "Hold back {count} lines?", count).format(count=count)

    def verb(self, services: Services, values: dict[str, Any]) -> Callable[[Actor], tuple[ChargedRow, ...]]:
        """Return what holds them back."""
        until = values["until"].strip() or None
        wish = HoldInput.of(lines=self.ids, versions=self.versions, reason=values["reason"], until=until)
        return lambda actor: services.line_decisions.hold(actor, wish)

    def effect(self, row: ChargedRow) -> str:
        """Return until when no invoice takes it along."""
        if row.held_until is None:
            return _("No invoice takes {name} of {client} along until you release it.").format(
                name=row.name, client=row.client
            )
        return _("No invoice takes {name} of {client} along until {day}.").format(
            name=row.name, client=row.client, day=formats.day(row.held_until)
        )
