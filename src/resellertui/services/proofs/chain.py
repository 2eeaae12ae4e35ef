"""Proving the audit: the chain itself, its newest entry as noted outside, and the mark of a backup (rules: audit)."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.services.audit import AuditChain, Head
from resellertui.services.proofs.finding import MOST, Finding
from resellertui.services.unit import Unit
from resellertui.store.queries import audit as queries

AREA = "audit"


def findings(unit: Unit) -> tuple[list[Finding], list[str]]:
    """Return what is wrong with the audit, and what can't be told here and why."""
    try:
        chain = unit.chain
    except ResellerError as error:
        reason = _("The audit can't be proved here. {reason}").format(reason=error.title)
        return [Finding(area=AREA, text=reason)], []
    noted = unit.office.heads.read(unit.installation.database_id, unit.office.database.path)
    found = list(_limited(chain.findings(unit.session, None if noted is None else Head(*noted))))
    marked, notice = _mark(unit, chain)
    notices = [notice] if notice else []
    if noted is None and not notice:
        notices.append(
            _("No newest audit entry is noted for this file here, so a cut tail could not be told from a copy.")
        )
    return [*found, *marked], notices


def _limited(texts: Iterator[str]) -> Iterator[Finding]:
    for number, text in enumerate(texts):
        if number == MOST:
            yield Finding(area=AREA, text=_("There are more of this kind."))
            return
        yield Finding(area=AREA, text=text)


def _mark(unit: Unit, chain: AuditChain) -> tuple[list[Finding], str]:
    """Judge the mark that a backup carries: it must be that of an entry of this very chain."""
    mark = unit.installation.backup_mark
    if mark is None:
        return [], ""
    number = int(mark.partition(":")[0]) if mark.partition(":")[0].isdecimal() else 0
    mac = queries.mac_of(unit.session, number)
    if mac is None or not hmac.compare_digest(chain.mark(Head(number, mac)), mark):
        text = _("The file says that it is a backup, but its audit does not reach the entry at which it was taken.")
        return [Finding(area=AREA, text=text)], ""
    last = queries.head(unit.session)
    if last is not None and last[0] == number:
        return [], _("This is a backup, taken at audit entry {number}.").format(number=number)
    return [], ""
