"""Support requests: the clock of the plan, who reads what, two at once, and the mails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOW, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, Invalid, NotFound
from resellertui.domain.roles import Role
from resellertui.domain.support_case import CaseState
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.support.case_views import CaseConflict, CaseTab, Message, NewCall, NewRequest
from resellertui.store.models import Organisation

HOUR = timedelta(hours=1)


@pytest.fixture
def org(make: Builder) -> Org:
    """Give an organisation with a plan that promises an answer within four hours."""
    found = make.organisation("Bakery", email="owner@bakery.example")
    make.product(found, "Plus", sku="support-plus")
    return found


def ask(services: Services, actor: Actor, subject: str = "Help", text: str = "Broken") -> str:
    """Return the id of a new request."""
    return services.support_cases.open(actor, NewRequest.of(subject=subject, text=text)).case.id


def said(text: str, version: int | None = None) -> Message:
    message: Message = Message.of(text=text, version=version)
    return message


def test_a_request_runs_its_clock_and_goes_to_and_fro(
    services: Services, make: Builder, org: Org, clock: FixedClock
) -> None:
    staff = make.staff
    wish = NewRequest.of(subject="Mail [red]", text="It\r\nbroke", page="Products")
    assert services.rehearsing().support_cases.open(org.owner, wish).case.id == "CASE-1"
    made = services.support_cases.open(org.owner, wish)
    case = made.case.id
    assert (made.case.plan, made.case.response_target, made.case.due_at) == ("Plus", "4 hours", NOW + 4 * HOUR)
    assert made.effects == ("The support answers by 23 Nov 2026 14:00.",)
    (mail,) = mails(services)
    assert (mail.kind, mail.recipient) == ("support.request", "staff@provider.example")
    assert "Mail [red]" in mail.subject
    assert "14:00" in mail.body
    assert "broke" not in mail.body

    clock.advance(hours=5)
    (row,) = services.support_queue.page(staff).rows
    assert (row.clock, row.is_late) == ("late by 60 minutes", True)
    assert services.support_cases.show(org.owner, case).case.clock == row.clock, "both sides see the same clock"
    assert services.support_queue.load(staff).model_dump() == {"open": 1, "late": 1}
    answered = services.support_queue.answer(staff, case, said("Try\nagain", row.version))
    assert (answered.case.state, answered.case.due_at, answered.case.first_answer_late) == ("answered", None, True)
    assert answered.effects == ("1 mail goes out.",)
    assert (mails(services)[-1].kind, mails(services)[-1].recipient) == ("support.answer", org.email)
    assert "Try\nagain" in mails(services)[-1].body

    again = services.support_cases.reply(org.owner, case, said("Still"))
    assert again.case.due_at == NOW + 9 * HOUR
    assert again.effects == (f"{case} is open again.", "The support answers by 23 Nov 2026 19:00.")
    assert mails(services)[-1].kind == "support.reply"
    closed = services.support_cases.close(org.owner, case)
    assert (closed.case.state, closed.case.clock) == ("closed", "closed")
    assert services.support_queue.close(staff, case).effects == ("It was closed already.",)
    assert services.support_queue.load(staff).open == 0
    assert services.support_cases.reply(org.owner, case, said("Once more")).case.state is CaseState.OPEN

    shown = services.support_cases.show(org.owner, case)
    assert [(one.body, one.is_staff) for one in shown.messages] == [
        ("It\nbroke", False),
        ("Try\nagain", True),
        ("Still", False),
        ("Once more", False),
    ]
    assert shown.messages[0].page == "Products"
    noted = rows(services, 'SELECT group_concat("values", "") FROM audit_values')[0][0]
    assert not any(one in noted for one in ("broke", "Still", "Mail [red]"))
    assert services.maintenance.check(Actor.operator()).clean


def test_two_who_answer_at_once_do_not_answer_twice_and_notes_stay_among_staff(
    services: Services, make: Builder, org: Org
) -> None:
    staff, second = make.staff, make.person(1, Role.COLLABORATOR, email="second@provider.example")
    case = ask(services, org.owner)
    version = services.support_queue.show(staff, case).case.version
    note = services.support_queue.note(second, case, said("I am on it"))
    assert note.case.due_at is not None, "a note is no answer"
    services.support_queue.answer(second, case, said("Solved", version))
    behind: tuple[Callable[[], object], ...] = (
        lambda: services.support_queue.answer(staff, case, said("Solved too", version)),
        lambda: services.support_queue.close(staff, case, version),
        lambda: services.support_cases.reply(org.owner, case, said("Hello?", version)),
    )
    for late in behind:
        with pytest.raises(CaseConflict, match=r"second|Second") as conflict:
            late()
        assert conflict.value.facts["version"] == version + 1
    assert [one.body for one in services.support_queue.show(staff, case).messages] == [
        "Broken",
        "I am on it",
        "Solved",
    ]

    before = services.support_cases.show(org.owner, case).case.version
    services.support_queue.note(staff, case, said("The caller was rude"))
    shown = services.support_cases.show(org.owner, case)
    assert shown.case.version == before, "that there is a note is not told either"
    assert "rude" not in shown.model_dump_json()
    assert "I am on it" not in shown.model_dump_json()
    assert [one.kind for one in mails(services)] == ["support.request", "support.answer"]
    ours = rows(services, "SELECT count(*) FROM audit_entries WHERE action = 'support.noted' AND for_org_id IS NULL")
    assert ours == [(2,)]


def test_each_follows_their_own_and_who_manages_all_and_nobody_elses(
    services: Services, make: Builder, org: Org, agency: Org
) -> None:
    member = make.person(org, Role.COLLABORATOR)
    admin = make.person(org, Role.ADMINISTRATOR)
    guest = make.person(org, Role.EXTERNAL)
    made = [ask(services, one, text="x" * 10) for one in (org.owner, member, guest)]

    def listed(actor: Actor, **how: object) -> list[str]:
        return [one.id for one in services.support_cases.list(actor, **how).rows]  # type: ignore[arg-type]  # as named

    for actor in (org.owner, admin):
        assert listed(actor) == made[::-1]
    assert listed(org.owner, own=True) == made[:1]
    assert (listed(member), listed(guest)) == ([made[1]], [made[2]])
    page = services.support_cases.list(admin, CaseTab.OPEN, offset=1, limit=1)
    assert ([one.id for one in page.rows], page.total, page.offset) == ([made[1]], 3, 1)
    assert listed(admin, tab=CaseTab.CLOSED) == []

    make.active(org, agency)
    inside = replace(agency.owner, for_client_id=org.number)
    stranger = make.organisation("Stranger").owner
    acts: tuple[Callable[[Actor], object], ...] = (
        lambda actor: services.support_cases.show(actor, made[0]),
        lambda actor: services.support_cases.reply(actor, made[0], said("Hello")),
        lambda actor: services.support_cases.close(actor, made[0]),
    )
    for actor in (member, guest, agency.owner, inside, stranger):
        for act in acts:
            with pytest.raises(NotFound):
                act(actor)
    with pytest.raises(NotFound):
        services.support_cases.show(Actor(user_id=org.owner.user_id), made[0])
    assert listed(inside) == []
    own = ask(services, inside)
    assert listed(agency.owner) == [own], "inside a client one still writes in one's own name"
    assert services.support_queue.show(make.staff, own).messages[0].client_id == org.ref

    outside = make.person(1, Role.EXTERNAL, email="guest@provider.example")
    queue = services.support_queue
    at_desk: tuple[Callable[[Actor], object], ...] = (
        queue.page,
        queue.load,
        lambda actor: queue.show(actor, made[0]),
        lambda actor: queue.answer(actor, made[0], said("x")),
        lambda actor: queue.note(actor, made[0], said("x")),
        lambda actor: queue.close(actor, made[0]),
        lambda actor: queue.position(actor, made[0]),
        lambda actor: queue.note_call(actor, NewCall.of(organisation="ORG-2", subject="x", text="x")),
    )
    for actor in (org.owner, inside, outside, Actor.operator()):
        assert not queue.at_desk(actor)
        for act in at_desk:
            with pytest.raises(Forbidden):
                act(actor)
    assert services.support_queue.at_desk(make.staff)


def test_the_queue_has_what_is_due_first_and_each_place_fits_its_page(
    services: Services, make: Builder, org: Org, clock: FixedClock
) -> None:
    staff, free = make.staff, make.organisation("Free")
    fast = make.organisation("Fast")
    make.product(fast, "Enterprise", sku="support-enterprise")
    effort = [ask(services, free.owner), ask(services, free.owner)]
    slow = ask(services, org.owner)
    clock.advance(hours=2)
    quick = ask(services, fast.owner)
    same = ask(services, fast.owner)
    wanted = [quick, same, slow, *effort]

    assert [one.id for one in services.support_queue.page(staff).rows] == wanted
    for offset in range(6):
        page = services.support_queue.page(staff, offset=offset, limit=2)
        assert [one.id for one in page.rows] == wanted[offset : offset + 2]
        assert page.total == 5
    assert [services.support_queue.position(staff, one) for one in wanted] == [0, 1, 2, 3, 4]
    for one in (slow, quick, effort[0]):
        services.support_queue.answer(staff, one, said("Done"))
    assert [one.id for one in services.support_queue.page(staff, CaseTab.ANSWERED).rows] == [quick, slow, effort[0]]
    assert services.support_queue.position(staff, slow, CaseTab.ANSWERED) == 1
    assert services.support_queue.position(staff, slow) is None
    assert services.support_queue.position(staff, "CASE-99") is None
    with pytest.raises(Invalid):
        services.support_queue.page(staff, CaseTab.ALL)


def test_a_call_is_noted_for_its_caller_or_the_organisation_and_mailed(
    services: Services, make: Builder, org: Org
) -> None:
    staff = make.staff
    member = make.person(org, Role.COLLABORATOR, email="member@bakery.example")

    def call(**facts: object) -> NewCall:
        wish: NewCall = NewCall.of(**({"organisation": org.ref, "subject": "Called", "text": "By phone"} | facts))
        return wish

    made = services.support_queue.note_call(staff, call(caller=f"USR-{member.user_id}"))
    assert (made.case.channel, made.case.person, made.case.clock) == ("call", "Member", "4 hours left")
    assert services.support_cases.show(member, made.case.id).messages[0].is_staff
    answered = services.support_queue.note_call(staff, call(answered=True)).case
    assert (answered.state, answered.person, answered.first_answer_late) == ("answered", "", False)
    assert [one.recipient for one in mails(services)] == ["member@bakery.example", org.email]
    with pytest.raises(NotFound):
        services.support_cases.show(member, answered.id)
    assert services.support_cases.reply(org.owner, answered.id, said("And now")).case.state is CaseState.OPEN

    with pytest.raises(NotFound):
        services.support_queue.note_call(staff, call(organisation="ORG-99"))
    for caller in ("USR-1", "USR-99", "Member"):
        with pytest.raises(Invalid):
            services.support_queue.note_call(staff, call(caller=caller))

    gone = make.organisation("Gone")
    with services.office.filling() as session:
        session.get_one(Organisation, gone.number).deleted_at = NOW
    with pytest.raises(NotFound):
        services.support_queue.note_call(staff, call(organisation=gone.ref))

    # who left is not written to any more: the organisation is
    services.people.remove(org.owner, "member@bakery.example")
    services.support_queue.answer(staff, made.case.id, said("Solved"))
    assert mails(services)[-1].recipient == org.email


def test_hostile_texts_are_kept_as_they_are_or_refused_and_none_is_too_long(
    services: Services, make: Builder, org: Org
) -> None:
    case, staff = ask(services, org.owner), make.staff
    kept = []
    for text in HOSTILE:
        try:
            services.support_cases.reply(org.owner, case, said(text))
        except Invalid:
            continue
        kept.append(text)
    assert len(kept) > 25
    bodies = [one.body for one in services.support_queue.show(staff, case).messages[1:]]
    assert len(bodies) == len(kept)
    assert not any(ch in body for body in bodies for ch in "\x1b\x00\x07\x9b\u202e\ud800\r")

    assert said("x" * 10_000).text
    for wrong in ("x" * 10_001, "", " \n "):
        with pytest.raises(Invalid):
            said(wrong)
    for subject in ("", "two\nlines", "x" * 301):
        with pytest.raises(Invalid):
            NewRequest.of(subject=subject, text="x")
    for unknown in ("CASE-99", "ORG-1", "x", ""):
        with pytest.raises(NotFound):
            services.support_cases.show(org.owner, unknown)


def test_the_promise_is_that_of_the_plan_when_it_was_opened(
    services: Services, make: Builder, org: Org, clock: FixedClock
) -> None:
    staff, case = make.staff, ask(services, org.owner)
    services.support_queue.answer(staff, case, said("Done"))
    make.product(org, "Enterprise", sku="support-enterprise")
    clock.advance(hours=1)
    again = services.support_cases.reply(org.owner, case, said("Still")).case
    assert (again.plan, again.due_at) == ("Plus", NOW + 5 * HOUR)
    assert services.support_cases.show(org.owner, ask(services, org.owner)).case.plan == "Enterprise"
