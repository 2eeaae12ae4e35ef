"""Entries of the audit as their reader may know them: names, and values in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resellertui.domain.activity import SIGN_IN, act_words, group_of
from resellertui.domain.activity_details import Detail, details_of
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.activity_views import ActivityDetail, ActivityRow
from resellertui.services.partnerships.sentences import sentence
from resellertui.services.unit import Unit
from resellertui.store.models import AuditEntry
from resellertui.store.queries import activity as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries

_KINDS = {
    "partnership": Kind.PARTNERSHIP,
    "document": Kind.INVOICE,
    "order": Kind.ORDER,
    "product": Kind.PRODUCT,
    "organisation": Kind.ORGANISATION,
    "user": Kind.USER,
    "support_case": Kind.CASE,
    "quote_request": Kind.QUOTE,
    "quote_contract": Kind.CONTRACT,
    "outside_product": Kind.OUTSIDE_PRODUCT,
    "temporary_access": Kind.TEMPORARY_ACCESS,
}
_PLACES = ("person", "before", "after")
"""Where the entry of a team names a person, by id."""


@dataclass(frozen=True)
class _Names:
    """What some entries refer to, as the reader may know it."""

    reader_id: int | None
    """Whose activity it is; None for that of the whole installation."""
    people: dict[int, str]
    organisations: dict[int, str]
    """Without those that the reader may not know."""
    products: dict[int, str]
    clients: dict[int, tuple[int | None, str]]
    """The clients of partnerships, and what their partners called them."""

    def is_client_of(self, partnership_id: int | None) -> bool:
        """Return whether the reader is the client of a partnership, whose products it knows, or may see everything."""
        return self.reader_id is None or self.clients.get(partnership_id or 0, (None, ""))[0] == self.reader_id


def rows_of(unit: Unit, reader_id: int | None, ids: Sequence[int]) -> list[ActivityRow]:
    """Return entries in the order of their ids; the caller has made sure that the reader may see them."""
    found = [(entry, _parsed(values), erased) for entry, values, erased in queries.entries(unit.session, ids)]
    placed = {one for entry, values, _erased in found for one in _placed(entry, values)}
    names = _names(unit, reader_id, [entry for entry, _values, _erased in found], placed)
    return [_row(entry, values, names, erased=erased) for entry, values, erased in found]


def _parsed(values: str | None) -> Any:
    try:
        return None if values is None else json.loads(values)
    except ValueError:
        return None  # the check says that it was edited


def _placed(entry: AuditEntry, values: Any) -> set[int]:
    """Return the people whom an entry says to be in a team, or to lead it."""
    if entry.subject != "team" or not isinstance(values, dict):
        return set()
    members = values.get("members")
    told = [parse_id(Kind.USER, one) for key in _PLACES if isinstance(one := values.get(key), str)]
    return {one for one in (*told, *(members if isinstance(members, list) else ())) if isinstance(one, int)}


def _with_people(entry: AuditEntry, values: dict[str, Any], names: _Names) -> dict[str, Any]:
    """Return the values of a team's entry with people by name where they have their ids."""
    if entry.subject != "team":
        return values
    called = {show_id(Kind.USER, number): name for number, name in names.people.items()}
    found = {
        key: called.get(one, one) if key in _PLACES and isinstance(one, str) else one for key, one in values.items()
    }
    if isinstance(members := values.get("members"), list):
        found["members"] = [names.people.get(one, "") if isinstance(one, int) else one for one in members]
    return found


def _team_name(values: Any) -> str:
    """Return what a team was called when the entry was made."""
    if not isinstance(values, dict):
        return ""
    facts = values["after"] if isinstance(values.get("after"), dict) else values
    return str(facts.get("team") or facts.get("name") or "")


def _names(unit: Unit, reader_id: int | None, entries: list[AuditEntry], placed: set[int]) -> _Names:
    about = {kind: {one.subject_id for one in entries if one.subject == kind and one.subject_id} for kind in _KINDS}
    people = {one.user_id for one in entries if one.user_id is not None} | about["user"] | placed
    orgs = {number for one in entries for number in (one.org_id, one.for_org_id) if number} | about["organisation"]
    known = orgs
    if reader_id is not None:
        own = {reader_id, unit.installation.provider_id}
        known = (orgs & own) | queries.known_organisations(unit.session, reader_id, orgs)
    return _Names(
        reader_id,
        people_queries.names_of(unit.session, [one for one in people if one]),
        organisation_queries.names(unit.session, known),
        organisation_queries.names_of_products(unit.session, [one for one in about["product"] if one]),
        queries.clients_of(unit.session, [one for one in about["partnership"] if one]),
    )


