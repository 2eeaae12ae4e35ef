"""`resellertui support`: codes that callers say, plans, and the desk.

Requests and temporary access add their commands to `app`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import FROM_STDIN, call_of, dumped, usage
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import ask_line, has_terminal
from resellertui.domain.errors import Interrupted
from resellertui.domain.partnership import access_label
from resellertui.domain.roles import role_label
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.support.code_views import CallerView, KeyView, PlanPage, PlanView, TransferKeyView

app = Verbs(help="Support: your codes and your plan; for the provider's staff the desk.")
key_app = Verbs(help="The key that all codes are made with; for the provider's staff.")
transfer_key_app = Verbs(help="The key that the transfer codes of domains are sealed with; for the provider's staff.")
app.add_typer(key_app, name="key")
app.add_typer(transfer_key_app, name="transfer-key")

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; needed in a script.")]
Renew = Annotated[bool, typer.Option("--renew", help="Make a new one; the old one is dead at once.")]


@app.verb()
def code(ctx: typer.Context, renew: Renew = False) -> None:
    """Show your support code, which you read out when you call the support.

    It is not the transfer code of a domain. Each look is in the audit; a dry run shows no digits.
    """
    call = call_of(ctx)
    desk = call.desk(writes=True)
    view = desk.services.support_codes.code(desk.actor, renew=renew)
    call.tell(
        {"code": view.code, "valid_until": view.valid_until.isoformat()},
        lambda: printing.record(
            [(_("Support code"), view.shown or _("not shown")), (_("Valid until"), view.valid_until)]
        ),
    )


@app.verb()
def vip(ctx: typer.Context, renew: Renew = False) -> None:
    """Show the VIP code of your organisation; some Premium plans have one."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    view = desk.services.support_codes.vip(desk.actor, renew=renew)
    call.tell(
        {"code": view.code, "issued_at": view.issued_at.isoformat(), "plan": view.plan},
        lambda: printing.record(
            [
                (_("VIP code"), view.shown or _("not shown")),
                (_("Organisation"), view.organisation),
                (_("Valid"), _("until it is renewed, or the plan {plan} ends").format(plan=view.plan)),
            ]
        ),
    )


@app.verb("desk")
def identify(
    ctx: typer.Context,
    code: Annotated[
        list[str], typer.Argument(metavar="CODE", help="As the caller says it, or - to read it from standard input.")
    ],
) -> None:
    """Provider's staff: say who calls, by a support code or a VIP code.

    Whatever is wrong with a code, the answer is the same. Failures make the next attempt wait, and all is in the audit,
    also in a dry run.
    """
    from resellertui.cli.stdin import next_line

    call = call_of(ctx)
    typed = (next_line() or "") if code == [FROM_STDIN] else " ".join(code)
    desk = call.desk(writes=True, checks_password=True)
    view = desk.services.support_desk.identify(desk.actor, typed)
    call.show(_caller_facts(view), lambda: _caller_page(view))


@app.verb()
def plan(ctx: typer.Context) -> None:
    """Show the support plan of your organisation beside the others."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    page = desk.services.support_plans.show(desk.actor)
    facts = {
        "plan": page.current.id,
        "until": None if page.until is None else page.until.isoformat(),
        "renews": page.renews,
        "least_months": page.least_months,
        "plans": dumped(page.plans),
    }
    call.show(facts, lambda: _plan_page(page))


@key_app.verb()
def show(ctx: typer.Context) -> None:
    """Show the key's id and where it lies, never the key."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.support_keys.show(desk.actor)
    call.show({"key": view.model_dump(mode="json")}, lambda: _key_page(view))


@key_app.verb()
def rotate(ctx: typer.Context, yes: Yes = False) -> None:
    """Replace the key: every code that lives ends. It also mends a key that was lost."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    if not yes and not call.dry_run:
        if not has_terminal():
            raise usage("--yes", _("It is needed: every code ends."))
        printing.warn(_("Every support code and VIP code ends at once; their owners get new ones when they look."))
        if ask_line(_("Replace the key? Type yes: ")).lower() != _("yes"):
            raise Interrupted(_("Nothing was changed."))
    view = desk.services.support_keys.rotate(desk.actor)
    ended = ngettext("{count} code ended.", "{count} codes ended.", view.ended_codes)
    call.tell(
        {"key": view.model_dump(mode="json")},
        lambda: _key_page(view) + "\n" + ended.format(count=view.ended_codes),
    )


@transfer_key_app.verb("show")
def show_transfer_key(ctx: typer.Context) -> None:
    """Show the key's id and where it lies, never the key."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.transfer_keys.show(desk.actor)
    call.show({"key": view.model_dump(mode="json")}, lambda: _transfer_key_page(view))


