"""The lines of Home as rows, the counts above them, and what is said where nothing is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.attention import Need, Place, Severity
from resellertui.domain.wording import _, ngettext
from resellertui.tui.formats import day
from resellertui.tui.home_figures import NEEDS
from resellertui.tui.offers import may_ever
from resellertui.tui.sources import Item
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_paint import number
from resellertui.tui.widgets.record_source import Row, Tone

if TYPE_CHECKING:
    from resellertui.services.views import AttentionView, OrganisationChoice

LAST = "9999"
"""Sorts after every date."""
DIGITS = 9
"""How many lines have a key of their own."""
SIGNS = {Severity.GRAVE: "■", Severity.URGENT: "◐", Severity.CALM: "●"}
TONES = {Severity.GRAVE: Tone.BAD, Severity.URGENT: Tone.WARNING, Severity.CALM: None}


def need_columns() -> tuple[Column, ...]:
    """Return the columns of what needs the reader."""
    return (
        Column("text", _("What"), 56, weight=1),
        Column("kind", _("Kind"), 11, priority=2, sortable=True),
        Column("due", _("By"), 11, priority=1, sortable=True),
    )


def need_item(place: int, one: AttentionView) -> Item:
    """Return a line with its number, which is its key, and a sign that says how grave it is."""
    cells = {
        "text": f"{place if place <= DIGITS else ' '} {SIGNS[one.severity]} {one.text}",
        "kind": one.kind_words,
        "due": day(one.due_on) if one.due_on is not None else "",
    }
    order = (("due", one.due_on.isoformat() if one.due_on is not None else LAST),)
    return Item(Row(key_of(one), cells, TONES[one.severity]), order=order, tabs=(NEEDS,))


def key_of(one: AttentionView) -> str:
    """Return what tells a line from the others, also when what is nearest in it changes."""
    return f"{one.kind}:{one.section}:{one.subject_id if opens(one) else ''}"


def opens(one: AttentionView) -> bool:
    """Return whether a line is one request for a partnership, which is opened rather than found in its list."""
    return one.kind == Need.REQUEST and one.count == 1


def place_of(one: AttentionView) -> Place:
    """Return where a line is dealt with."""
    return Place(one.section, one.tab, one.filter, one.subject_id)


def count_lines(counts: dict[str, int]) -> list[str]:
    """Return the portfolio in sentences: one's own side, and for a partner its clients'."""
    products, partners, requests = counts.get("products", 0), counts.get("partners", 0), counts.get("requests", 0)
    lines = [
        " · ".join(
            (
                ngettext("{count} product", "{count} products", products).format(count=number(products)),
                ngettext("{count} partner", "{count} partners", partners).format(count=number(partners)),
                ngettext("{count} request to answer", "{count} requests to answer", requests).format(
                    count=number(requests)
                ),
            )
        )
    ]
    if "clients" in counts:
        clients, reached = counts["clients"], counts.get("client_products", 0)
        lines.append(
            ngettext(
                "{count} client: {full} full, {limited} limited · {pending} pending",
                "{count} clients: {full} full, {limited} limited · {pending} pending",
                clients,
            ).format(
                count=number(clients),
                full=number(counts.get("clients_full", 0)),
                limited=number(counts.get("clients_limited", 0)),
                pending=number(counts.get("clients_pending", 0)),
            )
        )
        lines[-1] += " · " + ngettext("{count} product of clients", "{count} products of clients", reached).format(
            count=number(reached)
        )
    return lines


def first_steps(choice: OrganisationChoice | None, counts: dict[str, int]) -> str:
    """Return what to do where nothing needs the reader: how to begin, or where to go on."""
    if choice is None or choice.is_provider:
        return _("Nothing waits for you. Press g to go to a section, or : to find anything.")
    if choice.is_partner and not counts.get("clients") and not counts.get("clients_pending"):
        if may_ever(Action.CLIENT_IMPORT, choice):
            return _("Nothing needs you. To begin: g c, then n adds a client, or i brings in a list of them.")
        return _("Nothing needs you. Clients that are granted to you appear under g c.")
    if not choice.is_partner and not counts.get("products"):
        if may_ever(Action.ORDER_PLACE, choice):
            return _("Nothing needs you. To begin: g b orders a first product; g p, then n finds a partner for you.")
        return _("Nothing needs you. Products that are granted to you appear under g o.")
    return _("Nothing needs you now. Press g to go to a section, or : to find anything.")
