"""Opening a file for import: its table, what its columns mean, how its dates are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resellertui.domain.client_file import (
    ColumnMapping,
    DateOrder,
    Field,
    Table,
    Target,
    date_order_of,
    guess_mapping,
    read_table,
    signature,
)
from resellertui.domain.client_file.synonyms import words_of
from resellertui.domain.countries import country_called
from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.wording import _
from resellertui.services.importing.options import DateOrderChoice
from resellertui.services.unit import Unit
from resellertui.store.models import ColumnMapping as StoredMapping
from resellertui.store.queries import records


@dataclass(frozen=True)
class OpenFile:
    """A file, and how it is understood."""

    table: Table
    mapping: ColumnMapping
    date_order: DateOrder | None
    """As the user chose now or, where the file leaves it open, for one with this header before; None: as it says."""
    remembered: bool

    @property
    def signature(self) -> str:
        """The key under which the mapping is remembered."""
        return signature(self.table.header)


def open_file(
    unit: Unit, data: bytes, choices: Mapping[str, str], date_order: DateOrderChoice | None = None
) -> OpenFile:
    """Read the file's table and settle what its columns mean: as chosen, else as remembered, else as guessed.

    Raises:
        Invalid: it can't be read, or a choice names no column or no field.
    """
    table = read_table(data)
    stored = records.column_mapping(unit.session, unit.actor.org_id or 0, signature(table.header))
    before = None
    if stored is not None:
        try:
            before = ColumnMapping.from_dict(stored.mapping)
        except Invalid:
            before = None  # of an older program: guessed anew
    mapping = _with_choices(guess_mapping(table.header, before), choices)
    order = date_order.order if date_order else None
    if order is None and stored is not None and stored.date_order:
        own, _examples = date_order_of(table, mapping)
        order = DateOrderChoice(stored.date_order).order if own is DateOrder.UNDECIDED else None
    return OpenFile(table, mapping, order, before is not None)


def remember(unit: Unit, file: OpenFile, date_order: DateOrderChoice | None) -> None:
    """Keep the mapping for the next file with this header, unless it is what is kept already."""
    org_id, mapping = unit.actor.org_id or 0, file.mapping.to_dict()
    stored = records.column_mapping(unit.session, org_id, file.signature)
    order = date_order.value if date_order else stored.date_order if stored else None
    if stored is None:
        unit.session.add(
            StoredMapping(
                org_id=org_id, signature=file.signature, mapping=mapping, date_order=order, updated_at=unit.now
            )
        )
    elif stored.mapping != mapping or stored.date_order != order:
        stored.mapping, stored.date_order, stored.updated_at = mapping, order, unit.now
    else:
        return
    unit.record("import.columns", "organisation", org_id, {"header": list(file.table.header)[:100], **mapping})


def country_option(text: str) -> str | None:
    """Return the code of the country that was chosen for rows without one.

    Raises:
        Invalid: there is no such country.
    """
    if not text:
        return None
    code = country_called(text)
    if code is None:
        raise Invalid({"default_country": _("There is no country “{name}”.").format(name=text)})
    return code


def _with_choices(mapping: ColumnMapping, choices: Mapping[str, str]) -> ColumnMapping:
    problems = []
    for column, text in choices.items():
        index = _column(mapping.header, column)
        if index is None:
            problems.append(
                FieldProblem("mapping", _("There is no column “{name}”, or there are several.").format(name=column))
            )
            continue
        try:
            target = Target.parse(text) if text else None
        except ValueError:
            names = ", ".join(Field)
            reason = _("There is no field “{name}”. The fields are: {names}.")
            problems.append(FieldProblem("mapping", reason.format(name=text, names=names)))
            continue
        mapping = mapping.with_column(index, target.field if target else None, target.number if target else 1)
    if problems:
        raise Invalid(problems)
    return mapping


def _column(header: tuple[str, ...], name: str) -> int | None:
    """Return the index of the column with this header, however cased, or with this number."""
    named = [index for index, one in enumerate(header) if words_of(one) == words_of(name)]
    if len(named) == 1:
        return named[0]
    exact = [index for index, one in enumerate(header) if one == name]
    if len(exact) == 1:
        return exact[0]
    number = name.strip()
    return int(number) - 1 if number.isdecimal() and 1 <= int(number) <= len(header) else None
