"""Importing clients, first page: which file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from resellertui.domain.errors import Refused
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.import_job import ImportJob
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.entries import LineEntry
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone

ENDINGS = frozenset({".csv", ".tsv", ".txt"})
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""


@dataclass(frozen=True)
class Entry:
    """A line of the folder: a file, a folder in it, or the folder above."""

    path: Path
    is_folder: bool
    label: str
    size: int = 0


class ImportPage(Page[bool]):
    """Lists the files of a folder; a path can be typed as well."""

    CSS_PATH = "import_clients.tcss"
    GUIDE = "import"
    HELP_TITLE = "Import: the file"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("import.path", "slash", "Type a path", "Type the path of a file or a folder.", footer=20),
    )

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder or Path.cwd()
        self._entries: dict[str, Entry] = {}
        self.records = RecordList(
            WholeSource(self._items, sort="name"),
            (
                Column("name", _("Name"), 24, weight=1),
                Column("size", _("Size"), 10, right=True, priority=1),
            ),
            empty=self._empty,
        )

    def title_text(self) -> str:
        """Return what is chosen here."""
        return _("Import clients: which file?")

    def compose_body(self) -> ComposeResult:
        """Lay out the folder, the input and the list."""
        yield Static(id="folder")
        path = LineEntry(placeholder=_("A path, relative to the folder above"), compact=True, id="path")
        path.cursor_blink = False
        yield path
        yield self.records

    def on_mount(self) -> None:
        """Start in the list."""
        self.set_focus(self.records)
        self._show_folder()

    def step_back(self) -> bool:
        """Go from the input to the list."""
        if self.records.has_focus:
            return False
        self.query_one("#path", Input).value = ""
        self.set_focus(self.records)
        return True

    def action_path(self) -> None:
        """Type a path."""
        self.set_focus(self.query_one("#path", Input))

    @on(RecordList.Opened)
    def open_entry(self, message: RecordList.Opened) -> None:
        """Go into a folder, or take a file."""
        entry = self._entries.get(message.key)
        if entry is None:
            return
        if entry.is_folder:
            self._enter(entry.path)
        else:
            self.examine(entry.path)

    @on(Input.Submitted)
    def take_path(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        event.stop()
        typed = event.value.strip()
        if typed:
            self.take(typed)

    @work(group="file", exclusive=True)
    async def take(self, typed: str) -> None:
        """Go to the folder, or take the file, that was typed."""
        with self.app.reporting():
            path = await self.app.behind(_resolved, self._folder, typed)
            if await self.app.behind(path.is_dir):
                self.query_one("#path", Input).value = ""
                self._enter(path)
            else:
                self.examine(path)

    @work(group="dialog", exclusive=True)
    async def examine(self, path: Path) -> None:
        """Look into a file and show how its columns are understood."""
        from resellertui.tui.screens.import_columns import ImportColumnsPage

        with self.app.reporting():
            data = await self.app.behind(_read, path)
            view = await self.app.ask(self.app.services.imports.examine, data)
            if await self.app.push_screen_wait(ImportColumnsPage(ImportJob(path, data, view))):
                self.leave(True)

    def _enter(self, folder: Path) -> None:
        self._folder = folder
        self.set_focus(self.records)
        self._show_folder()
        self.records.read_anew(self.records.asked)

    def _show_folder(self) -> None:
        self.query_one("#folder", Static).update(plain(str(self._folder)))

    async def _items(self) -> Sequence[Item]:
        entries = await self.app.behind(_entries, self._folder)
        self._entries = {str(one.path): one for one in entries}
        return [
            Item(
                Row(
                    str(one.path),
                    {"name": one.label, "size": "" if one.is_folder else _size(one.size)},
                    Tone.MUTED if one.is_folder else None,
                )
            )
            for one in entries
        ]

    def _empty(self, _query: ListQuery) -> Content:
        return plain(_("There is no CSV file here. Press / to type a path."))


def _resolved(folder: Path, typed: str) -> Path:
    try:
        return (folder / Path(typed).expanduser()).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(_("“{path}” can't be a path.").format(path=typed)) from error


def _read(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        Refused: it can't be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(
                _("{path} is too large to be a list of clients.").format(path=path),
                _("Nothing was read."),
                _("Split it: {limit} MB are read at most.").format(limit=LARGEST // 1024 // 1024),
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(_("{path} can't be read: {reason}").format(path=path, reason=reason)) from error


def _entries(folder: Path) -> list[Entry]:
    """Return the folder's CSV files, the folders in it, and the one above; what can't be looked at is left out."""
    files, folders = [], []
    try:
        children = sorted(folder.iterdir(), key=lambda one: one.name.casefold())
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(_("{path} can't be read: {reason}").format(path=folder, reason=reason)) from error
    for child in children:
        try:
            if child.name.startswith("."):
                continue
            if child.is_dir():
                folders.append(Entry(child, True, f"{child.name}/"))
            elif child.suffix.lower() in ENDINGS:
                files.append(Entry(child, False, child.name, child.stat().st_size))
        except OSError:
            continue
    above = [Entry(folder.parent, True, "../")] if folder.parent != folder else []
    return [*files, *folders, *above]


def _size(size: int) -> str:
    if size < 1024:
        return _("{count} B").format(count=size)
    if size < 1024 * 1024:
        return _("{count} kB").format(count=size // 1024)
    return _("{count} MB").format(count=size // 1024 // 1024)
