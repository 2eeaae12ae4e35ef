"""The client account on the screen: read by all, edited by keys, problems at their fields, conflicts chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import update
from tests.builders import Builder, Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.services.life import mails, rows
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, SMALL, WIDE, Console, console, key_of, keys, press, screen_text, settle, type_text
from textual.widgets import Input

from resellertui.domain.client_account import AccountConflict, FieldChoice
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import AccountEdit
from resellertui.settings import Settings
from resellertui.store.models import Organisation
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.account_conflict import AccountConflictDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.screens.edit_account import EditAccountPage
from resellertui.tui.widgets.form import TextField

Open = Callable[[Org | Actor], ConsoleApp]
VAT = "FR61954506077"
STORABLE = tuple(text for text in HOSTILE if "\ud800" not in text)
"""What a database can hold at all."""


@pytest.fixture
def shop(make: Builder) -> Org:
    """Give a company in France."""
    return make.organisation("Boutique [Rive]", email="owner@boutique.test", country="FR", city="Lyon")


def page(pilot: Console) -> EditAccountPage:
    """Return the form in front."""
    found = console(pilot).screen
    assert isinstance(found, EditAccountPage)
    return found


async def open_form(pilot: Console) -> None:
    """Open the form from the menu."""
    await settle(pilot)
    await keys(pilot, "g", "a", "e")
    assert isinstance(console(pilot).screen, EditAccountPage)


async def enter(pilot: Console, field: str, text: str) -> None:
    """Go to a field with tab and type over what is there."""
    form = page(pilot).form
    wanted = next(one for one in form.fields if one.field == field)
    for _step in range(40):
        if console(pilot).screen.focused is wanted.entry():
            break
        await pilot.press("tab")
        await pilot.pause()
    assert console(pilot).screen.focused is wanted.entry()
    await pilot.press("end", "ctrl+u")
    await type_text(pilot, text)


async def tick(pilot: Console) -> None:
    """Go to the box of the general terms, which is right above Save, and tick it."""
    for _step in range(40):
        if console(pilot).screen.focused is page(pilot).form.fields[-1].entry():
            break
        await pilot.press("tab")
        await pilot.pause()
    await keys(pilot, "space")


def note(pilot: Console, field: str) -> str:
    """Return what stands under a field."""
    wanted = next(one for one in page(pilot).form.fields if one.field == field)
    return str(wanted._note.render())


def value(pilot: Console, field: str) -> str:
    """Return what a field of text holds."""
    wanted = next(one for one in page(pilot).form.fields if one.field == field)
    assert isinstance(wanted, TextField)
    return wanted.value


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_it_is_edited_and_saved_by_keys(
    open_as: Open, shop: Org, services: Services, size: tuple[int, int]
) -> None:
    async with open_as(shop).run_test(size=size) as pilot:
        await open_form(pilot)
        await enter(pilot, "name", "Boutique du Lac")
        await enter(pilot, "vat_number", "fr61954506077")
        assert note(pilot, "vat_number") == "Written FR 61 954 506 077; open pro formas and later invoices carry it."
        await tick(pilot)
        assert value(pilot, "vat_number") == "FR 61 954 506 077"
        await keys(pilot, "tab")
        save = console(pilot).screen.focused
        assert save is not None
        assert (save.id, save.region.y) == ("save", page(pilot).form.region.bottom)
        await keys(pilot, "enter")
        shown = screen_text(console(pilot))
        assert "VAT number" in shown or size == SMALL
        assert "▾ Boutique du Lac" in shown
        assert console(pilot).screen is console(pilot).frame

    view = services.client_account.show(shop.owner)
    assert (view.values["name"], view.values["vat_number"]) == ("Boutique du Lac", VAT)
    assert [one.recipient for one in mails(services)] == ["owner@boutique.test"]


async def test_each_field_says_what_is_wrong_while_one_types(open_as: Open, shop: Org, services: Services) -> None:
    async with open_as(shop).run_test(size=WIDE) as pilot:
        await open_form(pilot)
        await enter(pilot, "email", "nobody")
        assert "name@example.com" in note(pilot, "email")
        await type_text(pilot, "@boutique.test")
        assert note(pilot, "email") == ""
        await enter(pilot, "country", "CH")
        assert "Currency: CHF, which follows the country." in note(pilot, "country")
        await enter(pilot, "vat_number", "CHE116281710")
        assert "its Swiss VAT number is its UID" in note(pilot, "vat_number")
        assert "CHE-116.281.710" in note(pilot, "vat_number")

    assert services.client_account.show(shop.owner).organisation.version == 1


async def test_saving_says_every_problem_at_its_field_and_starts_at_the_first(
    open_as: Open, shop: Org, services: Services
) -> None:
    async with open_as(shop).run_test(size=WIDE) as pilot:
        await open_form(pilot)
        await enter(pilot, "phone", "call me")
        await enter(pilot, "vat_number", "FR1")
        await keys(pilot, "f8")
        assert "+41 22 123 45 67" in note(pilot, "phone")
        assert "FR 61 954 506 077" in note(pilot, "vat_number")
        assert "nothing is saved without" in note(pilot, "accept_terms")
        focused = console(pilot).screen.focused
        assert isinstance(focused, Input)
        assert focused.value == "call me"
        assert isinstance(console(pilot).screen, EditAccountPage)

    assert services.client_account.show(shop.owner).organisation.version == 1


async def test_unsaved_edits_are_asked_about_and_nothing_leads_past_the_question(
    open_as: Open, shop: Org, services: Services
) -> None:
    async with open_as(shop).run_test(size=DESIGN) as pilot:
        await open_form(pilot)
        await enter(pilot, "name", "Other")
        await keys(pilot, "escape")
        assert isinstance(console(pilot).screen, ConfirmDialog)
        assert "What you have changed here is not saved." in screen_text(console(pilot))
        await keys(pilot, "n")
        assert value(pilot, "name") == "Other"
        console(pilot).go("home")
        await settle(pilot)
        assert value(pilot, "name") == "Other"
        await keys(pilot, "ctrl+q")
        assert "What you have changed here is not saved." in screen_text(console(pilot))
        await keys(pilot, "n")
        assert value(pilot, "name") == "Other"
        await keys(pilot, "escape", "y")
        assert console(pilot).screen is console(pilot).frame
        await keys(pilot, "e", "escape")
        assert console(pilot).screen is console(pilot).frame

    assert services.client_account.show(shop.owner).values["name"] == "Boutique [Rive]"


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_conflict_is_chosen_field_by_field_and_then_saved(
    open_as: Open, make: Builder, shop: Org, services: Services, size: tuple[int, int]
) -> None:
    admin = make.person(shop, Role.ADMINISTRATOR, email="admin@boutique.test")
    async with open_as(shop).run_test(size=size) as pilot:
        await open_form(pilot)
        await enter(pilot, "name", "Mine [red]")
        await enter(pilot, "city", "Nice")
        await tick(pilot)
        services.client_account.change(
            admin,
            AccountEdit.of(
                name="Theirs", city="Nantes", phone="+33 4 72 00 00 00", kind="association", accept_terms=True
            ),
        )
        await keys(pilot, "f8")
        assert isinstance(console(pilot).screen, AccountConflictDialog)
        shown = screen_text(console(pilot))
        assert "Mine: company" in shown
        assert "Theirs: association" in shown
        if size == WIDE:
            for words in ("Mine: Mine [red]", "Theirs: Theirs", "Before: Boutique [Rive]", "Mine: –", "Theirs: Nantes"):
                assert words in shown
        # kind theirs, name mine, phone theirs, city theirs
        await keys(pilot, "t", "m", "t", "t", "f8")
        await settle(pilot)
        assert console(pilot).screen is console(pilot).frame

    now = services.client_account.show(shop.owner).values
    assert [now[one] for one in ("kind", "name", "phone", "city")] == [
        "association",
        "Mine [red]",
        "+33 4 72 00 00 00",
        "Nantes",
    ]


async def test_leaving_the_choice_saves_nothing_and_keeps_what_was_typed(
    open_as: Open, make: Builder, shop: Org, services: Services
) -> None:
    admin = make.person(shop, Role.ADMINISTRATOR, email="admin@boutique.test")
    async with open_as(shop).run_test(size=DESIGN) as pilot:
        await open_form(pilot)
        await enter(pilot, "name", "Mine")
        await tick(pilot)
        services.client_account.change(admin, AccountEdit.of(name="Theirs", accept_terms=True))
        await keys(pilot, "f8", "escape")
        assert value(pilot, "name") == "Mine"
        await keys(pilot, "f8")
        assert isinstance(console(pilot).screen, AccountConflictDialog)

    assert services.client_account.show(shop.owner).values["name"] == "Theirs"


async def test_a_second_key_while_it_is_saved_saves_nothing_else(open_as: Open, shop: Org, services: Services) -> None:
    async with open_as(shop).run_test(size=DESIGN) as pilot:
        await open_form(pilot)
        await enter(pilot, "name", "Other")
        await tick(pilot)
        await pilot.press("f8", "f8")
        await settle(pilot)
        assert console(pilot).screen is console(pilot).frame

    assert services.client_account.show(shop.owner).organisation.version == 2
    assert len(mails(services)) == 1


async def test_who_may_not_change_it_reads_it_and_has_no_key(
    open_as: Open, make: Builder, shop: Org, services: Services
) -> None:
    member = make.person(shop, Role.COLLABORATOR, email="member@boutique.test")
    async with open_as(member).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "a")
        shown = screen_text(console(pilot))
        assert "Boutique [Rive]" in shown
        await keys(pilot, "e")
        assert console(pilot).screen is console(pilot).frame
        with pytest.raises(AssertionError, match="not offered"):
            key_of(console(pilot).screen, "account.edit")


async def test_the_account_button_leads_there(open_as: Open, shop: Org) -> None:
    async with open_as(shop).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await pilot.click("#account")
        await settle(pilot)
        await keys(pilot, "a")
        shown = screen_text(console(pilot))
        assert "Client account" in shown
        assert "EUR" in shown


async def test_inside_a_client_its_account_is_read_and_the_key_says_who_changes_it(
    open_as: Open, town: Town, services: Services
) -> None:
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        console(pilot).enter_client(town.active)
        await settle(pilot)
        await keys(pilot, "g", "a")
        shown = screen_text(console(pilot))
        assert "Boulangerie [Rive]" in shown
        assert "Only the client's own legal representatives" in shown
        await press(pilot, "account.edit")
        assert console(pilot).screen is console(pilot).frame
        await keys(pilot, "L", "g", "a", "e")
        assert value(pilot, "name") == "Agence du Lac"

    assert services.client_account.show(town.bakery.owner).organisation.version == 1


async def test_locked_mode_edits_too(services: Services, settings: Settings, shop: Org) -> None:
    locked = Services(replace(services.office, locked=True))
    person = locked.accounts.refresh(shop.owner)
    async with ConsoleApp.over(locked, settings, signed_in=person).run_test(size=DESIGN) as pilot:
        await open_form(pilot)
        await enter(pilot, "city", "Nice")
        await tick(pilot)
        await keys(pilot, "f8")

    assert services.client_account.show(shop.owner).values["city"] == "Nice"


async def test_a_terminal_that_is_too_small_says_so_and_keeps_what_was_typed(open_as: Open, shop: Org) -> None:
    async with open_as(shop).run_test(size=DESIGN) as pilot:
        await open_form(pilot)
        await enter(pilot, "name", "Other")
        await pilot.resize_terminal(40, 10)
        await settle(pilot)
        assert "Other" not in screen_text(console(pilot))
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert value(pilot, "name") == "Other"


async def test_the_currency_that_money_has_fixed_is_said_at_the_country(
    open_as: Open, shop: Org, services: Services
) -> None:
    from resellertui.services.billing.views import PrepaidInput

    services.prepaid.top_up(shop.owner, PrepaidInput.of(amount="5.00", currency="EUR"))
    async with open_as(shop).run_test(size=WIDE) as pilot:
        await open_form(pilot)
        assert "Currency: EUR, which stays" in note(pilot, "country")
        await enter(pilot, "country", "CH")
        assert "it would be CHF" in note(pilot, "country")

    assert rows(services, "SELECT country, currency FROM organisations WHERE id = ?", shop.number) == [("FR", "EUR")]


async def test_whatever_old_rows_hold_is_shown_literally_in_the_account_the_form_and_the_choice(
    open_as: Open, shop: Org, services: Services
) -> None:
    async with open_as(shop).run_test(size=(200, 100)) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "a")
        facts = ("name", "street", "region", "phone", "city", "website", "email", "vat_number", "register_number")
        for start in range(0, len(STORABLE), len(facts)):
            texts = (STORABLE * 2)[start : start + len(facts)]
            columns = dict(zip(facts, texts, strict=True))
            with services.office.filling() as session:
                session.execute(update(Organisation).where(Organisation.id == shop.number).values(**columns))
            console(pilot).changed.publish(None)
            await settle(pilot)
            shown = screen_text(console(pilot))
            await keys(pilot, "e")
            form = screen_text(console(pilot))
            stored = services.client_account.show(shop.owner).values
            choices = tuple(FieldChoice(name, stored[name], "mine", stored[name]) for name in columns)
            console(pilot).push_screen(AccountConflictDialog(AccountConflict(choices, 2, stored)))
            await settle(pilot)
            choice = screen_text(console(pilot))
            await keys(pilot, "escape", "escape")
            assert console(pilot).screen is console(pilot).frame

            for screen in (shown, form, choice):
                assert not {ord(ch) for ch in screen.replace("\n", "")} & FORBIDDEN
            for text in texts[:7]:
                if len(text) < 60 and text.isascii() and text.isprintable() and text.strip():
                    assert text.strip() in shown
                    assert text.strip() in form
                    assert text.strip() in choice
