"""From records to clients: every cell understood, every problem told in words, no row able to stop the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from resellertui.domain.client_file.dates import DateOrder, DateOrderNeeded, decide_date_order, undecided_examples
from resellertui.domain.client_file.fields import PRODUCT_FIELDS, Field, Target
from resellertui.domain.client_file.formulas import undefuse
from resellertui.domain.client_file.mapping import ColumnMapping
from resellertui.domain.client_file.organisations import full_name, read_organisation
from resellertui.domain.client_file.products import ProductReader
from resellertui.domain.client_file.records import ClientRow, ProductRow, RejectedRow
from resellertui.domain.client_file.table import Record, Table
from resellertui.domain.errors import FieldProblem, Invalid, Usage
from resellertui.domain.organisation import OrganisationData, normalise_email
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme import Terms
from resellertui.domain.text import forbidden, tidy
from resellertui.domain.wording import _

_LONGEST = {Field.REFERENCE: 100, Field.NOTE: 2000}
_LONGEST_OTHER = 300
_SPACED = frozenset(
    {
        Field.NAME,
        Field.CONTACT_NAME,
        Field.CONTACT_FIRST_NAME,
        Field.CONTACT_LAST_NAME,
        Field.CITY,
        Field.REGION,
    }
)
"""Where people break a long cell into lines although it is one: a blank stands for the break."""
_SHORT = min(*_LONGEST.values(), _LONGEST_OTHER)


def date_order_of(table: Table, mapping: ColumnMapping) -> tuple[DateOrder, tuple[str, ...]]:
    """Return the order of day and month that the file's own dates show, and examples of those that need one."""
    columns = [i for i, target in enumerate(mapping.targets) if target and target.field is Field.PRODUCT_EXPIRY]
    values = [undefuse(cells[i]) for _line, cells, _problem in table.records for i in columns if i < len(cells)]
    return decide_date_order(values), undecided_examples(values)


def parse_rows(
    table: Table,
    mapping: ColumnMapping,
    *,
    terms: Terms,
    date_order: DateOrder | None = None,
    default_country: str | None = None,
) -> Iterator[ClientRow | RejectedRow]:
    """Return the rows one by one, in the file's order; nothing but what is wrong with the whole file is raised.

    The date order is the user's choice where the file leaves it open; a choice is followed even against the file. The
    default country is that of rows which name none. A row that gives the reference (else the VAT or register number)
    of an earlier row but no name goes on with that row's client.

    Raises:
        DateOrderNeeded: the file leaves open, or contradicts itself on, whether dates begin with day or month.
        Usage: a column that every client needs is not mapped.
    """
    missing = mapping.missing(default_country=default_country)
    if missing:
        raise Usage(
            _("The file lacks columns that every client needs."),
            _("No column means: {fields}.").format(fields=", ".join(missing)),
            _("Say which column it is."),
            missing=missing,
        )
    if date_order not in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
        date_order, examples = date_order_of(table, mapping)
        if date_order in (DateOrder.UNDECIDED, DateOrder.CONTRADICTORY):
            raise DateOrderNeeded(date_order, examples)
    reader = _RowReader(mapping, ProductReader(terms, date_order), default_country or "")
    return (reader.read(record) for record in table.records)


