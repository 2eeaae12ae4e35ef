"""The audit as an organisation reads it: its own acts, what others did for it, and the sign-ins of its people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    String,
    and_,
    asc,
    bindparam,
    desc,
    exists,
    func,
    or_,
    select,
    text,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from resellertui.domain.activity import PROOFS_ONLY, SHARED, SIGN_IN
from resellertui.store.models import AuditEntry, AuditValue, Membership, Organisation, Partnership, User
from resellertui.store.queries.portfolio.windows import Mark
from resellertui.store.queries.walks import Path

BY_ORG = "ix_audit_entries_org_id_id"
BY_FOR_ORG = "ix_audit_entries_for_org_id_id"
BY_SUBJECT = "ix_audit_entries_subject_subject_id"

MOST_PEOPLE = 20_000
"""People whose names are compared one by one; of more, the database compares them, which tells accents apart."""

_ORDER = (AuditEntry.id,)


@dataclass(frozen=True)
class Term:
    """A word that was typed, and what it may mean."""

    typed: str
    actions: tuple[str, ...] = ()
    """The acts in whose words it occurs."""
    people: tuple[int, ...] = ()
    """Those of the organisation's own people in whose names it occurs, whatever accents were typed."""
    period: tuple[datetime, datetime] | None = None
    """From when, and before when, where it is a date."""


@dataclass(frozen=True)
class Choice:
    """Which entries."""

    org_id: int | None
    """Whose activity; None for that of the whole installation."""
    provider_id: int
    user_id: int | None = None
    """By whom."""
    for_org_id: int | None = None
    """For or on whom."""
    partnership_id: int | None = None
    """Only what was done about this partnership: where its client is not to be known."""
    by_org_id: int | None = None
    """In whose name."""
    areas: tuple[str, ...] = ()
    """What stands before the dot of an action's name."""
    action: str = ""
    by_others: bool = False
    """Only what other customers did in their own name for or on this one; for the whole installation, all of them."""
    since: datetime | None = None
    before: datetime | None = None
    terms: tuple[Term, ...] = ()

    @property
    def tests_rows(self) -> bool:
        """Whether more is looked at for each entry than the index that it is found by."""
        return bool(self.terms or self.areas or self.action or self.user_id or self.since or self.before)


@dataclass(frozen=True)
class MergedPath(Path):
    """Several walks along an index each, which have no row in common, merged in the order of the list."""

    branches: tuple[tuple[str, tuple[ColumnElement[bool], ...]], ...] = ()

    def place_of(self, session: Session, condition: ColumnElement[bool]) -> Mark | None:
        """Return the mark of the row for which something more holds; None where it is not in the list."""
        row = session.execute(self._merged(None, None, condition).limit(1)).first()
        return None if row is None else tuple(row)

    def read(
        self, session: Session, mark: Mark | None, skip: int, limit: int, *, backwards: bool = False
    ) -> list[Mark]:
        """Return the marks of some rows from a mark on, the row at it included; from the end backwards where said."""
        merged = self._merged(mark, None)
        order: ColumnElement[Any] = desc("id") if self.descending != backwards else asc("id")
        return [tuple(row) for row in session.execute(merged.order_by(order).offset(skip).limit(limit))]

    def count(self, session: Session, first: Mark | None = None, until: Mark | None = None, most: int = -1) -> int:
        """Return how many rows there are from a mark on and before another one, as far as `most`."""
        merged = self._merged(first, until)
        if most >= 0:
            merged = merged.limit(most)
        return session.scalar(select(func.count()).select_from(merged.subquery("counted"))) or 0

    def _merged(self, first: Mark | None, until: Mark | None, *more: ColumnElement[bool]) -> CompoundSelect[Any]:
        limits = []
        if first is not None:
            limits.append(AuditEntry.id <= first[0])
        if until is not None:
            limits.append(AuditEntry.id > until[0])
        return union_all(
            *(
                select(AuditEntry.id)
                .where(*where, *self.where, *limits, *more)
                .with_hint(AuditEntry, f"INDEXED BY {index}", "sqlite")
                for index, where in self.branches
            )
        )


