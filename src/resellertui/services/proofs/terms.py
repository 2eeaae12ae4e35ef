"""Proving the published programme terms: each version can be read, and is the only one of its name."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from resellertui.domain.errors import DatabaseTrouble
from resellertui.domain.wording import _
from resellertui.services.proofs.finding import Finding
from resellertui.services.published import read_published
from resellertui.store.queries import terms as queries


def findings(session: Session) -> Iterator[Finding]:
    """Yield every version that can't price what it priced, and the lack of any."""
    names: dict[str, int] = {}
    rows = [row for row, _by in queries.versions(session)]
    if not rows:
        yield Finding(area="terms", text=_("There are no programme terms in this database."))
    for row in rows:
        try:
            terms = read_published(row.text)
        except DatabaseTrouble as trouble:
            yield Finding(area="terms", text=_("Version {id}: {reason}").format(id=row.id, reason=trouble.detail))
            continue
        if terms.effective != row.effective_from:
            text = _("Version {id} is dated {row}, and its text {day}.").format(
                id=row.id, row=row.effective_from.isoformat(), day=terms.effective.isoformat()
            )
            yield Finding(area="terms", text=text)
        other = names.setdefault(terms.version, row.id)
        if other != row.id:
            text = _("Versions {one} and {other} are both called {name}.").format(
                one=other, other=row.id, name=terms.version
            )
            yield Finding(area="terms", text=text)
