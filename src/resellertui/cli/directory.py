"""`resellertui directory`: finding approved partners that want to be found, and publishing who they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli.arguments import Replace
from resellertui.cli.call import FROM_STDIN, call_of, dumped, usage
from resellertui.cli.files import check_free, write_document
from resellertui.cli.options import Verbs
from resellertui.cli.prepaid import Limit, Offset
from resellertui.domain.languages import languages_called
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.directory import DirectoryPage

app = Verbs(help="The directory of partners: search it, look at one, and publish it.")


@app.verb()
def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Name, e-mail, place, service or language.")] = "",
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="A part of the name.")] = "",
    place: Annotated[
        str, typer.Option("--place", metavar="TEXT", help="A part of the town, or a country by its name or code.")
    ] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="NAME", help="A language by its name or code; several with commas.")
    ] = "",
    service: Annotated[
        str, typer.Option("--service", metavar="TEXT", help="A part of a service; several with commas.")
    ] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """List the approved partners that are meant, by name: what is given has to hold together.

    Words of TEXT may each be anywhere in a listing; place:, language:, service: and name: in it do what the options do.
    """
    from resellertui.services.directory import DirectoryQuery

    call = call_of(ctx)
    for one in language.split(","):
        if one.strip() and not languages_called(one):
            raise usage("--language", _("“{text}” is no language. Give a name or a code.").format(text=one.strip()))
    query = DirectoryQuery.of(text=text, name=name, place=place, language=language, service=service)
    desk = call.desk(writes=False, needs_org=False)
    page = desk.services.directory.search(desk.actor, query, offset, limit)
    call.show(
        {"partners": dumped(page.rows), "total": page.total, "offset": page.offset},
        lambda: _table(page),
    )


@app.verb()
def show(
    ctx: typer.Context,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="An id, an exact name, or an e-mail.")],
) -> None:
    """Show one partner's listing."""
    from resellertui.cli.programme_wording import card_text

    call = call_of(ctx)
    desk = call.desk(writes=False)
    card = desk.services.directory.show(desk.actor, partner)
    call.show({"partner": card.model_dump(mode="json")}, lambda: card_text(card))


@app.verb()
def export(
    ctx: typer.Context,
    as_format: Annotated[
        str,
        typer.Option("--format", metavar="json|html", help="How it is written; by default as the file's name ends."),
    ] = "",
    output: Annotated[str, typer.Option("--output", metavar="FILE", help="A new file; - is standard output.")] = "-",
    replace: Replace = False,
) -> None:
    """Write the directory as it may be published: as JSON, or as a page of the web that needs nothing else.

    For the provider's staff and the owner of the database. It holds what listings say, and no e-mail address.
    Everybody may read the file.
    """
    from resellertui.services.directory_export import DirectoryFormat

    call = call_of(ctx)
    kind = DirectoryFormat.of(as_format, output)
    call.check_path(output)
    if output != FROM_STDIN:
        check_free(output, replace=replace)
    desk = call.operator_desk(writes=True)
    exported = desk.services.directory_exports.export(desk.actor, kind)
    if output == FROM_STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(exported.content)
        sys.stdout.flush()
        return
    if not call.dry_run:
        write_document(output, exported.content, replace=replace, public=True)
    words = ngettext("{file} holds {count} partner.", "{file} holds {count} partners.", exported.partners)
    call.tell(
        {"exported": {"partners": exported.partners, "format": kind.value, "file": output}},
        words.format(file=output, count=exported.partners),
    )


def _table(page: DirectoryPage) -> str:
    from resellertui.cli.wording import partner_table

    table = partner_table(page.rows)
    if page.offset + len(page.rows) >= page.total:
        return table
    rest = _("{shown} of {total} are listed; --limit and --offset list others.").format(
        shown=len(page.rows), total=page.total
    )
    return f"{table}\n{rest}"
