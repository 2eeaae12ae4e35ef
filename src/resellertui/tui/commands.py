"""Commands, each declared once: its keys, footer place, palette entry, help line, permission and danger come from here.

A host (a screen, dialog or section) lists its commands in `VERBS`; the bindings follow by themselves, and so does
`docs/keys.md`. A command that the role may never use is hidden; one that the state forbids stays and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.keys import _character_to_key, format_key

from resellertui.domain.access import Action
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp
    from resellertui.tui.widgets.record_list import RecordList

FOOTER_KEYS = 7
"""How many keys the footer shows; all of them are in the help and the palette."""


@dataclass(frozen=True)
class Command:
    """Something that a key does; `label` and `help` are message ids, put into words when they are shown."""

    id: str
    """Stable, such as `partner.add`: the settings remap keys by it, and the host's `action_add` does it."""
    key: str
    """Textual's names of the keys, separated by commas; the first one is shown."""
    label: str
    """One to three words, imperative."""
    help: str
    """One sentence."""
    permission: Action | None = None
    """Hidden from roles that may never do this; None for what anyone may."""
    danger: bool = False
    """It destroys or costs something: it is marked in the palette and the help."""
    footer: int = 0
    """Rank in the footer, the lowest first; 0 is never there."""
    palette: bool = True
    """Whether the palette offers it; moving a cursor is no entry."""

    @property
    def verb(self) -> str:
        """The last part of the id, which names the host's method."""
        return self.id.rpartition(".")[2]

    def words(self) -> str:
        """Return the label in the reader's language."""
        return _(self.label)

    def sentence(self) -> str:
        """Return the help in the reader's language."""
        return _(self.help)


_registry: dict[str, Command] = {}


def find(command_id: str | None) -> Command | None:
    """Return the command of this id among those whose hosts have been imported."""
    return _registry.get(command_id or "")


def register(commands: Iterable[Command]) -> None:
    """Make commands known by id.

    Raises:
        ValueError: another command has this id: a defect.
    """
    for command in commands:
        if _registry.setdefault(command.id, command) != command:
            raise ValueError(f"two commands are called {command.id}")


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """Return the commands as key bindings that the settings can remap by id."""
    return [Binding(one.key, f"command('{one.id}')", one.label, id=one.id, show=bool(one.footer)) for one in commands]


class CommandHost:
    """Mixed into screens and widgets before Textual's class: turns `VERBS` into keys, and asks before acting."""

    VERBS: ClassVar[tuple[Command, ...]] = ()
    HELP_TITLE: ClassVar[str] = ""
    """What the help and `docs/keys.md` call this page; a message id."""

    if TYPE_CHECKING:

        @property
        def app(self) -> ConsoleApp:
            """The console."""

        def call_next(self, callback: Callable[..., Any], *args: Any) -> None:
            """Textual's: do it once what is being done is over."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Bind the keys of the commands that the class itself declares."""
        own: tuple[Command, ...] = cls.__dict__.get("VERBS", ())
        register(own)
        for command in own:
            if not callable(getattr(cls, f"action_{command.verb}", None)):
                raise TypeError(f"{cls.__name__} has no action_{command.verb} for {command.id}")
        if own:
            cls.BINDINGS = [*bindings(own), *cls.__dict__.get("BINDINGS", ())]  # type: ignore[attr-defined]  # Textual's
        super().__init_subclass__(**options)

    @classmethod
    def commands(cls) -> tuple[Command, ...]:
        """Return every command of this host, its own before those of its bases."""
        found: dict[str, Command] = {}
        for base in cls.__mro__:
            for command in base.__dict__.get("VERBS", ()):
                found.setdefault(command.id, command)
        return tuple(found.values())

    def why_not(self, command: Command) -> str | None:  # noqa: ARG002  # for hosts to override
        """Return why the command can't be used in the present state, in a sentence, or None when it can."""
        return None

    def footer_words(self, command: Command) -> str:
        """Return what the footer calls the command here; a host may know better words than its label."""
        return command.words()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide commands that the role may never use, from the keys and so from the footer."""
        if action != "command" or not parameters:
            return True
        command = find(str(parameters[0]))
        return command is not None and self.app.offers(command)

    async def action_command(self, command_id: str) -> None:
        """Do the command, or say why not; what is about a row of a list waits until it is here."""
        command = find(command_id)
        if command is None or not self.app.offers(command):
            return
        rows = self.rows_for(command)
        if rows is None or rows.knows_row:
            await self.do_now(command)
        else:
            rows.once_known(lambda: self.call_next(partial(self.do_now, command)))

    def rows_for(self, command: Command) -> RecordList | None:  # noqa: ARG002  # for hosts to override
        """Return the list to a row of which the command is done: keys typed ahead wait for the row they lead to."""
        return None

    async def do_now(self, command: Command) -> None:
        """Do the command, or say why not."""
        reason = self.why_not(command)
        if reason is not None:
            self.app.warn(reason)
            return
        outcome = getattr(self, f"action_{command.verb}")()
        if isawaitable(outcome):
            await outcome


LIST_COMMANDS = (
    Command("list.open", "enter", "Open", "Open the record under the cursor.", footer=10, palette=False),
    Command("list.mark", "space", "Mark", "Mark the record under the cursor, or unmark it.", palette=False),
    Command("list.mark_all", "asterisk", "Mark all", "Mark all that match, or unmark them.", palette=False),
    Command("list.unmark", "minus", "Unmark all", "Unmark everything.", palette=False),
    Command("list.sort", "s", "Sort", "Sort by the next column.", palette=False),
    Command("list.reverse", "S", "Reverse", "Show the rows in the opposite order.", palette=False),
    Command("list.retry", "r", "Read again", "Read the rows again.", palette=False),
    Command("list.down", "down,j", "Down", "Move to the next row.", palette=False),
    Command("list.up", "up,k", "Up", "Move to the row before.", palette=False),
    Command("list.page_down", "pagedown", "Page down", "Move down by as many rows as are in view.", palette=False),
    Command("list.page_up", "pageup", "Page up", "Move up by as many rows as are in view.", palette=False),
    Command("list.home", "home", "First", "Move to the first row.", palette=False),
    Command("list.end", "end", "Last", "Move to the last row.", palette=False),
    Command("bar.drop", "escape", "Clear", "Clear what is typed below the list.", footer=1, palette=False),
)
"""The keys that every list binds by itself; declared here for the footer, the help and the key map."""
register(LIST_COMMANDS)


def clashes(commands: Iterable[Command], keymap: Mapping[str, str]) -> set[str]:
    """Return the ids of commands that the user's key map has given a key of another one on the same page."""
    holders: dict[str, set[str]] = {}
    for command in commands:
        for key in keymap.get(command.id, command.key).split(","):
            holders.setdefault(_normal(key), set()).add(command.id)
    return {one for ids in holders.values() if len(ids) > 1 and ids & keymap.keys() for one in ids}


