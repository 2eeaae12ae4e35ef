"""What use cases are given: frozen values that have been tidied, bounded and checked character by character."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.organisation import OrganisationKind
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.roles import Role
from resellertui.domain.support_case import LONGEST_TEXT
from resellertui.domain.text import MAX_NAME, forbidden, tidy, visible
from resellertui.domain.wording import _


def _tidied(value: object) -> object:
    return tidy(value) if isinstance(value, str) else value


def _printable(value: str) -> str:
    if found := forbidden(value):
        raise PydanticCustomError(
            "control_character",
            _("It holds a character that can't be shown (U+{code}). Remove it.").format(code=f"{ord(found):04X}"),
        )
    return value


def _printable_lines(value: str) -> str:
    if found := forbidden(value, multiline=True):
        raise PydanticCustomError(
            "control_character",
            _("It holds a character that can't be shown (U+{code}). Remove it.").format(code=f"{ord(found):04X}"),
        )
    return value


def _whole(value: object) -> object:
    if isinstance(value, (bool, float)):
        raise PydanticCustomError("whole_number", _("It must be a whole number."))
    return value


def _sought(value: str) -> str:
    return visible(value[: MAX_NAME + 1])


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number: neither true nor 2.0 counts as one."""
Sought = Annotated[str, AfterValidator(_sought)]
"""What is searched for, which may be anything that was typed: only what could match something stored is kept of it."""
Line = Annotated[str, BeforeValidator(_tidied), Field(max_length=300), AfterValidator(_printable)]
"""One line of text: NFC, trimmed, at most 300 characters, no control characters."""
FilledLine = Annotated[str, BeforeValidator(_tidied), Field(min_length=1, max_length=300), AfterValidator(_printable)]
Lines = Annotated[str, BeforeValidator(_tidied), Field(max_length=4000), AfterValidator(_printable_lines)]
"""Several lines of text, such as a reason."""


def _unix_lines(value: object) -> object:
    return tidy(value.replace("\r\n", "\n")) if isinstance(value, str) else value


Letter = Annotated[
    str,
    BeforeValidator(_unix_lines),
    Field(min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_printable_lines),
]
"""A message of several lines, with the line ends of any system."""


class Input(BaseModel):
    """Base of every input. `of` builds one and names every bad field at once."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def of(cls, **values: Any) -> Any:
        """Build the input from what was typed.

        Raises:
            Invalid: every field that can't be accepted, each with its reason.
        """
        try:
            return cls(**values)
        except ValidationError as error:
            raise Invalid([_problem(one) for one in _innermost(error.errors())]) from error


def _innermost(errors: list[Any]) -> list[Any]:
    """Leave out what is said of a list only because something in it is wrong: that it is too short without it."""
    places = [one["loc"] for one in errors]
    return [one for one in errors if not any(one["loc"] == place[: len(one["loc"])] != place for place in places)]


def _said_of_kind(kind: str) -> str:
    """Return what is said of a value that is no such thing at all, by what the library calls it; else nothing."""
    if kind in {"int_type", "int_parsing", "int_parsing_size"}:
        return _("It must be a whole number.")
    if kind in {"string_type", "string_unicode"}:
        return _("It must be a text.")
    if kind in {"tuple_type", "list_type"}:
        return _("It must be a list.")
    if kind in {"dict_type", "model_type"}:
        return _("It must be an object with named fields.")
    if kind in {"bool_type", "bool_parsing"}:
        return _("It must be true or false.")
    if kind.startswith("date_"):
        return _("Write a day as in 2026-12-31.")
    return _("There is no such field.") if kind == "extra_forbidden" else ""


def _problem(error: Any) -> FieldProblem:
    # People count from 1, as everything else that names a line does.
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"]) or "value"
    kind, context = error["type"], error.get("ctx") or {}
    if said := _said_of_kind(kind):
        reason = said
    elif kind == "too_long" and not isinstance(error["input"], str):
        reason = _("They are too many: {limit} at most.").format(limit=context["max_length"])
    elif kind in {"string_too_long", "too_long"}:
        reason = _("It is too long: {limit} characters at most.").format(limit=context["max_length"])
    elif kind in {"string_too_short", "too_short", "missing"}:
        reason = _("It is missing.")
    elif kind == "greater_than_equal":
        reason = _("It must be at least {least}.").format(least=context["ge"])
    elif kind == "less_than_equal":
        reason = _("It must be at most {most}.").format(most=context["le"])
    elif kind == "enum":
        reason = _("Choose one of: {choices}.").format(choices=context["expected"].replace("'", ""))
    else:
        reason = str(error["msg"])
    return FieldProblem(name, reason)


class ArrangementInput(Input):
    """Access, payment method, products by name or id."""

    access: Access
    payment: Payment | None = None
    products: tuple[FilledLine, ...] = ()


class RequestToPartner(ArrangementInput):
    """A client asks a partner."""

    partner: FilledLine


class RequestToClient(ArrangementInput):
    """A partner asks a client; families in words instead of products."""

    client: FilledLine
    families: Line = ""


class Answer(Input):
    """What the asked side grants; empty means what was asked."""

    access: Access | None = None
    payment: Payment | None = None
    products: tuple[FilledLine, ...] | None = None


class Pause(Input):
    """A pause with its reason and resume date."""

    reason: Lines
    until: date


class NewOrganisation(Input):
    """An organisation with its first person, who becomes its legal representative."""

    name: FilledLine
    kind: OrganisationKind
    email: FilledLine
    country: FilledLine
    street: Line = ""
    house_number: Line = ""
    postal_code: Line = ""
    city: Line = ""
    region: Line = ""
    phone: Line = ""
    website: Line = ""
    language: Line = "en"
    register_number: Line = ""
    vat_number: Line = ""
    owner_name: Line = ""
    owner_email: Line = ""
    accept_terms: bool = False
    """The general terms are ticked: a VAT number is saved only with them."""


_Typed = Annotated[str, Field(max_length=4000)]
"""What was typed into one field of a form, which the form's own rules judge, all of them at once."""


