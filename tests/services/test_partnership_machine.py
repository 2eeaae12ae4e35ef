"""The life of partnerships, lived at random on a real database: after each step, what must always hold is looked up
by plain SQL, beneath all of our code."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy.orm import Session
from tests.builders import NOW, PASSWORD, STAFF_EMAIL, Builder, Org, quick_hash
from tests.services.life import arrangement, ask_client, ask_partner

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.secrets import FileSecrets
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Conflict, Invalid, NotFound, Refused
from resellertui.domain.partnership import Access, Payment
from resellertui.services.audit import Head
from resellertui.services.console import Services
from resellertui.services.first_look import first_look
from resellertui.services.founding import found
from resellertui.services.inputs import Answer, Pause
from resellertui.services.sessions import name_of_session
from resellertui.services.unit import Unit
from resellertui.settings import load_settings
from resellertui.store.queries.proofs import LISTS

EXPECTED = (Conflict, Invalid, NotFound, Refused)
"""What a step may be answered with; anything else is a defect."""

NAMES = ("one.ch", "two.ch", "three.ch")
AFTER = {
    "requested": "pending",
    "resent": "pending",
    "accepted": "active",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "expired": "expired",
    "ended": "ended",
    "ended_by_date": "ended",
}

who = st.integers(0, 2)
access = st.sampled_from(Access)
payment = st.sampled_from(Payment)
some = st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True).map(tuple)
which = st.integers(0, 30)

PROMISES = {
    **LISTS,
    "one full partner, and then no limited one beside it": """
        SELECT client_id FROM partnerships WHERE state = 'active'
        GROUP BY client_id HAVING sum(access = 'full') > 0 AND count(*) > 1""",
    "a product is entrusted once": """
        SELECT product_id FROM entrusted_products WHERE until IS NULL GROUP BY product_id HAVING count(*) > 1""",
    "one pending request a pair": """
        SELECT client_id, partner_id FROM partnerships WHERE state = 'pending'
        GROUP BY client_id, partner_id HAVING count(*) > 1""",
    "one active partnership a pair": """
        SELECT client_id, partner_id FROM partnerships WHERE state = 'active'
        GROUP BY client_id, partner_id HAVING count(*) > 1""",
    "entrusted only under active limited partnerships of the same organisation": """
        SELECT entrusted_products.id FROM entrusted_products
        JOIN partnerships ON partnerships.id = partnership_id JOIN products ON products.id = product_id
        WHERE products.org_id <> partnerships.client_id
        OR (until IS NULL AND (partnerships.state <> 'active' OR partnerships.access <> 'limited'))""",
    "limited access covers a product at least": """
        SELECT id FROM partnerships WHERE state = 'active' AND access = 'limited' AND NOT EXISTS
        (SELECT 1 FROM entrusted_products WHERE partnership_id = partnerships.id AND until IS NULL)""",
    "a payment method goes with full access": """
        SELECT id FROM partnerships WHERE (access = 'full') <> (payment IS NOT NULL)""",
    "a proposal goes with active full access": """
        SELECT id FROM partnerships WHERE proposed_payment IS NOT NULL
        AND (state <> 'active' OR access <> 'full' OR proposed_payment = payment)""",
    "what is asked is never rewritten": """
        SELECT partnerships.id FROM partnerships JOIN partnership_events ON partnership_id = partnerships.id
        WHERE kind = 'requested' AND json_extract(details, '$.access') <> requested_access""",
    "what is granted is what the last event says": """
        SELECT partnerships.id FROM partnerships JOIN partnership_events AS last ON last.id =
        (SELECT max(id) FROM partnership_events WHERE partnership_id = partnerships.id
         AND kind IN ('accepted', 'access_changed'))
        WHERE json_extract(details, '$.access') <> access""",
    "every event is audited": """
        SELECT 1 WHERE (SELECT count(*) FROM partnership_events)
        <> (SELECT count(*) FROM audit_entries WHERE subject = 'partnership')""",
}


class Life(RuleBasedStateMachine):
    """Three clients and three partners, and everything that they can do to each other."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="resellertui-life-"))
        shutil.copytree(_template(), self.folder, dirs_exist_ok=True)
        self.clock = FixedClock(NOW)
        self.services = _open(self.folder, self.clock)
        self.clients, self.partners = _people(self.services)
        path = self.services.office.database.path
        assert path is not None
        self.path = path
        self.raw = sqlite3.connect(path, isolation_level=None)
        self.remembered = FileSecrets(self.folder / "remembered")
        for one in (*self.clients, *self.partners):
            _person, token = self.services.accounts.sign_in(one.email, PASSWORD, remember=True)
            assert token is not None
            self.remembered.put(self.name_of_session(one), token)
        self.looks = 0

    def teardown(self) -> None:
        """Prove the audit chain, then clean up."""
        try:
            self.check_audit()
        finally:
            self.raw.close()
            self.services.close()
            shutil.rmtree(self.folder)

    def name_of_session(self, one: Org) -> str:
        """Return the name under which an organisation's person is remembered."""
        ((database_id,),) = self.raw.execute("SELECT database_id FROM installation")
        return name_of_session(database_id, one.email)

    def check_audit(self) -> None:
        """Prove the whole chain against the head that was noted outside."""
        office = self.services.office
        with Session(office.database.reader) as session:
            unit = Unit(office, session, self.clients[0].owner)
            noted = office.heads.read(unit.installation.database_id, office.database.path)
            assert list(unit.chain.findings(session, None if noted is None else Head(*noted))) == []

    def one(self, number: int) -> tuple[str, Org | None, Org] | None:
        """Return one of the partnerships that exist, with its sides."""
        found = self.raw.execute("SELECT id, client_id, partner_id FROM partnerships ORDER BY id DESC").fetchall()
        if not found:
            return None
        reference, client_id, partner_id = found[number % min(len(found), 6)]
        orgs = {one.number: one for one in (*self.clients, *self.partners)}
        return f"PTN-{reference}", orgs.get(client_id), orgs[partner_id]

    def act(self, number: int, side: str, verb: Any) -> None:
        """Let a side of one of the partnerships act; a refusal is fine, as long as nothing is broken by it."""
        found = self.one(number)
        if found is None:
            return
        reference, client, partner = found
        actor = client if side == "client" else partner
        if actor is None:
            return
        try:
            verb(actor.owner, reference)
        except EXPECTED:
            return

    @rule(client=who, partner=who, access=access, payment=payment, products=some)
    def client_asks(
        self, client: int, partner: int, access: Access, payment: Payment, products: tuple[str, ...]
    ) -> None:
        """Let a client ask a partner."""
        try:
            ask_partner(
                self.services,
                self.clients[client],
                self.partners[partner].email,
                payment=payment,
                products=products if access is Access.LIMITED else (),
            )
        except EXPECTED:
            return

    @rule(client=who, partner=who, access=access, payment=payment)
    def partner_asks(self, client: int, partner: int, access: Access, payment: Payment) -> None:
        """Let a partner ask a client."""
        try:
            ask_client(
                self.services, self.partners[partner], self.clients[client].email, access=access, payment=payment
            )
        except EXPECTED:
            return

    @rule(number=which, side=st.sampled_from(["client", "partner"]))
    def accept(self, number: int, side: str) -> None:
        """Let a side accept as asked."""
        self.act(number, side, lambda actor, ref: self.services.requests.accept(actor, ref, Answer()))

    @rule(number=which, access=access, payment=payment, products=some)
    def grant_otherwise(self, number: int, access: Access, payment: Payment, products: tuple[str, ...]) -> None:
        """Let a client grant something of its own choice."""
        answer = (
            Answer(access=access, products=products)
            if access is Access.LIMITED
            else Answer(access=access, payment=payment)
        )
        self.act(number, "client", lambda actor, ref: self.services.requests.accept(actor, ref, answer))

    @rule(number=which, side=st.sampled_from(["client", "partner"]))
    def refuse(self, number: int, side: str) -> None:
        """Let a side refuse."""
        self.act(number, side, lambda actor, ref: self.services.requests.refuse(actor, ref, "no"))

    @rule(number=which, side=st.sampled_from(["client", "partner"]), again=st.booleans())
    def resend_or_withdraw(self, number: int, side: str, again: bool) -> None:
        """Let a side send its request again, or take it back."""
        self.act(number, side, self.services.requests.resend if again else self.services.requests.withdraw)

    @rule(number=which, access=access, payment=payment, products=some)
    def change_access(self, number: int, access: Access, payment: Payment, products: tuple[str, ...]) -> None:
        """Let a client change what it grants."""
        wish = arrangement(access, None if access is Access.LIMITED else payment, products)
        wish = wish if access is Access.LIMITED else arrangement(access, payment)
        self.act(number, "client", lambda actor, ref: self.services.agreements.change_access(actor, ref, wish))

    @rule(number=which, payment=payment, proposed=st.booleans())
    def change_payment(self, number: int, payment: Payment, proposed: bool) -> None:
        """Let the partner propose a payment method, or the client change it."""
        agreements = self.services.agreements
        if proposed:
            self.act(number, "partner", lambda actor, ref: agreements.propose_payment(actor, ref, payment))
        else:
            self.act(number, "client", lambda actor, ref: agreements.change_payment(actor, ref, payment))

    @rule(number=which)
    def decline(self, number: int) -> None:
        """Let a client decline what is proposed."""
        self.act(number, "client", self.services.agreements.decline_payment)

    @rule(number=which, side=st.sampled_from(["client", "partner"]), days=st.integers(1, 40))
    def pause(self, number: int, side: str, days: int) -> None:
        """Let a side pause."""
        wish = Pause(reason="because", until=(self.clock.now() + timedelta(days=days)).date())
        self.act(number, side, lambda actor, ref: self.services.agreements.pause(actor, ref, wish))

    @rule(number=which, side=st.sampled_from(["client", "partner"]))
    def resume(self, number: int, side: str) -> None:
        """Let a side resume."""
        self.act(number, side, self.services.agreements.resume)

    @rule(number=which, days=st.one_of(st.none(), st.integers(1, 40)))
    def set_end_date(self, number: int, days: int | None) -> None:
        """Let a client set or remove the end date."""
        day = None if days is None else (self.clock.now() + timedelta(days=days)).date()
        self.act(number, "client", lambda actor, ref: self.services.agreements.set_end_date(actor, ref, day))

    @rule(number=which, side=st.sampled_from(["client", "partner"]))
    def end(self, number: int, side: str) -> None:
        """Let a side end it."""
        self.act(number, side, lambda actor, ref: self.services.agreements.end(actor, ref, PASSWORD))

    @rule(days=st.sampled_from([1, 10, 31]))
    def time_passes(self, days: int) -> None:
        """Move the clock."""
        self.clock.advance(days=days)

    @invariant()
    def every_promise_holds(self) -> None:
        """Look every promise up."""
        broken = {name for name, statement in PROMISES.items() if self.raw.execute(statement).fetchall()}
        assert not broken

    @invariant()
    def the_first_look_shows_what_home_shows(self) -> None:
        """Look as one of them, each in turn: with the services open, and before."""
        everybody = (*self.clients, *self.partners)
        one = everybody[self.looks % len(everybody)]
        self.looks += 1
        seen = first_look(self.path, self.remembered, lambda _person: None, email=one.email, clock=self.clock)
        ((day,),) = self.raw.execute("SELECT today FROM portfolio_day")
        is_due = self.clock.now() >= NOW + timedelta(days=self.services.office.terms.days.session_lifetime)
        if day != local_date(self.clock.now()).isoformat() or is_due:
            assert seen is None
        else:
            assert seen is not None
            assert seen.home == self.services.home.show(one.owner)

    @invariant()
    def every_state_follows_from_its_events(self) -> None:
        """Replay every history."""
        states = dict(self.raw.execute("SELECT id, state FROM partnerships").fetchall())
        told: dict[int, str] = {}
        for number, kind in self.raw.execute("SELECT partnership_id, kind FROM partnership_events ORDER BY id"):
            told[number] = AFTER.get(kind, told.get(number, ""))
        assert states == told


