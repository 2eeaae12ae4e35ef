"""`resellertui terms`: the programme terms by which everything is priced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.arguments import day_option
from resellertui.cli.call import FROM_STDIN, Desk, call_of
from resellertui.cli.files import read_text_file
from resellertui.cli.options import Verbs
from resellertui.cli.signing_in import ask_line, has_terminal
from resellertui.domain.errors import Interrupted
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.terms import TermsChanges, TermsPublished, TermsView

MOST_SHOWN = 40
"""How many clients a text answer names; the JSON has all of them."""

TermsFile = Annotated[str, typer.Argument(metavar="FILE", help="A terms file in TOML; - is standard input.")]

app = Verbs(help="The programme terms: rates, tiers, prices, VAT and day counts, by version.")


@app.verb()
def show(
    ctx: typer.Context,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The version effective on that date.")] = "",
    version: Annotated[str, typer.Option("--version", metavar="NAME", help="The version of that name.")] = "",
    toml: Annotated[bool, typer.Option("--toml", help="Print the file itself, to begin a new version from.")] = False,
) -> None:
    """Show the terms in force today, with the mark of every value, and the list of all versions."""
    call = call_of(ctx)
    day = day_option("--on", on) if on else None
    desk = call.operator_desk(writes=False)
    view = desk.services.terms.show(desk.actor, day, version)
    if toml and not call.json:
        print(view.text, end="")
        return
    call.show(view.model_dump(mode="json"), lambda: _terms_page(view))


@app.verb()
def validate(ctx: typer.Context, file: TermsFile) -> None:
    """Check a terms file, and list everything that is wrong with it. Needs no database."""
    from resellertui.domain.programme import load_terms

    call = call_of(ctx)
    call.check_path(file)
    call.check_trust()
    terms = load_terms(read_text_file(file))
    call.show(
        {"valid": True, "version": terms.version, "effective": terms.effective.isoformat()},
        lambda: _("Version {version}, effective from {day}, can be published.").format(
            version=terms.version, day=printing.day(terms.effective)
        ),
    )


@app.verb()
def diff(ctx: typer.Context, file: TermsFile) -> None:
    """Say what a terms file would change; for the provider's staff, also for which clients and partners."""
    call = call_of(ctx)
    call.check_path(file)
    desk = call.operator_desk(writes=False)
    view = desk.services.terms.diff(desk.actor, read_text_file(file))
    call.show(view.model_dump(mode="json"), lambda: _changes_page(view))


@app.verb()
def publish(
    ctx: typer.Context,
    file: TermsFile,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking.")] = False,
) -> None:
    """Publish a terms file; for the provider's staff. On a terminal it shows what changes for whom, and asks first."""
    call = call_of(ctx)
    call.check_path(file)
    desk = call.desk(writes=True)
    text = read_text_file(file)
    instead_of = "" if yes or call.dry_run or file == FROM_STDIN or not has_terminal() else _confirm(desk, text)
    view = desk.services.terms.publish(desk.actor, text, instead_of=instead_of)
    call.tell(view.model_dump(mode="json"), lambda: _published_page(view))


def _confirm(desk: Desk, text: str) -> str:
    """Show what changes and for whom, ask, and return the version that it was compared with."""
    view = desk.services.rehearsing().terms.publish(desk.actor, text)
    if not view.published:
        return ""
    printing.warn(_changes_page(view))
    if ask_line(_("Publish it? Type yes: ")).lower() != _("yes"):
        raise Interrupted(_("Nothing was changed."))
    return view.instead_of


def _terms_page(view: TermsView) -> str:
    versions = printing.table(
        (_("Version"), _("Effective"), _("Published"), _("By"), _("In force")),
        [(one.version, one.effective, one.published_at, one.published_by, one.in_force) for one in view.versions],
    )
    values = printing.table((_("Value"), _("Is"), _("Mark")), [(one.path, one.value, one.mark) for one in view.values])
    return f"{versions}\n\n{view.terms.version}\n{values}"


def _changes_page(view: TermsChanges) -> str:
    head = _("Version {version} holds from {day}, in place of {before}.").format(
        version=view.version, day=printing.day(view.holds_from), before=view.instead_of
    )
    changes = printing.table(
        (_("Value"), _("Before"), _("After")),
        [(one.path, one.before or "–", one.after or "–") for one in view.changes],
        empty=_("No value changes."),
    )
    return "\n\n".join([head, changes, *_effects(view)])


def _effects(view: TermsChanges) -> list[str]:
    """Return tables of the partners and clients for whom a year's amounts change; none where nobody is concerned."""
    clients, partners = view.effects.clients, view.effects.partners
    if not clients:
        return [_("What products that are held cost or earn in a year does not change.")]
    pages = []
    if partners:
        pages.append(
            printing.table(
                (_("Partner"), _("Clients"), _("Currency"), _("Earns a year"), _("After")),
                [(one.name, one.clients, one.currency, one.benefit_before, one.benefit_after) for one in partners],
            )
        )
    pages.append(
        printing.table(
            (
                _("Client"),
                _("Pays"),
                _("Currency"),
                _("Costs a year"),
                _("After"),
                _("Earns"),
                _("After"),
            ),
            [
                (
                    one.name,
                    _("partner") if one.charged_to.value == "partner" else _("client"),
                    one.currency,
                    one.price_before,
                    one.price_after,
                    one.benefit_before,
                    one.benefit_after,
                )
                for one in clients[:MOST_SHOWN]
            ],
        )
    )
    more = len(clients) - MOST_SHOWN
    if more > 0:
        pages.append(
            ngettext(
                "And {count} client more; --json lists all.", "And {count} clients more; --json lists all.", more
            ).format(count=more)
        )
    return pages


def _published_page(view: TermsPublished) -> str:
    if not view.published:
        return _("This text is published already, as version {version}. Nothing was changed.").format(
            version=view.version
        )
    return "\n\n".join(
        [
            _changes_page(view),
            _("Version {version} is published.").format(version=view.version),
        ]
    )
