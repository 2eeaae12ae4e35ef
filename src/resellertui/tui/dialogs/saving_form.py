"""A form that acts while it is open: a refusal is said at its field, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import work

from resellertui.domain.errors import FieldProblem, SlowedDown, WrongPassword
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.widgets.form import TextField


class SavingForm(FormDialog):
    """Answers its values once what they are for is done."""

    PASSWORD: ClassVar[str] = ""
    """The field of the reader's own password, which is emptied when it was wrong."""
    _is_saving = False

    async def save(self, values: dict[str, Any]) -> str:
        """Do it, and return what to say afterwards, if anything; what it raises is shown."""
        raise NotImplementedError

    def submit(self, values: dict[str, Any]) -> None:
        """Do it, once at a time."""
        if not self._is_saving:
            self._is_saving = True
            self.carry_out(values)

    @work(group="act")
    async def carry_out(self, values: dict[str, Any]) -> None:
        """Do it and close, or show at its field what stands against it."""
        try:
            with self.app.reporting(self.form):
                self.form.clear_problems()
                try:
                    said = await self.save(values)
                except (WrongPassword, SlowedDown) as error:
                    if not self.PASSWORD:
                        raise
                    self._ask_again(error)
                    return
                if said:
                    self.app.say(said)
                self.finish(values)
        finally:
            self._is_saving = False

    def _ask_again(self, error: WrongPassword | SlowedDown) -> None:
        self.app.forget_typed()
        field = next(one for one in self.form.fields if one.field == self.PASSWORD)
        if isinstance(field, TextField):
            field.value = ""
        # The field tells of its change a moment later, which would take back what is said of it.
        self.call_after_refresh(self.form.show_problems, [FieldProblem(self.PASSWORD, str(error))])
