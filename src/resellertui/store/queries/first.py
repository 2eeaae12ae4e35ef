"""What the console has to know first: whose database it is, who is there, and what Home shows. Plain SQL only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from resellertui.domain.partnership import Parties, Payment, Side, Standing, State
from resellertui.domain.roles import Role
from resellertui.store.plain import Reader


class Facts(NamedTuple):
    """The database's identity."""

    database_id: str
    purpose: str
    provider_id: int
    audit_key_id: str
    play_key: str | None
    backup_mark: str | None

    @property
    def is_for_play(self) -> bool:
        """Whether the database was made for demonstration or tests: marked so at creation."""
        return self.purpose in {"demo", "seeded"}


class Person(NamedTuple):
    """A person, as far as whoever signs in is concerned."""

    id: int
    name: str
    email: str
    language: str
    time_zone: str = ""


class Belonging(NamedTuple):
    """A person's role in an organisation."""

    org_id: int
    name: str
    role: Role
    is_partner: bool
    accounting: bool
    currency: str


class SignedInUntil(NamedTuple):
    """A remembered sign-in."""

    user_id: int
    expires_at: datetime
    ended_at: datetime | None
    used_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Return whether it still opens anything."""
        return self.ended_at is None and self.expires_at > now


class Dealing(NamedTuple):
    """A partnership, as far as Home speaks of it."""

    id: int
    parties: Parties
    standing: Standing
    proposed_payment: Payment | None


class Unbilled(NamedTuple):
    """Charged lines of one currency that are open for long."""

    currency: str
    lines: int
    cost: int
    since: date
    """When the oldest of them was charged."""
    oldest: int
    """The number of that line."""


class Counts(NamedTuple):
    """The size of a partner's portfolio."""

    full: int
    limited: int
    pending: int
    products: int


def installation(reader: Reader) -> Facts:
    """Return the database's identity; the row exists in every database that `init`, `demo` or `seed` made."""
    (row,) = reader.execute(
        "SELECT database_id, purpose, provider_id, audit_key_id, play_key, backup_mark FROM installation", ()
    )
    return Facts(*row)


def version(reader: Reader) -> str | None:
    """Return the version of the schema."""
    row = _first(reader, "SELECT version_num FROM alembic_version")
    return None if row is None else str(row[0])


def terms_text(reader: Reader, day: date) -> str | None:
    """Return the text of the published terms that are effective on a day; None where no version is yet."""
    row = _first(
        reader,
        "SELECT text FROM terms_versions WHERE effective_from <= ? ORDER BY effective_from DESC, id DESC LIMIT 1",
        day.isoformat(),
    )
    return None if row is None else str(row[0])


def day_of_lists(reader: Reader) -> date:
    """Return the day for which the lists kept by triggers are right."""
    ((today,),) = reader.execute("SELECT today FROM portfolio_day", ())
    return date.fromisoformat(today)


def sign_in(reader: Reader, token_hash: str) -> SignedInUntil | None:
    """Return the remembered sign-in with this token, ended or not; the caller looks at its dates."""
    row = _first(reader, "SELECT user_id, expires_at, ended_at, used_at FROM sessions WHERE token_hash = ?", token_hash)
    if row is None:
        return None
    user_id, expires_at, ended_at, used_at = row
    ended, used = (None if one is None else datetime.fromisoformat(one) for one in (ended_at, used_at))
    return SignedInUntil(user_id, datetime.fromisoformat(expires_at), ended, used)


def person(reader: Reader, user_id: int) -> Person | None:
    """Return a person."""
    row = _first(reader, "SELECT id, name, email, language, time_zone FROM users WHERE id = ?", user_id)
    return None if row is None else Person(*row)


def person_of(reader: Reader, email_key: str) -> Person | None:
    """Return the person with this address."""
    row = _first(reader, "SELECT id, name, email, language, time_zone FROM users WHERE email_key = ?", email_key)
    return None if row is None else Person(*row)


def address_keys(reader: Reader, user_id: int) -> list[str]:
    """Return the addresses that a person has proved to own."""
    statement = "SELECT email_key FROM users WHERE id = ? AND email_confirmed_at IS NOT NULL"
    return [key for (key,) in reader.execute(statement, (user_id,))]


