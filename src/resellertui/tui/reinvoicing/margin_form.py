"""A margin to add: for which lines, how much, from when on; with what it would have changed in a year."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import Any

from resellertui.domain.reinvoicing.margin import Method, Scope
from resellertui.domain.reinvoicing.margin_words import method_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.reinvoicing.line_views import ChargedRow
from resellertui.services.reinvoicing.margin_views import MarginInput, MarginPreview, PreviewSum
from resellertui.tui.dialogs.rehearsing_form import RehearsingForm
from resellertui.tui.widgets.form import ChoiceField, TextField

SHOWN = 6
"""How many clients the preview names."""


class MarginForm(RehearsingForm):
    """Adds a margin."""

    GUIDE = "re-invoicing"
    HELP_TITLE = "A margin"

    def __init__(self, scope: Scope = Scope.ALL, target: str = "", client: str = "") -> None:
        """Propose for which lines it is."""
        scopes = (
            (Scope.PRODUCT.value, _("One kind of product")),
            (Scope.FAMILY.value, _("A family of products")),
            (Scope.ALL.value, _("All products")),
        )
        super().__init__(
            _("Add a margin"),
            ChoiceField("method", _("What the client pays"), [(one.value, method_label(one)) for one in Method]),
            TextField("value", _("Per cent, or amount"), hint=_("Such as 25, or 12.50. Nothing to end a margin.")),
            TextField("currency", _("Currency of an amount"), hint=_("CHF or EUR; nothing for per cent.")),
            ChoiceField("scope", _("For"), scopes, scope.value),
            TextField("target", _("Product or family"), target, hint=_("Nothing for all products.")),
            TextField("client", _("Only for the client"), client, hint=_("Nothing for all clients.")),
            TextField("starts_on", _("From"), hint=_("A day such as 2026-12-31; today where it is empty.")),
            TextField("note", _("Note")),
            yes=_("Add the margin"),
        )
        self._wait = Event()
        self.add_class("-tall")

    @classmethod
    def for_line(cls, row: ChargedRow) -> MarginForm:
        """Return the form for what a charged line is: its kind of product, for its client."""
        return cls(Scope.PRODUCT, row.sku, row.client_id)

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what it would have changed in the last twelve months."""
        if not values["value"].strip() and values["method"] != Method.NONE.value:
            return [_("Enter how much: what it would have changed in the last twelve months is shown here.")]
        self._wait.set()  # an older preview need not be finished
        self._wait = wait = Event()
        preview = await self.app.ask(
            self.app.services.margins.preview, _wish(values), 0, SHOWN, lambda: not wait.is_set()
        )
        return preview_lines(preview)

    async def save(self, values: dict[str, Any]) -> str:
        """Add it."""
        made = await self.app.tell(self.app.services.margins.add, _wish(values))
        return _("{margin} is added: {words}.").format(margin=made.id, words=made.margin)


def preview_lines(preview: MarginPreview) -> list[str]:
    """Return what a margin would have changed, in sentences."""
    lines = [_("{margin}, for {lines}.").format(margin=preview.margin, lines=preview.lines)]
    if not preview.totals:
        return [*lines, _("Nothing was charged in the last twelve months.")]
    for total in preview.totals:
        words = ngettext(
            "In twelve months, {currency}: {before} → {after}, {difference}; {affected} of {count} line differs.",
            "In twelve months, {currency}: {before} → {after}, {difference}; {affected} of {count} lines differ.",
            total.lines,
        )
        lines.append(words.format(count=total.lines, affected=total.affected, **_amounts(total)))
    changed = [one for one in preview.clients if one.affected]
    lines += [
        _("{client}: {before} → {after} {currency}, {difference}").format(client=one.label, **_amounts(one))
        for one in changed
    ]
    more = preview.clients_total - len(preview.clients)
    if more > 0 and len(changed) == len(preview.clients):
        lines.append(ngettext("… and {count} client more.", "… and {count} clients more.", more).format(count=more))
    return lines


def _amounts(one: PreviewSum) -> dict[str, str]:
    return {
        "currency": one.currency,
        "before": one.before,
        "after": one.after,
        "difference": one.difference if one.difference.startswith("-") else f"+{one.difference}",
    }


def _wish(values: dict[str, Any]) -> MarginInput:
    given = {key: value for key, value in values.items() if key != "starts_on"}
    wish: MarginInput = MarginInput.of(**given, starts_on=values["starts_on"].strip() or None)
    return wish
