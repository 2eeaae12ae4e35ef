"""The kinds of organisation, apart from `organisation` so that the rules of its numbers can be read without it."""

from __future__ import annotations

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is; only a company may give a VAT number."""

    INDIVIDUAL = "individual"
    COMPANY = "company"
    ASSOCIATION = "association"
    PUBLIC_BODY = "public_body"
