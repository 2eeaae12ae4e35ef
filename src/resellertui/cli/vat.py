"""`resellertui vat`: VAT numbers, and what the registries say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing
from resellertui.cli.call import call_of, dumped
from resellertui.cli.number_checks import CountryOption, NumberArgument, answer
from resellertui.cli.options import Verbs
from resellertui.domain.countries import territory_called
from resellertui.domain.errors import Usage
from resellertui.domain.numbers import VAT_FIELD, NumberCheck, check_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.registry import State, reason_words, source_name
from resellertui.domain.wording import _
from resellertui.formats import moment

if TYPE_CHECKING:
    from resellertui.services.registry.views import ProofView, RegistryView

app = Verbs(help="VAT numbers: check one, or a list; what the registries say of an organisation's.")


@app.verb()
def check(
    ctx: typer.Context,
    number: NumberArgument = None,
    country: CountryOption = "",
    kind: Annotated[
        OrganisationKind,
        typer.Option("--kind", metavar="KIND", help="individual, company, association or public_body."),
    ] = OrganisationKind.COMPANY,
) -> None:
    """Check a European VAT number: its form and check digits, not whether it is in force.

    Needs no database. With --json and without a number it reads standard input, one number a line, optionally followed
    by a tab and a country, and answers each with one object a line: input, valid, country, normal, shown, reason.
    """

    def check_one(text: str, country: str | None) -> NumberCheck:
        return check_vat_number(text, country, kind)

    answer(call_of(ctx), number, country, check_one, field=VAT_FIELD, place_called=territory_called)


@app.verb()
def registry(
    ctx: typer.Context,
    who: Annotated[
        str | None,
        typer.Argument(metavar="[WHO]", help="Staff: an id, an exact name, or an e-mail; else your own."),
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Have the registries asked anew by the next `tick`.")] = False,
    proofs: Annotated[
        bool, typer.Option("--proofs", help="What they answered, word for word, newest first; with --json raw.")
    ] = False,
) -> None:
    """Show what VIES and the Swiss UID register say of an organisation's VAT number and UID, and since when.

    The checks are off unless `enabled = true` stands under `[registry]` in settings.toml; `tick` asks what is due.
    """
    if ask and proofs:
        raise Usage(_("Give --ask or --proofs, not both."))
    call = call_of(ctx)
    desk = call.desk(writes=ask, needs_org=who is None)
    if proofs:
        answers = desk.services.registry.proofs(desk.actor, who)
        call.show({"proofs": dumped(answers)}, lambda: _proofs_text(answers))
        return
    if ask:
        view = desk.services.registry.ask(desk.actor, who)
        call.tell({"registry": view.model_dump(mode="json")}, lambda: _standing_text(view))
        return
    view = desk.services.registry.show(desk.actor, who)
    call.show({"registry": view.model_dump(mode="json")}, lambda: _standing_text(view))


def _standing_text(view: RegistryView) -> str:
    lines = [f"{view.organisation_id} {view.organisation}"]
    for one in view.numbers:
        lines.append(f"  {one.words}")
        if one.proof is not None:
            lines.append("    " + _("Proof {id}.").format(id=one.proof))
        if one.ask_at is not None:
            lines.append("    " + _("Asked next from {when} on.").format(when=moment(one.ask_at)))
    if not view.enabled:
        lines.append("  " + _("Registry checks are switched off: nobody is asked."))
    elif not view.numbers:
        lines.append("  " + _("There is no number that a registry knows of."))
    return "\n".join(lines)


def _proofs_text(answers: tuple[ProofView, ...]) -> str:
    if not answers:
        return _("No registry has answered yet.")
    parts = []
    for one in answers:
        head = printing.record(
            [
                (_("Proof"), str(one.id)),
                (_("Asked"), moment(one.asked_at)),
                (_("Registry"), source_name(one.source)),
                (_("Number"), one.number),
                (_("Answer"), _state_words(one)),
            ]
        )
        # Indented, so that no line of an answer can pass for one of ours.
        parts.append("\n".join((head, *(f"    {line}" for line in one.answer.split("\n")))))
    return "\n\n".join(parts)


def _state_words(proof: ProofView) -> str:
    match proof.state:
        case State.VALID:
            return _("valid")
        case State.INVALID:
            return _("not valid")
        case _:
            return _("unknown: {reason}").format(reason=reason_words(proof.fact, proof.reason))
