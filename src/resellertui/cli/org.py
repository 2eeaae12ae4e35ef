"""`resellertui org`: organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from resellertui.cli.arguments import PasswordStdin
from resellertui.cli.call import call_of, dumped
from resellertui.cli.number_checks import CountryOption, NumberArgument, answer
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import password_from, signs_up
from resellertui.domain.numbers import REGISTER_FIELD, NumberCheck, check_register_number, says_vat_registered
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.cli.call import Call

app = Verbs(help="Organisations: make one, list your own, show, edit and delete one, check its number.")

_Text = Annotated[str, typer.Option(metavar="TEXT")]
_Changed = Annotated[str | None, typer.Option(metavar="TEXT")]


@app.verb()
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its legal name.")],
    kind: Annotated[
        OrganisationKind,
        typer.Option("--kind", metavar="KIND", help="individual, company, association or public_body."),
    ],
    email: Annotated[str, typer.Option("--email", metavar="EMAIL", help="Where it gets its mail.")],
    country: Annotated[str, typer.Option("--country", metavar="CODE", help="Two letters; decides its currency.")],
    street: _Text = "",
    house_number: _Text = "",
    postal_code: _Text = "",
    city: _Text = "",
    region: _Text = "",
    phone: _Text = "",
    website: _Text = "",
    language: Annotated[str, typer.Option(metavar="CODE", help="The language of its mail.")] = "en",
    register_number: Annotated[str, typer.Option(metavar="NUMBER", help="UID, SIREN or SIRET, or the like.")] = "",
    vat_number: Annotated[str, typer.Option(metavar="NUMBER", help="European, of companies only.")] = "",
    owner_name: Annotated[
        str, typer.Option(metavar="NAME", help="Signing up: your name. Staff: its legal representative.")
    ] = "",
    owner_email: Annotated[
        str, typer.Option(metavar="EMAIL", help="Signing up: your address. Staff: its legal representative's.")
    ] = "",
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help="Read the password from standard input: your own when signing up; as staff, one for its legal "
            "representative instead of a mail.",
        ),
    ] = False,
    accept_terms: Annotated[
        bool,
        typer.Option("--accept-terms", help="Accept the general terms: needed to sign up, and for a VAT number."),
    ] = False,
) -> None:
    """Make an organisation: your own, or as the provider's staff someone else's.

    Where nobody is signed in, --owner-name, --owner-email and --accept-terms sign you up with it.
    """
    from resellertui.cli.wording import organisation_page
    from resellertui.services.inputs import NewOrganisation

    call = call_of(ctx)
    given: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "email": email,
        "country": country,
        "street": street,
        "house_number": house_number,
        "postal_code": postal_code,
        "city": city,
        "region": region,
        "phone": phone,
        "website": website,
        "language": language,
        "register_number": register_number,
        "vat_number": vat_number,
        "owner_name": owner_name,
        "owner_email": owner_email,
        "accept_terms": accept_terms,
    }
    if owner_email and signs_up(call, accept_terms=accept_terms):
        _sign_up(call, given, password_from(from_stdin=password_stdin))
        return
    new = NewOrganisation.of(**given)
    desk = call.desk(writes=True, needs_org=False)
    password = password_from(from_stdin=True) if password_stdin else None
    view = desk.services.organisations.create(desk.actor, new, password)
    call.tell({"organisation": view.model_dump(mode="json")}, lambda: organisation_page(view))


def _sign_up(call: Call, given: dict[str, Any], password: str) -> None:
    """Make the account of a visitor, with the organisation, and print both."""
    from resellertui.cli.wording import organisation_page
    from resellertui.services.actor import Actor
    from resellertui.services.inputs import SignUp

    services = call.services(writes=True, checks_password=True)
    made = services.signing_up.sign_up(Actor(), SignUp.of(**given), password)
    person = made.person
    call.tell(
        {
            "organisation": made.organisation.model_dump(mode="json"),
            "person": {"name": person.name, "email": person.email},
        },
        lambda: "\n\n".join(
            [
                organisation_page(made.organisation),
                _("Welcome, {person}. Sign in with: resellertui login {email}").format(
                    person=person.name, email=person.email
                ),
            ]
        ),
    )


@app.verb("list")
def list_organisations(ctx: typer.Context) -> None:
    """List your organisations; for the provider's staff all of them."""
    from resellertui.cli.wording import organisation_table

    call = call_of(ctx)
    desk = call.desk(writes=False, needs_org=False)
    views = desk.services.organisations.list(desk.actor)
    call.show({"organisations": dumped(views)}, lambda: organisation_table(views))


