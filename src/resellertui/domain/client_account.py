"""The client account's form: its fields, everything that stands against a change, and what two people changed at once.

Rules: section 5 (the form, VAT number, general terms) and section 1 (the currency follows the postal country).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resellertui.domain.countries import country_called, currency_of, is_known, name_of
from resellertui.domain.errors import Conflict, FieldProblem, Invalid
from resellertui.domain.numbers import show_register_number, show_vat_number
from resellertui.domain.organisation import (
    Address,
    OrganisationData,
    OrganisationKind,
    normalise_line,
    normalise_organisation,
)
from resellertui.domain.wording import _

Values = Mapping[str, str]
"""The fields by name, each as a text: as it is stored, or as it was typed."""

TERMS_FIELD = "accept_terms"
FIELDS = (
    "kind",
    "name",
    "email",
    "phone",
    "website",
    "language",
    "street",
    "house_number",
    "postal_code",
    "city",
    "region",
    "country",
    "register_number",
    "vat_number",
    "logo_line",
)
"""The form's fields in its order, without the box of the general terms."""

MAX_LOGO_LINE = 120
"""How many characters the line under the name may have: one line, or two, of a printed document."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """What the rules look at beside the form: the account as it is."""

    values: Values
    currency: str
    is_locked: bool = False
    """There are documents or money in the currency."""
    is_partner: bool = False
    """It is approved in the programme."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that someone else changed meanwhile, with everything there is to choose from, as stored."""

    field: str
    original: str | None
    """What it was before; None where that is not known."""
    mine: str
    theirs: str

    @property
    def prefers_mine(self) -> bool:
        """Whether one's own value is the likelier choice: one has changed it."""
        return self.mine != self.original

    def facts(self) -> dict[str, str | None]:
        """Return the choice as scripts read it."""
        return {"field": self.field, "original": self.original, "mine": self.mine, "theirs": self.theirs}


class AccountConflict(Conflict):
    """Someone else changed fields of the account meanwhile: for each of them there is a choice to make."""

    def __init__(self, choices: tuple[FieldChoice, ...], version: int, theirs: Values) -> None:
        fields = [
            FieldProblem(
                one.field,
                _("You have “{mine}”, someone else has saved “{theirs}”.").format(
                    mine=shown(one.field, one.mine, theirs["country"]),
                    theirs=shown(one.field, one.theirs, theirs["country"]),
                ),
            )
            for one in choices
        ]
        super().__init__(
            _("The account was changed by someone else while you were changing it."),
            _("Nothing was changed."),
            _("Choose for each field which value stays, then save again."),
            fields=fields,
            choices=[one.facts() for one in choices],
        )
        self.choices = choices
        self.version = version
        """The version that the account has now."""
        self.theirs = dict(theirs)
        """Every field as it is stored now."""


def normalise_account(values: Values, state: AccountState, *, terms_accepted: bool) -> dict[str, str]:
    """Return the fields as they are stored.

    Raises:
        Invalid: everything that stands against them, the general terms that are not ticked included.
    """
    problems: dict[str, str] = {}
    data = _data_of(values)
    stored: dict[str, str] = {}
    try:
        stored = _values_of(normalise_organisation(data))
    except Invalid as refusal:
        for one in refusal.fields:
            problems.setdefault(one.field, one.reason)
    refused: list[FieldProblem] = []
    stored["logo_line"] = normalise_line(values["logo_line"], "logo_line", MAX_LOGO_LINE, refused)
    problems |= {one.field: one.reason for one in refused}
    if not values["email"].strip() and state.values["email"]:
        problems["email"] = _("An account needs an e-mail address, such as name@example.com.")
    if state.is_partner and data.kind is OrganisationKind.INDIVIDUAL:
        problems["kind"] = _(
            "A partner of the programme is a company, an association or a public body; an individual belongs in the "
            "affiliate programme."
        )
    reason = _why_not_there(data.address.country.strip().upper(), state)
    if reason:
        problems["country"] = reason
    if not terms_accepted:
        problems[TERMS_FIELD] = _("The general terms have to be accepted; nothing is saved without.")
    if problems:
        order = [*FIELDS, TERMS_FIELD]
        raise Invalid({name: problems[name] for name in sorted(problems, key=order.index)})
    return stored


def normalise_new_account(values: Values, *, terms_accepted: bool) -> OrganisationData:
    """Return the data of an organisation that its first person makes, as they are stored.

    Decided here: it needs an e-mail address, since everything is said by mail, and street and city besides the country,
    since its invoices name where it is.

    Raises:
        Invalid: everything that stands against them, the general terms that are not ticked included.
    """
    problems = new_account_problems(values)
    if not terms_accepted:
        problems[TERMS_FIELD] = _("The general terms have to be accepted; nothing is made without.")
    if problems:
        raise Invalid(problems)
    return normalise_organisation(_data_of(values))


