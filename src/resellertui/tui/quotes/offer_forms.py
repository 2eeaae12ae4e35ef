"""The forms of an offer in the making: one of its lines, and until when it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from resellertui.domain.errors import Invalid, ResellerError
from resellertui.domain.wording import _
from resellertui.services.billing.catalogue import KindView
from resellertui.services.leads.lead_views import DraftLineView, OfferInput, OfferLineInput
from resellertui.tui.dialogs.rehearsing_form import RehearsingForm
from resellertui.tui.dialogs.support_case import WritingForm
from resellertui.tui.quotes.words import money
from resellertui.tui.widgets.form import TextField


class OfferLineForm(WritingForm, RehearsingForm):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Asks how many of a kind, and for how much; says at once what that costs and earns."""

    GUIDE = "offers"
    HELP_TITLE = "A line of an offer"

    def __init__(
        self, request: str, kind: KindView, others: Sequence[OfferLineInput], old: OfferLineInput | None
    ) -> None:
        """Ask for a new line, or anew for an old one; `others` are the lines beside it."""
        name = old.name if old is not None else ""
        super().__init__(
            kind.label,
            TextField("quantity", _("Quantity"), str(old.quantity) if old is not None else "1"),
            TextField("periods", _("Periods"), str(old.periods if old is not None else kind.least_periods)),
            TextField(
                "name", _("Domain") if kind.names_domain else _("Name"), name, hint=_("It can wait for the order.")
            ),
            TextField(
                "price",
                _("Your price of one, for one period, without VAT"),
                old.price if old is not None else "",
                hint=_("By your margins where it is empty."),
            ),
            yes=_("Into the offer"),
        )
        self.add_class("-tall")
        self._request, self._sku, self._others = request, kind.sku, tuple(others)
        self.line: OfferLineInput | None = None
        """What was taken."""

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what the line costs and earns beside the others, which may lower its cost."""
        offer = OfferInput(request=self._request, lines=(*self._others, self._line(values)))
        draft = await self.app.ask(self.app.services.offers.draft, offer)
        mine = next((one for one in draft.lines if one.position == len(offer.lines)), None)
        return [] if mine is None else line_sentences(mine, draft.currency)

    async def save(self, values: dict[str, Any]) -> str:
        """Take it, if nothing stands against the line itself; what stands against the offer is said on its page."""
        line = self._line(values)
        offer = OfferInput(request=self._request, lines=(*self._others, line))
        mine = f"lines.{len(offer.lines)}."
        try:
            await self.app.ask(self.app.services.rehearsing().offers.answer, offer)
        except Invalid as error:
            found = {one.field.removeprefix(mine): one.reason for one in error.fields if one.field.startswith(mine)}
            if found:
                raise Invalid(found) from error
        except ResellerError:
            pass  # the offer's page says it, whatever lines there are
        self.line = line
        return ""

    def _line(self, values: dict[str, Any]) -> OfferLineInput:
        line: OfferLineInput = OfferLineInput.of(sku=self._sku, **values)
        return line


def line_sentences(one: DraftLineView, currency: str) -> list[str]:
    """Return what a line costs and earns, why its price is what it is, and what is unusual about it."""
    words = _("It costs you {cost}; offered for {price}: margin {margin} ({percent} %).")
    if not one.margin_percent:
        words = _("It costs you {cost}; offered for {price}: margin {margin}.")
    sentences = [
        words.format(
            cost=money(one.cost, currency),
            price=money(one.line.amount, currency),
            margin=money(one.margin, currency),
            percent=one.margin_percent,
        ),
        _("One, for one period: {price}; {by}.").format(price=money(one.line.unit_price, currency), by=one.by),
    ]
    return [*sentences, *([f"! {one.warning}"] if one.warning else [])]


class OfferTermsForm(WritingForm):
    """Asks until when an offer holds, and for a note; answers `valid_until` and `note` that could be sent."""

    GUIDE = "offers"
    DEFAULT_CSS = "OfferTermsForm .field-lines { height: 8; }"

    def __init__(self, offer: OfferInput | None, valid_until: str, note: str) -> None:
        """Ask; `offer` is what the day is checked with, None as long as there is no line."""
        self._offer = offer
        super().__init__(
            _("Until when does the offer hold?"),
            TextField(
                "valid_until",
                _("Valid until"),
                valid_until,
                hint=_("A day such as 2026-12-31; thirty days from now where it is empty."),
            ),
            TextField("note", _("Note"), note, lines=True, hint=_("The requester reads it beside your prices.")),
            yes=_("Set"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Take the day, if nothing stands against it; what stands against the offer is said on its page."""
        if self._offer is not None:
            offer = self._offer.model_copy(update={"valid_until": values["valid_until"].strip()})
            try:
                await self.app.ask(self.app.services.rehearsing().offers.answer, offer)
            except Invalid as error:
                found = {one.field: one.reason for one in error.fields if one.field == "valid_until"}
                if found:
                    raise Invalid(found) from error
            except ResellerError:
                pass
        return ""
