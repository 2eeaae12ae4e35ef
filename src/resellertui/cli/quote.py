"""`resellertui quote`: asking partners for offers, and following what one asked; visitors need no account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from resellertui.cli import quote_leads, quote_offers, quote_outside, quote_routing
from resellertui.cli.call import Call, call_of, usage
from resellertui.cli.files import read_file
from resellertui.cli.options import Verbs
from resellertui.cli.quote_request_pages import filed_page, own_page, own_table
from resellertui.cli.signing_in import has_terminal, known_person
from resellertui.domain.errors import Usage
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.leads.views import OwnRequestView, QuoteRequestInput

app = Verbs(help="Requests for quotes: ask partners for offers, follow and accept them; as a partner, answer them.")
quote_leads.declare(app)
quote_offers.declare(app)
app.add_typer(quote_routing.app, name="routing")
app.add_typer(quote_outside.app, name="outside")

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id, such as RFQ-3.")]
Token = Annotated[str, typer.Argument(metavar="TOKEN", help="The token that was mailed when the request was filed.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Version = Annotated[
    int | None, typer.Option("--if-version", metavar="N", help="Only if the request is still at this version.")
]
_Text = Annotated[str, typer.Option(metavar="TEXT")]


@app.verb()
def submit(
    ctx: typer.Context,
    need: Annotated[
        str, typer.Option("--need", metavar="TEXT", help="What you need, in twenty characters at least.")
    ] = "",
    family: Annotated[
        list[str] | None,
        typer.Option("--family", metavar="NAME", help="A family of products, such as web_hosting; repeat it."),
    ] = None,
    budget: Annotated[str, typer.Option("--budget", metavar="AMOUNT", help="For a year, without VAT.")] = "",
    currency: Annotated[str, typer.Option("--currency", metavar="CHF|EUR", help="The budget's currency.")] = "",
    language: Annotated[
        list[str] | None,
        typer.Option("--language", metavar="CODE", help="A language that you speak, such as fr; repeat it."),
    ] = None,
    region: Annotated[str, typer.Option("--region", metavar="TEXT", help="Where you are.")] = "",
    country: Annotated[str, typer.Option("--country", metavar="CODE", help="In which country.")] = "",
    deadline: Annotated[str, typer.Option("--deadline", metavar="DATE", help="By when you want to decide.")] = "",
    contact_name: Annotated[str, typer.Option("--contact-name", metavar="NAME", help="Whom partners contact.")] = "",
    contact_organisation: _Text = "",
    contact_email: Annotated[
        str, typer.Option("--contact-email", metavar="EMAIL", help="Where offers are mailed to.")
    ] = "",
    contact_phone: _Text = "",
    mail_language: Annotated[
        str, typer.Option("--mail-language", metavar="CODE", help="The language of the mails.")
    ] = "",
    file: Annotated[
        str,
        typer.Option("--file", metavar="FILE", help="A JSON file with these fields instead; - is standard input."),
    ] = "",
    visitor: Annotated[
        bool, typer.Option("--visitor", help="For somebody without an account, though you are signed in.")
    ] = False,
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="File it once under this key.")] = "",
) -> None:
    """Ask partners for offers, for free: for your organisation, or as a visitor for the contact that you name.

    Whoever is signed in files for the organisation, whose data stand for what is left out; anybody else is a visitor.
    """
    call = call_of(ctx)
    given: dict[str, Any] = {
        "need": need,
        "families": tuple(family or ()),
        "budget": budget,
        "currency": currency,
        "languages": tuple(language or ()),
        "region": region,
        "country": country,
        "deadline": deadline,
        "contact_name": contact_name,
        "contact_organisation": contact_organisation,
        "contact_email": contact_email,
        "contact_phone": contact_phone,
        "language": mail_language,
    }
    _file(call, _wish(call, given, file, key), as_visitor=visitor)


@app.verb("list")
def list_requests(
    ctx: typer.Context,
    state: Annotated[
        str, typer.Option("--state", metavar="open|awarded|withdrawn|expired", help="Only those in this state.")
    ] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="Only those that hold this.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")] = 100,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")] = 0,
) -> None:
    """List the requests that your organisation filed, newest first.

    `quote leads` has those that a partner was sent; `quote routing list` everybody's, for the provider's staff.
    """
    from resellertui.services.leads.views import QuoteQuery

    call = call_of(ctx)
    query: QuoteQuery = QuoteQuery.of(text=text, state=state)
    desk = call.desk(writes=False)
    page = desk.services.quote_requests.page(desk.actor, query, offset, limit)
    is_part = bool(state or text or offset)
    call.show({"requests": page.model_dump(mode="json")}, lambda: own_table(page, is_part=is_part))


@app.verb()
def show(ctx: typer.Context, request: RequestId) -> None:
    """Show a request of your organisation with the offers, cheapest in a year first."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    _show(call, desk.services.quote_requests.show(desk.actor, request))


