"""Arguments and options that several commands share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from resellertui.cli.call import usage
from resellertui.domain.errors import Usage
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.wording import _

Reference = Annotated[str, typer.Argument(metavar="ID", help="The partnership's id, or - to read ids, one a line.")]
OneReference = Annotated[str, typer.Argument(metavar="ID", help="The partnership's id.")]
AccessOption = Annotated[Access | None, typer.Option("--access", metavar="limited|full", help="How much is reached.")]
PaymentOption = Annotated[
    Payment | None,
    typer.Option("--payment", metavar="client|partner", help="Whose payment method is charged; with full access."),
]
ProductsOption = Annotated[
    list[str] | None,
    typer.Option("--product", metavar="NAME", help="A product's name or id; repeat it. With limited access."),
]
VersionOption = Annotated[
    int | None,
    typer.Option("--if-version", metavar="N", help="Only if the partnership is still at this version."),
]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
]
ShowProgress = Annotated[
    bool | None, typer.Option("--progress/--no-progress", help="Show a progress bar; by default on a terminal.")
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the file if there is one.")]


def day_option(option: str, text: str) -> date:
    """Read a date option.

    Raises:
        Usage: it is no date.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise usage(option, _("“{text}” is not a date such as 2026-11-30.").format(text=text)) from None


def needed(option: str, value: object) -> None:
    """Go on only if an option has a value.

    Raises:
        Usage: naming the option.
    """
    if value is None or value == "":
        raise usage(option, _("It is needed."))


def just_one(**given: object) -> str:
    """Return the name of the one option that is given.

    Raises:
        Usage: none is, or more than one.
    """
    names = [name for name, value in given.items() if value not in (None, False, "")]
    if len(names) == 1:
        return names[0]
    options = ", ".join("--" + name.replace("_", "-") for name in given)
    raise Usage(_("Give exactly one of: {options}.").format(options=options))


def products_of(names: list[str] | None) -> tuple[str, ...]:
    """Return the products named, none where the option was not given."""
    return tuple(names or ())
