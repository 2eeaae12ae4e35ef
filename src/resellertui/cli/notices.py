"""`resellertui notices` and `profile notices`: one's own notices, and which of them come by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import Call, call_of, dumped
from resellertui.cli.options import Verbs
from resellertui.domain.errors import Usage
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from resellertui.services.notices import NoticeChoiceView, NoticeView

app = Verbs(help="Your own notices: what was written to you by mail or for the console only.")


def declare(profile: Verbs) -> None:
    """Add to the group of the profile which notices come by mail."""
    profile.verb("notices")(choose)


@app.verb("list")
def list_notices(
    ctx: typer.Context,
    unread: Annotated[bool, typer.Option("--unread", help="Only what you have not read.")] = False,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="Only what holds this.")] = "",
    before: Annotated[str, typer.Option("--before", metavar="ID", help="Only those before this notice.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many to list at most.")] = 50,
) -> None:
    """List your notices, newest first. Those with a token are read where they were mailed."""
    from resellertui.services.notices import NoticeQuery

    call = call_of(ctx)
    desk = call.desk(writes=False, needs_org=False)
    query: NoticeQuery = NoticeQuery.of(unread=unread, text=text)
    views = desk.services.notices.list(desk.actor, query, before=before, limit=limit)
    count = desk.services.notices.unread(desk.actor)
    call.show({"unread": count, "notices": dumped(views)}, lambda: _table(views))


@app.verb()
def show(ctx: typer.Context, notice: Annotated[str, typer.Argument(metavar="ID", help="The notice's id.")]) -> None:
    """Show one notice with its text; it stays unread."""
    call = call_of(ctx)
    desk = call.desk(writes=False, needs_org=False)
    view = desk.services.notices.show(desk.actor, notice)
    call.show({"notice": view.model_dump(mode="json")}, lambda: _page(view))


@app.verb()
def read(
    ctx: typer.Context,
    notices: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="The notices' ids.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every notice of yours.")] = False,
    unread: Annotated[bool, typer.Option("--unread", help="Mark them as unread instead.")] = False,
) -> None:
    """Mark notices as read."""
    call = call_of(ctx)
    if bool(notices) is every or (every and unread):
        raise Usage(_("Name notices, or --all."), hint=_("`resellertui notices list` lists them."))
    desk = call.desk(writes=True, needs_org=False)
    area = desk.services.notices
    count = area.read_all(desk.actor) if every else area.read(desk.actor, notices or [], unread=unread)
    call.tell(
        {"changed": count},
        lambda: ngettext("{count} notice was marked.", "{count} notices were marked.", count).format(count=count),
    )


def choose(
    ctx: typer.Context,
    category: Annotated[
        str | None, typer.Argument(metavar="[CATEGORY]", help="A category; without one they are listed.")
    ] = None,
    by_mail: Annotated[
        bool | None, typer.Option("--mail/--no-mail", help="By mail as well, or in the console only.")
    ] = None,
) -> None:
    """See which notices come by mail, and choose: what you have to be told always does."""
    call = call_of(ctx)
    if (category is None) is not (by_mail is None):
        raise Usage(_("Name a category with --mail or --no-mail."))
    desk = call.desk(writes=category is not None, needs_org=False)
    if category is None or by_mail is None:
        listed = desk.services.notices.choices(desk.actor)
        call.show({"choices": dumped(listed)}, lambda: _choices(listed))
        return
    _tell(call, desk.services.notices.choose(desk.actor, category, by_mail=by_mail))


def _tell(call: Call, views: tuple[NoticeChoiceView, ...]) -> None:
    call.tell({"choices": dumped(views)}, lambda: _choices(views))


def _choices(views: Iterable[NoticeChoiceView]) -> str:
    return printing.table(
        (_("Category"), _("Name"), _("By mail"), _("Always by mail")),
        [(one.category.value, one.label, one.by_mail, one.always) for one in views],
    )


def _table(views: Iterable[NoticeView]) -> str:
    return printing.table(
        (_("Id"), _("When"), _("Read"), _("Organisation"), _("Subject"), _("About")),
        [(one.id, one.at, one.read_at is not None, one.organisation, one.subject, one.about_id) for one in views],
        empty=_("There are no notices."),
    )


def _page(view: NoticeView) -> str:
    head = printing.record(
        [
            (_("Id"), view.id),
            (_("When"), view.at),
            (_("Read"), view.read_at),
            (_("Organisation"), view.organisation),
            (_("About"), view.about_id),
            (_("Subject"), view.subject),
        ]
    )
    return f"{head}\n\n{view.body or ''}"