def _row(entry: AuditEntry, values: Any, names: _Names, *, erased: bool) -> ActivityRow:
    is_hidden = entry.org_id is not None and entry.org_id not in names.organisations
    typed = names.clients.get(entry.subject_id or 0, (None, ""))[1] if entry.subject == "partnership" else ""
    user_id = entry.user_id
    if user_id is None and entry.action.startswith(SIGN_IN) and entry.subject == "user":
        user_id = entry.subject_id
    other = entry.for_org_id if entry.for_org_id != entry.org_id else None
    return ActivityRow(
        id=show_id(Kind.ACTIVITY, entry.id),
        at=entry.at,
        who="" if is_hidden or user_id is None else names.people.get(user_id, ""),
        who_id=None if is_hidden else show_optional_id(Kind.USER, user_id),
        identity=entry.identity,
        organisation=typed if is_hidden else names.organisations.get(entry.org_id or 0, ""),
        organisation_id=_known_id(entry.org_id, names),
        for_organisation=names.organisations.get(other or 0, typed),
        for_organisation_id=_known_id(other, names),
        action=entry.action,
        group=group_of(entry.action),
        words=act_words(entry.action),
        subject=_team_name(values) if entry.subject == "team" else _subject(entry, names),
        details=tuple(
            ActivityDetail(label=one.label, before=one.before, after=one.after)
            for one in _details(entry, values, names)
        ),
        erased=erased,
    )


def _known_id(org_id: int | None, names: _Names) -> str | None:
    return show_id(Kind.ORGANISATION, org_id) if org_id in names.organisations and org_id is not None else None


def _subject(entry: AuditEntry, names: _Names) -> str:
    number, kind = entry.subject_id, _KINDS.get(entry.subject)
    if number is None or kind is None:
        return ""
    if kind is Kind.PRODUCT:
        return names.products.get(number, show_id(kind, number))
    if kind is Kind.ORGANISATION:
        return names.organisations.get(number, "")
    if kind is Kind.USER:
        is_oneself = number == entry.user_id or entry.action.startswith(SIGN_IN)
        return "" if is_oneself else names.people.get(number, "")
    if kind is Kind.INVOICE and not _is_for_reader(entry, names):
        return ""
    return show_id(kind, number)


def _is_for_reader(entry: AuditEntry, names: _Names) -> bool:
    """Return whether the entry's document is the reader's to know: entries of documents say whom they are issued to."""
    return names.reader_id is None or entry.for_org_id in {names.reader_id, None}


def _details(entry: AuditEntry, values: Any, names: _Names) -> list[Detail]:
    if not isinstance(values, dict):
        return []
    if entry.subject == "partnership" and entry.action.startswith("partnership."):
        return _of_partnership(entry, values, sees_products=names.is_client_of(entry.subject_id))
    values = _with_people(entry, values, names)
    own = names.reader_id is None or values.get("payer", names.reader_id) == names.reader_id
    if entry.subject == "document" and not _is_for_reader(entry, names):
        own = False
    if entry.action == "product.warranty" and names.reader_id is not None:
        own = False  # whom its document is issued to is not said there
    return details_of(entry.action, values, day, own_document=own)


def _of_partnership(entry: AuditEntry, values: dict[str, Any], *, sees_products: bool) -> list[Detail]:
    """Return what happened, as the partnership's history says it; its partner reads names of products there only."""
    kind = entry.action.partition(".")[2]
    if kind in {"limit", "history_exported"}:
        return details_of(entry.action, values, day)
    facts = {key: one for key, one in values.items() if sees_products or key not in {"products", "product_ids"}}
    try:
        said = sentence(kind, facts)
    except (KeyError, ValueError, TypeError, AttributeError):
        return []  # edited by hand: the check says so
    found = [] if said == kind else [Detail(_("In detail"), said)]
    if kind == "ended" and facts.get("reason"):
        found.append(Detail(_("Reason"), str(facts["reason"])))
    return found
