"""The folded texts that rows are sorted and searched by, derived from what the rows say whenever one is written.

Stored, so that plain triggers can put them together and any tool that copies rows keeps them. Rows that are written in
bulk, past the object mapper, get the same values from the functions here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from resellertui.domain.search import beginnings, searchable
from resellertui.domain.text import fold
from resellertui.store.models.clients import ClientRecord
from resellertui.store.models.organisations import Organisation, Product, ProgrammeMember
from resellertui.store.models.partnerships import Partnership

ORGANISATION = ("city_folded", "name_starts", "details", "details_starts", "numbers", "numbers_starts")
"""The derived columns of an organisation, in the order in which `of_organisation` gives their values."""


def of_organisation(name_folded: str, email: str, city: str, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Return an organisation's derived texts; `numbers` are its postal code, website, VAT and register number."""
    city_folded = fold(city)
    details, folded_numbers = f"{fold(email)} {city_folded}".strip(), searchable(numbers)
    return (
        city_folded,
        beginnings(name_folded),
        details,
        beginnings(details),
        folded_numbers,
        beginnings(folded_numbers),
    )


def of_text(text: str) -> tuple[str, str]:
    """Return a text folded, and the beginnings of its words."""
    folded = fold(text)
    return folded, beginnings(folded)


def _organisation(row: Organisation) -> None:
    numbers = (row.postal_code, row.website, row.vat_number or "", row.register_number or "")
    values = of_organisation(row.name_folded, row.email, row.city, numbers)
    for column, value in zip(ORGANISATION, values, strict=True):
        setattr(row, column, value)


def _partnership(row: Partnership) -> None:
    row.label_folded, row.label_starts = of_text(row.client_label)


def _record(row: ClientRecord) -> None:
    row.reference_folded, row.reference_starts = of_text(row.reference)


def _product(row: Product) -> None:
    row.name_starts = beginnings(row.name_folded)


def _member(row: ProgrammeMember) -> None:
    row.search_starts = beginnings(row.search_text)


_FOLDING: tuple[tuple[type[Any], Callable[[Any], None]], ...] = (
    (Organisation, _organisation),
    (Partnership, _partnership),
    (ClientRecord, _record),
    (Product, _product),
    (ProgrammeMember, _member),
)


def _follow(model: type[Any], derive: Callable[[Any], None]) -> None:
    def written(_mapper: object, _connection: object, row: object) -> None:
        derive(row)

    event.listen(model, "before_insert", written)
    event.listen(model, "before_update", written)


for _model, _derive in _FOLDING:
    _follow(_model, _derive)
