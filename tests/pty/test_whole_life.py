"""A partnership's life from the sign-in screen, by keyboard only, at 80 by 24, as both sides."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.pty.conftest import Open
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

PEOPLE = ("staff@provider.example", "owner@agency.example", "team@agency.example", "owner@client.example")
"""The people of the demonstration in the order of the sign-in screen, as far as they are needed."""


def sign_in(terminal: Open, machine: Path, person: str) -> Terminal:
    """Open the program without naming anybody, and sign in a person of the demonstration; the count starts after."""
    screen = terminal("--db", str(machine / "demo.sqlite"))
    screen.wait_for(*PEOPLE)
    screen.press(*["down"] * PEOPLE.index(person), "enter", "enter")
    screen.wait_for("What needs you", "DEMO")
    screen.keys = 0
    return screen


def leave(screen: Terminal) -> None:
    """Leave from wherever it is."""
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0


def test_both_sides_live_a_partnership_by_keyboard_in_few_keys(
    terminal: Open, machine: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    client = sign_in(terminal, machine, "owner@client.example")
    client.press("g", "p")
    client.wait_for("Add a partner (n)", "[My partners]")
    client.press("n")
    client.wait_for("Which partner?")
    client.type("rive")
    client.wait_for("Rive Gauche")
    client.press("enter")
    client.wait_for("What shall Rive Gauche")
    client.press("l")
    client.wait_for("Which products shall", "fleurs-du-lac.ch")
    client.press("space", "down", "space")
    client.wait_for("2 picked")
    client.press("enter")
    client.wait_for("[4 Review]", "earns cashback", "Press enter to send the request")
    client.press("enter")
    client.wait_for("[Requests]", "○ waiting", "Rive Gauche")
    adding = client.keys
    leave(client)

    partner = sign_in(terminal, machine, "owner@agency.example")
    partner.wait_for("5 ● Fleurs du Lac SA asks you")
    partner.press("5")
    partner.wait_for("To answer: by you")
    partner.press("a")
    partner.wait_for("Accept the request of Fleurs du Lac SA?", "reaches 2 products")
    partner.press("enter")
    partner.wait_for("State: active", "fleurs-du-lac.ch")
    accepting = partner.keys
    leave(partner)

    client = sign_in(terminal, machine, "owner@client.example")
    client.press("g", "p")
    client.wait_for("● active", "limited")
    client.press("e")
    client.wait_for("What shall Rive Gauche")
    client.press("p")
    client.wait_for("[3 Review]", "From now on", "are charged to Rive Gauche", "Press enter to change it")
    client.press("enter")
    client.wait_for("full ", "all")
    changing = client.keys

    client.keys = 0
    client.press("X")
    client.wait_for("End the partnership", "loses access")
    client.press("y")
    client.wait_for("Your password, to end it")
    client.type("demo")
    client.wait_for("••••")
    client.press("enter")
    client.wait_for("[Past]", "■ ended")
    ending = client.keys
    leave(client)

    listed = json.loads(command("--as", "owner@client.example", "partner", "list", "--json").stdout)["partnerships"]
    assert [one["state"] for one in listed] == ["ended"]
    assert command("check").returncode == 0
    assert {"add": adding, "accept": accepting, "change": changing, "end": ending} == {
        "add": 14,
        "accept": 3,
        "change": 5,
        "end": 7,
    }, "another number of keys than it took before, typed letters included"


def test_a_wrong_password_ends_nothing(terminal: Open, machine: Path) -> None:
    client = terminal("--db", str(machine / "demo.sqlite"), "--as", "owner@studio.example")
    client.wait_for("What needs you")
    client.press("g", "c")
    client.wait_for("● active")
    client.press("enter")
    client.wait_for("[Overview]", "● active")
    client.press("X")
    client.wait_for("This stops:", "loses access")
    client.press("y")
    client.wait_for("Your password, to end it")
    client.type("dome")
    client.press("enter")
    client.wait_for("This is not your password")
    client.press("escape")
    client.wait_gone("Your password, to end it")
    client.wait_for("● active")