def _open(folder: Path, clock: FixedClock) -> Services:
    from resellertui.services.opening import open_services

    with _at_home(folder):
        return open_services(load_settings(), clock=clock)


class _at_home:
    """Let the settings be read as on a machine whose home is this folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept: dict[str, str | None] = {}

    def __enter__(self) -> None:
        for name, value in {"HOME": str(self.folder), "RESELLERTUI_SECRETS": "file"}.items():
            self.kept[name] = os.environ.get(name)
            os.environ[name] = value

    def __exit__(self, *_exception: object) -> None:
        for name, value in self.kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_made: list[tempfile.TemporaryDirectory[str]] = []


def _template() -> Path:
    """Return a home with a database in which the organisations are, made once: each life starts from a copy."""
    if not _made:
        _made.append(tempfile.TemporaryDirectory(prefix="resellertui-template-"))
        folder = Path(_made[0].name)
        with _at_home(folder):
            services = found(
                load_settings(),
                provider_name="Provider",
                owner_name="Sofia Staff",
                owner_email=STAFF_EMAIL,
                password=PASSWORD,
                kept=quick_hash(),
                clock=FixedClock(NOW),
            )
        make = Builder(services)
        for number in range(3):
            make.organisation(f"Client {number}", email=f"c{number}@test.example", products=NAMES)
        for number in range(3):
            make.partner(f"Partner {number}", email=f"p{number}@test.example")
        services.close()
    return Path(_made[0].name)


def _people(services: Services) -> tuple[list[Org], list[Org]]:
    from resellertui.services.actor import Actor

    found = []
    with Session(services.office.database.reader) as session:
        statement = (
            "SELECT organisations.id, name, email, user_id FROM organisations JOIN memberships ON org_id = "
            "organisations.id WHERE organisations.id > 1 ORDER BY organisations.id"
        )
        for number, name, email, user_id in session.connection().exec_driver_sql(statement):
            found.append(Org(number, name, email, Actor(user_id=user_id, org_id=number)))
    return found[:3], found[3:]


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=9, stateful_step_count=22, deadline=None, suppress_health_check=list(HealthCheck)
)
