"""The options that every command takes, before or after its verb, and the command classes that add them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from inspect import Parameter, Signature
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from resellertui.cli.choices import SHARED, SharedOption
from resellertui.domain.wording import _

Function = TypeVar("Function", bound=Callable[..., Any])


def _keep(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> Any:
    """Note the option's value with the call; a level that does not name the option leaves it as it is."""
    if value is not None and value is not False and param.name is not None:
        setattr(ctx.obj.choices, param.name, value)
    return value


def _shared(**_values: Any) -> None:
    """Carry the declarations; never run."""


def _parameter(option: SharedOption) -> Parameter:
    """Return an option as a parameter of a function, as Typer reads them."""
    info = typer.Option(
        option.flag, metavar=option.metavar or None, help=option.help, callback=_keep, expose_value=False
    )
    kind, default = (str | None, None) if option.metavar else (bool, False)
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, info])


@cache
def shared_options() -> tuple[Any, ...]:
    """Return the shared options as Typer makes them."""
    parameters = [_parameter(one) for one in SHARED]
    _shared.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what Typer asks a function for
    _shared.__annotations__ = {one.name: one.annotation for one in parameters}
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