@app.verb()
def show(
    ctx: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", help="An id, an exact name, or an e-mail; else your own.")
    ] = None,
) -> None:
    """Show an organisation."""
    from resellertui.cli.wording import organisation_page

    call = call_of(ctx)
    desk = call.desk(writes=False, needs_org=who is None)
    view = desk.services.organisations.show(desk.actor, who)
    call.show({"organisation": view.model_dump(mode="json")}, lambda: organisation_page(view))


@app.verb()
def edit(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Its legal name.")] = None,
    kind: Annotated[
        OrganisationKind | None,
        typer.Option("--kind", metavar="KIND", help="individual, company, association or public_body."),
    ] = None,
    email: Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="Where it gets its mail.")] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="CODE", help="Two letters; its currency follows until it is used."),
    ] = None,
    street: _Changed = None,
    house_number: _Changed = None,
    postal_code: _Changed = None,
    city: _Changed = None,
    region: _Changed = None,
    phone: _Changed = None,
    website: _Changed = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="The language of its mail.")] = None,
    register_number: Annotated[
        str | None, typer.Option("--register-number", metavar="NUMBER", help="UID, SIREN or SIRET, or the like.")
    ] = None,
    vat_number: Annotated[
        str | None, typer.Option("--vat-number", "--vat", metavar="NUMBER", help="European, of companies only.")
    ] = None,
    logo_line: Annotated[
        str | None,
        typer.Option("--logo-line", metavar="TEXT", help="A line under its name on documents that it issues."),
    ] = None,
    accept_terms: Annotated[
        bool, typer.Option("--accept-terms", help="Accept the general terms: nothing is saved without.")
    ] = False,
    version: Annotated[
        int | None,
        typer.Option("--if-version", metavar="N", help="Only if the account is still at this version, as `show` says."),
    ] = None,
) -> None:
    """Change your organisation's client account: what is named here, the rest stays; empty text clears a field.

    Its legal representatives get a summary by mail. Final documents keep what they say; what is still to pay is made
    again where its VAT is decided by what has changed.
    """
    from resellertui.cli.wording import account_changes, organisation_page
    from resellertui.services.inputs import AccountEdit

    call = call_of(ctx)
    wish = AccountEdit.of(
        name=name,
        kind=kind,
        email=email,
        country=country,
        street=street,
        house_number=house_number,
        postal_code=postal_code,
        city=city,
        region=region,
        phone=phone,
        website=website,
        language=language,
        register_number=register_number,
        vat_number=vat_number,
        logo_line=logo_line,
        accept_terms=accept_terms,
        version=version,
    )
    desk = call.desk(writes=True)
    outcome = desk.services.client_account.change(desk.actor, wish)
    call.tell(
        outcome.model_dump(mode="json"),
        lambda: organisation_page(outcome.organisation) + "\n\n" + account_changes(outcome),
    )


@app.verb()
def delete(ctx: typer.Context, password_stdin: PasswordStdin = False) -> None:
    """Delete your organisation for good, confirmed by your password; --dry-run lists what stands in the way.

    It must have no products, no unpaid invoice, no other people, no active partnership, and nothing on its prepaid
    account. Issued documents are kept, and so are you.
    """
    from resellertui.cli.leaving import delete_organisation

    delete_organisation(call_of(ctx), password_stdin=password_stdin)


@app.verb("check-number")
def check_number(ctx: typer.Context, number: NumberArgument = None, country: CountryOption = "") -> None:
    """Check a register number: UID, SIREN or SIRET, partita IVA or codice fiscale, Handelsregister and the like.

    Needs no database. With --json and without a number it reads standard input, one number a line, optionally followed
    by a tab and a country, and answers each with one object a line: input, valid, country, normal, shown, reason.
    """
    answer(call_of(ctx), number, country, check_register_number, field=REGISTER_FIELD, remark=_about_vat)


def _about_vat(check: NumberCheck) -> str:
    if check.country is None or not says_vat_registered(check.input, check.country):
        return ""
    return _("That it is registered for VAT is another fact than that it has a UID, which is kept without saying so.")
