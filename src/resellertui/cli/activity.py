"""`resellertui activity`: what was done in your organisation's name, and for it; as a list or as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import Replace, day_option
from resellertui.cli.call import FROM_STDIN, Call, call_of, dumped, usage
from resellertui.cli.files import check_free, write_document
from resellertui.cli.options import Verbs
from resellertui.cli.prepaid import Limit, Offset
from resellertui.domain.activity import ActivityGroup
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.activity_views import ActivityPage, ActivityQuery, ActivityRow


def declare(app: Verbs) -> None:
    """Add the command."""
    app.verb()(activity)


def activity(
    ctx: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="[ID]", help="One act, such as ACT-12, whole; a list where left out.")
    ] = "",
    by: Annotated[
        str, typer.Option("--person", metavar="WHO", help="By this person: an id, exact name, or e-mail.")
    ] = "",
    client: Annotated[str, typer.Option("--client", metavar="WHO", help="For or on this organisation.")] = "",
    partner: Annotated[str, typer.Option("--partner", metavar="WHO", help="In this organisation's name.")] = "",
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="WHO", help="Staff: of this organisation, instead of all.")
    ] = "",
    action: Annotated[
        str,
        typer.Option("--action", metavar="ACTION", help="One action, such as invoice.pay; or a group, such as money."),
    ] = "",
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="From this day on.")] = "",
    until: Annotated[str, typer.Option("--to", metavar="DATE", help="Up to this day.")] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What matches, as in the console.")] = "",
    limit: Limit = 50,
    offset: Offset = 0,
    export: Annotated[
        str, typer.Option("--export", metavar="FILE", help="Write all that matches to a new file, .csv or .pdf.")
    ] = "",
    replace: Replace = False,
) -> None:
    """List what was done, newest first: by whom, for whom, before and after.

    Groups of actions: agreements, products, money, people, sign_ins, account, support, installation. A client
    gets with --partner what this partner did for it, a partner with --client what it did for this client; as a document
    with --export.
    """
    from resellertui.services.activity_views import ActivityQuery

    call = call_of(ctx)
    groups = {one.value for one in ActivityGroup}
    query: ActivityQuery = ActivityQuery.of(
        organisation=organisation,
        person=by,
        client=client,
        partner=partner,
        group=action if action in groups else None,
        action="" if action in groups else action,
        since=day_option("--from", since) if since else None,
        until=day_option("--to", until) if until else None,
        text=text,
    )
    if export:
        _export(call, query, export, replace=replace)
        return
    desk = call.desk(writes=False)
    if reference:
        row = desk.services.activity.show(desk.actor, reference)
        call.show({"act": row.model_dump(mode="json")}, lambda: _page(row))
        return
    page = desk.services.activity.page(desk.actor, query, offset, limit)
    call.show(
        {"activity": dumped(page.rows), "total": page.total, "offset": page.offset},
        lambda: _table(page),
    )


def _export(call: Call, query: ActivityQuery, name: str, *, replace: bool) -> None:
    from resellertui.services.activity_export import ActivityFormat

    if name == FROM_STDIN:
        raise usage("--export", _("Name a file."))
    kind = ActivityFormat.of(name)
    call.check_path(name)
    check_free(name, replace=replace)
    desk = call.desk(writes=True)
    exported = desk.services.activity_exports.export(desk.actor, query, kind)
    if not call.dry_run:
        write_document(name, exported.content, replace=replace)
    words = ngettext("{file} holds {count} act.", "{file} holds {count} acts.", exported.entries)
    call.tell(
        {"exported": {"acts": exported.entries, "title": exported.title, "file": name}},
        words.format(file=name, count=exported.entries),
    )


def _table(page: ActivityPage) -> str:
    table = printing.table(
        (_("Id"), _("When"), _("Who"), _("Organisation"), _("For"), _("What"), _("About")),
        [
            (one.id, one.at, one.who, one.organisation, one.for_organisation, one.words, one.subject)
            for one in page.rows
        ],
        empty=_("Nothing was done that matches."),
    )
    if page.offset + len(page.rows) >= page.total:
        return table
    rest = _("{shown} of {total} are listed; --limit and --offset list others.").format(
        shown=len(page.rows), total=page.total
    )
    return f"{table}\n{rest}"


def _page(row: ActivityRow) -> str:
    from resellertui.services.activity_words import act_facts

    return printing.record(act_facts(row))
