"""My profile on the screen, and a forgotten password where one signs in: whole paths by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.builders import PASSWORD, Org, quick_hash
from tests.hostile import FORBIDDEN, HOSTILE
from tests.services.life import mails
from tests.ssh_samples import ED25519
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, SMALL, Console, keys, press, screen_text, settle
from textual import events

from resellertui.services import password_reset, passwords, profile, sessions
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import ProfileEdit
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.profile import ProfilePage
from resellertui.tui.screens.sign_in import SignInScreen

Open = Callable[[Org | Actor], ConsoleApp]
NEW = "another long password"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hashing a new password take no time."""
    for user in (passwords, profile, password_reset):
        monkeypatch.setattr(user, "hash_password", quick_hash)


async def paste(pilot: Console, pasted: str) -> None:
    """Paste a text into what has the focus."""
    focused = pilot.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(pasted))
    await settle(pilot)


def words(app: ConsoleApp) -> str:
    """Return what is on the screen, its lines joined."""
    return " ".join(screen_text(app).split())


def said(app: ConsoleApp) -> str:
    """Return what was said in passing."""
    return " ".join(one.message for one in app._notifications)


def newest(services: Services, address: str) -> str:
    """Return the body of the newest mail to an address."""
    return [one for one in mails(services) if one.recipient == address][-1].body


def command_in(body: str) -> str:
    """Return the command line that a mail has a token in."""
    found = re.search(r"resellertui (?:profile confirm|password choose) \S+", body)
    assert found
    return found[0]


async def test_fields_are_edited_and_times_follow_the_zone(open_as: Open, town: Town, services: Services) -> None:
    services.ssh_keys.add(town.bakery.owner, ED25519)
    app = open_as(town.bakery)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "A", "p")
        assert isinstance(app.screen, ProfilePage)
        assert "23 Nov 2026 10:00" in screen_text(app)

        await press(pilot, "profile.edit")
        await keys(pilot, "end", "ctrl+u")
        await paste(pilot, "Zoe [red]")
        await keys(pilot, "tab", "tab")
        await paste(pilot, "Mars")
        assert "This is no time zone" in screen_text(app)
        await keys(pilot, "ctrl+u")
        await paste(pilot, "asia/tokyo")
        services.profile.edit(town.bakery.owner, ProfileEdit.of(language="it"))
        await keys(pilot, "f8")
        assert "changed elsewhere" in words(app)
        await keys(pilot, "escape", "f8")

        assert not isinstance(app.screen, SignInScreen)
        assert "Asia/Tokyo" in screen_text(app)
        assert "23 Nov 2026 18:00" in screen_text(app)
        assert screen_text(app).splitlines()[0].rstrip().endswith("Zoe [red] ▾")
        await keys(pilot, "f6", "f6", "escape")
        assert not isinstance(app.screen, ProfilePage)
    assert services.profile.show(town.bakery.owner).time_zone == "Asia/Tokyo"


async def test_an_address_is_confirmed_changed_and_a_password_too(
    open_as: Open, town: Town, services: Services
) -> None:
    owner = town.bakery.owner
    with services.office.filling() as session:
        session.execute(text("update users set email_confirmed_at = null where id = :id"), {"id": owner.user_id})
    app = open_as(town.bakery)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.profile")
        assert "Your address is not confirmed" in words(app)
        await press(pilot, "profile.send", "profile.confirm")
        await paste(pilot, command_in(newest(services, "owner@bakery.test")))
        await keys(pilot, "enter")
        assert "not confirmed" not in words(app)
        await press(pilot, "profile.send")
        assert said(app).endswith("Your address is confirmed already.")

        await press(pilot, "profile.email")
        await paste(pilot, "new@bakery.test")
        await keys(pilot, "enter")
        await paste(pilot, "wrong")
        await keys(pilot, "enter")
        assert "This is not your password." in words(app)
        await paste(pilot, PASSWORD)
        await keys(pilot, "enter")
        assert "new@bakery.test waits for its token" in words(app)
        await press(pilot, "profile.confirm")
        await paste(pilot, "wrong-token")
        await keys(pilot, "f8")
        assert "This token confirms nothing." in words(app)
        await keys(pilot, "escape", "ctrl+u")
        await paste(pilot, command_in(newest(services, "new@bakery.test")).split()[-1])
        await keys(pilot, "f8")
        assert app.person is not None
        assert app.person.email == "new@bakery.test"

        await press(pilot, "profile.password")
        for one in (PASSWORD, NEW, "not the same"):
            await paste(pilot, one)
            await keys(pilot, "tab")
        await keys(pilot, "f8")
        assert "not the same password" in words(app)
        await keys(pilot, "ctrl+u")
        await paste(pilot, NEW)
        await keys(pilot, "f8")
        assert NEW not in screen_text(app)
    assert services.accounts.sign_in("new@bakery.test", NEW)[0].user_id == owner.user_id


