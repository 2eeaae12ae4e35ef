"""What is known of an organisation's numbers, and queueing what is to be asked, in the transaction of what needs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Refused
from resellertui.domain.registry import (
    Answer,
    Fact,
    Reason,
    Refutation,
    Source,
    Standing,
    State,
    facts_of,
    in_words,
    questions_of,
    shown_number,
)
from resellertui.domain.wording import _
from resellertui.formats import moment
from resellertui.services.registry.views import NumberStandingView
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, RegistryAnswer, RegistryQuestion
from resellertui.store.queries import registry as queries


def questions_about(org: Organisation) -> dict[Source, str]:
    """Return what there is to ask about an organisation, by registry."""
    return questions_of(org.country, org.vat_number, org.register_number)


def queue_questions(unit: Unit, org: Organisation) -> None:
    """Queue a question for each number that is new, to be asked by the next `tick`, and drop those of former numbers.

    A number that is waiting already keeps its time. Where the checks are switched off nothing is queued.
    """
    wanted = questions_about(org)
    for source in Source:
        row = queries.question(unit.session, org.id, source.value)
        number = wanted.get(source) if source in unit.office.registries.sources else None
        if row is not None and row.number != (number or wanted.get(source)):
            unit.session.delete(row)
            unit.session.flush()  # the new one has the same key
            row = None
        if row is None and number is not None:
            unit.session.add(
                RegistryQuestion(org_id=org.id, source=source.value, number=number, due_at=unit.now, failures=0)
            )


def ask_again(unit: Unit, org: Organisation) -> Sequence[Source]:
    """Make every question about an organisation due now; return which registries will be asked."""
    queue_questions(unit, org)
    unit.session.flush()
    asked = []
    for source in questions_about(org):
        row = queries.question(unit.session, org.id, source.value)
        if row is not None and source in unit.office.registries.sources:
            row.due_at, row.failures = unit.now, 0
            asked.append(source)
    return asked


def why_not_asked(unit: Unit, org: Organisation) -> Refused | None:
    """Return why the registries can't be asked about an organisation, or None where they can."""
    sources = unit.office.registries.sources
    if not sources:
        return Refused(
            _("Registry checks are switched off."),
            _("Nothing was queued, and nobody is asked."),
            _("`enabled = true` under `[registry]` in settings.toml switches them on."),
        )
    questions = questions_about(org)
    if not questions:
        return Refused(
            _("{organisation} has no number that a registry knows of.").format(organisation=org.name),
            _("VIES knows European VAT numbers, the UID register Swiss UIDs."),
        )
    if not sources & questions.keys():
        return Refused(
            _("The registry for the number of {organisation} is left out in the settings.").format(
                organisation=org.name
            ),
            _("Nothing was queued, and nobody is asked."),
            _("`vies_url` and `uid_url` under `[registry]` in settings.toml say where they are asked."),
        )
    return None


def refutation_of(unit: Unit, org_id: int, vat_number: str | None) -> Refutation | None:
    """Return the registry's word that an organisation's VAT number is not valid, if that is the last definite one."""
    answer = definite_answer(unit, org_id, vat_number)
    if answer is None or answer.state != State.INVALID:
        return None
    return Refutation(Source.VIES, local_date(answer.asked_at))


def definite_answer(
    unit: Unit, org_id: int, vat_number: str | None, until: datetime | None = None
) -> RegistryAnswer | None:
    """Return what VIES last said for certain about exactly this VAT number, as of a moment."""
    if not vat_number:
        return None
    return queries.last_answer(unit.session, org_id, Source.VIES.value, vat_number, until=until, definite=True)


def standing_of(unit: Unit, org_id: int, source: Source, fact: Fact, number: str) -> Standing:
    """Return what is known of one fact about a number."""
    key = (org_id, source.value, number)
    last = queries.last_answer(unit.session, *key)
    definite = queries.last_answer(unit.session, *key, definite=True)
    since = None
    if last is not None and last.state == State.UNKNOWN:
        since = queries.first_failure(unit.session, *key, after=definite.id if definite is not None else 0)
    return Standing(fact, number, _answer(last), _answer(definite), since)


def standings(unit: Unit, org: Organisation) -> tuple[NumberStandingView, ...]:
    """Return what is known of an organisation's numbers; nothing where the checks are off and never answered."""
    views = []
    for source, number in questions_about(org).items():
        question = queries.question(unit.session, org.id, source.value)
        asks = source in unit.office.registries.sources
        for fact, kept in facts_of(source, number).items():
            standing = standing_of(unit, org.id, source, fact, kept)
            if standing.last is None and not asks:
                continue
            last, definite = standing.last, standing.definite
            views.append(
                NumberStandingView(
                    source=source,
                    fact=fact,
                    number=number,
                    shown=shown_number(fact, kept),
                    state=standing.state(unit.today),
                    stale=standing.is_stale(unit.today),
                    asked_at=last.asked_at if last is not None else None,
                    reason=last.reason if last is not None else None,
                    last_definite=definite.state if definite is not None else None,
                    last_definite_at=definite.asked_at if definite is not None else None,
                    proof=definite.number if definite is not None else None,
                    ask_at=question.due_at if asks and question is not None and question.number == number else None,
                    failures=question.failures if question is not None and question.number == number else 0,
                    words=in_words(standing, unit.today, moment),
                )
            )
    return tuple(views)


def _answer(row: RegistryAnswer | None) -> Answer | None:
    if row is None:
        return None
    return Answer(row.id, State(row.state), row.asked_at, Reason(row.reason) if row.reason else None)
