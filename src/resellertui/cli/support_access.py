"""`resellertui support grant`, `revoke`, `grants`, and for the provider's staff `accesses` and `look`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import FROM_STDIN, Call, call_of, dumped, usage
from resellertui.cli.files import read_text_file
from resellertui.cli.options import Verbs
from resellertui.domain.temporary_access import ContentService, state_label
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.support.access_views import AccessPage, AccessView, IssuedLook, VerifiedGrant

grant_app = Verbs(
    help="Let support look into your content for some days; verify the grants that are signed for a look."
)

ALL = "all"

Token = Annotated[str, typer.Argument(metavar="TOKEN", help="The signed grant, or - to read it from standard input.")]
PublicKey = Annotated[
    str | None,
    typer.Option(
        "--public-key",
        metavar="FILE",
        help="Verify by this public key alone, without the database: then it is not known whether it was revoked.",
    ),
]


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    app.add_typer(grant_app, name="grant")
    for function in (revoke, grants, accesses, look):
        app.verb()(function)
    app.verb("grant-verify")(verify)


@grant_app.verb()
def kmail(ctx: typer.Context) -> None:
    """Let support read your mails in kMail; it ends by itself after some days, or when you revoke it."""
    _grant(call_of(ctx), ContentService.KMAIL)


@grant_app.verb()
def kdrive(ctx: typer.Context) -> None:
    """Let support open your files in kDrive; it ends by itself after some days, or when you revoke it."""
    _grant(call_of(ctx), ContentService.KDRIVE)


@grant_app.verb()
def kchat(ctx: typer.Context) -> None:
    """Let support read your channels in kChat; it ends by itself after some days, or when you revoke it."""
    _grant(call_of(ctx), ContentService.KCHAT)


@grant_app.verb()
def verify(ctx: typer.Context, token: Token, public_key: PublicKey = None) -> None:
    """Verify the signed grant of a look: its signature, its dates, and that the access is still open.

    For the provider's staff and the owner of the database; with --public-key for anyone, without a database.
    """
    call = call_of(ctx)
    text = read_text_file(FROM_STDIN) if token == FROM_STDIN else token
    if public_key is None:
        desk = call.operator_desk(writes=False)
        view = desk.services.support_looks.verify(desk.actor, text)
    else:
        view = _verified_offline(call, text, public_key)
    call.show({"grant": view.model_dump(mode="json")}, lambda: _verified_page(view))


@grant_app.verb()
def key(
    ctx: typer.Context,
    replace: Annotated[
        bool, typer.Option("--replace", help="Make another one: grants of the former open nothing any more.")
    ] = False,
) -> None:
    """Provider's staff: print the public key by which other tools verify grants."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    looks = desk.services.support_looks
    view = looks.replace_key(desk.actor) if replace else looks.key(desk.actor)
    call.tell(
        {"signing_key": view.model_dump(mode="json")},
        lambda: printing.record([(_("Key"), view.key_id), (_("Place"), view.place)]) + "\n\n" + view.public_key.strip(),
    )


def revoke(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="kmail|kdrive|kchat|all", help="Which access to take back.")],
) -> None:
    """Take back an access, or all of them: support loses it at once."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    views = desk.services.support_access.revoke(desk.actor, None if what == ALL else what)
    call.tell({"revoked": dumped(views)}, lambda: _access_table(views))


def grants(
    ctx: typer.Context,
    clients: Annotated[bool, typer.Option("--clients", help="The open ones over your clients, by client.")] = False,
) -> None:
    """List the accesses that you gave to support, what is left of each, and every look with its purpose.

    A partner gains nothing by its clients' accesses; --clients lists which are open.
    """
    call = call_of(ctx)
    desk = call.desk(writes=False)
    if not clients:
        page = desk.services.support_access.show(desk.actor)
        call.show(page.model_dump(mode="json"), lambda: _access_page(page))
        return
    found = desk.services.support_access.clients(desk.actor)
    rows = [(one.client, one.client_id, one.label, one.expires_at, one.left) for one in found.rows]
    more = _("There are more than are listed.") if found.more else ""
    call.show(
        {"client_accesses": dumped(found.rows), "more": found.more, "about": found.about},
        lambda: "\n".join(
            part
            for part in (
                found.about,
                printing.table(
                    (_("Client"), _("Id"), _("Product"), _("Until"), _("Left")),
                    rows,
                    empty=_("None of your clients has an open one."),
                ),
                more,
            )
            if part
        ),
    )


def accesses(
    ctx: typer.Context,
    organisation: Annotated[
        str, typer.Argument(metavar="[ORG]", help="An organisation's id; every organisation if left out.")
    ] = "",
) -> None:
    """Provider's staff: list the accesses that are open, the first to end first."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    views = desk.services.support_looks.open(desk.actor, organisation)
    call.show(
        {"open_accesses": dumped(views)},
        lambda: printing.table(
            (_("Id"), _("Product"), _("Person"), _("Organisation"), _("Until"), _("Left")),
            [(one.id, one.label, one.person, one.organisation, one.expires_at, one.left) for one in views],
            empty=_("No access is open."),
        ),
    )