@app.verb()
def status(ctx: typer.Context, token: Token) -> None:
    """Show the request of a visitor, with the offers; the token is all it takes."""
    from resellertui.services.actor import Actor

    call = call_of(ctx)
    _show(call, call.services(writes=False).quote_requests.by_token(Actor(), token))


@app.verb()
def withdraw(
    ctx: typer.Context,
    request: Annotated[
        str, typer.Argument(metavar="[REQUEST]", help="The id of your organisation's request; none with --token.")
    ] = "",
    token: Annotated[
        str, typer.Option("--token", metavar="TOKEN", help="The token of a visitor's request; needs no sign-in.")
    ] = "",
    reason: Reason = "",
    version: Version = None,
) -> None:
    """Withdraw a request, solved or not wanted any more; partners that were sent it are mailed."""
    from resellertui.services.actor import Actor

    call = call_of(ctx)
    if bool(request) is bool(token):
        raise Usage(_("Name a request, or give the --token of one."))
    if token:
        _tell(call, call.services(writes=True).quote_requests.withdraw_by_token(Actor(), token, reason))
        return
    desk = call.desk(writes=True)
    _tell(call, desk.services.quote_requests.withdraw(desk.actor, request, reason, version))


@app.verb()
def claim(ctx: typer.Context, token: Token) -> None:
    """Make a visitor's request your organisation's, which can then accept an offer; the token ends."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.quote_requests.claim(desk.actor, token))


def _wish(call: Call, given: dict[str, Any], file: str, key: str) -> QuoteRequestInput:
    """Return the request that options or a file hold.

    Raises:
        Usage: both do.
        Invalid: what stands against it.
    """
    from resellertui.domain.leads.request_file import read_request_file
    from resellertui.services.leads.views import QuoteRequestInput

    if file:
        if any(given.values()):
            raise usage("--file", _("The file says it all: leave the other options out."))
        call.check_path(file)
        given = dict(read_request_file(read_file(file)))
    wish: QuoteRequestInput = QuoteRequestInput.of(**given, key=key)
    return wish


def _file(call: Call, wish: QuoteRequestInput, *, as_visitor: bool) -> None:
    from resellertui.domain.leads.states import Source
    from resellertui.services.actor import Actor

    if as_visitor or not _is_somebody(call):
        services, actor = call.services(writes=True), Actor()
    else:
        desk = call.desk(writes=True)
        services, actor = desk.services, desk.actor
    filed = services.quote_requests.file(actor, wish, Source.COMMAND)
    call.tell(filed.model_dump(mode="json"), lambda: filed_page(filed))


def _is_somebody(call: Call) -> bool:
    """Return whether a person files: one who is named or remembered, or can be asked in locked mode."""
    if call.choices.person is not None or call.choices.org is not None:
        return True
    return known_person(call) is not None or (call.locked and has_terminal())


def _show(call: Call, view: OwnRequestView) -> None:
    call.show({"request": view.model_dump(mode="json")}, lambda: own_page(view))


def _tell(call: Call, view: OwnRequestView) -> None:
    call.tell({"request": view.model_dump(mode="json")}, lambda: own_page(view))
