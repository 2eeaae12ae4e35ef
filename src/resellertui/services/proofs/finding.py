"""What a proof finds, and how a table of proofs is run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from resellertui.domain.wording import _
from resellertui.services.views import View
from resellertui.store.queries import proofs as queries

MOST = 100
"""How many violations of one promise are told one by one."""


class Finding(View):
    """One broken promise, with the id of what breaks it."""

    area: str
    text: str


def prove(
    session: Session, area: str, statements: Mapping[str, str], sentences: Mapping[str, str]
) -> Iterator[Finding]:
    """Run an area's proofs.

    Args:
        session: a reading session.
        area: the area's name.
        statements: the proofs' statements, by name.
        sentences: what to say of a violation, by the same names, with places for the statement's columns.
    """
    for name, statement in statements.items():
        for number, row in enumerate(queries.violations(session, statement, MOST + 1)):
            if number == MOST:
                yield Finding(area=area, text=_("There are more of this kind."))
                break
            yield Finding(area=area, text=sentences[name].format(**_shown(row)))


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: "–" if value is None else value for key, value in row.items()}