def path(choice: Choice) -> Path:
    """Return how the list is read, newest first."""
    where = tuple(_chosen(choice))
    if choice.org_id is None:
        return Path(AuditEntry, "", _ORDER, where, descending=True, tests_rows=choice.tests_rows)
    branches: tuple[tuple[str, tuple[ColumnElement[bool], ...]], ...] = (
        (BY_ORG, (AuditEntry.org_id == choice.org_id,)),
        (BY_FOR_ORG, tuple(_by_others(choice))),
        (BY_SUBJECT, tuple(_sign_ins(choice.org_id))),
    )
    if choice.by_others:
        branches = branches[1:2]
    return MergedPath(AuditEntry, "", _ORDER, where, descending=True, tests_rows=choice.tests_rows, branches=branches)


def is_entry(number: int) -> ColumnElement[bool]:
    """Return what holds for one entry."""
    return AuditEntry.id == number


def _by_others(choice: Choice) -> Iterable[ColumnElement[bool]]:
    """Return what holds for acts of others, or of nobody in particular, that the organisation is told of."""
    yield AuditEntry.for_org_id == choice.org_id
    # Products are proposed to whoever fits: that they were taken over would tell who hides behind an address.
    yield or_(AuditEntry.action != "partnership.adopted", _is_known(choice, AuditEntry.org_id))
    shared = or_(*(AuditEntry.action.startswith(one, autoescape=True) for one in SHARED))
    if choice.by_others:
        yield and_(AuditEntry.org_id.not_in((choice.org_id, choice.provider_id)), shared)
        return
    yield or_(AuditEntry.org_id.is_(None), AuditEntry.org_id != choice.org_id)
    yield or_(AuditEntry.org_id.is_(None), AuditEntry.org_id == choice.provider_id, shared)


def _sign_ins(org_id: int) -> Iterable[ColumnElement[bool]]:
    """Return what holds for the sign-ins of those who belong to it now, since they do: they name no organisation."""
    members = select(Membership.user_id).where(Membership.org_id == org_id)
    yield AuditEntry.subject == "user"
    yield AuditEntry.subject_id.in_(members)
    yield and_(AuditEntry.org_id.is_(None), AuditEntry.for_org_id.is_(None))
    yield AuditEntry.action.startswith(SIGN_IN, autoescape=True)
    yield exists().where(
        Membership.org_id == org_id,
        Membership.user_id == AuditEntry.subject_id,
        Membership.created_at <= AuditEntry.at,
    )


def _chosen(choice: Choice) -> Iterable[ColumnElement[bool]]:
    if choice.org_id is not None:
        yield AuditEntry.action.not_in(sorted(PROOFS_ONLY))
    elif choice.by_others:
        yield AuditEntry.org_id != choice.provider_id
    if choice.user_id is not None:
        signed_in = and_(AuditEntry.action.startswith(SIGN_IN, autoescape=True), AuditEntry.subject == "user")
        yield or_(AuditEntry.user_id == choice.user_id, and_(signed_in, AuditEntry.subject_id == choice.user_id))
    if choice.for_org_id is not None:
        yield AuditEntry.for_org_id == choice.for_org_id
    if choice.partnership_id is not None:
        yield and_(AuditEntry.subject == "partnership", AuditEntry.subject_id == choice.partnership_id)
    if choice.by_org_id is not None:
        yield AuditEntry.org_id == choice.by_org_id
    if choice.areas:
        yield or_(*(AuditEntry.action.startswith(f"{one}.", autoescape=True) for one in choice.areas))
    if choice.action:
        yield AuditEntry.action == choice.action
    if choice.since is not None:
        yield AuditEntry.at >= choice.since
    if choice.before is not None:
        yield AuditEntry.at < choice.before
    for one in choice.terms:
        yield or_(*_meant(choice, one))


