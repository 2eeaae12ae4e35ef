"""What is said of who reaches what: the sign of a cell, and the sentences below the grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resellertui.domain.rights import SourceKind
from resellertui.domain.roles import ProductRight
from resellertui.domain.wording import _, ngettext
from resellertui.services.people.views import SourceView
from resellertui.services.reach_views import CellView, ProductCellView, ProductMatrixRow, ReachRow
from resellertui.tui.reach_heads import Head
from resellertui.tui.widgets.record_paint import number

ROLE, OWN, TEAM, PAUSED, NONE = "R", "●", "T", "‖", "·"
OWN_LOOK, TEAM_LOOK = "○", "t"
"""As the other two, where the right is to look only."""
CLIENTS, PRODUCTS = "clients", "products"


def legend(tab: str) -> str:
    """Return what the signs mean."""
    if tab == PRODUCTS:
        return _("R role   ● own grant   T team   ○ t to look only   · none   # a team")
    return _("R role   ● own grant   T team   ‖ paused   · none   # a team")


def client_marks(row: ReachRow) -> tuple[str, ...]:
    """Return the sign of each cell of a client, people first."""
    people = (_mark(one.sources) if not row.paused or not one.sources else PAUSED for one in row.cells)
    granted = PAUSED if row.paused else OWN
    return (*people, *(granted if one else NONE for one in row.teams))


def product_marks(row: ProductMatrixRow) -> tuple[str, ...]:
    """Return the sign of each cell of a product, people first."""
    signs = {None: NONE, ProductRight.TECHNICAL: OWN, ProductRight.STATISTICS: OWN_LOOK}
    return (*(_mark(one.sources) for one in row.cells), *(signs[one] for one in row.teams))


def reasons(sources: Iterable[SourceView]) -> str:
    """Return the reasons, one after the other."""
    return ", ".join(one.label for one in sources)


def client_answer(row: ReachRow, place: int, head: Head) -> str:
    """Return whether a person or team reaches a client, and why."""
    if head.is_team:
        if not row.teams[place - len(row.cells)]:
            return _("{client} is not granted to team {team}.").format(client=row.client, team=head.name)
        if row.paused:
            return _("{client} is granted to team {team}, but the partnership is paused.").format(
                client=row.client, team=head.name
            )
        return _("{client} is granted to team {team}.").format(client=row.client, team=head.name)
    return cell_answer(row.cells[place], person=head.name, client=row.client)


def cell_answer(cell: CellView, *, person: str, client: str) -> str:
    """Return whether a person reaches a client, and why."""
    if cell.access:
        return _("{person} reaches {client}: {reasons}.").format(
            person=person, client=client, reasons=reasons(cell.sources)
        )
    if cell.sources:
        return _("{person} does not reach {client} now. {why} Afterwards: {reasons}.").format(
            person=person, client=client, why=cell.why_not, reasons=reasons(cell.sources)
        )
    return _("{person} does not reach {client}. {why}").format(person=person, client=client, why=cell.why_not)


def product_answer(row: ProductMatrixRow, place: int, head: Head) -> str:
    """Return with which right a person or team reaches a product, and why."""
    if not head.is_team:
        return product_cell_answer(row.cells[place], person=head.name, product=row.name)
    right = row.teams[place - len(row.cells)]
    if right is None:
        return _("Team {team} has no right on {product}.").format(team=head.name, product=row.name)
    if right is ProductRight.TECHNICAL:
        return _("Team {team} may change {product}.").format(team=head.name, product=row.name)
    return _("Team {team} may look at {product}.").format(team=head.name, product=row.name)


def product_cell_answer(cell: ProductCellView, *, person: str, product: str) -> str:
    """Return with which right a person reaches a product, and why."""
    if cell.right is None:
        return _(
            "{person} does not reach {product}: it is granted neither to the person nor to one of its teams."
        ).format(person=person, product=product)
    words = (
        _("{person} may change {product}: {reasons}.")
        if cell.right is ProductRight.TECHNICAL
        else _("{person} may look at {product}: {reasons}.")
    )
    return words.format(person=person, product=product, reasons=reasons(cell.sources))


def row_sum(row: ReachRow | ProductMatrixRow) -> str:
    """Return how many people reach the client or product."""
    total = len(row.cells)
    if isinstance(row, ProductMatrixRow):
        count = sum(one.right is not None for one in row.cells)
        words = ngettext(
            "{count} of {total} people reaches this product.", "{count} of {total} people reach this product.", count
        )
    else:
        count = sum(bool(one.sources) for one in row.cells)
        words = (
            _("Paused: nobody reaches this client now, afterwards {count} of {total} people.")
            if row.paused
            else ngettext(
                "{count} of {total} people reaches this client.", "{count} of {total} people reach this client.", count
            )
        )
    return words.format(count=number(count), total=number(total))


def column_sum(head: Head, tab: str, count: int, total: int | None) -> str:
    """Return how many clients or products the person or team has; of how many, where the reader sees all of them."""
    if total is None:
        words = (
            ngettext("This team has {count} product.", "This team has {count} products.", count)
            if tab == PRODUCTS and head.is_team
            else ngettext("You reach {count} product.", "You reach {count} products.", count)
            if tab == PRODUCTS
            else ngettext("This team has {count} client.", "This team has {count} clients.", count)
            if head.is_team
            else ngettext("You reach {count} client.", "You reach {count} clients.", count)
        )
        return words.format(count=number(count))
    words = (
        _("This team has {count} of {total} products.")
        if tab == PRODUCTS and head.is_team
        else _("This person reaches {count} of {total} products.")
        if tab == PRODUCTS
        else _("This team has {count} of {total} clients.")
        if head.is_team
        else _("This person has {count} of {total} clients.")
    )
    return words.format(count=number(count), total=number(total))


def _mark(sources: Sequence[SourceView]) -> str:
    """Return a sign for each kind of reason, the role first."""
    signs = dict.fromkeys(_sign(one) for one in sources)
    if OWN in signs:
        signs.pop(OWN_LOOK, None)
    if TEAM in signs:
        signs.pop(TEAM_LOOK, None)
    return "".join(signs) or NONE


def _sign(source: SourceView) -> str:
    looks = source.right is ProductRight.STATISTICS
    if source.kind is SourceKind.ROLE:
        return ROLE
    if source.kind is SourceKind.OWN:
        return OWN_LOOK if looks else OWN
    return TEAM_LOOK if looks else TEAM