async def test_keys_and_sessions_are_added_and_ended(settings: Settings, town: Town, services: Services) -> None:
    owner = town.bakery.owner
    for place in HOSTILE[:8]:
        with services.office.filling() as session:
            session.execute(
                text(
                    "insert into ssh_keys (user_id, kind, fingerprint, public_key, label, added_at) "
                    "values (:user, 'ssh-ed25519', :label, 'ssh-ed25519 A', :label, '2026-11-23T09:00:00.000000Z')"
                ),
                {"user": owner.user_id, "label": place},
            )
    for _turn in range(3):
        person, token = services.accounts.sign_in("owner@bakery.test", PASSWORD, remember=True)
    assert sessions.remember(services, token or "")
    with services.office.filling() as session:
        session.execute(text("update sessions set place = :place where id = 1"), {"place": "[red]\x1b[31m" + "長" * 99})
    app = ConsoleApp.over(services, settings, signed_in=person)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.profile")
        assert "[@click" in screen_text(app) or "[ACME] Ltd" in screen_text(app)
        await press(pilot, "profile.add")
        await paste(pilot, "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk")
        await keys(pilot, "f8")
        assert "This is a private key" in words(app)
        await keys(pilot, "ctrl+u")
        await paste(pilot, ED25519)
        await keys(pilot, "f8", "end")
        assert "marie@laptop" in screen_text(app)
        await press(pilot, "profile.remove")
        assert "Remove the SSH key marie@laptop?" in words(app)
        await keys(pilot, "y")
        assert len(services.ssh_keys.list(owner)) == 8

        await press(pilot, "profile.tab_after")
        assert "this one" in screen_text(app)
        await keys(pilot, "end")
        await press(pilot, "profile.remove")
        assert not FORBIDDEN & {ord(ch) for ch in screen_text(app).replace("\n", "")}
        await keys(pilot, "y")
        assert len(services.own_sessions.list(owner)) == 2
        await pilot.resize_terminal(*SMALL)
        await settle(pilot)
        await press(pilot, "profile.others")
        await keys(pilot, "y")
        assert [one.present for one in services.own_sessions.list(owner, present=token or "")] == [True]
        await press(pilot, "profile.others")
        assert said(app).endswith("There is no other session to end.")

        services.own_sessions.revoke_others(owner)  # elsewhere, and so this one
        await press(pilot, "profile.edit")
        await keys(pilot, "x", "f8")
        assert "Your session has ended" in words(app)
        await keys(pilot, "escape")
        assert isinstance(app.screen, SignInScreen)
        assert "owner@bakery.test" in screen_text(app)


async def test_a_forgotten_password_is_chosen_anew_where_one_signs_in(
    services: Services, settings: Settings, town: Town
) -> None:
    """Also in locked mode, where people sign in who have nothing else."""
    app = ConsoleApp.over(Services(replace(services.office, locked=True)), settings)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "sign_in.forgotten")
        await keys(pilot, "m")
        await paste(pilot, "owner@bakery.test")
        await keys(pilot, "enter")
        assert "Choose a new password" in screen_text(app)
        await paste(pilot, f"    {command_in(newest(services, 'owner@bakery.test'))}")
        await keys(pilot, "enter")
        await paste(pilot, "short")
        await keys(pilot, "enter")
        await paste(pilot, "short")
        await keys(pilot, "enter")
        assert "A password has at least 10 characters." in words(app)
        await keys(pilot, "ctrl+u")
        await paste(pilot, NEW)
        await keys(pilot, "tab", "ctrl+u")
        await paste(pilot, NEW)
        await keys(pilot, "enter")

        assert "owner@bakery.test" in screen_text(app)
        await paste(pilot, NEW)
        await keys(pilot, "enter")
        assert "▾ Boulangerie [Rive]" in screen_text(app)
