"""The mails about cases: to the provider's address what came in, to whoever asked what the desk wrote.

Decided here: what comes in goes to the provider organisation's own address, where its staff read it together; without
the text, which stays in the console. An answer goes to the person whose case it is, with its text; where nobody is
named, or the person has left the organisation, to the organisation's legal representatives.
"""

from __future__ import annotations

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.notices import About
from resellertui.domain.support_plan import response_target
from resellertui.domain.wording import _
from resellertui.formats import moment
from resellertui.services.outbox import queue
from resellertui.services.support.case_file import person_name, plan_of_case
from resellertui.services.unit import Unit
from resellertui.store.models import SupportCase
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.people import Recipient


def tell_desk(unit: Unit, row: SupportCase, *, is_new: bool) -> None:
    """Tell the provider that someone has written to the support."""
    case, subject, due = show_id(Kind.CASE, row.id), row.subject, row.due_at
    person = person_name(unit)
    org = organisation_queries.names(unit.session, [row.org_id]).get(row.org_id, "")
    plan = plan_of_case(unit, row)

    def text() -> tuple[str, str]:
        said = (
            _("{person} of {organisation} asks for support:")
            if is_new
            else _("{person} of {organisation} has written again:")
        )
        promise = (
            _("The plan {plan} promises an answer by {moment}.").format(plan=plan.label, moment=moment(due))
            if due is not None
            else _("The plan {plan} promises: {target}.").format(plan=plan.label, target=response_target(plan))
        )
        return _("{case}: {subject}").format(case=case, subject=subject), _paragraphs(
            said.format(person=person, organisation=org),
            f"    {subject}",
            promise,
            _("Read and answer it in resellertui, or run:"),
            f"    resellertui support request show {case}",
        )

    kind = "support.request" if is_new else "support.reply"
    queue(unit, _provider(unit), kind, text, about=(About.CASE, row.id))


def tell_of_answer(unit: Unit, row: SupportCase, body: str) -> int:
    """Tell whoever asked what the desk answered; return how many mails that are."""
    case, subject = show_id(Kind.CASE, row.id), row.subject
    staff = person_name(unit)

    def text() -> tuple[str, str]:
        return _("{case}: {subject}").format(case=case, subject=subject), _paragraphs(
            _("{staff} of the support has answered:").format(staff=staff),
            body,
            _("To write again, open Support in resellertui, or run:"),
            f"    resellertui support request answer {case}",
        )

    return queue(unit, _asker(unit, row), "support.answer", text, org_id=row.org_id, about=(About.CASE, row.id))


def tell_of_call(unit: Unit, row: SupportCase, body: str) -> int:
    """Tell the caller that the desk has noted the call; return how many mails that are."""
    case, subject, due = show_id(Kind.CASE, row.id), row.subject, row.due_at

    def text() -> tuple[str, str]:
        return _("{case}: {subject}").format(case=case, subject=subject), _paragraphs(
            _("The support has noted your call:"),
            body,
            _("It will answer by {moment}.").format(moment=moment(due)) if due is not None else "",
            _("Follow it, and write more, under Support in resellertui, or run:"),
            f"    resellertui support request show {case}",
            _("If nobody of yours has called, write so at once."),
        )

    return queue(unit, _asker(unit, row), "support.call", text, org_id=row.org_id, about=(About.CASE, row.id))


def _provider(unit: Unit) -> list[Recipient]:
    org = organisation_queries.organisation(unit.session, unit.installation.provider_id)
    return [] if org is None else [Recipient(None, org.name, org.email, org.language)]


def _asker(unit: Unit, row: SupportCase) -> list[Recipient]:
    user = None if row.user_id is None else people_queries.user_by_id(unit.session, row.user_id)
    if user is not None and people_queries.role_of(unit.session, user.id, row.org_id) is not None:
        return [Recipient(user.id, user.name, user.email, user.language)]
    return people_queries.legal_representatives(unit.session, row.org_id)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
