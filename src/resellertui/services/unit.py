"""The unit of work: one use case, one transaction. The only place in the program that commits."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from resellertui.adapters.clock import Clock, SystemClock
from resellertui.adapters.drop_folder import DropFolder
from resellertui.adapters.heads import AuditHeads
from resellertui.adapters.registry import NoRegistry, RegistryClient
from resellertui.adapters.secrets import Secrets
from resellertui.domain.access import Action, Decision, Identity, Stance, decide, identity_of_person
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import DatabaseTrouble, Forbidden, NotFound, SignInNeeded
from resellertui.domain.programme import Terms
from resellertui.domain.roles import Role
from resellertui.domain.wording import _
from resellertui.mail_settings import MailSettings
from resellertui.services.actor import Actor
from resellertui.services.audit import AuditChain, Head
from resellertui.services.published import terms_on
from resellertui.store import sqlite
from resellertui.store.engine import Database
from resellertui.store.plain import Reader, SessionReader
from resellertui.store.queries import audit as audit_queries
from resellertui.store.queries import first
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.portfolio import days

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Office:
    """Everything that services are given: the database, the time, the terms, the secrets, the mode."""

    database: Database
    clock: Clock
    terms: Terms
    """The terms that the program ships; those that hold are published in the database: `Unit.terms`."""
    secrets: Secrets
    heads: AuditHeads
    outbox_folder: Path
    locked: bool = False
    """Locked mode: the console is run for other people by a service account."""
    sign_up: bool = True
    """Whether visitors may make an account for themselves."""
    dry_run: bool = False
    """Do everything inside the transaction, then roll it back: how a consequence is computed by what will do it."""
    sign_in_clock: Clock | None = None
    """The time by which sign-ins hold, where `clock` is a simulated one: no date revives a session or ends it."""
    registries: RegistryClient = field(default_factory=NoRegistry)
    """What asks the registries of numbers, outside every transaction; nobody is asked unless the settings say so."""
    quotes: DropFolder | None = None
    """Where other programs put requests for quotes as files; None where nobody looks."""
    mail: MailSettings = field(default_factory=MailSettings)
    """The server that mails are handed over to; without one they become files in the outbox's folder."""
    day: date | None = None
    """The day whose work is done, where a job makes up for one that was missed; None for the day it is."""

    def rehearsing(self) -> Office:
        """Return the same office, in which nothing is kept."""
        return replace(self, dry_run=True)

    def on(self, day: date) -> Office:
        """Return the same office doing the work of a day: what dates decide is decided as on that day."""
        return replace(self, day=day)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Unit]:
        """Open a transaction that only reads: one consistent view of the database.

        Raises:
            SignInNeeded: the actor came by a remembered sign-in that has ended.
        """
        with self._translated(), Session(self.database.reader, expire_on_commit=False) as session:
            unit = Unit(self, session, actor)
            unit.check_session()
            yield unit
            unit.check_asked()

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Unit]:
        """Open a transaction that takes the write lock first; commit at the end unless it fails or is a rehearsal.

        Raises:
            SignInNeeded: as for reading.
        """
        with self._translated(), Session(self.database.writer, expire_on_commit=False) as session:
            unit = Unit(self, session, actor)
            session.connection()  # begins, and so takes the write lock, before anything is read
            unit.check_session()
            days.turn_to(session, unit.written_on)
            yield unit
            unit.check_asked()
            if self.dry_run:
                session.rollback()
                return
            session.commit()
        unit.note_head()

    @contextmanager
    def reading_lists(self, actor: Actor) -> Iterator[Unit]:
        """Open a transaction that reads the lists kept by triggers, as they are on today's date.

        The first reader of a day brings them to it, which changes nothing but these lists. In a simulation and in a
        rehearsal that is done inside the transaction, and not kept.
        """
        with self.reading(actor) as unit:
            if is_right := days.day(unit.session) == unit.written_on:
                yield unit
            else:
                unit.open_to_everyone("nothing was read but the date of the lists")
        if is_right:
            return
        if isinstance(self.clock, SystemClock) and not self.dry_run:
            with self._translated(), Session(self.database.writer) as session:
                days.turn_to(session, local_date(self.clock.now()))
                session.commit()
            with self.reading(actor) as unit:
                yield unit
            return
        with self._translated(), Session(self.database.writer, expire_on_commit=False) as session:
            unit = Unit(self, session, actor)
            days.turn_to(session, unit.written_on)
            yield unit
            unit.check_asked()
            session.rollback()

    @contextmanager
    def filling(self) -> Iterator[Session]:
        """Open a transaction that fills a database being made: there is no actor in it yet, nor anyone to ask."""
        with self._translated(), Session(self.database.writer, expire_on_commit=False) as session:
            session.connection()
            yield session
            session.commit()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise sqlite.trouble(error.orig or error, self.database.path) from error


