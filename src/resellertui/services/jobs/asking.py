"""The job that asks the registries what is due: one short question after the other, never inside a transaction."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from resellertui.adapters.clock import Clock, SystemClock
from resellertui.adapters.registry import Reply
from resellertui.domain.access import Action
from resellertui.domain.registry import Circuit, Fact, Source, State, fact_of, next_question
from resellertui.services.actor import Actor
from resellertui.services.registry.notices import tell_of_invalid
from resellertui.services.registry.standing import questions_about
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Organisation, RegistryAnswer
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import registry as queries
from resellertui.store.queries.registry import DueQuestion

JOB = "registry"
PAGE = 100
LONGEST_RUN = timedelta(minutes=1)
"""After this no further question is begun in a run; the others wait for the next."""


def ask_registries(office: Office, actor: Actor, stopwatch: Clock | None = None) -> dict[str, int]:
    """Ask what is due, write the answers down, and count them; nothing where the checks are switched off.

    A registry that does not answer a few times in a row is left alone until the next run, and so is everything once the
    run has taken a minute. A rehearsal asks nobody, and counts what would be asked.
    """
    if not office.registries.sources:
        return {}
    if office.dry_run:
        with office.reading(actor) as unit:
            allow_running(unit, Action.TICK)
            return {"due": queries.count_due(unit.session, unit.now)}
    stopwatch = stopwatch or SystemClock()
    end = stopwatch.now() + LONGEST_RUN
    counts = Counter({one.value: 0 for one in (State.VALID, State.INVALID, State.UNKNOWN)})
    circuit = Circuit()
    after: DueQuestion | None = None
    while True:
        with office.reading(actor) as unit:
            allow_running(unit, Action.TICK)
            page = queries.due(unit.session, unit.now, PAGE, after=after)
        for question in page:
            source = Source(question.source)
            if source not in office.registries.sources or circuit.is_cut(source, question.number):
                continue
            if stopwatch.now() >= end:
                return dict(counts)
            if not _still_asked(office, actor, question):
                continue
            replies = office.registries.ask(source, question.number)
            circuit.note(source, question.number, replies[-1].reason)
            counts.update(_write_down(office, actor, question, replies))
        if len(page) < PAGE:
            return dict(counts)
        after = page[-1]


def _still_asked(office: Office, actor: Actor, question: DueQuestion) -> bool:
    """Return whether it is still worth asking; a question about a number that the organisation gave up is dropped."""
    with office.reading(actor) as unit:
        allow_running(unit, Action.TICK)
        row = queries.question(unit.session, question.org_id, question.source)
        if row is None or (row.number, row.due_at) != (question.number, question.due_at):
            return False
        if _asked_about(unit, question) is not None:
            return True
    with office.writing(actor) as unit:
        allow_running(unit, Action.TICK)
        row = queries.question(unit.session, question.org_id, question.source)
        if row is not None and row.number == question.number and _asked_about(unit, question) is None:
            unit.session.delete(row)
    return False


def _write_down(office: Office, actor: Actor, question: DueQuestion, replies: tuple[Reply, ...]) -> Counter[str]:
    """Keep the answers as proof, and say when to ask again; answers about a number that was changed are dropped."""
    with office.writing(actor) as unit:
        allow_running(unit, Action.TICK)
        row = queries.question(unit.session, question.org_id, question.source)
        org = _asked_about(unit, question)
        if row is None or org is None or (row.number, row.due_at) != (question.number, question.due_at):
            return Counter()
        for reply in replies:
            _keep(unit, org, Source(question.source), reply)
        failed = replies[-1].state is State.UNKNOWN
        row.failures = row.failures + 1 if failed else 0
        row.due_at = next_question(unit.now, row.failures)
    return Counter(one.state.value for one in replies)


def _asked_about(unit: Unit, question: DueQuestion) -> Organisation | None:
    """Return the organisation, if the number is still its own."""
    org = organisation_queries.organisation(unit.session, question.org_id)
    if org is None or questions_about(org).get(Source(question.source)) != question.number:
        return None
    return org


def _keep(unit: Unit, org: Organisation, source: Source, reply: Reply) -> None:
    before = queries.last_answer(unit.session, org.id, source.value, reply.number, definite=True)
    unit.session.add(
        RegistryAnswer(
            org_id=org.id,
            source=source.value,
            number=reply.number,
            state=reply.state.value,
            asked_at=unit.now,
            reason=reply.reason.value if reply.reason is not None else "",
            answer=reply.raw,
        )
    )
    unit.record(
        "registry.answered",
        "organisation",
        org.id,
        {
            "registry": source.value,
            "number": reply.number,
            "before": before.state if before is not None else None,
            "after": reply.state.value,
            "reason": reply.reason.value if reply.reason is not None else "",
        },
        for_org_id=org.id,
    )
    fact = fact_of(source, reply.number)
    turned = reply.state is State.INVALID and (before is None or before.state != State.INVALID)
    if turned and fact is not Fact.VAT_REGISTRATION:
        tell_of_invalid(unit, org, fact, reply.number)
    unit.session.flush()  # the next answer's "before" reads it
