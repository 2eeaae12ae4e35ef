"""The forms of My profile: fields, address, token, password, SSH key; and those of a forgotten password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual import on

from resellertui.domain.errors import Conflict
from resellertui.domain.profile import check_same, label_of, problems_of
from resellertui.domain.wording import _, ngettext
from resellertui.services.inputs import ProfileEdit
from resellertui.services.profile_views import ProfileView
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.widgets.form import Form, TextField

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

Present = Callable[[], Awaitable[str]]
"""Returns the token of the session that this machine remembers."""


class EditProfileDialog(SavingForm):
    """Name, language of the mails, time zone; each is checked while one types."""

    def __init__(self, view: ProfileView) -> None:
        self._view = view
        super().__init__(
            _("Edit my profile"),
            TextField("name", label_of("name"), view.name),
            TextField(
                "language",
                label_of("language"),
                view.language,
                hint=_(
                    "Two letters, such as en, it, fr or de: what your mails are written in. The console is English."
                ),
            ),
            TextField(
                "time_zone",
                label_of("time_zone"),
                view.time_zone,
                hint=_("Such as Europe/Rome: times are shown in it. Empty is the provider's; dates are always that."),
            ),
        )

    @on(Form.Changed)
    def check(self) -> None:
        """Say what is wrong with each field that was changed, as one types."""
        problems, first = problems_of(self.form.values()), self._view.values()
        for field in self.form.fields:
            if field.value != first[field.field]:
                field.show_problem(problems.get(field.field, ""))

    async def save(self, values: dict[str, Any]) -> str:
        """Save it; where it was changed elsewhere meanwhile, saving again is meant for what it is now."""
        edit = ProfileEdit.of(**values, version=self._view.version)
        try:
            saved = await self.app.tell(self.app.services.profile.edit, edit)
        except Conflict:
            self._view = await self.app.ask(self.app.services.profile.show)
            raise
        return _("The profile of {name} was saved.").format(name=saved.name)


class ChangeEmailDialog(SavingForm):
    """Another address, with the password."""

    PASSWORD = "password"  # noqa: S105  # the field's name

    def __init__(self, view: ProfileView) -> None:
        super().__init__(
            _("Change my e-mail address"),
            TextField("email", _("New address"), placeholder="name@example.com"),
            TextField("password", _("Your password"), password=True),
            effects=(
                _("A token is mailed to the new address; press t here and paste it."),
                _("Until then {email} stays your address, and is told.").format(email=view.email),
            ),
            yes=_("Send the token"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Ask for it."""
        view = await self.app.tell(self.app.services.profile.change_email, values["email"], values["password"])
        return _("A token is on its way to {email}.").format(email=view.waiting_email)


class ConfirmEmailDialog(SavingForm):
    """The token that was mailed to an address."""

    def __init__(self) -> None:
        super().__init__(
            _("Confirm an address"),
            TextField("token", _("Token"), hint=_("Paste it from the newest mail.")),
            yes=_("Confirm"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Use it."""
        view = await self.app.tell(self.app.services.profile.confirm, token_of(values["token"]))
        return _("{email} is your confirmed address.").format(email=view.email)


class ChangePasswordDialog(SavingForm):
    """The old password, and the new one twice."""

    PASSWORD = "old_password"  # noqa: S105  # the field's name

    def __init__(self, present: Present) -> None:
        self._present = present
        super().__init__(
            _("Change my password"),
            TextField("old_password", _("Present password"), password=True),
            *new_password_fields(),
            effects=(_("Every session ends but the one that this machine remembers."),),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Change it."""
        check_same(values["new_password"], values["again"])
        done = await self.app.tell(
            self.app.services.profile.change_password,
            values["old_password"],
            values["new_password"],
            present=await self._present(),
        )
        return ngettext(
            "Your password is changed, and {count} other session ended.",
            "Your password is changed, and {count} other sessions ended.",
            done.sessions_ended,
        ).format(count=done.sessions_ended)


class AddKeyDialog(SavingForm):
    """A public key, and what to call it."""

    def __init__(self) -> None:
        super().__init__(
            _("Add an SSH key"),
            TextField("key", _("Public key"), hint=_("Paste the line of ~/.ssh/id_ed25519.pub: ssh-ed25519 AAAA…")),
            TextField("label", _("Label"), hint=_("What you call it; without one its comment is taken.")),
            yes=_("Add"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Add it."""
        view = await self.app.tell(self.app.services.ssh_keys.add, values["key"], values["label"])
        return _("The key {label} was added.").format(label=view.label)


class ForgottenDialog(SavingForm):
    """Whose password was forgotten; answers the address."""

    def __init__(self, email: str) -> None:
        super().__init__(
            _("Forgotten password"),
            TextField("email", _("E-mail"), email),
            effects=(_("If the address is known here, a token is mailed to it, which works once, for an hour."),),
            yes=_("Send the token"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Ask for the mail."""
        await self.app.tell_plainly(self.app.services.password_reset.request, values["email"])
        return _("If {email} is known here, a mail is on its way.").format(email=values["email"])


class NewPasswordDialog(SavingForm):
    """The mailed token and the new password twice; answers them, and the person's address under `email`."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose a new password"),
            TextField("token", _("Token"), hint=_("Paste it from the newest mail.")),
            *new_password_fields(),
            effects=(_("All your sessions end."),),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Choose it."""
        check_same(values["new_password"], values["again"])
        reset = self.app.services.password_reset
        done = await self.app.tell_plainly(reset.choose, token_of(values["token"]), values["new_password"])
        values["email"] = done.email
        return _("The password of {email} is changed.").format(email=done.email)


async def forgotten_password(app: ConsoleApp, email: str) -> str | None:
    """Have a token mailed, or use one; return the address of whoever has chosen a new password."""
    choices = [
        Choice("mail", _("Have a token mailed …"), letter="m"),
        Choice("token", _("Use a token that was mailed …"), letter="t"),
    ]
    way = await app.push_screen_wait(ChooseDialog(_("Forgotten password"), choices))
    if way is None or (way == "mail" and await app.push_screen_wait(ForgottenDialog(email)) is None):
        return None
    chosen = await app.push_screen_wait(NewPasswordDialog())
    return None if chosen is None else str(chosen["email"])


def new_password_fields() -> tuple[TextField, TextField]:
    """Return the fields of a password to come, which is typed twice because it is not seen."""
    return (
        TextField("new_password", _("New password"), password=True, hint=_("A few unrelated words make a good one.")),
        TextField("again", _("The new password again"), password=True),
    )


def token_of(typed: str) -> str:
    """Return the token in what was pasted: itself, or the last word of the command that the mail has it in."""
    words = typed.split()
    return words[-1] if words else ""
