"""What the desk says of callers, cases and messages."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from resellertui.domain.roles import role_label
from resellertui.domain.support_case import CaseState, channel_label, state_label
from resellertui.domain.text import visible
from resellertui.domain.wording import _, ngettext
from resellertui.services.support.access_views import OpenAccessRow
from resellertui.services.support.case_views import CaseRow, DeskLoad, MessageView
from resellertui.services.support.code_views import CallerView, InChargeView
from resellertui.tui import formats
from resellertui.tui.client_words import access_word
from resellertui.tui.widgets.record_source import Row, Tone

SOME = 3
"""How many accesses or partners one line names."""


def caller_lines(caller: CallerView, accesses: Sequence[OpenAccessRow], case: str) -> list[tuple[str, str]]:
    """Return what the card shows, a line each: the first of many, and how many more there are."""
    return [
        (_("Caller"), _person(caller)),
        (_("Organisation"), f"{caller.organisation} · {caller.organisation_id}"),
        (_("Plan"), _plan(caller)),
        (_("Promise"), _promise(caller)),
        (_("Access"), _first(access_words(accesses)) or _("none is open")),
        (_("Partners"), _first([_partner(one) for one in caller.partners]) or _("none")),
        (_("Case"), case),
    ]


def caller_facts(caller: CallerView, accesses: Sequence[OpenAccessRow], case: str) -> list[str]:
    """Return everything about a caller, a line each, to be read whole."""
    facts = [
        (_("Caller"), _person(caller)),
        (_("E-mail"), caller.caller_email or ""),
        (_("Person"), caller.caller_id or ""),
        (_("Role"), role_label(caller.role) if caller.role is not None else ""),
        (_("Organisation"), f"{caller.organisation} · {caller.organisation_id}"),
        (_("Plan"), _plan(caller)),
        (_("Promise"), _promise(caller)),
        *((_("Access"), words) for words in access_words(accesses) or [_("none is open")]),
        *((_("Partner"), words) for words in [_partner(one) for one in caller.partners] or [_("none")]),
        (_("Case"), case),
        (_("Code"), _code(caller)),
    ]
    return [f"{label}: {value}" for label, value in facts if value]


def access_words(accesses: Sequence[OpenAccessRow]) -> list[str]:
    """Return each open access in words."""
    return [
        _("{service} of {person}, {left}").format(service=one.label, person=one.person, left=one.left)
        for one in accesses
    ]


def load_words(load: DeskLoad) -> str:
    """Return how much waits at the desk."""
    if not load.open:
        return _("No case waits for an answer.")
    waiting = ngettext("{count} case waits for an answer", "{count} cases wait for an answer", load.open).format(
        count=load.open
    )
    late = ngettext("{count} of them is late", "{count} of them are late", load.late).format(count=load.late)
    return f"{waiting}, {late}." if load.late else f"{waiting}."


def case_row(one: CaseRow) -> Row:
    """Return a case as the queue lists it."""
    return Row(
        one.id,
        {
            "clock": _listed_clock(one),
            "subject": one.subject,
            "organisation": one.organisation,
            "person": one.person,
            "plan": one.plan,
            "id": one.id,
            "opened": formats.moment(one.opened_at),
        },
        Tone.BAD if one.is_late else Tone.MUTED if one.state is CaseState.CLOSED else None,
    )


def case_facts(one: CaseRow) -> list[tuple[str, str]]:
    """Return whose case it is, and how its clock stands, a line each."""
    clock = one.clock if one.state is CaseState.OPEN else ""
    due = _("due {moment}").format(moment=formats.moment(one.due_at)) if one.due_at is not None else ""
    whom = [one.person or _("nobody named"), one.organisation, one.organisation_id]
    opened = _("opened {moment}").format(moment=formats.moment(one.opened_at))
    return [
        (_("State"), " · ".join(part for part in (state_label(one.state), clock, due) if part)),
        (_("From"), " · ".join(whom)),
        (_("Plan"), f"{one.plan} · {one.response_target}"),
        (_("Came by"), f"{channel_label(one.channel)} · {opened}"),
        (_("First answer"), _first_answer(one)),
    ]


def message_lines(messages: Sequence[MessageView]) -> Content:
    """Return what was written, oldest first: who and when above each text, which keeps its lines."""
    parts: list[Content] = []
    for one in messages:
        head = [formats.moment(one.at), one.author or _("erased person"), _side(one)]
        if one.page:
            head.append(_("on the page {page}").format(page=one.page))
        if one.client_id:
            head.append(_("inside client {client}").format(client=one.client_id))
        style = "bold $text-warning" if one.is_note else "bold $text-accent" if one.is_staff else "bold"
        parts += [
            Content.styled(visible(" · ".join(head)), style),
            Content(visible(one.body, multiline=True)),
            Content(""),
        ]
    return Content("\n").join(parts)


def _side(one: MessageView) -> str:
    if one.is_note:
        return _("note among staff, which the organisation never reads")
    return _("support") if one.is_staff else _("organisation")


def _listed_clock(one: CaseRow) -> str:
    if one.state is CaseState.ANSWERED:
        return formats.moment(one.answered_at)
    return formats.moment(one.closed_at) if one.state is CaseState.CLOSED else one.clock


def _first_answer(one: CaseRow) -> str:
    if one.answered_at is None:
        return ""
    when = formats.moment(one.answered_at)
    if one.first_answer_late is None:
        return when
    kept = _("later than promised") if one.first_answer_late else _("in time")
    return f"{when} · {kept}"


def _person(caller: CallerView) -> str:
    if caller.caller is None:
        return _("the organisation's VIP code, which names no person")
    role = role_label(caller.role) if caller.role is not None else ""
    return " · ".join(part for part in (caller.caller, role, caller.caller_email or "") if part)


def _plan(caller: CallerView) -> str:
    return f"{caller.plan} · {_('VIP')}" if caller.vip else caller.plan


def _promise(caller: CallerView) -> str:
    parts = [_("first response {promise}").format(promise=caller.response_target)]
    if caller.emergency_calls:
        parts.append(_("emergency calls 24/7"))
    if caller.account_managers:
        count = caller.account_managers
        parts.append(ngettext("{count} account manager", "{count} account managers", count).format(count=count))
    return " · ".join(parts)


def _partner(one: InChargeView) -> str:
    words = f"{one.name} ({access_word(one.access)})"
    return f"{words}, {_('paused')}" if one.paused else words


def _code(caller: CallerView) -> str:
    if caller.valid_until is None:
        return _("a VIP code, until it is renewed")
    return _("taken at the desk until {moment}").format(moment=formats.moment(caller.valid_until))


def _first(words: Sequence[str]) -> str:
    shown = "; ".join(words[:SOME])
    more = len(words) - SOME
    if more <= 0:
        return shown
    return f"{shown}; {ngettext('and {count} more', 'and {count} more', more).format(count=more)}"
