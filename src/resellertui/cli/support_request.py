"""`resellertui support request` and `support queue`: writing to the support, and answering at the desk."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import FROM_STDIN, Call, Desk, call_of, dumped, usage
from resellertui.cli.files import read_text_file
from resellertui.cli.options import Verbs
from resellertui.domain.support_case import channel_label, state_label
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.support.case_views import CaseOutcome, CasePage, CaseRow, CaseTab, CaseView, MessageView

request_app = Verbs(help="Requests for support: write one, follow it; the provider's staff answer them.")

Case = Annotated[str, typer.Argument(metavar="CASE", help="The request's or call's id.")]
Text = Annotated[
    str | None,
    typer.Option("--text", metavar="TEXT", help="What to write; standard input is read for - or if left out."),
]
Subject = Annotated[str, typer.Option("--subject", metavar="TEXT", help="What it is about, in a line.")]
Version = Annotated[
    int | None,
    typer.Option("--if-version", metavar="N", help="Only if nobody has written since this version, as `show` says."),
]
State = Annotated[str, typer.Option("--state", metavar="open|answered|closed", help="Only those in this state.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, help="How many to leave out at the beginning.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many to list at most.")]


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    app.add_typer(request_app, name="request")
    app.verb()(queue)


@request_app.verb()
def new(
    ctx: typer.Context,
    subject: Subject,
    text: Text = None,
    page: Annotated[str, typer.Option("--page", metavar="TEXT", help="Where in the console it happened.")] = "",
) -> None:
    """Write to the support: the clock of your plan's response time starts."""
    from resellertui.services.support.case_views import NewRequest

    call = call_of(ctx)
    wish = NewRequest.of(subject=subject, text=_text(text), page=page)
    desk = call.desk(writes=True)
    _tell(call, desk.services.support_cases.open(desk.actor, wish))


@request_app.verb("list")
def list_requests(
    ctx: typer.Context,
    state: State = "",
    own: Annotated[bool, typer.Option("--own", help="Only yours, where you follow everybody's.")] = False,
    offset: Offset = 0,
    limit: Limit = 100,
) -> None:
    """List your requests, newest first; legal representatives and administrators see their organisation's."""
    call = call_of(ctx)
    tab = _tab(state)
    desk = call.desk(writes=False)
    found = desk.services.support_cases.list(desk.actor, tab, offset=offset, limit=limit, own=own)
    _show_page(call, "requests", found)


@request_app.verb()
def show(ctx: typer.Context, case: Case) -> None:
    """Show a request with what was written in it; the provider's staff see their notes too."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    services = desk.services
    area = services.support_queue if _at_desk(desk) else services.support_cases
    view = area.show(desk.actor, case)
    call.show(
        {"request": view.case.model_dump(mode="json"), "messages": dumped(view.messages)}, lambda: _case_page(view)
    )


@request_app.verb()
def answer(ctx: typer.Context, case: Case, text: Text = None, version: Version = None) -> None:
    """Write in a request: as its organisation it is open again, as the provider's staff it is answered."""
    from resellertui.services.support.case_views import Message

    call = call_of(ctx)
    message = Message.of(text=_text(text), version=version)
    desk = call.desk(writes=True)
    services = desk.services
    write = services.support_queue.answer if _at_desk(desk) else services.support_cases.reply
    _tell(call, write(desk.actor, case, message))


@request_app.verb()
def close(ctx: typer.Context, case: Case, version: Version = None) -> None:
    """Close a request; writing in it opens it again."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    services = desk.services
    area = services.support_queue if _at_desk(desk) else services.support_cases
    _tell(call, area.close(desk.actor, case, version))


@request_app.verb()
def note(ctx: typer.Context, case: Case, text: Text = None, version: Version = None) -> None:
    """Provider's staff: write a note among staff, which the organisation never reads."""
    from resellertui.services.support.case_views import Message

    call = call_of(ctx)
    message = Message.of(text=_text(text), version=version)
    desk = call.desk(writes=True)
    _tell(call, desk.services.support_queue.note(desk.actor, case, message))