def _meant(choice: Choice, term: Term) -> Iterable[ColumnElement[bool]]:
    """Return what a word may mean: an act, who did it, an organisation, a date, or a text of one's own entries."""
    if term.period is not None:
        yield and_(AuditEntry.at >= term.period[0], AuditEntry.at < term.period[1])
    if term.actions:
        yield AuditEntry.action.in_(term.actions)
    if term.people:
        yield AuditEntry.user_id.in_(term.people)
    sees_who = or_(AuditEntry.org_id.is_(None), _is_known(choice, AuditEntry.org_id))
    addressed: ColumnElement[bool] = func.instr(User.email_key, term.typed) > 0
    if choice.org_id is not None:  # addresses of others' people are not shown, and so not found letter by letter
        own = exists().where(Membership.org_id == choice.org_id, Membership.user_id == User.id)
        addressed = and_(addressed, own)
    named = or_(func.instr(func.lower(User.name), term.typed) > 0, addressed)
    yield and_(exists().where(User.id == AuditEntry.user_id, named), sees_who)
    for column in (AuditEntry.org_id, AuditEntry.for_org_id):
        called = exists().where(Organisation.id == column, func.instr(Organisation.name_folded, term.typed) > 0)
        yield and_(called, _is_known(choice, column))
    labelled = exists().where(
        Partnership.id == AuditEntry.subject_id,
        Partnership.partner_id == choice.org_id,
        func.instr(func.lower(Partnership.client_label), term.typed) > 0,
    )
    yield and_(AuditEntry.subject == "partnership", labelled)
    atoms = text(
        'EXISTS (SELECT 1 FROM json_tree(CASE WHEN json_valid(audit_values."values") THEN audit_values."values" END) '
        "AS atoms WHERE atoms.type = 'text' AND instr(lower(atoms.atom), :typed) > 0)"
    ).bindparams(bindparam("typed", term.typed, unique=True))
    holds = exists().where(AuditValue.entry_id == AuditEntry.id, AuditValue.erased_at.is_(None), atoms)
    if choice.org_id is None:
        yield holds
        return
    agreements = AuditEntry.action.startswith("partnership.", autoescape=True)
    yield and_(AuditEntry.org_id == choice.org_id, ~agreements, holds)


def _is_known(choice: Choice, column: Any) -> ColumnElement[bool]:
    """Return what holds where the organisation in a column may be named to the reader (see `domain/partnership`)."""
    known: ColumnElement[bool] = column.is_not(None)
    if choice.org_id is None:
        return known
    return or_(
        column == choice.org_id,
        column == choice.provider_id,
        exists().where(Partnership.client_id == choice.org_id, Partnership.partner_id == column),
        exists().where(
            Partnership.client_id == column,
            Partnership.partner_id + 0 == choice.org_id,  # found by the client: the partner may have very many
            or_(Partnership.initiator == "client", Partnership.active_since.is_not(None)),
        ),
    )


def people(session: Session, org_id: int | None) -> dict[int, str]:
    """Return the people in whose names is looked, whatever accents were typed: an organisation's own, or all if few."""
    statement = select(User.id, User.name)
    if org_id is not None:
        statement = statement.join(Membership, Membership.user_id == User.id).where(Membership.org_id == org_id)
    rows = session.execute(statement.limit(MOST_PEOPLE + 1)).all()
    return {} if len(rows) > MOST_PEOPLE else {row.id: row.name for row in rows}


def known_organisations(session: Session, org_id: int, others: Iterable[int]) -> set[int]:
    """Return those of some organisations whose names the organisation knows from a partnership with them."""
    wanted = set(others)
    partners = select(Partnership.partner_id).where(Partnership.client_id == org_id, Partnership.partner_id.in_(wanted))
    clients = select(Partnership.client_id).where(
        Partnership.partner_id == org_id,
        Partnership.client_id.in_(wanted),
        or_(Partnership.initiator == "client", Partnership.active_since.is_not(None)),
    )
    return {one for statement in (partners, clients) for one in session.scalars(statement) if one is not None}


def clients_of(session: Session, partnership_ids: Iterable[int]) -> dict[int, tuple[int | None, str]]:
    """Return the clients of some partnerships, and what the partner that asked them typed to call them."""
    rows = session.execute(
        select(Partnership.id, Partnership.client_id, Partnership.client_label).where(
            Partnership.id.in_(set(partnership_ids))
        )
    )
    return {row.id: (row.client_id, row.client_label) for row in rows}


def entries(session: Session, ids: Sequence[int]) -> list[tuple[AuditEntry, str | None, bool]]:
    """Return some entries with their values as the file holds them and whether those were erased, in that order."""
    rows = session.execute(
        select(AuditEntry, type_coerce(AuditValue.values, String), AuditValue.erased_at.is_not(None))
        .outerjoin(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .where(AuditEntry.id.in_(list(ids)))
    )
    found = {row[0].id: (row[0], row[1], bool(row[2])) for row in rows}
    return [found[one] for one in ids if one in found]
