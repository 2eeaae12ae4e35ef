"""Filling in an application to the programme, rejecting one, and a listing in the directory."""

from __future__ import annotations

from typing import Any

from resellertui.domain.programme_membership.conditions import TICKED, Condition, pledge
from resellertui.domain.wording import _
from resellertui.services.programme.views import (
    ApplicationDraft,
    ApplicationState,
    ApplicationView,
    ListingConflict,
    ListingEdit,
    ListingView,
)
from resellertui.tui.dialogs.support_case import WritingForm
from resellertui.tui.widgets.form import CheckField, TextField


class ApplicationDialog(WritingForm):
    """Asks for everything that an applicant declares."""

    def __init__(self, view: ApplicationView) -> None:
        declared = {one.name: one.declared for one in view.conditions}
        accepted = view.accepted_terms == view.terms_version
        super().__init__(
            _("Application of {organisation}").format(organisation=view.organisation),
            *(CheckField(one.value, pledge(one), bool(declared.get(one))) for one in TICKED),
            CheckField(
                Condition.RESELLER_TERMS.value,
                pledge(Condition.RESELLER_TERMS),
                accepted,
                hint=_("Version {version}; t on the page shows them.").format(version=view.terms_version),
            ),
            TextField("note", _("What staff should know"), view.note, lines=True),
            yes=_("Save"),
        )
        is_open = view.state in {ApplicationState.DRAFT, ApplicationState.SUBMITTED}
        self._version = view.version if is_open else 0

    async def save(self, values: dict[str, Any]) -> str:
        """Save the draft."""
        draft = ApplicationDraft.of(**values, version=self._version)
        done = await self.app.tell(self.app.services.applications.save, draft)
        return " ".join(done.effects)


class ListingDialog(WritingForm):
    """Asks for what the directory says of one."""

    def __init__(self, view: ListingView) -> None:
        super().__init__(
            _("Your listing in the directory"),
            CheckField("listed", _("Be listed: visitors and clients find us"), view.listed),
            TextField(
                "services",
                _("Services"),
                ", ".join(view.services),
                hint=_("What you offer, with commas between: web design, hosting"),
            ),
            TextField("languages", _("Languages"), ", ".join(view.languages), hint=_("By their codes: fr, it, de, en")),
            TextField("description", _("Description"), view.description, lines=True),
            CheckField("receives_quotes", _("Be sent requests for quotes"), view.receives_quotes),
        )
        self._version = view.version

    async def save(self, values: dict[str, Any]) -> str:
        """Save the listing; after a conflict saving again writes it over what is there."""
        lists = {name: tuple(_items(values[name])) for name in ("services", "languages")}
        edit = ListingEdit.of(**(values | lists), version=self._version)
        try:
            view = await self.app.tell(self.app.services.listings.change, edit)
        except ListingConflict as error:
            self._version = int(str(error.facts["version"]))
            raise ListingConflict(
                error.title, error.detail, _("Save again to write yours over it, or leave and look at it.")
            ) from error
        return _("Your listing is saved: {score} of 100.").format(score=view.score)


def _items(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


class RejectDialog(WritingForm):
    """Asks why an application is rejected."""

    def __init__(self, view: ApplicationView) -> None:
        super().__init__(
            _("Reject the application of {organisation}").format(organisation=view.organisation),
            TextField("reasons", _("Why; the applicant reads it"), lines=True),
            yes=_("Reject"),
            danger=True,
        )
        self._application, self._version = view.id, view.version

    async def save(self, values: dict[str, Any]) -> str:
        """Reject it."""
        done = await self.app.tell(
            self.app.services.admissions.reject, self._application, values["reasons"], self._version
        )
        return " ".join(done.effects)


class LicenceDialog(WritingForm):
    """Asks for the key of a partner's theme licence."""

    def __init__(self, organisation: str = "") -> None:
        super().__init__(
            _("Key of the theme licence"),
            TextField("organisation", _("Partner"), organisation, hint=_("An id, an exact name, or an e-mail.")),
            TextField("key", _("Key"), hint=_("It replaces the one there is; left empty, that one is taken back.")),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Assign the key, or take it back."""
        area, partner, key = self.app.services.programme, values["organisation"], values["key"].strip()
        if key:
            await self.app.tell(area.assign_licence, partner, key)
            return _("The licence key is assigned.")
        await self.app.tell(area.remove_licence, partner)
        return _("The licence key is taken back.")


class ArrearsDialog(WritingForm):
    """Asks what was done about an overdue invoice."""

    def __init__(self, task: str, document: str) -> None:
        super().__init__(
            _("{document}: what was done?").format(document=document),
            TextField("note", _("Note"), lines=True),
            yes=_("Done"),
        )
        self._reference = task

    async def save(self, values: dict[str, Any]) -> str:
        """Mark it as done."""
        done = await self.app.tell(self.app.services.arrears.finish, self._reference, values["note"])
        return _("{id} is done.").format(id=done.id)