def belongings(reader: Reader, user_id: int) -> list[Belonging]:
    """Return a person's roles with their organisations, oldest first."""
    rows = reader.execute(
        "SELECT organisations.id, organisations.name, memberships.role, programme_members.org_id IS NOT NULL, "
        "memberships.accounting, organisations.currency "
        "FROM memberships JOIN organisations ON organisations.id = memberships.org_id "
        "LEFT JOIN programme_members ON programme_members.org_id = organisations.id "
        "WHERE memberships.user_id = ? ORDER BY memberships.id",
        (user_id,),
    )
    return [
        Belonging(org_id, name, Role(role), bool(is_partner), bool(accounting), currency)
        for org_id, name, role, is_partner, accounting, currency in rows
    ]


def membership(reader: Reader, user_id: int, org_id: int) -> tuple[int, bool] | None:
    """Return the number of a person's membership of an organisation, and whether it has the accounting right."""
    row = _first(reader, "SELECT id, accounting FROM memberships WHERE user_id = ? AND org_id = ?", user_id, org_id)
    return None if row is None else (row[0], bool(row[1]))


def is_partner(reader: Reader, org_id: int) -> bool:
    """Return whether an organisation is in the programme."""
    return _first(reader, "SELECT 1 FROM programme_members WHERE org_id = ?", org_id) is not None


def names(reader: Reader, org_ids: Collection[int]) -> dict[int, str]:
    """Return the names of organisations."""
    if not org_ids:
        return {}
    statement = f"SELECT id, name FROM organisations WHERE id IN ({_marks(org_ids)})"  # noqa: S608  # only marks
    return {row[0]: row[1] for row in reader.execute(statement, list(org_ids))}


def live_of_client(reader: Reader, org_id: int, keys: Collection[str]) -> list[Dealing]:
    """Return an organisation's pending and active partnerships as a client, and requests to these addresses."""
    return _dealings(
        reader,
        "(client_id = ? AND state IN ('pending', 'active')) "
        f"OR (client_id IS NULL AND state = 'pending' AND client_address_key IN ({_marks(keys)})) ORDER BY id DESC",
        org_id,
        *keys,
    )


_ASKED_BY_CLIENTS = "partner_id = ? AND state = 'pending' AND initiator = 'client' AND expires_on > ?"


def asked_by_clients(reader: Reader, partner_id: int, today: date, limit: int) -> list[Dealing]:
    """Return the requests that wait for a partner's answer, the one that expires first before the others."""
    statement = f"{_ASKED_BY_CLIENTS} ORDER BY expires_on, id LIMIT ?"
    return _dealings(reader, statement, partner_id, today.isoformat(), limit)


def count_asked_by_clients(reader: Reader, partner_id: int, today: date) -> int:
    """Return how many requests wait for a partner's answer."""
    statement = f"SELECT count(*) FROM partnerships WHERE {_ASKED_BY_CLIENTS}"  # noqa: S608  # our own words
    return _number(reader, statement, partner_id, today.isoformat())


def stopping_of_partner(reader: Reader, partner_id: int, *, today: date, soon: date, limit: int) -> list[Dealing]:
    """Return a partner's active partnerships that end soon, and those that are paused, the nearest dates first."""
    now = today.isoformat()
    active = "partner_id = ? AND state = 'active'"
    ending = f"{active} AND end_on > ? AND end_on <= ? ORDER BY end_on LIMIT ?"
    paused = f"{active} AND paused_until > ? ORDER BY paused_until LIMIT ?"
    found = [
        *_dealings(reader, ending, partner_id, now, soon.isoformat(), limit),
        *_dealings(reader, paused, partner_id, now, limit),
    ]
    return list({one.id: one for one in found}.values())


def proposals_to(reader: Reader, org_id: int) -> dict[int, int]:
    """Return, for each partnership, how many products its partner proposes and the client has not adopted."""
    rows = reader.execute(
        "SELECT client_records.partnership_id, count(*) FROM product_proposals "
        "JOIN client_records ON client_records.id = product_proposals.record_id "
        "WHERE product_proposals.org_id = ? AND product_proposals.adopted_at IS NULL "
        "GROUP BY client_records.partnership_id",
        (org_id,),
    )
    return {row[0]: row[1] for row in rows}


