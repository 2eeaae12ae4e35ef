"""A person found in the palette: who it is, and what has been granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.roles import role_label
from resellertui.domain.wording import _
from resellertui.services.views import GrantView, PersonView
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.formats import moment

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


def show_person(app: ConsoleApp, reference: str) -> None:
    """Read a person of the organisation, and show what one may know."""

    async def read() -> None:
        with app.reporting():
            people = await app.ask(app.services.people.list)
            person = next((one for one in people if one.id == reference), None)
            if person is not None:
                app.push_screen(ReadingDialog(person.name, person_lines(person)))

    app.run_worker(read(), group="go")


def person_lines(person: PersonView) -> list[str]:
    """Return what is said of a person, line by line."""
    lines = [person.email, role_label(person.role)]
    if person.last_sign_in_at is not None:
        lines.append(_("Last signed in {moment}").format(moment=moment(person.last_sign_in_at)))
    elif not person.joined:
        lines.append(_("Has not joined yet"))
    return [*lines, *(_grant_words(one) for one in person.grants)]


def _grant_words(grant: GrantView) -> str:
    if grant.kind == "client":
        return _("Client: {name}").format(name=grant.subject)
    return _("Product: {name}").format(name=grant.label or grant.subject)