def _normal(key: str) -> str:
    """Return Textual's name of a key that may be written as its character."""
    return _character_to_key(key.strip()) if len(key.strip()) == 1 else key.strip()


FIRST_HOSTS = ("screens.console_screen", "screens.desk", "screens.frame", "sections.listing", "sections")
"""The modules whose commands are documented first, in this order."""


def hosts() -> Iterator[type[CommandHost]]:
    """Import every module of the console and yield each class that declares commands: for documents and tests."""
    from importlib import import_module
    from pkgutil import walk_packages

    import resellertui.tui as package

    prefix = f"{package.__name__}."
    for module in walk_packages(package.__path__, prefix):
        import_module(module.name)
    waiting: list[type[CommandHost]] = [CommandHost]
    seen: set[type[CommandHost]] = set()
    while waiting:
        found = {host for host in waiting.pop().__subclasses__() if host.__module__.startswith(prefix)} - seen
        seen |= found
        waiting += found

    def place(host: type[CommandHost]) -> tuple[int, str, str]:
        module = host.__module__.removeprefix(prefix)
        rank = next((index for index, start in enumerate(FIRST_HOSTS) if module.startswith(start)), len(FIRST_HOSTS))
        return rank, module, host.__name__

    yield from sorted((host for host in seen if "VERBS" in host.__dict__), key=place)


def keys_document() -> str:
    """Return `docs/keys.md`: every command with its keys and its id, as declared."""
    groups = {_(host.HELP_TITLE or host.__name__): list[Command]() for host in hosts()}
    told: set[str] = set()
    for host in hosts():
        new = [one for one in host.__dict__["VERBS"] if one.id not in told]
        told |= {one.id for one in new}
        groups[_(host.HELP_TITLE or host.__name__)] += new
    groups[_("Inside every list")] = list(LIST_COMMANDS)
    lines = [
        "# Keys",
        "",
        "Made from the commands in the source; do not edit it by hand. Any of these keys can be changed in the",
        "settings, by the id of its command:",
        "",
        "```toml",
        "[keymap]",
        '"listing.filter" = "f"',
        "```",
        "",
        "A command that your role may never use is not shown. One that the present state forbids says why. An",
        "exclamation mark says that a command destroys or costs something.",
    ]
    for title, commands in groups.items():
        if commands:
            lines += ["", f"## {title}", "", *_table(commands)]
    return "\n".join(lines) + "\n"


def shown_keys(command: Command) -> tuple[str, ...]:
    """Return the declared keys of a command as they are written for people."""
    return tuple(key_words(key.strip()) for key in command.key.split(","))


def key_words(key: str) -> str:
    """Return a key as it is written on a screen."""
    known = {"escape": "esc", "enter": "enter", "pagedown": "pgdn", "pageup": "pgup"}
    return known.get(key) or (format_key(key) if len(key) > 1 else key)


def _table(commands: Iterable[Command]) -> list[str]:
    head = ("keys", "what it does", "id")
    rows = [
        (
            " ".join(f"`` {key} ``" if key == "`" else f"`{key}`" for key in shown_keys(one)).replace("|", "\\|"),
            f"{'! ' if one.danger else ''}{one.words()}: {one.sentence()}",
            f"`{one.id}`",
        )
        for one in commands
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(3)]
    rule = tuple("-" * width for width in widths)
    return [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        for row in (head, rule, *rows)
    ]
