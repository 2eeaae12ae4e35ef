"""Public ids: a short prefix and the number, such as `ORG-12`, so that an id says what it is the id of."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NewType

OrganisationId = NewType("OrganisationId", int)
UserId = NewType("UserId", int)
ProductId = NewType("ProductId", int)
PartnershipId = NewType("PartnershipId", int)
MailId = NewType("MailId", int)


class Kind(StrEnum):
    """What an id is the id of."""

    ORGANISATION = "ORG"
    USER = "USR"
    PRODUCT = "PRD"
    PARTNERSHIP = "PTN"
    MAIL = "MAIL"
    ORDER = "ORD"
    INVOICE = "INV"
    CREDIT_NOTE = "CN"
    TRANSACTION = "TXN"
    CASHBACK = "CBK"
    TEAM = "TEAM"
    BILLING_ADDRESS = "ADR"
    SIGN_IN = "SES"
    SSH_KEY = "KEY"
    ACTIVITY = "ACT"
    CASE = "CASE"
    TEMPORARY_ACCESS = "ACC"
    REINVOICE = "RIN"
    REINVOICE_CREDIT = "RCN"
    MARGIN = "MRG"
    CHARGED_LINE = "LIN"
    APPLICATION = "APP"
    ARREARS = "ARR"
    QUOTE = "RFQ"
    OFFER = "OFF"
    CONTRACT = "CTR"
    OUTSIDE_PRODUCT = "OUT"


_SHAPE = re.compile(r"(?:([A-Za-z]{2,4})-)?([0-9]{1,18})", re.ASCII)


def show_id(kind: Kind, number: int) -> str:
    """Return the public id."""
    return f"{kind.value}-{number}"


def show_optional_id(kind: Kind, number: int | None) -> str | None:
    """Return the public id, or None for none."""
    return None if number is None else show_id(kind, number)


def is_whole_id(kind: Kind, text: str) -> bool:
    """Return whether the text is an id with its prefix: then it means that id, whatever else bears it as a name."""
    return parse_id(kind, text) is not None and text.strip().upper().startswith(kind.value)


def parse_id(kind: Kind, text: str) -> int | None:
    """Return the number of an id of this kind, typed with or without its prefix in any case; None for anything else."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None or (match[1] is not None and match[1].upper() != kind.value):
        return None
    return int(match[2])