class _RowReader:
    """Reads records under one mapping; it remembers the cells of clients that later rows may go on with."""

    def __init__(self, mapping: ColumnMapping, products: ProductReader, default_country: str) -> None:
        targets = [(index, target) for index, target in enumerate(mapping.targets) if target]
        self._width = len(mapping.header)
        self._products = products
        self._default_country = default_country
        self._columns = [(index, target.field) for index, target in targets if target.field not in PRODUCT_FIELDS]
        self._product_columns = [
            (
                number,
                [
                    (i, target.field)
                    for i, target in targets
                    if target.field in PRODUCT_FIELDS and target.number == number
                ],
            )
            for number in mapping.product_numbers
        ]
        self._splits_street = mapping.column_of(Field.HOUSE_NUMBER) is None
        self._earlier: dict[str, dict[Field, str]] = {}
        self._sets: dict[frozenset[Field], frozenset[Field]] = {}

    def read(self, record: Record) -> ClientRow | RejectedRow:
        """Return the row, or everything that is wrong with it."""
        problems = _shape_problems(record, self._width)
        if problems:
            return RejectedRow(record.line, tuple(problems))
        own = self._cells(record, self._columns, problems)
        cells = self._continued(own)
        products = self._read_products(record, problems)
        organisation = read_organisation(
            cells, problems, default_country=self._default_country, splits_street=self._splits_street
        )
        contact = _contact(cells, organisation, problems)
        if organisation is None or problems:
            return RejectedRow(record.line, tuple(problems))
        self._remember(own)
        return ClientRow(
            record.line,
            organisation if organisation.email else replace(organisation, email=contact.email),
            reference=cells.get(Field.REFERENCE, ""),
            contact_name=contact.name,
            contact_email=contact.email,
            note=cells.get(Field.NOTE, ""),
            products=products,
            stated=self._stated_by(own, organisation),
        )

    def _stated_by(self, own: Mapping[Field, str], organisation: OrganisationData) -> frozenset[Field]:
        """Return the fields that these cells give, those included that one cell gives beside its own."""
        stated = {field for field, value in own.items() if value}
        if full_name(own):
            stated.add(Field.CONTACT_NAME)
        if Field.STREET in stated and self._splits_street:
            stated.add(Field.HOUSE_NUMBER)
        if Field.VAT_NUMBER in stated and not organisation.vat_number:
            stated.add(Field.REGISTER_NUMBER)
        frozen = frozenset(stated)
        return self._sets.setdefault(frozen, frozen)

    def _cells(
        self, record: Record, columns: list[tuple[int, Field]], problems: list[FieldProblem], number: int = 1
    ) -> dict[Field, str]:
        """Return the tidied cells by field; one that can't be stored is told of and left empty."""
        cells = {}
        given = record.cells
        width = len(given)
        for index, field in columns:
            text = given[index] if index < width else ""
            if not text:
                cells[field] = ""
                continue
            value = tidy(undefuse(text))
            if len(value) > _SHORT or not value.isprintable():
                value, reason = _storable(field, value)
                if reason:
                    problems.append(FieldProblem(str(Target(field, number)), reason))
            cells[field] = value
        return cells

    def _continued(self, own: dict[Field, str]) -> Mapping[Field, str]:
        key = _continuation_key(own)
        if not key or own.get(Field.NAME) or own.get(Field.CONTACT_LAST_NAME) or key not in self._earlier:
            return own
        earlier = self._earlier[key]
        return {field: value or earlier.get(field, "") for field, value in own.items()}

    def _remember(self, own: dict[Field, str]) -> None:
        key = _continuation_key(own)
        if key:
            self._earlier.setdefault(key, own)

    def _read_products(self, record: Record, problems: list[FieldProblem]) -> tuple[ProductRow, ...]:
        found: dict[tuple[str, str], ProductRow] = {}
        for number, columns in self._product_columns:
            before = len(problems)
            cells = self._cells(record, columns, problems, number)
            product = self._products.read(cells, number, problems) if len(problems) == before else None
            if product is None:
                continue
            same = found.setdefault(product_key(product), product)
            if not is_same_product(same, product):
                reason = _("The row names this product twice, with different data.")
                problems.append(FieldProblem(str(Target(Field.PRODUCT_NAME, number)), reason))
        return tuple(found.values())


def product_key(product: ProductRow) -> tuple[str, str]:
    """Return what makes two mentions the same product of a client: its kind and its name, however cased."""
    return product.kind.sku, product.name.casefold()


def is_same_product(one: ProductRow, other: ProductRow) -> bool:
    """Say whether two mentions of a product tell the same of it."""
    return (one.expiry, one.period_months, one.auto_renew) == (other.expiry, other.period_months, other.auto_renew)


def _shape_problems(record: Record, width: int) -> list[FieldProblem]:
    if record.problem:
        return [FieldProblem("", record.problem)]
    if len(record.cells) > width and any(map(str.strip, record.cells[width:])):
        reason = _("The row has {count} cells, but the header names {width} columns.")
        return [FieldProblem("", reason.format(count=len(record.cells), width=width))]
    return []


def _storable(field: Field, value: str) -> tuple[str, str]:
    """Return the value with what line breaks it may have, or an empty one and the reason."""
    if "\n" in value or "\r" in value:
        value = "\n".join(line.strip() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        if field is Field.STREET:
            value = ", ".join(line for line in value.split("\n") if line)
        elif field in _SPACED:
            value = " ".join(line for line in value.split("\n") if line)
    longest = _LONGEST.get(field, _LONGEST_OTHER)
    if forbidden(value, multiline=field is Field.NOTE) is not None:
        if "\n" in value:
            return "", _("It holds a line break.")
        return "", _("It holds a control character.")
    if len(value) > longest:
        return "", _("It is longer than {count} characters.").format(count=longest)
    return value, ""


def _continuation_key(cells: Mapping[Field, str]) -> str:
    for field in (Field.REFERENCE, Field.VAT_NUMBER, Field.REGISTER_NUMBER):
        if cells.get(field):
            return f"{field} {cells[field].casefold()}"
    return ""


class _Contact(NamedTuple):
    name: str
    email: str


def _contact(
    cells: Mapping[Field, str], organisation: OrganisationData | None, problems: list[FieldProblem]
) -> _Contact:
    """Return the client's contact: the e-mail address of either serves both, and a name is found for the person."""
    email = cells.get(Field.CONTACT_EMAIL, "")
    if email:
        try:
            email = normalise_email(email)
        except Invalid as refusal:
            problems.append(FieldProblem(Field.CONTACT_EMAIL, refusal.fields[0].reason))
    elif not cells.get(Field.EMAIL) and not any(problem.field == Field.EMAIL for problem in problems):
        problems.append(FieldProblem(Field.EMAIL, _("An e-mail address is needed, of the client or of its contact.")))
    name = cells.get(Field.CONTACT_NAME) or full_name(cells)
    if organisation is None:
        return _Contact(name, email)
    email = email or organisation.email
    if not name and organisation.kind is OrganisationKind.INDIVIDUAL:
        name = organisation.name
    return _Contact(name or email.partition("@")[0], email)