def new_account_problems(values: Values) -> dict[str, str]:
    """Return what stands against each field of a new organisation, by name in the form's order."""
    problems: dict[str, str] = {}
    try:
        normalise_organisation(_data_of(values))
    except Invalid as refusal:
        for one in refusal.fields:
            problems.setdefault(one.field, one.reason)
    if not values["email"].strip():
        problems["email"] = _("An account needs an e-mail address, such as name@example.com.")
    for name in ("street", "city"):
        if not values[name].strip():
            problems.setdefault(name, _("It is needed: invoices name where their buyer is."))
    return {name: problems[name] for name in sorted(problems, key=FIELDS.index)}


def problems_of(values: Values, state: AccountState) -> dict[str, str]:
    """Return what stands against each field, by name; the box of the general terms is looked at when saving."""
    try:
        normalise_account(values, state, terms_accepted=True)
    except Invalid as refusal:
        return {one.field: one.reason for one in refusal.fields}
    return {}


def currency_after(country: str, state: AccountState) -> str:
    """Return the currency of the account with its address in that country."""
    return state.currency if country == state.values["country"] else currency_of(country).value


def choices_between(original: Values | None, mine: Values, theirs: Values) -> tuple[FieldChoice, ...]:
    """Return the fields, as stored, that someone else changed to something else than what one wants to save.

    Without the original every difference is one.
    """
    return tuple(
        FieldChoice(name, original.get(name) if original is not None else None, mine[name], theirs[name])
        for name in FIELDS
        if name in mine
        and mine[name] != theirs[name]
        and (original is None or original.get(name) is None or original[name] != theirs[name])
    )


def label_of(field: str) -> str:
    """Return what a field is called."""
    return {
        "kind": _("Kind"),
        "name": _("Legal name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "website": _("Website"),
        "language": _("Language"),
        "street": _("Street"),
        "house_number": _("House number"),
        "postal_code": _("Postal code"),
        "city": _("City"),
        "region": _("Region"),
        "country": _("Country"),
        "register_number": _("Register number"),
        "vat_number": _("VAT number"),
        "logo_line": _("Logo line"),
        "currency": _("Currency"),
    }[field]


def kind_label(kind: str) -> str:
    """Return a kind of organisation in words."""
    return {
        OrganisationKind.INDIVIDUAL: _("individual"),
        OrganisationKind.COMPANY: _("company"),
        OrganisationKind.ASSOCIATION: _("association"),
        OrganisationKind.PUBLIC_BODY: _("public body"),
    }[OrganisationKind(kind)]


def shown(field: str, stored: str, country: str) -> str:
    """Return a stored value as people read it: numbers grouped, countries and kinds in words, nothing as a dash."""
    if not stored:
        return "–"
    if field == "kind":
        return kind_label(stored)
    if field == "country":
        return f"{name_of(stored)} ({stored})"
    if field == "register_number":
        return show_register_number(stored, country)
    return show_vat_number(stored) if field == "vat_number" else stored


def _why_not_there(country: str, state: AccountState) -> str:
    """Return why the address can't move to that country, or an empty text."""
    if not is_known(country) or not state.is_locked or currency_after(country, state) == state.currency:
        return ""
    return _(
        "The currency follows the country, and stays {currency}: there are documents or money in it. With an address "
        "in {country} it would be {other}; make a new organisation there, or ask the provider."
    ).format(currency=state.currency, country=name_of(country), other=currency_of(country).value)


def _data_of(values: Values) -> OrganisationData:
    country = values["country"]
    return OrganisationData(
        kind=OrganisationKind(values["kind"]),
        name=values["name"],
        address=Address(
            values["street"],
            values["house_number"],
            values["postal_code"],
            values["city"],
            values["region"],
            country_called(country) or country,
        ),
        register_number=values["register_number"],
        vat_number=values["vat_number"],
        website=values["website"],
        email=values["email"],
        phone=values["phone"],
        language=values["language"],
    )


def _values_of(data: OrganisationData) -> dict[str, str]:
    place = data.address
    return {
        "kind": data.kind.value,
        "name": data.name,
        "email": data.email,
        "phone": data.phone,
        "website": data.website,
        "language": data.language or "en",
        "street": place.street,
        "house_number": place.house_number,
        "postal_code": place.postal_code,
        "city": place.city,
        "region": place.region,
        "country": place.country,
        "register_number": data.register_number,
        "vat_number": data.vat_number,
    }
