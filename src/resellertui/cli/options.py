"""The options that every command takes, before or after its verb, and the command classes that add them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from resellertui.domain.wording import _

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass
class Choices:
    """What the shared options said; where one stands twice, the one nearest to the verb's end holds."""

    db: str | None = None
    person: str | None = None
    org: str | None = None
    at: str | None = None
    json: bool = False
    dry_run: bool = False
    locked: bool = False


def _keep(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> Any:
    """Note the option's value with the call; a level that does not name the option leaves it as it is."""
    if value is not None and value is not False and param.name is not None:
        setattr(ctx.obj.choices, param.name, value)
    return value


def _shared(
    db: Annotated[
        str | None,
        typer.Option(
            "--db", metavar="DATABASE", help="The database: a file or a URL.", callback=_keep, expose_value=False
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="EMAIL",
            help="Act as this person; a demonstration asks no password.",
            callback=_keep,
            expose_value=False,
        ),
    ] = None,
    org: Annotated[
        str | None,
        typer.Option(
            "--org",
            metavar="WHO",
            help="Act for this organisation: needed by who belongs to several.",
            callback=_keep,
            expose_value=False,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="DATE",
            help="Set the clock: a date, or a date and time. For tests and simulations.",
            callback=_keep,
            expose_value=False,
        ),
    ] = None,
    json: Annotated[
        bool,
        typer.Option("--json", help="Print JSON, errors too, to standard output.", callback=_keep, expose_value=False),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Say what would happen, and change nothing.", callback=_keep, expose_value=False
        ),
    ] = False,
    locked: Annotated[
        bool,
        typer.Option(
            "--locked",
            help="Run for people who do not own the database: ask them to sign in, remember nothing.",
            callback=_keep,
            expose_value=False,
        ),
    ] = False,
) -> None:
    """Carry the declarations; never run."""


@cache
def shared_options() -> tuple[Any, ...]:
    """Return the shared options as Typer makes them."""
    template = typer.Typer(add_completion=False)
    template.command()(_shared)
    return tuple(typer.main.get_command(template).params)


def _translate(command: Any, ctx: typer.Context) -> None:
    """Put the help of the command into the language in force: the literals in the code are the message ids."""
    for one in [command, *getattr(command, "commands", {}).values(), *command.get_params(ctx)]:
        if getattr(one, "help", None):
            one.help = _(one.help)


class Command(TyperCommand):
    """A command with the shared options."""

    def __init__(self, name: str | None, *, params: list[Any] | None = None, **settings: Any) -> None:
        super().__init__(name, params=[*(params or []), *shared_options()], **settings)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help in the language in force."""
        _translate(self, ctx)
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A group of commands with the shared options."""

    def __init__(self, *, params: list[Any] | None = None, **settings: Any) -> None:
        super().__init__(params=[*(params or []), *shared_options()], **settings)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help in the language in force."""
        _translate(self, ctx)
        super().format_help(ctx, formatter)


class Verbs(typer.Typer):
    """A Typer application whose commands and groups are ours."""

    def __init__(self, *, help: str, **settings: Any) -> None:  # Typer's name for it
        super().__init__(
            cls=Group,
            help=help,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            **settings,
        )

    def verb(self, name: str | None = None) -> Callable[[Function], Function]:
        """Declare a command, as Typer's `command` does, with our class."""
        return self.command(name, cls=Command)
