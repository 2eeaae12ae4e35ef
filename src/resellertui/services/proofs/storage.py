"""Proving the file: sound pages, references that lead somewhere, and the program's own tables and guards."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from resellertui.domain.wording import _
from resellertui.services.proofs.finding import MOST, Finding
from resellertui.store import proving
from resellertui.store.proving import Difference

AREA = "file"
GUARDS = "guards"


def damage(session: Session) -> Iterator[Finding]:
    """Yield what is wrong with the file's pages and references."""
    for line in proving.damage(session, MOST):
        yield Finding(area=AREA, text=_("The file is damaged: {what}.").format(what=line))
    for table, row, target in proving.dangling(session, MOST):
        yield Finding(
            area=AREA,
            text=_("Row {row} of {table} refers to a row of {target} that does not exist.").format(
                row=row, table=table, target=target
            ),
        )


def schema(session: Session) -> tuple[list[Finding], bool]:
    """Return what differs from the program's own schema, and whether the tables are there to be looked into."""
    found = proving.differences(session)
    readable = not any(one.type == "table" and one.kind != "foreign" for one in found)
    return [Finding(area=GUARDS, text=_sentence(one)) for one in found], readable


def _sentence(one: Difference) -> str:
    sentences = {
        ("missing", "trigger"): _("The guard {name} on {table} is missing."),
        ("changed", "trigger"): _("The guard {name} on {table} has been changed."),
        ("missing", "index"): _("The index {name} on {table} is missing."),
        ("changed", "index"): _("The index {name} on {table} has been changed."),
        ("missing", "table"): _("The table {name} is missing."),
        ("changed", "table"): _("The table {name} is not as this program makes it."),
    }
    sentence = sentences.get((one.kind, one.type), _("There is a {type} {name} on {table} that is not the program's."))
    return sentence.format(name=one.name, table=one.table, type=one.type)
