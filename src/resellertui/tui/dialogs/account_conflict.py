"""Two people changed the client account at once: for each field both values, and a key for either."""

from __future__ import annotations

from typing import Any, ClassVar

from resellertui.domain.client_account import AccountConflict, FieldChoice, label_of, shown
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.widgets.form import ChoiceField

MINE, THEIRS = "mine", "theirs"
ROOM = 2
"""How many choices a dialog of the usual height shows."""


class AccountConflictDialog(FormDialog):
    """Answers for each field the value that stays; what one changed oneself is chosen at first."""

    HELP_TITLE = "An account that two people changed"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("account_conflict.mine", "m", "Mine", "Keep your value, and go to the next.", footer=11, palette=False),
        Command("account_conflict.theirs", "t", "Theirs", "Take theirs, and go to the next.", footer=12, palette=False),
    )

    def __init__(self, conflict: AccountConflict) -> None:
        self._choices = {one.field: one for one in conflict.choices}
        country = conflict.theirs["country"]
        super().__init__(
            conflict.title,
            *(_field(one, country) for one in conflict.choices),
            effects=(_("Choose for each field which value stays. Nothing is saved before."),),
            yes=_("Save these"),
        )
        self.set_class(len(conflict.choices) > ROOM, "-tall")

    def submit(self, values: dict[str, Any]) -> None:
        """Answer the values that stay."""
        self.finish(
            {name: choice.mine if values[name] == MINE else choice.theirs for name, choice in self._choices.items()}
        )

    def action_mine(self) -> None:
        """Keep one's own value of the field that has the focus."""
        self._choose(MINE)

    def action_theirs(self) -> None:
        """Take the other's value of the field that has the focus."""
        self._choose(THEIRS)

    def _choose(self, which: str) -> None:
        fields = [one for one in self.form.fields if isinstance(one, ChoiceField)]
        place = next((at for at, one in enumerate(fields) if one.entry() is self.focused), None)
        if place is None:
            return
        fields[place].value = which
        if place + 1 < len(fields):
            self.set_focus(fields[place + 1].entry())


def _field(choice: FieldChoice, country: str) -> ChoiceField:
    def words(stored: str) -> str:
        return shown(choice.field, stored, country)

    return ChoiceField(
        choice.field,
        label_of(choice.field),
        [
            (MINE, _("Mine: {value}").format(value=words(choice.mine))),
            (THEIRS, _("Theirs: {value}").format(value=words(choice.theirs))),
        ],
        MINE if choice.prefers_mine else THEIRS,
        hint=_("Before: {value}").format(value=words(choice.original)) if choice.original is not None else "",
    )