class AccountEdit(Input):
    """What an organisation's client account shall say; a field left out stays as it is."""

    kind: OrganisationKind | None = None
    name: _Typed | None = None
    email: _Typed | None = None
    phone: _Typed | None = None
    website: _Typed | None = None
    language: _Typed | None = None
    street: _Typed | None = None
    house_number: _Typed | None = None
    postal_code: _Typed | None = None
    city: _Typed | None = None
    region: _Typed | None = None
    country: _Typed | None = None
    register_number: _Typed | None = None
    vat_number: _Typed | None = None
    logo_line: _Typed | None = None
    accept_terms: bool = False
    """The general terms are ticked: without that nothing is saved."""
    version: int | None = None
    """The version that was changed; None changes whatever is there."""
    original: dict[str, str] | None = None
    """The fields as they were at that version, so that what someone else changed meanwhile can be told apart."""

    def given(self) -> dict[str, str]:
        """Return the fields that are to be written, by name."""
        values = self.model_dump(mode="json", exclude={"accept_terms", "version", "original"}, exclude_none=True)
        return {name: str(value) for name, value in values.items()}


class ProfileEdit(Input):
    """What one's own profile shall say; a field left out stays as it is."""

    name: _Typed | None = None
    language: _Typed | None = None
    time_zone: _Typed | None = None
    version: int | None = None
    """The version that was changed; None changes whatever is there."""

    def given(self) -> dict[str, str]:
        """Return the fields that are to be written, by name."""
        return self.model_dump(exclude={"version"}, exclude_none=True)


class SignUp(Input):
    """An organisation as it was typed, with the person who makes an account with it; judged all at once."""

    kind: OrganisationKind
    name: _Typed = ""
    email: _Typed = ""
    phone: _Typed = ""
    website: _Typed = ""
    language: _Typed = "en"
    street: _Typed = ""
    house_number: _Typed = ""
    postal_code: _Typed = ""
    city: _Typed = ""
    region: _Typed = ""
    country: _Typed = ""
    register_number: _Typed = ""
    vat_number: _Typed = ""
    owner_name: _Typed = ""
    owner_email: _Typed = ""
    accept_terms: bool = False
    """The general terms are ticked: without that nothing is made."""

    def account(self) -> dict[str, str]:
        """Return the fields of the organisation by name."""
        values = self.model_dump(mode="json", exclude={"owner_name", "owner_email", "accept_terms"})
        return {name: str(value) for name, value in values.items()}


class Invite(Input):
    """A person invited to an organisation."""

    email: FilledLine
    name: Line = ""
    role: Role


class Listing(Input):
    """What the directory says of a partner; of one that is a partner already, what is left out stays as it is."""

    listed: bool = True
    services: tuple[FilledLine, ...] = ()
    languages: tuple[FilledLine, ...] = ()
    description: Lines = ""
    provisional: bool = False


class ClientTab(StrEnum):
    """The tabs of the partner's list of clients."""

    ACTIVE = "active"
    PENDING = "pending"
    PAST = "past"


class ClientSort(StrEnum):
    """The columns that the list of clients is sorted by."""

    NAME = "name"
    REFERENCE = "reference"
    CITY = "city"
    ACCESS = "access"
    PAYMENT = "payment"
    NEXT_EXPIRY = "next_expiry"
    PRODUCTS = "products"
    SINCE = "since"
    STATE = "state"


class ClientQuery(Input):
    """Which clients a list shows, in which order."""

    text: str = ""
    tab: ClientTab = ClientTab.ACTIVE
    sort: ClientSort = ClientSort.NAME
    descending: bool = False
