"""The steps of signing up: what each asks, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.client_account import TERMS_FIELD, kind_label, label_of
from resellertui.domain.countries import country_called, currency_of, vat_prefix
from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.numbers import check_register_number, check_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.text import visible
from resellertui.domain.vat_prompt import should_ask_for_vat
from resellertui.domain.wording import _
from resellertui.services.passwords import check_new_password
from resellertui.tui.facts import fact_lines
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import CheckField, ChoiceField, Field, Form, TextField

if TYPE_CHECKING:
    from resellertui.tui.screens.signing_up.page import SignUpPage

AGAIN = "password_again"


class Pane(VerticalScroll, can_focus=False):
    """One step: a question and a form; only one is shown at a time."""

    NAME: ClassVar[str] = ""
    """What the line of steps calls it; a message id."""

    def __init__(self, page: SignUpPage) -> None:
        super().__init__()
        self.page = page
        self.form = Form(*self.make_fields())

    def make_fields(self) -> Sequence[Field]:
        """Return the fields, in their order."""
        return ()

    def question(self) -> str:
        """Return what is asked."""
        return ""

    def compose(self) -> ComposeResult:
        """Lay out the question and the form."""
        yield Static(plain(self.question()), classes="pane-question")
        yield self.form

    def entered(self) -> None:
        """Be in front: show what depends on the steps before."""
        self.query_one(".pane-question", Static).update(plain(self.question()))

    def first_focus(self) -> Widget:
        """Return what takes the focus when the step is shown."""
        return next(one.entry() for one in self.form.fields if one.display)

    def values(self) -> dict[str, Any]:
        """Return what is entered in the fields that are shown."""
        return {one.field: one.value for one in self.form.fields if one.display}

    def problems(self, against: Mapping[str, str]) -> list[FieldProblem]:
        """Return what stands against this step, out of everything that stands against the organisation."""
        return [FieldProblem(name, against[name]) for name in self.values() if name in against]

    def label(self, field: str) -> str:
        """Return what a field of this step is called."""
        return label_of(field)

    def field_of(self, name: str) -> Field:
        """Return a field by its name."""
        return next(one for one in self.form.fields if one.field == name)


class KindPane(Pane):
    """Company, association, public body or individual."""

    NAME = "Kind"

    def make_fields(self) -> Sequence[Field]:
        """Return the kinds."""
        order = (
            OrganisationKind.COMPANY,
            OrganisationKind.ASSOCIATION,
            OrganisationKind.PUBLIC_BODY,
            OrganisationKind.INDIVIDUAL,
        )
        hint = _("It decides which numbers are asked for. Space chooses, F8 goes on.")
        return (ChoiceField("kind", label_of("kind"), [(one.value, kind_label(one)) for one in order], hint=hint),)

    def question(self) -> str:
        """Return what is asked."""
        return _("What kind of organisation is it?")


class ContactPane(Pane):
    """How the organisation is called and reached, and where it is."""

    NAME = "Contact"

    def make_fields(self) -> Sequence[Field]:
        """Return the fields of contact and address."""
        hints = {
            "email": _("The organisation's own address, such as office@example.com."),
            "language": _("Two letters, such as en, it, fr or de: what its mail is written in."),
            "country": _("A code or a name; the currency follows it."),
        }
        fields = (
            "name", "email", "phone", "website", "language", "street", "house_number", "postal_code", "city", "region",
            "country",
        )  # fmt: skip
        first = {"language": "en"}
        return [TextField(one, label_of(one), first.get(one, ""), hint=hints.get(one, "")) for one in fields]

    def question(self) -> str:
        """Return what is asked."""
        return _("How is it called, how is it reached, and where is it?")

    @on(Form.Changed)
    def show_currency(self) -> None:
        """Say which currency follows from the country."""
        country = country_called(str(self.field_of("country").value))
        if country is not None:
            words = _("Currency: {currency}, which follows the country.").format(currency=currency_of(country).value)
            self.field_of("country").show_hint(words)


class NumbersPane(Pane):
    """Register and VAT number, as far as the kind and the country have them."""

    NAME = "Numbers"

    def make_fields(self) -> Sequence[Field]:
        """Return both numbers."""
        return [TextField(one, label_of(one)) for one in ("register_number", "vat_number")]

    def question(self) -> str:
        """Return what is asked."""
        return _("Which numbers does it have? What it does not have is left empty.")

    def compose(self) -> ComposeResult:
        """Lay out the form, and below it why a number is asked for, or is not."""
        yield from super().compose()
        yield Static(classes="pane-why")

    def entered(self) -> None:
        """Show the fields that this kind has in this country."""
        super().entered()
        kind = self.page.kind
        self.field_of("register_number").display = kind is not OrganisationKind.INDIVIDUAL
        is_asked = kind is OrganisationKind.COMPANY and vat_prefix(self.page.country) is not None
        self.field_of("vat_number").display = is_asked
        self.show_written()

    def first_focus(self) -> Widget:
        """Return the first number, or the step itself where there is none to enter."""
        shown = [one.entry() for one in self.form.fields if one.display]
        return shown[0] if shown else self.page.next_button

    @on(Form.Changed)
    def show_written(self) -> None:
        """Say how each number is written, and what a VAT number changes."""
        kind, country = self.page.kind, self.page.country
        register, vat = (str(self.field_of(one).value) for one in ("register_number", "vat_number"))
        for name, check in (
            ("register_number", check_register_number(register, country) if register.strip() else None),
            ("vat_number", check_vat_number(vat, country, kind) if vat.strip() else None),
        ):
            shown = check.shown if check is not None else None
            self.field_of(name).show_hint(_("Written {number}.").format(number=shown) if shown else "")
        asking = should_ask_for_vat(kind, country, vat)
        self.query_one(".pane-why", Static).update(
            plain(_("{why} You can enter it later, too.").format(why=asking.why) if asking else asking.why)
        )


class PersonPane(Pane):
    """Who signs up."""

    NAME = "You"

    def make_fields(self) -> Sequence[Field]:
        """Return name, address and password, twice."""
        return (
            TextField("owner_name", _("Your name")),
            TextField("owner_email", _("Your e-mail"), hint=_("You sign in with it; a mail asks you to confirm it.")),
            TextField("password", _("Password"), password=True, hint=_("A few unrelated words make a good one.")),
            TextField(AGAIN, _("Password again"), password=True),
        )

    def question(self) -> str:
        """Return what is asked."""
        return _("Who are you? You become the legal representative of {organisation}.").format(
            organisation=self.page.organisation_name
        )

    def label(self, field: str) -> str:
        """Return what a field of this step is called."""
        return {
            "owner_name": _("Your name"),
            "owner_email": _("Your e-mail"),
            "password": _("Password"),
            AGAIN: _("Password again"),
        }[field]

    def problems(self, against: Mapping[str, str]) -> list[FieldProblem]:
        """Return what stands against the person; whether the address has an account is asked before the review."""
        values = self.values()
        found = super().problems(against)
        if not values["owner_name"].strip():
            found.append(FieldProblem("owner_name", _("It is missing.")))
        if not values["owner_email"].strip():
            found.append(FieldProblem("owner_email", _("It is missing.")))
        try:
            check_new_password(values["password"])
        except Invalid as refusal:
            found.append(FieldProblem("password", refusal.fields[0].reason))
        else:
            if values[AGAIN] != values["password"]:
                found.append(FieldProblem(AGAIN, _("It is not the same as above.")))
        return found


class TermsPane(Pane):
    """The box without which nothing is made."""

    NAME = "Terms"

    def make_fields(self) -> Sequence[Field]:
        """Return the box."""
        return (
            CheckField(
                TERMS_FIELD,
                _("The organisation accepts the general terms"),
                hint=_("Nothing is made without. Space ticks it, F8 goes on."),
            ),
        )

    def question(self) -> str:
        """Return what is asked."""
        return _("Do you accept the provider's general terms for {organisation}?").format(
            organisation=self.page.organisation_name
        )

    def label(self, field: str) -> str:  # noqa: ARG002  # there is one
        """Return what the box is called."""
        return _("General terms")

    def problems(self, against: Mapping[str, str]) -> list[FieldProblem]:
        """Return that the box is not ticked."""
        if self.values()[TERMS_FIELD]:
            return super().problems(against)
        return [FieldProblem(TERMS_FIELD, _("The general terms have to be accepted; nothing is made without."))]


class ReviewPane(Pane):
    """What will be made, or everything that stands in the way."""

    NAME = "Review"

    def compose(self) -> ComposeResult:
        """Lay out the question, what was entered, and what it comes to."""
        yield Static(plain(self.question()), classes="pane-question")
        yield Static(classes="review-facts")
        yield Static(classes="review-end")

    def entered(self) -> None:
        """Show what was entered; whether it can be made is being looked at."""
        super().entered()
        self.query_one(".review-facts", Static).update(fact_lines(self.page.facts()))
        self.query_one(".review-end", Static).update(plain(_("Looking whether it can be made…")))

    def question(self) -> str:
        """Return what it is about."""
        return _("Make {organisation}?").format(organisation=self.page.organisation_name)

    def first_focus(self) -> Widget:
        """Return the button below: the text scrolls with the page."""
        return self.page.next_button

    def show_end(self, problems: Sequence[tuple[str, str]]) -> None:
        """Show that it can be made, or what stands in the way, each under what its field is called."""
        end = self.query_one(".review-end", Static)
        if not problems:
            end.update(plain(_("F8 makes it. Escape goes back, with everything kept.")))
        else:
            heading = Content.styled(
                visible(_("This stands in the way; F8 goes to the first of it:")), "bold $text-error"
            )
            lines = [plain(f"· {label}: {reason}") for label, reason in problems]
            end.update(Content("\n").join([heading, *lines]))
        end.scroll_visible(animate=False)
