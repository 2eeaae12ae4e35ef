"""Overdue invoices of partners' clients, as tasks of the provider's staff (rules: section 2)."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.calendar import days_between
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.settling import name_of
from resellertui.services.inputs import Input, Lines
from resellertui.services.programme.views import ArrearsPage, ArrearsView
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.queries import programme as queries
from resellertui.store.queries.programme import ArrearsLine


class ArrearsNote(Input):
    """What staff did about an overdue invoice."""

    note: Lines


class ArrearsTasks:
    """Staff's tasks about overdue invoices."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, *, done: bool = False, offset: int = 0, limit: int = 100) -> ArrearsPage:
        """Return a part of the tasks: those that wait oldest first, those done newest first. Changes nothing.

        Raises:
            Forbidden: not the provider's staff.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            lines = queries.arrears_tasks(unit.session, done=done, offset=offset, limit=limit)
            total = queries.count_arrears_tasks(unit.session, done=done)
            return ArrearsPage(total=total, offset=offset, rows=tuple(_view(unit, one) for one in lines))

    def finish(self, actor: Actor, reference: str, note: str) -> ArrearsView:
        """Mark a task as done, with a note of what was done.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: there is no such task.
            Refused: it is done already.
            Invalid: no note.
        """
        given = ArrearsNote.of(note=note)
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            number = parse_id(Kind.ARREARS, reference)
            row = queries.arrears(unit.session, number) if number is not None else None
            if row is None or row.level != 2:
                raise not_found(reference)
            if row.done_at is not None:
                raise Refused(_("{id} is done already.").format(id=reference), _("Nothing was changed."))
            if not given.note:
                raise Invalid({"note": _("Say what was done.")})
            row.done_at, row.done_by_id, row.note = unit.now, actor.user_id, given.note
            unit.record("arrears.done", "arrears", row.id, {"note": row.note}, for_org_id=None)
            line = queries.arrears_line(unit.session, row.id)
            if line is None:
                raise not_found(reference)
            return _view(unit, line)


def _view(unit: Unit, line: ArrearsLine) -> ArrearsView:
    row, document = line.row, line.document
    return ArrearsView(
        id=show_id(Kind.ARREARS, row.id),
        document=name_of(document),
        client=line.client,
        client_id=show_id(Kind.ORGANISATION, document.payer_id),
        partner=line.partner,
        partner_id=show_id(Kind.ORGANISATION, row.partner_id),
        due_on=document.due_on,
        days_overdue=max(days_between(document.due_on, unit.today), 0),
        still_to_pay=document.state == "to_pay",
        raised_at=row.made_at,
        done_at=row.done_at,
        note=row.note,
    )