@dataclass
class Unit:
    """One open transaction, in an actor's name."""

    office: Office
    session: Session
    actor: Actor
    _asked: bool = False
    _head: Head | None = None
    _is_head_sure: bool = False
    _roles: dict[int, Role | None] = field(default_factory=dict)
    _facts: first.Facts | None = None
    _terms: dict[date, Terms] = field(default_factory=dict)
    pending_secrets: dict[str, str] = field(default_factory=dict, repr=False)
    """Secrets that a rehearsal made: they last as long as its transaction."""

    @cached_property
    def now(self) -> datetime:
        """The moment of this transaction, from the injected clock: one for everything that it writes."""
        return self.office.clock.now()

    @property
    def today(self) -> date:
        """The date by which everything is decided: the provider's calendar date, or the missed day that is worked on.

        What is written down is dated `written_on`.
        """
        return self.office.day or self.written_on

    @property
    def written_on(self) -> date:
        """The provider's calendar date, which documents and the ledger bear: a job that catches up back-dates none."""
        return local_date(self.now)

    @property
    def reader(self) -> Reader:
        """What answers plain statements inside this transaction."""
        return SessionReader(self.session)

    @property
    def terms(self) -> Terms:
        """The programme terms in force, as published in the database."""
        return self.terms_on(self.today)

    def terms_on(self, day: date) -> Terms:
        """Return the published terms that are effective on a date."""
        if day not in self._terms:
            self._terms[day] = terms_on(self.session, day)
        return self._terms[day]

    @property
    def installation(self) -> first.Facts:
        """The database's identity and purpose."""
        if self._facts is None:
            self._facts = first.installation(self.reader)
        return self._facts

    @property
    def identity(self) -> Identity:
        """As whom the actor comes today: staff are the members of the provider's organisation.

        In locked mode nobody comes as the owner of the database file: the account that owns it works for others.
        """
        if self.actor.identity is Identity.OPERATOR:
            return Identity.VISITOR if self.office.locked else Identity.OPERATOR
        if self.actor.user_id is None or (self.role is None and not self._is_known):
            return Identity.VISITOR
        return identity_of_person(self.role, is_provider=self.actor.org_id == self.installation.provider_id)

    @cached_property
    def _is_known(self) -> bool:
        """Whether the actor is still somebody: who was erased is nobody, whatever is still open in their name."""
        user = people_queries.user_by_id(self.session, self.actor.user_id or 0)
        return user is not None and user.erased_at is None

    @property
    def role(self) -> Role | None:
        """The actor's role in its organisation, as the database has it now."""
        return self.role_in(self.actor.org_id)

    def role_in(self, org_id: int | None) -> Role | None:
        """Return the actor's role in an organisation, or None."""
        if org_id is None or self.actor.user_id is None:
            return None
        if org_id not in self._roles:
            self._roles[org_id] = people_queries.role_of(self.session, self.actor.user_id, org_id)
        return self._roles[org_id]

    def may(self, action: Action, stance: Stance | None = None) -> Decision:
        """Ask the policy; the identity and the role in the actor's organisation are filled in."""
        self._asked = True
        stance = stance or Stance()
        return decide(action, replace(stance, identity=self.identity, role=stance.role or self.role))

    def allow(self, action: Action, stance: Stance | None = None, *, missing: str = "") -> None:
        """Go on only if the policy allows it.

        Raises:
            NotFound: it is none of the actor's business; `missing` is what to say was not found.
            Forbidden: the actor lacks the role or right, with the reason.
        """
        decision = self.may(action, stance)
        if decision:
            return
        if decision.hidden:
            raise not_found(missing)
        raise Forbidden(_("You can't do this."), decision.reason, _("Nothing was changed."))

    def open_to_everyone(self, because: str) -> None:
        """Say that this use case needs no permission, and why; for signing in and for what is public."""
        assert because  # noqa: S101  # the reason is for the reader of the code
        self._asked = True

    def check_session(self) -> None:
        """Go on only while the sign-in holds by which the actor came, if it came by one.

        Raises:
            SignInNeeded: it was ended, here or elsewhere, or is too old.
        """
        if not self.actor.session:
            return
        known = first.sign_in(self.reader, self.actor.session)
        now = self.now if self.office.sign_in_clock is None else self.office.sign_in_clock.now()
        if known is None or known.user_id != self.actor.user_id or not known.holds(now):
            raise SignInNeeded(
                _("Your session has ended."), _("Nothing was changed."), _("Sign in again: resellertui login.")
            )

    def check_asked(self) -> None:
        """Fail a use case that never asked the policy: a defect, found by its first test."""
        if not self._asked:
            raise RuntimeError("this use case did not ask the policy")

    def record(
        self,
        action: str,
        subject: str,
        subject_id: int | None,
        values: Mapping[str, Any],
        *,
        for_org_id: int | None = None,
    ) -> None:
        """Write the audit entry of what this transaction does; values hold before and after, as JSON can."""
        last = self._head if self._is_head_sure else None
        self._head = self.chain.append(
            self.session, self.actor, self.now, action, subject, subject_id, values, for_org_id, last
        )
        # A part of the transaction may still be taken back, and its entries with it.
        self._is_head_sure = not self.session.in_nested_transaction()

    @cached_property
    def chain(self) -> AuditChain:
        """The audit chain with its key.

        Raises:
            DatabaseTrouble: this console lacks the key; it never makes another one.
        """
        return AuditChain(self.audit_key)

    @cached_property
    def audit_key(self) -> bytes:
        """The key of the audit and the ledger, looked up once.

        Raises:
            DatabaseTrouble: this console lacks it.
        """
        return audit_key(self.office, self.installation)

    def note_head(self) -> None:
        """Note the newest audit entry outside the database; what was committed stays committed if that fails.

        A chain that no longer holds the entry noted last was cut and written on: the note stays, for the check to find.
        """
        if self._head is None:
            return
        heads, path = self.office.heads, self.office.database.path
        try:
            noted = heads.read(self.installation.database_id, path)
            if noted is None or noted[0] > self._head.number or self._still_holds(*noted):
                heads.note(self.installation.database_id, path, self._head.number, self._head.mac)
        except OSError as error:
            log.warning("the newest audit entry could not be noted outside the database: %s", error)

    def _still_holds(self, number: int, mac: str) -> bool:
        with Session(self.office.database.reader) as session:
            return audit_queries.mac_of(session, number) == mac


def audit_key(office: Office, facts: first.Facts) -> bytes:
    """Return the audit key of the database.

    Raises:
        DatabaseTrouble: this console has no such key.
    """
    text = facts.play_key or office.secrets.get(f"audit-{facts.audit_key_id}")
    if text is None:
        raise DatabaseTrouble(
            _("This console does not have the audit key {key} of the database.").format(key=facts.audit_key_id),
            _("Nothing was changed: an act that can't be recorded is not done."),
            _("Run it as the account that made the database, or copy that account's key here."),
        )
    return bytes.fromhex(text)


def not_found(what: str = "") -> NotFound:
    """Return the one answer for what does not exist and for what is none of the actor's business."""
    title = _("“{what}” was not found.").format(what=what) if what else _("This was not found.")
    return NotFound(title, hint=_("Check the name or id, and the organisation you act for."))


def locked_out() -> Forbidden:
    """Return the refusal of what locked mode does not open."""
    return Forbidden(
        _("This is not available here."),
        _("The console runs in locked mode, for people who do not own the database."),
        _("Ask the provider's staff."),
    )
