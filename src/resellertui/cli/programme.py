"""`resellertui programme`: applying, one's place in the programme, one's listing; and deciding, for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli.call import Call, call_of, dumped, usage
from resellertui.cli.options import Verbs
from resellertui.cli.prepaid import Limit, Offset
from resellertui.domain.programme_membership.conditions import CONFIRMED_BY_STAFF, Condition
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.programme.views import ApplicationOutcome, ApplicationState

app = Verbs(help="The partner programme: applying, your place in it, your listing; the provider's staff decide.")

Version = Annotated[
    int | None, typer.Option("--if-version", metavar="N", help="Only if it is still at this version, as `show` says.")
]
Application = Annotated[str, typer.Argument(metavar="APP", help="The application's id.")]
Partner = Annotated[str, typer.Argument(metavar="[ORG]", help="Staff: another partner's id, exact name, or e-mail.")]


@app.verb()
def show(ctx: typer.Context, organisation: Partner = "") -> None:
    """Show a partner's place in the programme: state and dates, the way to the thresholds, benefits, reviews."""
    from resellertui.cli.programme_wording import membership_text

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.membership.show(desk.actor, organisation)
    call.show({"programme": view.model_dump(mode="json")}, lambda: membership_text(view))


@app.verb()
def check(ctx: typer.Context) -> None:
    """Say of every condition of the programme whether your organisation meets it, and what would fix it."""
    from resellertui.cli.programme_wording import application_text

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.applications.show(desk.actor)
    call.show({"application": view.model_dump(mode="json")}, lambda: application_text(view))


@app.verb()
def apply(
    ctx: typer.Context,
    website: Annotated[
        bool | None, typer.Option("--website/--no-website", help="Declare that your website is in use.")
    ] = None,
    not_affiliate: Annotated[
        bool | None,
        typer.Option("--not-affiliate/--affiliate", help="Declare that you are not in the affiliate programme."),
    ] = None,
    supports_clients: Annotated[
        bool | None,
        typer.Option("--supports-clients/--no-supports-clients", help="Commit yourself to support your own clients."),
    ] = None,
    answers_for_invoices: Annotated[
        bool | None,
        typer.Option(
            "--answers-for-invoices/--no-answers-for-invoices", help="Commit yourself to answer for their invoices."
        ),
    ] = None,
    provider_products: Annotated[
        bool | None,
        typer.Option(
            "--provider-products/--no-provider-products",
            help="Commit yourself to serve contracts from quote requests with the provider's products only.",
        ),
    ] = None,
    accept_terms: Annotated[
        bool | None,
        typer.Option(
            "--accept-terms/--refuse-terms", help="Accept the reseller terms: `resellertui guide reseller-terms`."
        ),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What staff should know.")] = None,
    version: Version = None,
) -> None:
    """Write a draft of your application, or change it; `submit` sends it."""
    from resellertui.services.programme.views import ApplicationDraft

    call = call_of(ctx)
    draft = ApplicationDraft.of(
        website=website,
        not_affiliate=not_affiliate,
        supports_clients=supports_clients,
        answers_for_invoices=answers_for_invoices,
        provider_products=provider_products,
        reseller_terms=accept_terms,
        note=note,
        version=version,
    )
    desk = call.desk(writes=True)
    _tell(call, desk.services.applications.save(desk.actor, draft))


@app.verb()
def submit(ctx: typer.Context, version: Version = None) -> None:
    """Send the draft to the provider's staff; every condition that does not hold is named."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.applications.submit(desk.actor, version))


@app.verb()
def withdraw(ctx: typer.Context, version: Version = None) -> None:
    """Withdraw the open application, sent or not."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.applications.withdraw(desk.actor, version))


@app.verb()
def reviews(ctx: typer.Context, organisation: Partner = "", limit: Limit = 50) -> None:
    """List a partner's reviews, newest first."""
    from resellertui.cli.programme_wording import review_table

    call = call_of(ctx)
    desk = call.desk(writes=False)
    found = desk.services.membership.reviews(desk.actor, organisation, limit)
    call.show({"reviews": dumped(found)}, lambda: review_table(found))


@app.verb()
def listing(
    ctx: typer.Context,
    listed: Annotated[bool | None, typer.Option("--listed/--unlisted", help="Be in the directory, or not.")] = None,
    services: Annotated[
        str | None, typer.Option("--services", metavar="A,B", help="What you offer; empty for nothing.")
    ] = None,
    languages: Annotated[str | None, typer.Option("--languages", metavar="FR,IT", help="Your languages.")] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help="What you say of yourself.")
    ] = None,
    quotes: Annotated[
        bool | None, typer.Option("--quotes/--no-quotes", help="Be sent requests for quotes, or not.")
    ] = None,
    version: Version = None,
) -> None:
    """Show your listing in the directory and how complete it is; with options, change it."""
    from resellertui.cli.programme_wording import listing_text
    from resellertui.services.programme.views import ListingEdit

    call = call_of(ctx)
    edit = ListingEdit.of(
        listed=listed,
        services=None if services is None else _items(services),
        languages=None if languages is None else _items(languages),
        description=description,
        receives_quotes=quotes,
        version=version,
    )
    writes = bool(edit.model_dump(exclude={"version"}, exclude_none=True))
    desk = call.desk(writes=writes)
    area = desk.services.listings
    view = area.change(desk.actor, edit) if writes else area.show(desk.actor)
    facts = {"listing": view.model_dump(mode="json")}
    if writes:
        call.tell(facts, lambda: listing_text(view))
    else:
        call.show(facts, lambda: listing_text(view))


