"""Writing clients as a file that any spreadsheet opens harmlessly and that imports again unchanged."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from resellertui.domain.client_file.clients import ClientEntry, client_value
from resellertui.domain.client_file.fields import PRODUCT_FIELDS, Field
from resellertui.domain.client_file.formulas import defuse
from resellertui.domain.client_file.records import ClientRow, ProductRow
from resellertui.domain.client_file.synonyms import CANONICAL

COLUMNS = tuple(field for field in Field if field not in (Field.CONTACT_FIRST_NAME, Field.CONTACT_LAST_NAME))
"""The columns of an export; a contact's name stands in one."""


class _Line:
    """Where the csv writer leaves the line that it has made."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def write_clients(clients: Iterable[ClientEntry | ClientRow], *, columns: Sequence[Field] = COLUMNS) -> Iterator[str]:
    """Yield the lines of a CSV file, the header first: comma, CRLF, to be encoded as UTF-8.

    Each product has a line with the whole data of its client; a client without products has one line.
    """
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow([CANONICAL[field] for field in columns])
    yield line.text
    for client in clients:
        row = client.row if isinstance(client, ClientEntry) else client
        own = {field: client_value(row, field) for field in columns if field not in PRODUCT_FIELDS}
        for product in row.products or (None,):
            cells = own | _product_cells(product)
            writer.writerow([defuse(cells.get(field, "")) for field in columns])
            yield line.text


def _product_cells(product: ProductRow | None) -> dict[Field, str]:
    if product is None:
        return {}
    renews = {None: "", True: "yes", False: "no"}
    return {
        Field.PRODUCT_NAME: product.name,
        Field.PRODUCT: product.kind.sku,
        Field.PRODUCT_EXPIRY: product.expiry.isoformat(),
        Field.PRODUCT_PERIOD: str(product.period_months),
        Field.PRODUCT_AUTO_RENEWAL: renews[product.auto_renew],
    }
