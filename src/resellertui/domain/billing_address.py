"""Billing addresses: what an organisation's invoices can name besides itself, and where its reminders go besides.

A billing address changes what is printed on invoices, and one further address for reminders. It changes neither the tax
nor the currency of anything: both follow the organisation's own postal country and numbers (rules, sections 1 and 4.3),
and the organisation stays the one who is invoiced and owes. Nothing of it is ever rewritten: documents keep what they
were made with, and a change is another row that takes the old one's place.

Which one a document names, since the rules leave it open: the one that is chosen when ordering or renewing; else the
one that the product's last order or renewal by this payer chose; else the payer's usual one; else the payer itself.
Only who pays chooses, among its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from resellertui.domain.countries import country_called
from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.organisation import Address, normalise_address, normalise_email, normalise_line
from resellertui.domain.text import MAX_NAME, fold, tidy
from resellertui.domain.wording import _

Values = Mapping[str, str]
"""The fields by name, each as it is stored or as it was typed."""

FIELDS = (
    "label",
    "name",
    "street",
    "house_number",
    "postal_code",
    "city",
    "region",
    "country",
    "email",
    "reference",
)
"""The form's fields in its order."""

MAX_LABEL, MAX_REFERENCE = 60, 100
MOST = 200
"""How many one organisation may have at a time."""

USUAL, ITSELF = "usual", "own"
"""What stands for the usual one, and for the organisation itself, where an address is chosen by its label."""


def normalise_billing_address(values: Values, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return the fields as they are stored. Idempotent.

    Args:
        values: every field of `FIELDS`.
        taken: the labels of the organisation's other addresses.

    Raises:
        Invalid: everything that stands against them.
    """
    problems: list[FieldProblem] = []
    country = values["country"]
    place = normalise_address(
        Address(
            values["street"],
            values["house_number"],
            values["postal_code"],
            values["city"],
            values["region"],
            country_called(country) or country,
        ),
        problems,
    )
    label = normalise_line(values["label"], "label", MAX_LABEL, problems)
    name = normalise_line(values["name"], "name", MAX_NAME, problems)
    reference = normalise_line(values["reference"], "reference", MAX_REFERENCE, problems)
    email = values["email"]
    try:
        email = normalise_email(email) if tidy(email) else ""
    except Invalid as refusal:
        problems.extend(refusal.fields)
    for field, text, reason in (
        ("label", label, _("A label is needed: what your organisation calls this address.")),
        ("name", name, _("A name is needed: to whom invoices are addressed.")),
        ("city", place.city, _("A city is needed: it is printed on invoices.")),
    ):
        if not any(ch.isprintable() and not ch.isspace() for ch in text):
            problems.append(FieldProblem(field, reason))
    if is_reserved(label):
        problems.append(FieldProblem("label", _("A label can't be “own”, “usual” or an id: they mean something else.")))
    elif label and fold(label) in {fold(one) for one in taken}:
        problems.append(FieldProblem("label", _("Another billing address of your organisation is called so.")))
    if problems:
        first: dict[str, str] = {}
        for one in problems:
            first.setdefault(one.field, one.reason)
        raise Invalid({field: first[field] for field in FIELDS if field in first})
    return {
        "label": label,
        "name": name,
        "street": place.street,
        "house_number": place.house_number,
        "postal_code": place.postal_code,
        "city": place.city,
        "region": place.region,
        "country": place.country,
        "email": email,
        "reference": reference,
    }


def problems_of(values: Values, taken: Iterable[str] = ()) -> dict[str, str]:
    """Return what stands against each field, by name."""
    try:
        normalise_billing_address(values, taken)
    except Invalid as refusal:
        return {one.field: one.reason for one in refusal.fields}
    return {}


def is_reserved(label: str) -> bool:
    """Return whether a text means something else than a label where an address is chosen."""
    is_id = "-" in label and any(
        parse_id(kind, label) is not None for kind in (Kind.BILLING_ADDRESS, Kind.ORGANISATION)
    )
    return is_id or fold(label) in {USUAL, ITSELF}


def itself(org_id: int) -> int:
    """Return what is stored where the organisation itself was chosen, though it has a usual address.

    It names the organisation, so that another payer's documents are not affected by it.
    """
    return -org_id


def label_of(field: str) -> str:
    """Return what a field is called."""
    return {
        "label": _("Label"),
        "name": _("Addressed to"),
        "street": _("Street"),
        "house_number": _("House number"),
        "postal_code": _("Postal code"),
        "city": _("City"),
        "region": _("Region"),
        "country": _("Country"),
        "email": _("E-mail for reminders"),
        "reference": _("Reference"),
    }[field]


def address_lines(facts: Values) -> tuple[str, ...]:
    """Return a postal address line by line, without its country."""
    lines = (
        " ".join(part for part in (facts["street"], facts["house_number"]) if part),
        " ".join(part for part in (facts["postal_code"], facts["city"]) if part),
        facts["region"],
    )
    return tuple(one for one in lines if one)
