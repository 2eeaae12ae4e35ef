"""The support window: from anywhere and back, codes on request only, requests written and followed, no key."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import Builder, Org
from tests.services.life import rows
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, SMALL, Console, console, keys, press, screen_text, settle, type_text
from textual.widgets import Digits, Input, TextArea

from resellertui.adapters.secrets import FileSecrets
from resellertui.domain.support_case import CaseState
from resellertui.domain.support_code import CodeKind
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.support.case_views import Message
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.choose import ChooseDialog
from resellertui.tui.dialogs.support import SupportDialog
from resellertui.tui.dialogs.support_case import CaseDialog, RequestDialog
from resellertui.tui.support import code_panel
from resellertui.tui.support.code_panel import CodePanel, bar

Open = Callable[[Org | Actor], ConsoleApp]


def logged(services: Services) -> list[str]:
    """Return what the audit says was done with codes, oldest first."""
    statement = "SELECT action FROM audit_entries WHERE action LIKE 'support.code%' ORDER BY id"
    return [action for (action,) in rows(services, statement)]


def panel(pilot: Console, kind: CodeKind) -> CodePanel:
    """Return the panel of a code in the window."""
    return next(one for one in console(pilot).screen.query(CodePanel) if one.kind is kind)


def digits(pilot: Console, kind: CodeKind = CodeKind.SUPPORT) -> str:
    """Return what is drawn large."""
    return panel(pilot, kind).query_one(Digits).value


def without_key(services: Services, folder: Path) -> Services:
    """Return the services of a console that lacks the key of the codes, run for people who do not own the database."""
    office, empty = services.office, FileSecrets(folder)
    for name in (f"audit-{key_id}" for (key_id,) in rows(services, "SELECT audit_key_id FROM installation")):
        empty.put(name, office.secrets.get(name) or "")
    return Services(replace(office, secrets=empty, locked=True))


def test_the_bar_of_the_time_that_is_left_shrinks_and_is_never_empty() -> None:
    drawn = [bar(share) for share in (1.0, 0.5, 0.0001, 0.0)]
    assert [one.count("█") for one in drawn] == [20, 10, 1, 1]
    assert {len(one) for one in drawn} == {20}


async def test_a_code_is_shown_when_asked_for_copied_renewed_and_hidden_again(
    open_as: Open,
    town: Town,
    make: Builder,
    services: Services,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    make.product(town.agency, "Premium", sku="support-pro")
    owner, codes = town.agency.owner, services.support_codes
    async with open_as(town.agency).run_test(size=DESIGN, notifications=True) as pilot:
        app = console(pilot)
        await settle(pilot)
        await keys(pilot, "f2")
        first = screen_text(app)
        assert "Your support code" in first
        assert code_panel.HIDDEN in first
        assert "not the code that transfers a domain" in first
        assert logged(services) == [], "looking at the window shows none"

        await press(pilot, "code.show")
        assert logged(services) == ["support.code_issued", "support.code_shown"]
        code = codes.code(owner)
        assert digits(pilot) == code.shown
        assert code.shown in screen_text(app)
        assert "█" in screen_text(app)
        await press(pilot, "code.copy")
        assert app.clipboard == code.code
        assert "If it does not arrive" in screen_text(app)
        assert logged(services)[-1] == "support.code_copied"
        await press(pilot, "code.show")
        assert (digits(pilot), code.shown in screen_text(app)) == ("", False)

        monkeypatch.setattr(code_panel, "HIDE_AFTER", 0.01)
        await press(pilot, "code.show")
        while panel(pilot, CodeKind.SUPPORT).is_shown:
            await pilot.pause(0.01)
        assert (digits(pilot), code.shown in screen_text(app)) == ("", False)
        monkeypatch.undo()

        await press(pilot, "code.show", "app.help")
        await keys(pilot, "escape")
        assert digits(pilot) == "", "it is hidden as soon as anything else is in front"
        await press(pilot, "code.show", "code.renew")
        assert "dead at once" in screen_text(app)
        await keys(pilot, "y")
        await settle(pilot)
        renewed = codes.code(owner)
        assert digits(pilot) == renewed.shown != code.shown
        await press(pilot, "support.part_after", "support.part_before")
        assert digits(pilot) == "", "nor is it there when one comes back from another part"

        await press(pilot, "code.show")  # where all does not fit, the keys move on all the same
        await keys(pilot, "down")
        assert "▸ The VIP code" in screen_text(app)
        await press(pilot, "code.show")
        vip = codes.vip(owner)
        assert digits(pilot, CodeKind.VIP) == vip.shown
        said = [app.title, app.sub_title, *(one.message for one in app._notifications)]
        app.incidents.note(RuntimeError("something"))
        await keys(pilot, "escape")
        assert app.screen is app.frame
        shown = screen_text(app)
    said += [shown, caplog.text, app.incidents.path.read_text(encoding="utf-8")]
    for view in (code, renewed, vip):
        assert view.code is not None
        assert not any(secret in text for secret in (view.code, view.shown) for text in said)
    assert "support.code_renewed" in logged(services)

    other = without_key(services, tmp_path / "elsewhere")
    app = ConsoleApp.over(other, settings, signed_in=other.accounts.refresh(town.bakery.owner))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await keys(pilot, "f2", "v")
        await settle(pilot)
        assert "does not have the key" in " ".join(screen_text(app).replace("│", " ").split())
        assert digits(pilot) == ""
        await keys(pilot, "right")
        assert "No request yet" in screen_text(app)
        await keys(pilot, "escape")
        assert app.screen is app.frame


async def test_it_opens_from_anywhere_and_leaves_everything_as_it_was(
    open_as: Open, town: Town, make: Builder, services: Services
) -> None:
    make.product(town.agency, "Premium", sku="support-plus")
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        app = console(pilot)
        await settle(pilot)
        await keys(pilot, "g", "c")
        await press(pilot, "listing.filter")
        await type_text(pilot, "rive!")
        focused = app.focused
        await keys(pilot, "f2", "f2")
        assert "open already" in " ".join(one.message for one in app._notifications)
        await keys(pilot, "escape")
        assert app.screen is app.frame
        assert isinstance(focused, Input)
        assert (app.focused, focused.value) == (focused, "rive!")
        await keys(pilot, "escape")
        await press(pilot, "app.palette")
        palette = app.screen
        await type_text(pilot, "rive!")
        await keys(pilot, "f2")
        assert isinstance(app.screen, SupportDialog)
        await keys(pilot, "escape")
        assert app.screen is palette
        assert isinstance(app.focused, Input)
        assert app.focused.value == "rive!"
        await keys(pilot, "escape")
        await press(pilot, "app.go")
        assert isinstance(app.screen, ChooseDialog)
        await keys(pilot, "exclamation_mark")
        assert isinstance(app.screen, SupportDialog)
        assert "Plans with a VIP code: Pro, Enterprise." in screen_text(app)

        await keys(pilot, "right", "n")
        assert isinstance(app.screen, RequestDialog)
        await type_text(pilot, "[red] no mail")
        await keys(pilot, "tab")
        await type_text(pilot, "since noon!")
        text = app.screen.focused
        await keys(pilot, "f2")
        assert app.screen.focused is text, "the window is below already"
        await keys(pilot, "escape")
        assert "What you wrote is lost." in screen_text(app)
        await keys(pilot, "n")
        assert isinstance(text, TextArea)
        assert text.text == "since noon!"
        await keys(pilot, "f8")
        await settle(pilot)
        (case,) = services.support_cases.list(town.agency.owner).rows
        assert (case.subject, case.clock) == ("[red] no mail", "4 hours left")
        assert "[red] no mail" in screen_text(app)
        assert "4 hours left" in screen_text(app)
        services.support_queue.answer(make.staff, case.id, Message.of(text="Try again\n[b]now[/x]"))

        await keys(pilot, "enter")
        assert isinstance(app.screen, CaseDialog)
        shown = screen_text(app)
        assert "since noon!" in shown
        assert "[b]now" in shown
        await keys(pilot, "r")
        await type_text(pilot, "still broken")
        await keys(pilot, "f8")
        await settle(pilot)
        assert "still broken" in screen_text(app)
        assert services.support_cases.show(town.agency.owner, case.id).case.state is CaseState.OPEN
        await keys(pilot, "x")
        await settle(pilot)
        assert services.support_cases.show(town.agency.owner, case.id).case.state is CaseState.CLOSED
        await keys(pilot, "escape", "escape")
        assert isinstance(app.screen, ChooseDialog), "it opened over this one"
