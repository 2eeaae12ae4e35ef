"""Activity on the screen, and deleting one's organisation from its account: whole paths by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.builders import PASSWORD, Builder, Org
from tests.hostile import FORBIDDEN
from tests.services.life import rows
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, Console, console, keys, press, screen_text, settle, type_text, until
from textual.widgets import Input

from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.error import ErrorDialog


async def fill(pilot: Console, text: str) -> None:
    """Put a text into the first line of the form in front, as a paste does."""
    console(pilot).screen.query(Input).first().value = text
    await settle(pilot)


Open = Callable[[Org | Actor], ConsoleApp]


async def test_acts_are_listed_filtered_read_whole_and_written_to_a_file(
    services: Services, town: Town, open_as: Open, settings: Settings
) -> None:
    hostile = "[red] [31m 日本 [/] "
    services.agreements.pause(town.agency.owner, town.active, Pause.of(until="2026-12-15", reason=hostile + "x" * 250))
    services.prepaid.top_up(town.bakery.owner, PrepaidInput.of(amount="7.00", currency="CHF"))

    async with open_as(town.bakery).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "l")
        seen = screen_text(console(pilot))
        assert "Topped the" in seen
        assert "Paused a" in seen
        await keys(pilot, "right_square_bracket")
        assert "Topped" not in screen_text(console(pilot)), "only what the partner did"
        await keys(pilot, "slash")
        await type_text(pilot, "paused")
        await keys(pilot, "enter", "enter")
        whole = screen_text(console(pilot))
        assert "[red] [31m" in whole
        assert "In the name of  Agence du Lac" in whole
        assert not {ord(ch) for ch in whole} & (FORBIDDEN - {10})
        await keys(pilot, "escape")
        await press(pilot, "activity.export")
        await fill(pilot, "Nobody")
        await keys(pilot, "f8")
        await until(pilot, "This is neither a partner nor a client of yours.")
        await fill(pilot, "Agence du Lac")
        await keys(pilot, "f8")
        await until(pilot, "1 act is written.")
        assert "What Agence du Lac did for Boulangerie [Rive]" in screen_text(console(pilot))
        (file,) = Path(settings.export_dir).glob("activity-*.pdf")
        assert file.read_bytes().startswith(b"%PDF")


async def test_what_is_in_the_way_leads_there_and_then_the_password_deletes_and_one_goes_on_elsewhere(
    services: Services, town: Town, make: Builder, open_as: Open
) -> None:
    alone = make.organisation("Kiosque [bold]", email="owner@lac.test")
    assert alone.owner.user_id == town.agency.owner.user_id, "who belongs to another one, and goes on there"
    services.prepaid.top_up(alone.owner, PrepaidInput.of(amount="7.00", currency="CHF"))

    async with open_as(alone).run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "a")
        await press(pilot, "account.delete")
        assert "Its prepaid account holds 7.00 CHF." in screen_text(console(pilot))
        await keys(pilot, "enter")
        assert "Prepaid account" in screen_text(console(pilot)).splitlines()[1]
        services.prepaid.withdraw(alone.owner, PrepaidInput.of(amount="7.00", currency="CHF"))
        await keys(pilot, "g", "a")
        await press(pilot, "account.delete")
        assert isinstance(console(pilot).screen, ConfirmDialog)
        assert "Delete Kiosque [bold] for good?" in screen_text(console(pilot))
        await keys(pilot, "y")
        await fill(pilot, "wrong")
        await keys(pilot, "f8")
        await until(pilot, "This is not your password.")
        await fill(pilot, PASSWORD)
        await keys(pilot, "f8")
        await until(pilot, "Kiosque [bold] is deleted.")
        await settle(pilot)
        assert "Agence du Lac" in screen_text(console(pilot)).splitlines()[0]
        assert not [one for one in console(pilot).screen_stack if isinstance(one, ErrorDialog)]
    assert rows(services, "SELECT count(*) FROM organisations WHERE deleted_at IS NOT NULL") == [(1,)]
