"""The forms of the support desk: noting a call, writing in a case, a look, a domain's transfer code."""

from __future__ import annotations

from typing import Any

from resellertui.domain.wording import _
from resellertui.services.support.access_views import IssuedLook, LookInput, OpenAccessRow
from resellertui.services.support.case_views import CaseConflict, CaseOutcome, Message, NewCall
from resellertui.services.support.code_views import CallerView
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.widgets.form import CheckField, TextField


class NoteCallDialog(SavingForm):
    """Opens a case for the caller who was identified."""

    def __init__(self, caller: CallerView) -> None:
        self._caller = caller
        self.outcome: CaseOutcome | None = None
        """What came of it."""
        super().__init__(
            _("A case for {organisation}").format(organisation=caller.organisation),
            TextField("subject", _("Subject")),
            TextField("text", _("What it is about"), lines=True, hint=_("The organisation's people read it.")),
            CheckField("answered", _("It was answered during the call")),
            yes=_("Open the case"),
        )
        self.add_class("-tall")

    async def save(self, values: dict[str, Any]) -> str:
        """Open the case."""
        call = NewCall.of(organisation=self._caller.organisation_id, caller=self._caller.caller_id or "", **values)
        self.outcome = await self.app.tell(self.app.services.support_queue.note_call, call)
        return " ".join((_("{case} is open.").format(case=self.outcome.case.id), *self.outcome.effects))


class WriteDialog(SavingForm):
    """Answers a case, or notes something among staff; what someone else wrote meanwhile closes it unsent."""

    DEFAULT_CSS = "WriteDialog .field-lines { height: 10; }"

    def __init__(self, case: str, version: int, draft: str, *, is_note: bool) -> None:
        self._case, self._version, self._is_note = case, version, is_note
        self.conflict: CaseConflict | None = None
        """What stood against it: it is not sent, and what was typed is still in `draft`."""
        self.is_sent = False
        title, hint = _("Answer {case}"), _("It goes to whoever asked, by mail too.")
        if is_note:
            title, hint = _("Note in {case}"), _("Only the provider's staff read it.")
        super().__init__(
            title.format(case=case),
            TextField("text", _("Text"), draft, lines=True, hint=hint),
            yes=_("Keep the note") if is_note else _("Send the answer"),
        )
        self.add_class("-tall")

    @property
    def draft(self) -> str:
        """What is typed and not sent."""
        return "" if self.is_sent else str(self.form.values()["text"])

    def on_mount(self) -> None:
        """Go on behind a draft."""
        entry = self.form.fields[0].entry()
        self.call_after_refresh(getattr(entry, "move_cursor", lambda _place: None), (10**6, 0))

    async def save(self, values: dict[str, Any]) -> str:
        """Send it, or say that something else comes first."""
        queue = self.app.services.support_queue
        message = Message.of(text=values["text"], version=self._version)
        try:
            outcome = await self.app.tell(queue.note if self._is_note else queue.answer, self._case, message)
        except CaseConflict as error:
            self.conflict = error
            return _("Nothing was sent: read what is new first.")
        self.is_sent = True
        done = _("The note in {case} is kept.") if self._is_note else _("{case} is answered.")
        return " ".join((done.format(case=self._case), *outcome.effects))


class LookDialog(SavingForm):
    """Asks for what a look is, and records it."""

    def __init__(self, access: OpenAccessRow, case: str) -> None:
        self._access = access
        self.issued: IssuedLook | None = None
        """The look with its signed grant."""
        super().__init__(
            _("Look into {service} of {person}").format(service=access.label, person=access.person),
            TextField("purpose", _("Purpose"), hint=_("What you look for.")),
            TextField("case", _("Case"), case, hint=_("The request or call that it is for, by its id.")),
            effects=(
                _("{organisation}, {left}.").format(organisation=access.organisation, left=access.left),
                _("The look is recorded with case and purpose; the person sees both, and your name."),
            ),
            yes=_("Look"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Record the look."""
        wish = LookInput.of(access=self._access.id, **values)
        self.issued = await self.app.tell(self.app.services.support_looks.look, wish)
        return _("The look for {case} is recorded.").format(case=self.issued.case)


class TransferCodeDialog(SavingForm):
    """Takes the transfer code that a registry gave for a domain."""

    def __init__(self) -> None:
        super().__init__(
            _("Enter a transfer code"),
            TextField("product", _("Domain, by its product id"), hint=_("It stands on the product's page.")),
            TextField("code", _("Transfer code"), password=True, hint=_("As the registry gave it; it is kept sealed.")),
            effects=(_("Whoever has the technical right on the domain can read it from now on."),),
            yes=_("Keep the code"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Keep the code."""
        kept = await self.app.tell(self.app.services.transfer_codes.enter, values["product"], values["code"])
        return _("The transfer code of “{name}” is kept.").format(name=kept.product)
