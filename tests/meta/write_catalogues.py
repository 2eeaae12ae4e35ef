"""Writes the catalogues of what partners send to their clients: `python -m tests.meta.write_catalogues`.

The words are found where they are said. What is translated in a `papers.po` stays; what is new stands there empty, for
somebody to translate, and a test says so. The compiled catalogues lie beside them, since the program reads those.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from tests.meta.source import PACKAGE, calls

LANGUAGES = ("de", "fr", "it")

SAID_IN: dict[str, frozenset[str]] = {
    "adapters/pdf.py": frozenset(),
    "adapters/qr_bill.py": frozenset(),
    "domain/reinvoicing/vat.py": frozenset({"treatment_of"}),
    "services/reinvoicing/bill_sheet.py": frozenset(),
    "services/reinvoicing/letters.py": frozenset(),
    "services/reinvoicing/statement.py": frozenset({"_blocks", "_money", "_sheet", "entry_label"}),
}
"""The modules that say what papers and mails to clients are made of; with the functions where not the whole module."""

_MADE = datetime(2026, 12, 1, tzinfo=UTC)
"""What stands in the catalogues as their date: the same words make the same files."""


def messages() -> Iterator[str]:
    """Yield the message ids of what clients are sent."""
    for name, functions in SAID_IN.items():
        file = PACKAGE / name
        if not file.exists():
            continue
        for tree in _trees(ast.parse(file.read_text(encoding="utf-8")), functions):
            for node in calls(tree):
                if isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"} and node.args:
                    message = node.args[0]
                    if isinstance(message, ast.Constant):
                        yield str(message.value)


def _trees(tree: ast.Module, functions: frozenset[str]) -> Iterator[ast.AST]:
    if not functions:
        yield tree
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in functions)


def catalogue_file(language: str) -> Path:
    """Return where the translations into a language are written."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "papers.po"


def read_catalogue(language: str) -> Catalog:
    """Return the translations into a language; none where there is no file yet."""
    file = catalogue_file(language)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def complete(language: str) -> Catalog:
    """Return the catalogue of a language with every message, translated or not, in alphabetical order."""
    known = read_catalogue(language)
    catalogue = Catalog(locale=language, project="resellertui", version="1", creation_date=_MADE, revision_date=_MADE)
    catalogue.header_comment = "# What partners send to their clients: invoices, credit notes, mails."
    catalogue.fuzzy = False
    catalogue.last_translator, catalogue.language_team = "resellertui", language
    unused = {str(one.id) for one in known if one.id and one.string}
    for message in sorted({*messages(), *unused}):
        found = known.get(message)
        catalogue.add(message, "" if found is None else found.string)
    return catalogue


def write_catalogues() -> None:
    """Write the catalogues of all languages anew."""
    for language in LANGUAGES:
        catalogue, file = complete(language), catalogue_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, catalogue, width=0, no_location=True)
        file.with_suffix(".mo").write_bytes(compiled(catalogue))


if __name__ == "__main__":
    write_catalogues()
