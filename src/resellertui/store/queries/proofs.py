"""Questions whose every answer is a broken promise. They rely on no constraint, index or trigger: those may be gone.

Each statement gives one row a violation, its columns named as the sentence about it needs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from resellertui.store.portfolio import LINE, TEXTS

STATE_AFTER: Mapping[str, str] = {
    "requested": "pending",
    "resent": "pending",
    "accepted": "active",
    "imported": "active",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "expired": "expired",
    "ended": "ended",
    "ended_by_date": "ended",
}
"""The state in which each kind of event leaves a partnership; other kinds leave it as it is."""

_KINDS = ", ".join(f"'{kind}'" for kind in STATE_AFTER)
_AFTER = " ".join(f"WHEN '{kind}' THEN '{state}'" for kind, state in STATE_AFTER.items())

PARTNERSHIPS: Mapping[str, str] = {
    "second_full": """
        SELECT client_id AS client, count(*) AS count, group_concat('PTN-' || id, ', ') AS ids FROM partnerships
        WHERE state = 'active' AND access = 'full' GROUP BY client_id HAVING count(*) > 1""",
    "full_beside_limited": """
        SELECT client_id AS client, group_concat('PTN-' || id, ', ') AS ids FROM partnerships WHERE state = 'active'
        GROUP BY client_id HAVING sum(access = 'full') > 0 AND sum(access <> 'full') > 0""",
    "two_pending": """
        SELECT client_id AS client, partner_id AS partner, group_concat('PTN-' || id, ', ') AS ids FROM partnerships
        WHERE state = 'pending' AND client_id IS NOT NULL GROUP BY client_id, partner_id HAVING count(*) > 1""",
    "two_active": """
        SELECT client_id AS client, partner_id AS partner, group_concat('PTN-' || id, ', ') AS ids FROM partnerships
        WHERE state = 'active' GROUP BY client_id, partner_id HAVING count(*) > 1""",
    "active_without_client": "SELECT id FROM partnerships WHERE state = 'active' AND client_id IS NULL",
    "own_partner": "SELECT id FROM partnerships WHERE client_id = partner_id",
    "not_in_programme": """
        SELECT id, partner_id AS partner FROM partnerships WHERE state IN ('pending', 'active')
        AND partner_id NOT IN (SELECT org_id FROM programme_members)""",
    "payment": """
        SELECT id, access FROM partnerships WHERE (access = 'full') <> (payment IS NOT NULL)
        OR (proposed_payment IS NOT NULL AND NOT (state = 'active' AND access = 'full'))""",
    "unknown_words": """
        SELECT id FROM partnerships WHERE access NOT IN ('limited', 'full') OR initiator NOT IN ('client', 'partner')
        OR state NOT IN ('pending', 'active', 'ended', 'refused', 'withdrawn', 'expired')
        OR coalesce(payment, 'client') NOT IN ('client', 'partner')""",
    "dates": """
        SELECT id, state FROM partnerships
        WHERE (state IN ('active', 'ended') AND active_since IS NULL) OR (state = 'ended') <> (ended_at IS NOT NULL)
        OR (state = 'pending' AND expires_on IS NULL)""",
    "no_beginning": """
        SELECT id FROM partnerships WHERE id NOT IN
        (SELECT partnership_id FROM partnership_events WHERE kind IN ('requested', 'imported'))""",
    "state_against_events": f"""
        SELECT partnerships.id AS id, partnerships.state AS state, last.kind AS kind FROM partnerships
        JOIN (SELECT partnership_id, kind, max(id) FROM partnership_events WHERE kind IN ({_KINDS})
              GROUP BY partnership_id) AS last ON last.partnership_id = partnerships.id
        WHERE partnerships.state <> CASE last.kind {_AFTER} END""",  # noqa: S608  # our own words
    "access_against_events": """
        SELECT partnerships.id AS id, partnerships.access AS access FROM partnerships
        JOIN (SELECT partnership_id, details, max(id) FROM partnership_events
              WHERE kind IN ('accepted', 'imported', 'access_changed')
              GROUP BY partnership_id) AS last ON last.partnership_id = partnerships.id
        WHERE partnerships.state = 'active' AND json_extract(last.details, '$.access') IS NOT partnerships.access""",
    "entrusted_twice": """
        SELECT product_id AS product, group_concat('PTN-' || partnership_id, ', ') AS ids FROM entrusted_products
        WHERE until IS NULL GROUP BY product_id HAVING count(*) > 1""",
    "entrusted_elsewhere": """
        SELECT entrusted_products.product_id AS product, partnership_id AS id FROM entrusted_products
        LEFT JOIN products ON products.id = product_id LEFT JOIN partnerships ON partnerships.id = partnership_id
        WHERE products.org_id IS NULL OR products.org_id IS NOT partnerships.client_id""",
    "entrusted_without_limited": """
        SELECT product_id AS product, partnership_id AS id FROM entrusted_products
        LEFT JOIN partnerships ON partnerships.id = partnership_id
        WHERE until IS NULL AND (partnerships.state IS NOT 'active' OR partnerships.access IS NOT 'limited')""",
    "orphan_event": """
        SELECT partnership_events.id AS event, partnership_id AS id FROM partnership_events
        LEFT JOIN partnerships ON partnerships.id = partnership_id WHERE partnerships.id IS NULL""",
}

PEOPLE: Mapping[str, str] = {
    "no_legal_representative": """
        SELECT id FROM organisations WHERE claimed_at IS NOT NULL AND deleted_at IS NULL AND id NOT IN
        (SELECT org_id FROM memberships WHERE role = 'legal_representative')""",
    "left_behind": """
        SELECT memberships.org_id AS org, user_id AS user FROM memberships
        JOIN organisations ON organisations.id = memberships.org_id WHERE deleted_at IS NOT NULL""",
    "two_roles": """
        SELECT org_id AS org, user_id AS user FROM memberships GROUP BY org_id, user_id HAVING count(*) > 1""",
    "unknown_role": """
        SELECT user_id AS user, org_id AS org FROM memberships
        WHERE role NOT IN ('legal_representative', 'administrator', 'collaborator', 'external')""",
    "shared_address": """
        SELECT email_key AS email, group_concat('USR-' || id, ', ') AS ids FROM users
        GROUP BY email_key HAVING count(*) > 1""",
    "client_grant": """
        SELECT client_grants.id AS grant, memberships.user_id AS user, partnership_id AS id FROM client_grants
        LEFT JOIN memberships ON memberships.id = membership_id
        LEFT JOIN partnerships ON partnerships.id = partnership_id
        WHERE memberships.role IS NOT 'collaborator' OR memberships.org_id IS NOT partnerships.partner_id
        OR partnerships.state IS NOT 'active'""",
    "product_grant": """
        SELECT product_grants.id AS grant, memberships.user_id AS user, product_id AS product FROM product_grants
        LEFT JOIN memberships ON memberships.id = membership_id LEFT JOIN products ON products.id = product_id
        WHERE product_id IS NOT NULL
        AND (products.org_id IS NULL OR memberships.org_id IS NOT products.org_id)""",
}

PROGRAMME: Mapping[str, str] = {
    "state": """
        SELECT org_id AS org, state FROM programme_members
        WHERE state NOT IN ('approved', 'provisional', 'suspended')
        OR (suspended_on IS NOT NULL AND state <> 'suspended')""",
    "dates": """
        SELECT org_id AS org FROM programme_members
        WHERE (warned_on IS NULL) <> (suspend_on IS NULL) OR suspend_on < warned_on
        OR (suspended_on IS NOT NULL AND (suspend_on IS NULL OR suspended_on < suspend_on))""",
    "nobody": """
        SELECT org_id AS org FROM programme_members
        WHERE org_id NOT IN (SELECT id FROM organisations WHERE deleted_at IS NULL)""",
    "two_open": """
        SELECT org_id AS org, group_concat('APP-' || id, ', ') AS ids FROM programme_applications
        WHERE state IN ('draft', 'submitted') GROUP BY org_id HAVING count(*) > 1""",
    "application": """
        SELECT id, state FROM programme_applications
        WHERE state NOT IN ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')
        OR (state IN ('approved', 'rejected') AND decided_at IS NULL)
        OR (state IN ('draft', 'submitted') AND decided_at IS NOT NULL)
        OR (state = 'submitted' AND submitted_at IS NULL) OR (state = 'rejected' AND trim(reasons) = '')""",
    "open_of_partner": """
        SELECT programme_applications.id AS id, programme_applications.org_id AS org FROM programme_applications
        JOIN programme_members ON programme_members.org_id = programme_applications.org_id
        WHERE programme_applications.state IN ('draft', 'submitted')""",
    "review": """
        SELECT id, kind, outcome FROM programme_reviews
        WHERE NOT ((kind IN ('anniversary', 'provisional_end') AND outcome IN ('met', 'warned'))
        OR (kind = 'grace_end' AND outcome IN ('met', 'suspended')) OR (kind = 'regained' AND outcome = 'restored'))""",
    "review_twice": """
        SELECT org_id AS org, kind, due_on AS day FROM programme_reviews
        GROUP BY org_id, kind, due_on HAVING count(*) > 1""",
    "last_review": """
        SELECT programme_members.org_id AS org, programme_members.state AS state, last.outcome AS outcome
        FROM programme_members JOIN (SELECT org_id, outcome, max(id) FROM programme_reviews GROUP BY org_id) AS last
        ON last.org_id = programme_members.org_id
        WHERE (last.outcome = 'suspended') <> (state = 'suspended')
        OR (last.outcome IN ('warned', 'suspended')) <> (warned_on IS NOT NULL)""",
    "arrears": """
        SELECT arrears.id AS id, document_id AS document FROM arrears
        LEFT JOIN documents ON documents.id = document_id
        WHERE documents.id IS NULL OR level NOT IN (1, 2) OR (level = 1 AND done_at IS NOT NULL)
        OR (level = 2 AND document_id NOT IN (SELECT document_id FROM arrears WHERE level = 1))""",
}

TEAMS: Mapping[str, str] = {
    "nobodys": "SELECT id FROM teams WHERE org_id NOT IN (SELECT id FROM organisations)",
    "same_name": """
        SELECT org_id AS org, group_concat('TEAM-' || id, ', ') AS ids FROM teams
        GROUP BY org_id, name_folded HAVING count(*) > 1""",
    "two_leaders": """
        SELECT team_id AS team, count(*) AS count FROM team_members WHERE is_leader
        GROUP BY team_id HAVING count(*) > 1""",
    "member": """
        SELECT team_id AS team, memberships.user_id AS user FROM team_members
        LEFT JOIN teams ON teams.id = team_id LEFT JOIN memberships ON memberships.id = membership_id
        WHERE NOT is_leader AND (teams.org_id IS NULL OR memberships.org_id IS NOT teams.org_id)""",
    "leader": """
        SELECT team_id AS team, memberships.user_id AS user FROM team_members
        LEFT JOIN teams ON teams.id = team_id LEFT JOIN memberships ON memberships.id = membership_id
        WHERE is_leader AND (teams.org_id IS NULL OR memberships.org_id IS NOT teams.org_id)""",
    "product": """
        SELECT team_id AS team, product_id AS product FROM team_products
        LEFT JOIN teams ON teams.id = team_id LEFT JOIN products ON products.id = product_id
        WHERE product_id IS NOT NULL AND (products.org_id IS NULL OR teams.org_id IS NOT products.org_id)""",
    "client": """
        SELECT team_id AS team, partnership_id AS id FROM team_clients
        LEFT JOIN teams ON teams.id = team_id LEFT JOIN partnerships ON partnerships.id = partnership_id
        WHERE teams.org_id IS NOT partnerships.partner_id OR partnerships.state IS NOT 'active'""",
}

PRODUCTS: Mapping[str, str] = {
    "counts": """
        SELECT id FROM products
        WHERE period_months <= 0 OR quantity <= 0 OR anchor_day NOT BETWEEN 1 AND 31""",
    "nobody": "SELECT id FROM products WHERE org_id NOT IN (SELECT id FROM organisations)",
}

OUTBOX: Mapping[str, str] = {
    "shared_id": """
        SELECT message_id AS message, group_concat('MAIL-' || id, ', ') AS ids FROM outbox
        GROUP BY message_id HAVING count(*) > 1""",
    "sent_and_waiting": "SELECT id FROM outbox WHERE sent_at IS NOT NULL AND next_attempt_at IS NOT NULL",
    "sent_untried": "SELECT id FROM outbox WHERE sent_at IS NOT NULL AND parked_at IS NULL AND attempts < 1",
    "kept_and_tried": "SELECT id FROM outbox WHERE sent_at IS NOT NULL AND parked_at IS NOT NULL AND attempts > 0",
    "parked_and_waiting": "SELECT id FROM outbox WHERE parked_at IS NOT NULL AND next_attempt_at IS NOT NULL",
    "nobody": """
        SELECT id FROM outbox WHERE instr(recipient, '@') = 0
        AND NOT (sent_at IS NOT NULL AND recipient = '' AND subject = '' AND body = '')""",
}

SUPPORT: Mapping[str, str] = {
    "two_open": """
        SELECT user_id AS user, org_id AS org, service, group_concat('ACC-' || id, ', ') AS ids
        FROM temporary_accesses WHERE ended_at IS NULL GROUP BY org_id, user_id, service HAVING count(*) > 1""",
    "time": """
        SELECT id FROM temporary_accesses
        WHERE expires_at <= granted_at OR ended_at < granted_at OR ended_at > expires_at""",
    "look_outside": """
        SELECT access_looks.id AS id, access_id AS access FROM access_looks
        LEFT JOIN temporary_accesses ON temporary_accesses.id = access_id
        WHERE granted_at IS NULL OR at < granted_at OR at >= expires_at OR at > ended_at""",
    "look_case": """
        SELECT access_looks.id AS id, case_id AS "case" FROM access_looks
        JOIN temporary_accesses ON temporary_accesses.id = access_id
        LEFT JOIN support_cases ON support_cases.id = case_id
        WHERE support_cases.org_id IS NOT temporary_accesses.org_id""",
    "case_clock": """
        SELECT id FROM support_cases
        WHERE (due_at IS NOT NULL AND state <> 'open') OR (state = 'answered' AND answered_at IS NULL)
        OR (state = 'closed') <> (closed_at IS NOT NULL)""",
}

INSTALLATION: Mapping[str, str] = {
    "not_one": "SELECT count(*) AS count FROM installation HAVING count(*) <> 1",
    "no_provider": """
        SELECT provider_id AS org FROM installation WHERE provider_id NOT IN (SELECT id FROM organisations)""",
}

_LINE = ", ".join(LINE)

LISTS: Mapping[str, str] = {
    "line": f"""
        SELECT partnership_id AS id FROM (SELECT {_LINE} FROM portfolio_now EXCEPT SELECT {_LINE} FROM portfolio_lines
        UNION SELECT * FROM (SELECT {_LINE} FROM portfolio_lines EXCEPT SELECT {_LINE} FROM portfolio_now))
        GROUP BY partnership_id""",  # noqa: S608  # our own words
    "total": """
        SELECT partner_id AS partner, tab, access FROM (
        SELECT partner_id, tab, access, clients, products FROM portfolio_totals WHERE clients <> 0 OR products <> 0
        UNION ALL SELECT partner_id, tab, access, count(*), sum(products) FROM portfolio_lines
        GROUP BY partner_id, tab, access) GROUP BY partner_id, tab, access, clients, products HAVING count(*) <> 2""",
    "text": " UNION ALL ".join(
        f"SELECT '{name}' AS name FROM (SELECT count(*) AS rows FROM {table}) "  # noqa: S608  # our own words
        f"WHERE rows <> (SELECT count(*) FROM {name}_docsize)"
        for name, (table, _key, _column, _options) in TEXTS.items()
    ),
}

COUNTED = ("organisations", "users", "products", "partnerships", "outbox", "audit_entries")


def violations(session: Session, statement: str, limit: int) -> Iterator[Mapping[str, Any]]:
    """Yield what violates a promise, as many as `limit` at most."""
    for row in session.execute(text(f"SELECT * FROM ({statement}) LIMIT :limit"), {"limit": limit}):  # noqa: S608
        yield dict(row._mapping)


def counts(session: Session) -> dict[str, int]:
    """Return how many rows were proved, a table each."""
    found = {
        table: session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608  # our own names
        for table in COUNTED
    }
    active = session.scalar(text("SELECT count(*) FROM partnerships WHERE state = 'active'")) or 0
    return {**found, "active_partnerships": active}
