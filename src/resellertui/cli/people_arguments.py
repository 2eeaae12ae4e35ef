"""Arguments and options that the commands of people and of teams share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from resellertui.cli.arguments import just_one
from resellertui.domain.errors import Usage
from resellertui.domain.roles import ProductRight
from resellertui.domain.wording import _


class OnOff(StrEnum):
    """Whether something is given."""

    ON = "on"
    OFF = "off"


Who = Annotated[str, typer.Argument(metavar="WHO", help="A person's id, exact name, or e-mail.")]
ProductGrant = Annotated[str | None, typer.Option("--product", metavar="NAME", help="A product's name or id.")]
FamilyGrant = Annotated[
    str | None, typer.Option("--family", metavar="FAMILY", help="Every product of a family, future ones too.")
]
ClientGrant = Annotated[str | None, typer.Option("--client", metavar="WHO", help="A client of your organisation.")]
RightOption = Annotated[
    ProductRight | None,
    typer.Option("--right", metavar="technical|statistics", help="To change, or only to look; with a product."),
]
PresentOnly = Annotated[
    bool,
    typer.Option("--present-only", help="With --family: each of its products of today, and none that comes later."),
]


def check_grant(
    product: str | None, family: str | None, client: str | None, right: ProductRight | None, *, present_only: bool
) -> None:
    """Go on only if exactly one thing is granted, with what goes with it.

    Raises:
        Usage: saying what is missing or too much.
    """
    just_one(product=product, family=family, client=client)
    if client is None and right is None:
        raise Usage(_("Say with --right whether the person may change it (technical) or look (statistics)."))
    if client is not None and right is not None:
        raise Usage(_("A client is granted as a whole: leave --right out."))
    if present_only and family is None:
        raise Usage(_("--present-only goes with --family."))
