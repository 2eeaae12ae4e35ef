"""The directory of partners: which listings are shown on a day, and those that a wish means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from resellertui.domain.programme_membership.finding import (
    Entry,
    Finder,
    Wish,
    countries_matching,
    languages_matching,
)
from resellertui.domain.search import is_short
from resellertui.store.models import Organisation, ProgrammeMember

BATCH = 500


def words_of(text: str) -> tuple[str, ...]:
    """Return what a listing holds as one text with commas: its services, or the codes of its languages."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def found(session: Session, wish: Wish, today: date) -> list[int]:
    """Return the ids of the listed partners that are meant, by name; none that is suspended today.

    The database leaves out what can't be meant; what is left is decided by `Finder`, which alone knows.
    """
    finder = Finder(wish)
    statement = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.email,
            Organisation.city,
            Organisation.country,
            ProgrammeMember.languages,
            ProgrammeMember.services,
        )
        .join(ProgrammeMember, ProgrammeMember.org_id == Organisation.id)
        .where(
            ProgrammeMember.listed,
            ProgrammeMember.state != "suspended",
            or_(ProgrammeMember.suspend_on.is_(None), ProgrammeMember.suspend_on > today),
            *_narrowing(finder),
        )
        .order_by(Organisation.name_folded, Organisation.id)
    )
    return [
        row.id
        for row in session.execute(statement)
        if finder.finds(
            Entry(row.name, row.email, row.city, row.country, words_of(row.languages), words_of(row.services))
        )
    ]


def listings(session: Session, org_ids: Sequence[int]) -> Iterator[tuple[Organisation, ProgrammeMember]]:
    """Yield the organisations of these ids with their listings, in this order."""
    for start in range(0, len(org_ids), BATCH):
        part = org_ids[start : start + BATCH]
        rows = session.execute(
            select(Organisation, ProgrammeMember)
            .join(ProgrammeMember, ProgrammeMember.org_id == Organisation.id)
            .where(Organisation.id.in_(part))
        )
        by_id = {row[0].id: (row[0], row[1]) for row in rows}
        yield from (by_id[one] for one in part if one in by_id)


def _narrowing(finder: Finder) -> Iterator[ColumnElement[bool]]:
    for term in finder.text:
        there = _holds(term, ProgrammeMember.search_text, ProgrammeMember.search_starts)
        yield or_(there, Organisation.country.in_(countries_matching(term)), *_speaks(languages_matching(term)))
    for term in finder.name:
        yield _holds(term, Organisation.name_folded, Organisation.name_starts)
    for term in finder.place:
        yield or_(func.instr(Organisation.city_folded, term) > 0, Organisation.country.in_(countries_matching(term)))
    for codes in finder.languages:
        yield or_(false(), *_speaks(codes))
    for terms in finder.services:
        yield from (_holds(term, ProgrammeMember.search_text, ProgrammeMember.search_starts) for term in terms)


def _holds(term: str, text: InstrumentedAttribute[str], starts: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return func.instr(starts, f" {term}") > 0 if is_short(term) else func.instr(text, term) > 0


def _speaks(codes: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    spoken = "," + func.replace(ProgrammeMember.languages, " ", "") + ","
    return (func.instr(spoken, f",{code},") > 0 for code in sorted(codes))