def look(
    ctx: typer.Context,
    access: Annotated[str, typer.Argument(metavar="GRANT", help="The open access, by its id.")],
    case: Annotated[str, typer.Option("--case", metavar="CASE", help="The request or call that the look is for.")],
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help="What for; the person reads it.")],
) -> None:
    """Provider's staff: record a look through an access, and print the signed grant for the product's own tools.

    The person sees every look, and is mailed of the first.
    """
    from resellertui.services.support.access_views import LookInput

    call = call_of(ctx)
    wish = LookInput.of(access=access, case=case, purpose=purpose)
    desk = call.desk(writes=True)
    view = desk.services.support_looks.look(desk.actor, wish)
    call.tell({"look": view.model_dump(mode="json")}, lambda: _look_page(view))


def _grant(call: Call, service: ContentService) -> None:
    desk = call.desk(writes=True)
    view = desk.services.support_access.grant(desk.actor, service.value)
    call.tell(
        {"access": view.access.model_dump(mode="json"), "is_new": view.is_new},
        lambda: "\n".join([_granted(view.access, is_new=view.is_new), "", _about()]),
    )


def _granted(access: AccessView, *, is_new: bool) -> str:
    from resellertui.domain.temporary_access import what_is_seen

    seen = what_is_seen(access.service).format(moment=printing.moment(access.expires_at))
    return seen if is_new else "\n".join([_("It was given already; nothing was changed."), seen])


def _about() -> str:
    from resellertui.domain.temporary_access import who_is_meant

    return who_is_meant()


def _verified_offline(call: Call, token: str, file: str) -> VerifiedGrant:
    from resellertui.adapters.clock import SystemClock
    from resellertui.adapters.signatures import NoPublicKey, read_public
    from resellertui.services.support.looks import verified_view
    from resellertui.services.support.signing import verified

    call.check_trust()
    call.check_path(file)
    try:
        public = read_public(read_text_file(file))
    except NoPublicKey:
        raise usage("--public-key", _("The file holds no Ed25519 public key.")) from None
    grant, key_id = verified(token, public, call.moment or SystemClock().now())
    return verified_view(grant, key_id, access_checked=False)


def _access_page(page: AccessPage) -> str:
    lines = [
        printing.table(
            (_("Product"), _("Access"), _("Until"), _("Left")),
            [
                (
                    one.label,
                    one.is_on,
                    one.access.expires_at if one.access else None,
                    one.access.left if one.access else None,
                )
                for one in page.switches
            ],
        )
    ]
    if page.accesses:
        lines += ["", _access_table(page.accesses)]
    looks = [(one, seen) for one in page.accesses for seen in one.looks]
    if looks:
        table = printing.table(
            (_("Access"), _("Product"), _("Looked"), _("By"), _("For"), _("Purpose")),
            [(one.id, one.label, seen.at, seen.staff, seen.case, seen.purpose) for one, seen in looks],
        )
        lines += ["", table]
    return "\n".join([*lines, "", page.about])


def _access_table(views: Sequence[AccessView]) -> str:
    return printing.table(
        (_("Id"), _("Product"), _("State"), _("Given"), _("Until"), _("Ended"), _("Looks")),
        [
            (one.id, one.label, state_label(one.state), one.granted_at, one.expires_at, one.ended_at, len(one.looks))
            for one in views
        ],
    )


def _look_page(view: IssuedLook) -> str:
    facts = printing.record(
        [
            (_("Product"), view.label),
            (_("Of"), view.person),
            (_("Organisation"), view.organisation),
            (_("For"), view.case),
            (_("Purpose"), view.purpose),
            (_("Good until"), view.expires_at),
            (_("Key"), view.key_id),
        ]
    )
    return "\n\n".join([facts, view.token or _("A rehearsal signs no grant.")])


def _verified_page(view: VerifiedGrant) -> str:
    checked = _("The signature holds, and the access is open.")
    if not view.access_checked:
        checked = _("The signature and the dates hold; whether the access was revoked was not looked at.")
    facts = printing.record(
        [
            (_("Product"), view.service),
            (_("Of"), view.user),
            (_("Organisation"), view.organisation),
            (_("Staff"), view.staff),
            (_("For"), view.case),
            (_("Purpose"), view.purpose),
            (_("Signed"), view.issued_at),
            (_("Good until"), view.expires_at),
            (_("Key"), view.key_id),
        ]
    )
    return "\n\n".join([checked, facts])
