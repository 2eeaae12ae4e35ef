"""How the command line words people whole, invitations, teams, and who reaches what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.cli.wording import grant_words, right_words
from resellertui.domain.rights import SourceKind, accounting_label
from resellertui.domain.roles import role_label
from resellertui.domain.team import colour_label
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.people.views import (
        InvitationView,
        PersonDetail,
        ReachedClientView,
        ReachedProductView,
        SourceView,
    )
    from resellertui.services.reach_views import CellView, ClientReach, MatrixView, PersonReach, ProductReach
    from resellertui.services.teams.views import TeamDeletion, TeamView


def person_page(view: PersonDetail) -> str:
    """Return one person with all that is known of it."""
    person = view.person
    head = printing.record(
        [
            (_("Id"), person.id),
            (_("Name"), person.name),
            (_("E-mail"), person.email),
            (_("Role"), role_label(person.role)),
            (_("Joined"), view.joined_at),
            (_("Last sign-in"), person.last_sign_in_at),
            (_("Teams"), tuple(_led(one.name, leads=one.leads) for one in view.teams)),
            (_("Accounting"), accounting_label(person.accounting) if person.accounting else None),
            (_("Reminders"), view.billing_reminders),
            (_("Own grants"), tuple(grant_words(one) for one in person.grants)),
        ]
    )
    if not view.rights_shown:
        return head
    return "\n\n".join([head, *_reach(view.products, view.clients, view.clients_total)])


def invitation_table(views: Iterable[InvitationView]) -> str:
    """Return invitations as a table."""
    return printing.table(
        (_("E-mail"), _("Name"), _("Role"), _("Invited"), _("Until"), _("Expired")),
        [(one.email, one.name, role_label(one.role), one.invited_at, one.expires_at, one.expired) for one in views],
        empty=_("Nobody is invited."),
    )


def team_table(views: Iterable[TeamView]) -> str:
    """Return teams as a table."""
    return printing.table(
        (_("Id"), _("Name"), _("Colour"), _("Leader"), _("Members"), _("Rights")),
        [
            (
                one.id,
                one.name,
                colour_label(one.colour),
                one.leader,
                tuple(member.name for member in one.members),
                tuple(grant_words(grant) for grant in one.grants),
            )
            for one in views
        ],
        empty=_("There are no teams."),
    )


def team_page(view: TeamView) -> str:
    """Return one team with all its values."""
    return printing.record(
        [
            (_("Id"), view.id),
            (_("Name"), view.name),
            (_("Colour"), colour_label(view.colour)),
            (_("Leader"), view.leader),
            (_("Members"), tuple(f"{one.name} <{one.email}>" for one in view.members)),
            (_("Rights"), tuple(grant_words(one) for one in view.grants)),
            (_("Version"), view.version),
        ]
    )


def deletion_text(view: TeamDeletion) -> str:
    """Return everything that goes with a team."""
    return "\n".join(
        [
            _("{id} {name}").format(id=view.team.id, name=view.team.name),
            *(f"  {effect}" for effect in view.effects),
        ]
    )


def person_reach_text(view: PersonReach) -> str:
    """Return what a person reaches, with the reasons."""
    return "\n\n".join(_reach(view.products, view.clients, view.total))


def client_reach_text(view: ClientReach) -> str:
    """Return who reaches a client, with the reasons."""
    people = printing.table(
        (_("Person"), _("Role"), _("Access"), _("Because")),
        [
            (one.person.name, role_label(one.person.role), one.access, _because(one.sources, one.why_not))
            for one in view.people
        ],
        empty=_("Nobody reaches it."),
    )
    heading = _("{client} (paused)").format(client=view.client) if view.paused else view.client
    return f"{heading}\n{people}"


def product_reach_text(view: ProductReach) -> str:
    """Return who reaches a product, with the right and the reasons."""
    people = printing.table(
        (_("Person"), _("Role"), _("Right"), _("Because")),
        [
            (one.person.name, role_label(one.person.role), right_words(one.right), _because(one.sources, ""))
            for one in view.people
        ],
        empty=_("Nobody reaches it."),
    )
    return f"{view.name}\n{people}"


def matrix_text(view: MatrixView) -> str:
    """Return people against clients: in each cell why the person reaches the client."""
    table = printing.table(
        (_("Client"), _("Paused"), *(one.name for one in view.people)),
        [(one.client, one.paused, *(_cell(cell) for cell in one.cells)) for one in view.rows],
        empty=_("There are no clients."),
    )
    shown = ngettext("{shown} of {count} client.", "{shown} of {count} clients.", view.total)
    return f"{table}\n\n{shown.format(shown=len(view.rows), count=view.total)}"


def _reach(
    products: Iterable[ReachedProductView], clients: tuple[ReachedClientView, ...], total: int
) -> tuple[str, ...]:
    of_products = printing.table(
        (_("Product"), _("Family"), _("Right"), _("Because")),
        [(one.name, one.family, right_words(one.right), _because(one.sources, "")) for one in products],
        empty=_("No product is reached."),
    )
    if not total:
        return (of_products, _("No client is reached."))
    of_clients = printing.table(
        (_("Client"), _("Access"), _("Because")),
        [(one.client, one.access, _because(one.sources, one.why_not)) for one in clients],
        empty=_("No client is on this page."),
    )
    counted = ngettext("{shown} of {count} client.", "{shown} of {count} clients.", total)
    return (of_products, of_clients, counted.format(shown=len(clients), count=total))


def _because(sources: Iterable[SourceView], why_not: str) -> str:
    reasons = ", ".join(one.label for one in sources)
    return _("{reasons}; but: {reason}").format(reasons=reasons, reason=why_not) if why_not else reasons


def _cell(cell: CellView) -> str:
    words = {SourceKind.ROLE: _("role"), SourceKind.OWN: _("own grant")}
    return ", ".join(words.get(one.kind, one.team) for one in cell.sources) or "–"


def _led(name: str, *, leads: bool) -> str:
    return _("{team} (leads it)").format(team=name) if leads else name
