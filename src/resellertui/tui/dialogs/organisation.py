"""Choosing the organisation to act for: one's own ones, then the clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.roles import role_label
from resellertui.domain.wording import _
from resellertui.services.actor import actor_for
from resellertui.tui.dialogs.choose import Choice, ChooseDialog

if TYPE_CHECKING:
    from resellertui.services.views import OrganisationChoice, SignedIn
    from resellertui.tui.app import ConsoleApp

CLIENTS = "clients:"


def choose_organisation(app: ConsoleApp, person: SignedIn) -> None:
    """Ask a person who has just signed in which organisation to act for; without one, let them make it."""
    if not person.organisations:
        from resellertui.tui.new_organisation import open_wizard

        app.choice, app.actor = None, actor_for(person, None)
        open_wizard(app)
        app.warn(_("You belong to no organisation here yet. Make one, or ask to be invited to one."))
        return

    def take(key: str | None) -> None:
        chosen = next((one for one in person.organisations if one.id == key), None)
        if chosen is None:
            app.ask_to_sign_in()
        else:
            app.act_for(chosen)

    app.push_screen(ChooseDialog(_("Which organisation?"), [_choice(one) for one in person.organisations]), take)


def switch_organisation(app: ConsoleApp) -> None:
    """Offer the organisations of whoever is signed in, then the clients of those that are partners."""
    person, current = app.person, app.choice
    if person is None:
        return
    choices = [_choice(one) for one in person.organisations]
    choices += [
        Choice(CLIENTS + one.id, _("Clients of {partner} …").format(partner=one.name))
        for one in person.organisations
        if one.is_partner
    ]

    def take(key: str | None) -> None:
        chosen = next((one for one in person.organisations if key in {one.id, CLIENTS + one.id}), None)
        if chosen is not None and key is not None:
            app.act_for(chosen, "clients" if key.startswith(CLIENTS) else "")

    here = current.id if current is not None else ""
    app.push_screen(ChooseDialog(_("Act for"), choices, current=here), take)


def _choice(one: OrganisationChoice) -> Choice:
    return Choice(one.id, one.name, detail=f"{one.id} · {role_label(one.role)}")