@request_app.verb("call")
def note_call(
    ctx: typer.Context,
    organisation: Annotated[str, typer.Argument(metavar="ORG", help="The organisation's id, as `support desk` says.")],
    subject: Subject,
    caller: Annotated[str, typer.Option("--caller", metavar="USR", help="The person's id; none for a VIP code.")] = "",
    text: Text = None,
    answered: Annotated[
        bool, typer.Option("--answered", help="The question was answered during the call: no clock starts.")
    ] = False,
) -> None:
    """Provider's staff: note a call after the caller was identified; its organisation follows it as a request."""
    from resellertui.services.support.case_views import NewCall

    call = call_of(ctx)
    wish = NewCall.of(organisation=organisation, caller=caller, subject=subject, text=_text(text), answered=answered)
    desk = call.desk(writes=True)
    _tell(call, desk.services.support_queue.note_call(desk.actor, wish))


def queue(ctx: typer.Context, state: State = "open", offset: Offset = 0, limit: Limit = 100) -> None:
    """Provider's staff: list the requests and calls of every organisation; of those that wait, what is due first."""
    call = call_of(ctx)
    tab = _tab(state or "open")
    desk = call.desk(writes=False)
    found = desk.services.support_queue.page(desk.actor, tab, offset=offset, limit=limit)
    _show_page(call, "queue", found)


def _at_desk(desk: Desk) -> bool:
    return desk.services.support_queue.at_desk(desk.actor)


def _text(given: str | None) -> str:
    """Return what is to be written: the option's text, or what standard input holds.

    Raises:
        Usage: neither, since standard input is a terminal.
    """
    if given is not None and given != FROM_STDIN:
        return given
    if given is None and sys.stdin.isatty():
        raise usage("--text", _("It is needed; --text - reads what you type, up to Ctrl+D."))
    return read_text_file(FROM_STDIN)


def _tab(text: str) -> CaseTab:
    from resellertui.services.support.case_views import CaseTab

    if not text:
        return CaseTab.ALL
    try:
        return CaseTab(text)
    except ValueError:
        choices = ", ".join(one.value for one in CaseTab)
        raise usage("--state", _("Choose one of: {choices}.").format(choices=choices)) from None


def _tell(call: Call, outcome: CaseOutcome) -> None:
    call.tell(
        {"request": outcome.case.model_dump(mode="json"), "effects": list(outcome.effects)},
        lambda: "\n".join([_table([outcome.case]), *(f"  {one}" for one in outcome.effects)]),
    )


def _show_page(call: Call, key: str, page: CasePage) -> None:
    shown = _("{first} to {last} of {total}").format(
        first=page.offset + 1, last=page.offset + len(page.rows), total=page.total
    )
    is_part = bool(page.rows) and len(page.rows) < page.total
    call.show(
        {key: dumped(page.rows), "total": page.total, "offset": page.offset},
        lambda: _table(page.rows) + (f"\n{shown}" if is_part else ""),
    )


def _table(rows: Sequence[CaseRow]) -> str:
    return printing.table(
        (_("Id"), _("State"), _("Clock"), _("Subject"), _("Organisation"), _("Person"), _("Plan"), _("Opened")),
        [
            (
                one.id,
                state_label(one.state),
                one.clock,
                one.subject,
                one.organisation,
                one.person,
                one.plan,
                one.opened_at,
            )
            for one in rows
        ],
        empty=_("There are no requests."),
    )


def _case_page(view: CaseView) -> str:
    case = view.case
    head = printing.record(
        [
            (_("Id"), case.id),
            (_("Subject"), case.subject),
            (_("Kind"), channel_label(case.channel)),
            (_("Organisation"), case.organisation),
            (_("Person"), case.person),
            (_("State"), state_label(case.state)),
            (_("Clock"), case.clock),
            (_("Answer promised by"), case.due_at),
            (_("Plan"), case.plan),
            (_("First response"), case.response_target),
            (_("Opened"), case.opened_at),
            (_("First answered"), case.answered_at),
            (_("Closed"), case.closed_at),
            (_("Version"), case.version),
        ]
    )
    return "\n\n".join([head, *(_message(one) for one in view.messages)])


def _message(one: MessageView) -> str:
    who = one.author or _("nobody")
    text = _("{moment} {person}:")
    if one.is_note:
        text = _("{moment} {person}, a note among staff:")
    elif one.is_staff:
        text = _("{moment} {person}, support:")
    lines = [text.format(moment=printing.moment(one.at), person=who)]
    lines += [f"    {line}" for line in one.body.split("\n")]
    if one.page:
        lines.append("    " + _("(written on the page {page})").format(page=one.page))
    if one.client_id:
        lines.append("    " + _("(written inside {client})").format(client=one.client_id))
    return "\n".join(lines)
