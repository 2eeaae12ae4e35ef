"""The ways into re-invoicing and out of it: from Home and a client's page, to files, and a form that meets another."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.builders import Builder, Org
from tests.services.billed import billed, biller, charged, describe
from tests.services.life import rows
from tests.tui.driver import SMALL, WIDE, Console, console, keys, screen_text, settle, type_text, until

from resellertui.adapters.clock import FixedClock
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing import issuing
from resellertui.services.reinvoicing.papers import Paper
from resellertui.services.reinvoicing.views import ReinvoiceClientEdit
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp


def words(app: ConsoleApp) -> str:
    """Return what is on the screen, as one text."""
    return " ".join(screen_text(app).replace("│", " ").split())


def told(app: ConsoleApp) -> str:
    """Return what was said in passing."""
    return " ".join(one.message for one in app._notifications)


async def quick(pilot: Console, *names: str) -> None:
    """Press keys one after the other, and look at the screen once."""
    await pilot.press(*names)
    await settle(pilot)


async def test_from_home_to_the_lines_their_client_and_files_of_everything(
    open_as: Callable[[Org | Actor], ConsoleApp],
    make: Builder,
    services: Services,
    settings: Settings,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        issuing, "papers_of", lambda bill: (Paper("pdf", f"{bill.number}.pdf", "application/pdf", b"%PDF-"),)
    )
    agency = biller(services, make)
    names = ("Bakery [red]", "Florist")
    bakery, florist = (billed(services, make, agency, name.split()[0]) for name in names)
    describe(services, bakery, name=names[0])
    for client in (bakery, florist):
        charged(services, agency, client, "kdrive-solo")
    clock.advance(days=30)
    taken = Path(settings.export_dir)

    async with open_as(agency).run_test(size=WIDE) as pilot:
        app = console(pilot)
        await settle(pilot)
        # Home says what is not billed, and leads there
        assert "2 lines not billed" in words(app)
        await keys(pilot, "enter")
        assert "[To bill]" in words(app)
        # the list as a file
        await keys(pilot, "x")
        assert "2 lines are written." in words(app)
        (listed,) = taken.glob("to-bill-*.csv")
        assert "Bakery [red]" in listed.read_text()
        assert stat.S_IMODE(listed.stat().st_mode) == 0o600
        # how a client is billed: someone else sets it meanwhile, and nothing typed is lost
        await keys(pilot, "escape", "c")
        await type_text(pilot, "rechnung@bakery.example")
        other = ReinvoiceClientEdit.of(reference="PO-7")
        services.reinvoice_settings.change_client(agency.owner, bakery.ref, other)
        await keys(pilot, "f8")
        assert "This was changed by someone else" in words(app)
        await keys(pilot, "escape")
        assert "rechnung@bakery.example" in words(app)
        assert services.reinvoice_settings.client(agency.owner, bakery.ref).values["email"] == ""
        await keys(pilot, "escape", "c")
        assert "PO-7" in words(app)
        await type_text(pilot, "rechnung@bakery.example")
        await keys(pilot, "f8")
        assert "Saved how Bakery [red] is billed." in told(app)
        # a client's page says what is to bill of it, and leads to that alone
        await quick(pilot, "g", "c")
        await keys(pilot, "enter")
        assert "in 1 line (b shows it)" in words(app)
        await keys(pilot, "b")
        shown = words(app)
        assert "[To bill]" in shown
        assert "1–1 of 1" in shown
        # issued, and all files of it in a folder; then the marked one in another, on a small terminal
        await keys(pilot, "escape", "I")
        await quick(pilot, "tab", "down", "space")
        await until(pilot, "2 invoices")
        assert "f8 Issue " in words(app)
        await keys(pilot, "f8")
        await until(pilot, "2 invoices are issued")
        await keys(pilot, "escape", "right_square_bracket", "x")
        assert "all that is listed, into a folder" in words(app)
        await keys(pilot, "f")
        await until(pilot, "2 files are written.")
        await keys(pilot, "escape", "space")
        await pilot.resize_terminal(*SMALL)
        await keys(pilot, "x", "f")
        await until(pilot, "1 file is written.")
    numbers = dict(rows(services, "SELECT number, client_id FROM reinvoice_documents"))
    whole, some = sorted(taken.glob("invoices-*"), key=lambda one: len(one.name))
    assert sorted(one.name for one in whole.iterdir()) == sorted(f"{number}.pdf" for number in numbers)
    assert len(list(some.iterdir())) == 1
    assert stat.S_IMODE(whole.stat().st_mode) == 0o700