@transfer_key_app.verb("rotate")
def rotate_transfer_key(ctx: typer.Context, yes: Yes = False) -> None:
    """Replace the key, and seal every code anew.

    It also mends a key that was lost: codes that it alone opened go, and are to be entered again.
    """
    call = call_of(ctx)
    desk = call.desk(writes=True)
    if not yes and not call.dry_run:
        if not has_terminal():
            raise usage("--yes", _("It is needed: codes whose key was lost go."))
        printing.warn(
            _("Every transfer code is sealed anew; those whose key was lost go, and are to be entered again.")
        )
        if ask_line(_("Replace the key? Type yes: ")).lower() != _("yes"):
            raise Interrupted(_("Nothing was changed."))
    view = desk.services.transfer_keys.rotate(desk.actor)
    sealed = ngettext("{count} code is sealed anew.", "{count} codes are sealed anew.", view.sealed)
    lines = [sealed.format(count=view.sealed)]
    if view.dropped:
        lines.append(_("To be entered again: {domains}.").format(domains=", ".join(view.dropped)))
    call.tell(
        {"key": view.model_dump(mode="json")},
        lambda: "\n".join([_transfer_key_page(view), *lines]),
    )


def _caller_facts(view: CallerView) -> dict[str, object]:
    facts = view.model_dump(mode="json")
    facts["plan"], facts["plan_label"] = facts.pop("plan_id"), view.plan
    facts["partner"] = facts.pop("partners")
    return facts


def _caller_page(view: CallerView) -> str:
    caller = _("nobody by name: a VIP code") if view.vip else view.caller
    return printing.record(
        [
            (_("Caller"), caller),
            (_("E-mail"), view.caller_email),
            (_("Role"), role_label(view.role) if view.role is not None else None),
            (_("Organisation"), f"{view.organisation} ({view.organisation_id})"),
            (_("Plan"), view.plan),
            (_("First response"), view.response_target),
            (_("Emergency calls"), view.emergency_calls),
            (
                _("Partners"),
                tuple(
                    (_("{name} ({access}, paused)") if one.paused else _("{name} ({access})")).format(
                        name=one.name, access=access_label(one.access)
                    )
                    for one in view.partners
                ),
            ),
            (
                _("Temporary access"),
                tuple(
                    _("{service} by {person} until {moment}").format(
                        service=one.service, person=one.person, moment=printing.moment(one.until)
                    )
                    for one in view.grants
                ),
            ),
        ]
    )


def _plan_page(page: PlanPage) -> str:
    lines = [_("The plan of {organisation} is {plan}.").format(organisation=page.organisation, plan=page.current.label)]
    if page.until is not None:
        text = (
            _("It runs until {day} and renews by itself.") if page.renews else _("It runs until {day} unless renewed.")
        )
        lines.append(text.format(day=printing.day(page.until)))
    least = ngettext(
        "A Premium plan is taken for {count} month at least.",
        "A Premium plan is taken for {count} months at least.",
        page.least_months,
    ).format(count=page.least_months)
    rules = _("There is no refund and no downgrade; upgrade at any time.")
    table = printing.table(
        (_("Plan"), _("First response"), _("Emergency calls"), _("Account managers"), _("VIP code"), _("Order it as")),
        [_plan_row(one) for one in page.plans],
    )
    return "\n".join([*lines, "", table, "", least, rules])


def _plan_row(one: PlanView) -> tuple[object, ...]:
    label = _("{plan} (yours)").format(plan=one.label) if one.is_current else one.label
    return (label, one.response_target, one.emergency_calls, one.account_managers, one.vip_code, one.sku)


def _key_page(view: KeyView) -> str:
    return printing.record(
        [
            (_("Key"), view.id or _("none yet: the first code makes it")),
            (_("Made"), view.made_at),
            (_("Place"), view.place),
            (_("This console has it"), view.is_here if view.id is not None else None),
        ]
    )


def _transfer_key_page(view: TransferKeyView) -> str:
    return printing.record(
        [
            (_("Key"), view.id or _("none yet: the next code makes it")),
            (_("Place"), view.place),
            (_("This console has it"), view.is_here if view.id is not None else None),
        ]
    )
