"""A partner's client list as a file: read (encoding, table, columns, rows, clients) and written, without a database."""

from __future__ import annotations

from resellertui.domain.client_file.clients import (
    ClientEntry,
    Grouped,
    Identity,
    IdentityKind,
    client_value,
    digest,
    group_clients,
    identity_of,
)
from resellertui.domain.client_file.dates import DateOrder, DateOrderNeeded, decide_date_order, parse_date
from resellertui.domain.client_file.decoding import Decoded, decode
from resellertui.domain.client_file.fields import PRODUCT_FIELDS, Field, Target
from resellertui.domain.client_file.formulas import defuse, undefuse
from resellertui.domain.client_file.mapping import ColumnMapping, guess_mapping, signature
from resellertui.domain.client_file.records import ClientRow, ProductRow, RejectedRow
from resellertui.domain.client_file.rows import date_order_of, parse_rows
from resellertui.domain.client_file.streets import split_street
from resellertui.domain.client_file.table import Record, Table, read_table
from resellertui.domain.client_file.writing import COLUMNS, write_clients

__all__ = (
    "COLUMNS",
    "PRODUCT_FIELDS",
    "ClientEntry",
    "ClientRow",
    "ColumnMapping",
    "DateOrder",
    "DateOrderNeeded",
    "Decoded",
    "Field",
    "Grouped",
    "Identity",
    "IdentityKind",
    "ProductRow",
    "Record",
    "RejectedRow",
    "Table",
    "Target",
    "client_value",
    "date_order_of",
    "decide_date_order",
    "decode",
    "defuse",
    "digest",
    "group_clients",
    "guess_mapping",
    "identity_of",
    "parse_date",
    "parse_rows",
    "read_table",
    "signature",
    "split_street",
    "undefuse",
    "write_clients",
)
