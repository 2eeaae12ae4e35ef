"""Asking partners for offers: the form of a request, withdrawing one, and taking one over by its token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from resellertui.domain.errors import Forbidden
from resellertui.domain.money import Currency
from resellertui.domain.wording import _
from resellertui.services.leads.views import FiledView, OwnRequestView, QuoteRequestInput
from resellertui.tui.dialogs.pick_many import Pick
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.dialogs.rehearsing_form import RehearsingForm
from resellertui.tui.dialogs.support_case import WritingForm
from resellertui.tui.widgets.form import ChoiceField, TextField
from resellertui.tui.widgets.pick_field import PickField

if TYPE_CHECKING:
    from resellertui.services.views import OrganisationView
    from resellertui.tui.app import ConsoleApp


class AskForm(WritingForm, RehearsingForm):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Asks what is needed, says to whom it goes while it is written, and files it."""

    GUIDE = "quotes"
    HELP_TITLE = "A request for quotes"
    DEFAULT_CSS = "AskForm .field-lines { height: 5; }"

    def __init__(self, families: Sequence[Pick], own: OrganisationView | None) -> None:
        """Ask; `own` is the organisation that asks, whose data stand where the contact is left empty."""
        currency = own.currency if own is not None else Currency.CHF.value
        super().__init__(
            _("What does your organisation need?"),
            TextField(
                "need",
                _("What is needed"),
                lines=True,
                hint=_("At least 20 characters. Partners read it first without what tells who you are."),
            ),
            PickField("families", _("Products"), families),
            TextField("budget", _("Budget a year, without VAT"), hint=_("An amount; nothing for none.")),
            ChoiceField("currency", _("Currency"), [(one.value, one.value) for one in Currency], currency),
            TextField("languages", _("Languages"), hint=_("That you speak, with commas between: fr, de, English")),
            TextField("region", _("Region"), hint=_("Your own place where region and country are empty.")),
            TextField("country", _("Country"), hint=_("Two letters, or a name.")),
            TextField("deadline", _("To decide by"), hint=_("A day such as 2026-12-31; nothing for none.")),
            TextField("contact_name", _("Contact"), hint=_("You, where it is empty.")),
            TextField("contact_email", _("E-mail"), own.email if own is not None else ""),
            TextField("contact_phone", _("Phone"), own.phone if own is not None else ""),
            yes=_("Send to partners"),
        )
        self.add_class("-tall")
        self.filed: FiledView | None = None
        """What was filed."""
        # one key for as long as the form is open: what is sent twice is filed once
        self._key = uuid4().hex

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return to how many partners it goes, and what comes next."""
        if not values["need"].strip():
            return [_("Write what you need: to how many partners it goes is said here.")]
        filed = await self.app.ask(self.app.services.rehearsing().quote_requests.file, self._wish(values, ""))
        return filed.sentences

    async def save(self, values: dict[str, Any]) -> str:
        """File it."""
        self.filed = await self.app.tell(self.app.services.quote_requests.file, self._wish(values, self._key))
        return _("{request} is filed.").format(request=self.filed.request.id)

    def _wish(self, values: dict[str, Any], key: str) -> QuoteRequestInput:
        languages = tuple(one.strip() for one in values["languages"].split(",") if one.strip())
        currency = values["currency"] if values["budget"].strip() else ""
        wish: QuoteRequestInput = QuoteRequestInput.of(
            **(values | {"languages": languages, "currency": currency}), key=key
        )
        return wish


class WithdrawForm(WritingForm):
    """Withdraws a request, with the reason that its partners read."""

    GUIDE = "quotes"

    def __init__(self, view: OwnRequestView) -> None:
        super().__init__(
            _("Withdraw {request}?").format(request=view.id),
            TextField("reason", _("Why; the partners read it"), lines=True, hint=_("Solved, for instance.")),
            effects=(_("No partner can answer it any more, and no offer on it can be accepted."),),
            yes=_("Withdraw"),
            danger=True,
        )
        self._request, self._version = view.id, view.version

    async def save(self, values: dict[str, Any]) -> str:
        """Withdraw it."""
        withdraw = self.app.services.quote_requests.withdraw
        done = await self.app.tell(withdraw, self._request, values["reason"], self._version)
        return _("{request} is withdrawn; its partners are told.").format(request=done.id)


class ClaimForm(WritingForm):
    """Takes over a request that was filed without an account, by the token that was mailed for it."""

    GUIDE = "quotes"

    def __init__(self) -> None:
        super().__init__(
            _("Take over a request"),
            TextField("token", _("Token"), hint=_("It stands in the mail that came when the request was filed.")),
            effects=(_("The request becomes your organisation's, with its offers; the token ends."),),
            yes=_("Take over"),
        )
        self.claimed = ""
        """The id of what was taken over."""

    async def save(self, values: dict[str, Any]) -> str:
        """Take it over."""
        view = await self.app.tell(self.app.services.quote_requests.claim, values["token"].strip())
        self.claimed = view.id
        return _("{request} is your organisation's now.").format(request=view.id)


async def ask_for_quotes(app: ConsoleApp) -> str:
    """Ask what is needed, file it, say what comes next, and return the request's id; empty where it was left."""
    with app.reporting():
        try:
            own = (await app.ask(app.services.client_account.show)).organisation
        except Forbidden:
            own = None
        families = [Pick(one.id, one.label) for one in app.services.office.terms.families]
        form = AskForm(families, own)
        await app.push_screen_wait(form)
        if form.filed is not None:
            title = _("{request} is filed").format(request=form.filed.request.id)
            await app.push_screen_wait(ReadingDialog(title, form.filed.sentences))
            return form.filed.request.id
    return ""


async def claim_request(app: ConsoleApp) -> str:
    """Ask for the token of a request, take it over, and return its id; empty where it was left."""
    with app.reporting():
        form = ClaimForm()
        await app.push_screen_wait(form)
        return form.claimed
    return ""
