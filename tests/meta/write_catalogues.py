"""Writes the catalogues of papers and mails: `python -m tests.meta.write_catalogues`.

The words are found where they are said. What is translated in a `.po` file stays; what is new stands there empty, for
somebody to translate, and a test says so. The compiled catalogues lie beside them, since the program reads those.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from tests.meta.source import PACKAGE, calls

from resellertui.domain.wording import MAILS, PAPERS

LANGUAGES = ("de", "fr", "it")

Words = str | tuple[str, str]
"""A message id: one with its plural where it counts something."""
Places = Mapping[str, frozenset[str]]

PAPERS_SAY: Places = {
    "adapters/pdf.py": frozenset(),
    "adapters/qr_bill.py": frozenset(),
    "domain/reinvoicing/vat.py": frozenset({"treatment_of"}),
    "services/reinvoicing/bill_sheet.py": frozenset(),
    "services/reinvoicing/letters.py": frozenset(),
    "services/reinvoicing/statement.py": frozenset({"_blocks", "_money", "_sheet", "entry_label"}),
}

MAILS_SAY: Places = {
    "domain/client_account.py": frozenset({"kind_label", "label_of"}),
    "domain/consequence.py": frozenset({"access_sentence", "enumerate_names", "money_sentence"}),
    "domain/partnership.py": frozenset({"access_label", "payment_label"}),
    "domain/programme_membership/conditions.py": frozenset({"threshold_words"}),
    "domain/registry.py": frozenset({"source_name"}),
    "domain/roles.py": frozenset({"role_label"}),
    "domain/support_plan.py": frozenset({"response_target"}),
    "domain/vat_prompt.py": frozenset({"_why_asked"}),
    "services/billing/vat_hints.py": frozenset({"amount_words"}),
    "services/client_account.py": frozenset({"_tell", "redrawn_words"}),
    "services/deleting.py": frozenset({"_tell"}),
    "services/importing/agreements.py": frozenset({"_sentence", "_tell"}),
    "services/importing/letters.py": frozenset(),
    "services/invitations.py": frozenset(),
    "services/leads/accepting.py": frozenset({"_asked", "_stands", "_what_comes_next"}),
    "services/leads/notices.py": frozenset(),
    "services/leads/offer_drafting.py": frozenset({"line_words"}),
    "services/leads/offer_notices.py": frozenset(),
    "services/leads/reading.py": frozenset({"place_words"}),
    "services/letters_to_people.py": frozenset(),
    "services/organisations.py": frozenset({"_invite_owner"}),
    "services/partnerships/notices.py": frozenset(),
    "services/partnerships/sentences.py": frozenset({"arrangement_words"}),
    "services/people/inviting.py": frozenset({"_send"}),
    "services/people/members.py": frozenset({"_tell_of_accounting", "_tell_of_role"}),
    "services/programme/notices.py": frozenset(),
    "services/registry/notices.py": frozenset(),
    "services/renewals/notices.py": frozenset(),
    "services/renewals/vat_banner.py": frozenset(),
    "services/signing_up.py": frozenset({"_welcome"}),
    "services/support/access_notices.py": frozenset(),
    "services/support/case_notices.py": frozenset(),
    "services/teams/team.py": frozenset({"_in_words", "tell_joined", "tell_leader", "tell_left"}),
}
"""What mails quote from elsewhere stands here too; a test has every mail written and says what is missing."""

SAID_IN: Mapping[str, Places] = {PAPERS: PAPERS_SAY, MAILS: MAILS_SAY}
"""The modules that say what each set of catalogues is for; with the functions where not the whole module."""

HEADERS: Mapping[str, str] = {
    PAPERS: "# What partners send to their clients: invoices, credit notes, mails.",
    MAILS: "# The mails that tell people what has happened and what waits for them.",
}

_MADE = datetime(2026, 12, 1, tzinfo=UTC)
"""What stands in the catalogues as their date: the same words make the same files."""


def messages(domain: str) -> Iterator[Words]:
    """Yield the message ids of a set of catalogues."""
    for name, functions in SAID_IN[domain].items():
        for tree in _trees(ast.parse((PACKAGE / name).read_text(encoding="utf-8")), functions):
            for node in calls(tree):
                if isinstance(node.func, ast.Name):
                    yield from _said(node.func.id, node.args)


def _said(function: str, given: list[ast.expr]) -> Iterator[Words]:
    texts = [str(one.value) for one in given[:2] if isinstance(one, ast.Constant)]
    if function in {"_", "N_"} and texts:
        yield texts[0]
    if function == "ngettext" and len(texts) == 2:
        yield (texts[0], texts[1])


def _trees(tree: ast.Module, functions: frozenset[str]) -> Iterator[ast.AST]:
    if not functions:
        yield tree
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in functions)


def catalogue_file(language: str, domain: str) -> Path:
    """Return where the translations into a language are written."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def read_catalogue(language: str, domain: str) -> Catalog:
    """Return the translations into a language; none where there is no file yet."""
    file = catalogue_file(language, domain)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def complete(language: str, domain: str) -> Catalog:
    """Return the catalogue of a language with every message, translated or not, in alphabetical order.

    A translation whose message is said nowhere any more is left out.
    """
    known = read_catalogue(language, domain)
    catalogue = Catalog(locale=language, project="resellertui", version="1", creation_date=_MADE, revision_date=_MADE)
    catalogue.header_comment = HEADERS[domain]
    catalogue.fuzzy = False
    catalogue.last_translator, catalogue.language_team = "resellertui", language
    for message in sorted(set(messages(domain)), key=str):
        found = known.get(message if isinstance(message, str) else message[0])
        catalogue.add(message, "" if found is None else found.string)
    return catalogue


def write_catalogues() -> None:
    """Write the catalogues of all languages anew."""
    for domain in SAID_IN:
        for language in LANGUAGES:
            catalogue, file = complete(language, domain), catalogue_file(language, domain)
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as target:
                write_po(target, catalogue, width=0, no_location=True)
            file.with_suffix(".mo").write_bytes(compiled(catalogue))


if __name__ == "__main__":
    write_catalogues()