@app.verb()
def applications(
    ctx: typer.Context,
    state: Annotated[
        str,
        typer.Option("--state", metavar="submitted|approved|rejected|withdrawn", help="Which ones."),
    ] = "submitted",
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """Provider's staff: list applications; of those that wait, the oldest first."""
    from resellertui.cli.programme_wording import application_table

    call = call_of(ctx)
    wanted = _state(state)
    desk = call.desk(writes=False)
    page = desk.services.admissions.page(desk.actor, wanted, offset, limit)
    call.show(
        {"applications": dumped(page.rows), "total": page.total, "offset": page.offset},
        lambda: application_table(page.rows),
    )


@app.verb("application")
def show_application(ctx: typer.Context, application: Application) -> None:
    """Provider's staff: show an application, what is known today beside what was declared and found."""
    from resellertui.cli.programme_wording import application_text

    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.admissions.show(desk.actor, application)
    call.show({"application": view.model_dump(mode="json")}, lambda: application_text(view))


@app.verb()
def confirm(
    ctx: typer.Context,
    application: Application,
    condition: Annotated[
        str, typer.Argument(metavar="website|not_affiliate", help="What was declared, and is now checked.")
    ],
    undo: Annotated[bool, typer.Option("--undo", help="Take the confirmation back.")] = False,
    version: Version = None,
) -> None:
    """Provider's staff: confirm what an application declares."""
    call = call_of(ctx)
    names = [one.value for one in CONFIRMED_BY_STAFF]
    if condition not in names:
        raise usage("website|not_affiliate", _("Choose one of: {choices}.").format(choices=", ".join(names)))
    desk = call.desk(writes=True)
    area = desk.services.admissions
    _tell(call, area.confirm(desk.actor, application, Condition(condition), confirmed=not undo, version=version))


@app.verb()
def approve(
    ctx: typer.Context,
    organisation: Annotated[
        str, typer.Argument(metavar="ORG|APP", help="An id, an exact name, or an e-mail; or an application's id.")
    ],
    services: Annotated[
        str | None, typer.Option("--services", metavar="A,B", help="What it offers, for the directory.")
    ] = None,
    languages: Annotated[str | None, typer.Option("--languages", metavar="FR,IT", help="Its languages.")] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help="What it says of itself.")
    ] = None,
    listed: Annotated[
        bool | None, typer.Option("--listed/--unlisted", help="Whether the directory lists it: it does, at first.")
    ] = None,
    provisional: Annotated[
        bool | None,
        typer.Option("--provisional/--no-provisional", help="For twelve months, below the threshold; or without that."),
    ] = None,
) -> None:
    """Approve an organisation as a partner, or change what the directory says of it; an open application is decided.

    By an application's id it is decided as the applicant sent it: the new partner writes its listing itself. Of who is
    a partner already only what is named here changes.
    """
    from resellertui.cli.wording import partner_table
    from resellertui.domain.identifiers import Kind, is_whole_id
    from resellertui.services.inputs import Listing

    call = call_of(ctx)
    if is_whole_id(Kind.APPLICATION, organisation):
        desk = call.desk(writes=True)
        _tell(call, desk.services.admissions.approve(desk.actor, organisation, provisional=bool(provisional)))
        return
    named = {
        "listed": listed,
        "services": None if services is None else _items(services),
        "languages": None if languages is None else _items(languages),
        "description": description,
        "provisional": provisional,
    }
    wish = Listing.of(**{name: value for name, value in named.items() if value is not None})
    desk = call.desk(writes=True)
    card = desk.services.programme.approve(desk.actor, organisation, wish)
    call.tell({"partner": card.model_dump(mode="json")}, lambda: partner_table([card]))