def granted_products(reader: Reader, membership_id: int, org_id: int) -> set[int]:
    """Return the ids of the organisation's products that a membership's grants cover."""
    rows = reader.execute(
        "SELECT product_id FROM effective_products WHERE membership_id = ? AND product_id IS NOT NULL "
        "UNION SELECT products.id FROM products JOIN effective_products ON effective_products.family = products.family "
        "WHERE effective_products.membership_id = ? AND products.org_id = ?",
        (membership_id, membership_id, org_id),
    )
    return {number for (number,) in rows}


def count_products(reader: Reader, org_id: int) -> int:
    """Return how many products an organisation has."""
    return _number(reader, "SELECT count(*) FROM products WHERE org_id = ?", org_id)


def unbilled(reader: Reader, partner_id: int, *, today: date, charged_until: date) -> list[Unbilled]:
    """Return what was charged up to a day and is open still, a currency each; by the index of what is flagged.

    What is held up to a later day is not open (see `domain/reinvoicing/charged.state_on`).
    """
    rows = reader.execute(
        "SELECT currency, count(*), sum(cost), min(charged_on), line_id FROM reinvoice_lines INDEXED BY "
        "ix_reinvoice_lines_flagged WHERE partner_id = ? AND charged_on <= ? AND state IN ('open', 'held') "
        "AND (state = 'open' OR held_until < ?) GROUP BY currency ORDER BY currency",
        (partner_id, charged_until.isoformat(), today.isoformat()),
    )
    return [Unbilled(code, count, cost, date.fromisoformat(since), line) for code, count, cost, since, line in rows]


def portfolio(reader: Reader, partner_id: int, membership_id: int | None = None) -> Counts:
    """Return how many clients by access, how many requests are pending, how many products are reached.

    It is kept by triggers, so asking costs the same for three clients and a million. With a membership, only those of
    the clients granted to it: that costs as much as there are of them.
    """
    if membership_id is None:
        rows = reader.execute(
            "SELECT tab, access, clients, products FROM portfolio_totals WHERE partner_id = ?", (partner_id,)
        )
    else:
        rows = reader.execute(
            "SELECT portfolio_lines.tab, portfolio_lines.access, count(*), sum(portfolio_lines.products) "
            "FROM portfolio_lines WHERE +portfolio_lines.partner_id = ? AND portfolio_lines.partnership_id IN "
            "(SELECT partnership_id FROM effective_clients WHERE membership_id = ?) "
            "GROUP BY portfolio_lines.tab, portfolio_lines.access",
            (partner_id, membership_id),
        )
    found = {(tab, access): (clients, products) for tab, access, clients, products in rows}
    full, limited = found.get(("active", "full"), (0, 0)), found.get(("active", "limited"), (0, 0))
    return Counts(
        full=full[0],
        limited=limited[0],
        pending=sum(clients for (tab, _access), (clients, _products) in found.items() if tab == "pending"),
        products=full[1] + limited[1],
    )


def _dealings(reader: Reader, which: str, *values: str | int) -> list[Dealing]:
    rows = reader.execute(
        "SELECT id, client_id, partner_id, initiator, client_address_key, client_label, active_since IS NOT NULL, "  # noqa: S608
        f"state, expires_on, end_on, paused_until, proposed_payment FROM partnerships WHERE {which}",
        values,
    )
    return [_dealing(row) for row in rows]


def _dealing(row: Sequence[Any]) -> Dealing:
    number, client_id, partner_id, initiator, key, label, was_accepted, state, *days, payment = row
    return Dealing(
        number,
        Parties(client_id, partner_id, Side(initiator), key, label, bool(was_accepted)),
        Standing(State(state), *(None if one is None else date.fromisoformat(one) for one in days)),
        Payment(payment) if payment else None,
    )


def _first(reader: Reader, statement: str, *values: str | int) -> Sequence[Any] | None:
    return next(iter(reader.execute(statement, values)), None)


def _number(reader: Reader, statement: str, *values: str | int) -> int:
    ((count,),) = reader.execute(statement, values)
    return int(count)


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
