"""`resellertui vat`: VAT numbers; needs no database."""

from __future__ import annotations

from typing import Annotated

import typer

from resellertui.cli.call import call_of
from resellertui.cli.number_checks import CountryOption, NumberArgument, answer
from resellertui.cli.options import Verbs
from resellertui.domain.numbers import VAT_FIELD, NumberCheck, check_vat_number
from resellertui.domain.organisation_kind import OrganisationKind

app = Verbs(help="VAT numbers: check one, or a list.")


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

    answer(call_of(ctx), number, country, check_one, field=VAT_FIELD)