@app.verb()
def reject(
    ctx: typer.Context,
    application: Application,
    reasons: Annotated[str, typer.Option("--reasons", metavar="TEXT", help="Why; the applicant reads it.")] = "",
    version: Version = None,
) -> None:
    """Provider's staff: reject an application, saying why."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    _tell(call, desk.services.admissions.reject(desk.actor, application, reasons, version))


@app.verb()
def licence(
    ctx: typer.Context,
    organisation: Annotated[str, typer.Argument(metavar="ORG", help="The partner's id, exact name, or e-mail.")],
    key: Annotated[str, typer.Option("--key", metavar="TEXT", help="The key; - reads it from standard input.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the key back.")] = False,
) -> None:
    """Provider's staff: assign a partner the key of the theme licence, replace it, or take it back."""
    from resellertui.cli.call import FROM_STDIN
    from resellertui.cli.files import read_text_file

    call = call_of(ctx)
    if bool(key) == remove:
        raise usage("--key", _("Give a key, or --remove."))
    given = read_text_file(FROM_STDIN) if key == FROM_STDIN else key
    desk = call.desk(writes=True)
    area = desk.services.programme
    if remove:
        area.remove_licence(desk.actor, organisation)
    else:
        area.assign_licence(desk.actor, organisation, given)
    call.tell(
        {"licence": {"organisation": organisation, "assigned": not remove}},
        lambda: _("The licence key is taken back.") if remove else _("The licence key is assigned."),
    )


@app.verb()
def arrears(
    ctx: typer.Context,
    task: Annotated[str, typer.Argument(metavar="[ARR]", help="A task to mark as done; else they are listed.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What was done about it.")] = "",
    done: Annotated[bool, typer.Option("--done", help="List those that are done.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """Provider's staff: list the overdue invoices of partners' clients, or mark one as done with a note."""
    from resellertui.cli.programme_wording import arrears_table

    call = call_of(ctx)
    if task:
        desk = call.desk(writes=True)
        view = desk.services.arrears.finish(desk.actor, task, note)
        call.tell({"arrears": view.model_dump(mode="json")}, lambda: arrears_table([view]))
        return
    desk = call.desk(writes=False)
    page = desk.services.arrears.page(desk.actor, done=done, offset=offset, limit=limit)
    call.show(
        {"arrears": dumped(page.rows), "total": page.total, "offset": page.offset}, lambda: arrears_table(page.rows)
    )


def _items(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _state(text: str) -> ApplicationState:
    from resellertui.services.programme.views import ApplicationState

    choices = [one for one in ApplicationState if one is not ApplicationState.DRAFT]
    if text not in {one.value for one in choices}:
        names = ", ".join(one.value for one in choices)
        raise usage("--state", _("Choose one of: {choices}.").format(choices=names))
    return ApplicationState(text)


def _tell(call: Call, outcome: ApplicationOutcome) -> None:
    from resellertui.cli.programme_wording import application_text

    call.tell(
        {"application": outcome.application.model_dump(mode="json"), "effects": list(outcome.effects)},
        lambda: "\n".join([application_text(outcome.application), *(f"  {one}" for one in outcome.effects)]),
    )
