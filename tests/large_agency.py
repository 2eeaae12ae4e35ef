"""A partner with thirty people, six teams and two hundred clients, made in a few statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from tests.builders import TODAY, Builder, Org, quick_hash

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.organisation import email_key
from resellertui.domain.roles import Role
from resellertui.domain.search import beginnings
from resellertui.domain.text import fold
from resellertui.store.models import (
    ClientGrant,
    Membership,
    Organisation,
    Partnership,
    Team,
    TeamClient,
    TeamMember,
    User,
)

PEOPLE, TEAMS, CLIENTS = 30, 6, 200
FIRST = ("Ana", "Ben", "Chiara", "Dario", "Élodie", "Farid", "Greta", "Hugo", "Inès", "Jonas")
LAST = ("Müller", "Keller", "Rochat", "Bianchi", "Favre", "Meier")
WORK = ("Bakery", "Florist", "Garage", "School", "Museum", "Dentist", "Hotel", "Brewery")


@dataclass(frozen=True)
class LargeAgency:
    """What was made, and what it should say."""

    people: tuple[str, ...]
    """Public ids, by the order in which they were made; the agency's owner is not among them."""
    clients: tuple[str, ...]
    """Public ids of the partnerships, by the client's name."""
    teams: tuple[str, ...]
    names: tuple[str, ...]
    """The clients' names, in the same order."""
    reached: dict[str, set[str]]
    """For each person the partnerships that it should reach."""


def large_agency(make: Builder, agency: Org, *, hostile: tuple[str, ...] = ()) -> LargeAgency:
    """Give the agency people, teams and clients; the first clients bear the hostile names."""
    names = sorted([f"{WORK[n % len(WORK)]} {n:03}" for n in range(CLIENTS - len(hostile))] + list(hostile), key=fold)
    template = make.organisation(names[0] or "x")
    reference = make.active(template, agency)
    random = Random(7)  # noqa: S311  # nothing secret
    now = make.services.office.clock.now()
    with make.services.office.filling() as session:
        org = _columns(session.get_one(Organisation, template.number))
        bond = _columns(session.get_one(Partnership, int(reference[4:])))
        first_org, first_bond = org["id"], bond["id"]
        orgs, bonds = [], []
        for at, name in enumerate(names[1:], 1):
            address = f"client{at}@large.example"
            key = email_key(address)
            words = {"name": name, "name_folded": fold(name), "email": address, "email_key": key}
            orgs.append({**org, **words, "id": first_org + at})
            label = {"client_address": address, "client_address_key": key, "client_label": name}
            folded = {"label_folded": fold(name), "label_starts": beginnings(fold(name))}
            bonds.append({**bond, **label, **folded, "id": first_bond + at, "client_id": first_org + at})
            if at % 40 == 0:
                until = TODAY + timedelta(days=400)
                bonds[-1] |= {"paused_on": TODAY, "paused_until": until, "paused_by": "client", "pause_reason": "Move"}
        session.execute(insert(Organisation), orgs)
        session.execute(insert(Partnership), bonds)
        bond_ids = [first_bond + at for at in range(len(names))]

        people = []
        for at in range(PEOPLE):
            address = f"p{at}@agency.example"
            name = f"{FIRST[at % len(FIRST)]} {LAST[at % len(LAST)]}"
            user = User(
                name=name, email=address, email_key=email_key(address), language="en", password_hash=quick_hash(),
                created_at=now, last_sign_in_at=None,
            )  # fmt: skip
            session.add(user)
            people.append(user)
        session.flush()
        roles = [Role.ADMINISTRATOR] * 3 + [Role.EXTERNAL] * 2 + [Role.COLLABORATOR] * (PEOPLE - 5)
        members = [
            Membership(org_id=agency.number, user_id=user.id, role=role.value, accounting=False, created_at=now)
            for user, role in zip(people, roles, strict=True)
        ]
        teams = [
            Team(org_id=agency.number, name=name, name_folded=fold(name), colour="blue", created_at=now, version=1)
            for name in ("Web", "Mail", "Design", "Support", "Romandie", "Ticino")
        ]
        session.add_all([*members, *teams])
        session.flush()
        own = {(one.id, bond) for one in members[5:] for bond in random.sample(bond_ids, 12)}
        places = {(team.id, one.id) for at, one in enumerate(members) for team in (teams[at % 6], teams[at % 4])}
        given = {(team.id, bond) for team in teams for bond in random.sample(bond_ids, 30)}
        grant = [{"membership_id": one, "partnership_id": bond, "granted_at": now} for one, bond in sorted(own)]
        session.execute(insert(ClientGrant), grant)
        session.execute(
            insert(TeamMember),
            [{"team_id": team, "membership_id": one, "is_leader": False} for team, one in sorted(places)],
        )
        session.execute(
            insert(TeamClient),
            [{"team_id": team, "partnership_id": bond, "granted_at": now} for team, bond in sorted(given)],
        )
        reached = {}
        for user, one, role in zip(people, members, roles, strict=True):
            mine = {bond for member, bond in own if member == one.id}
            mine |= {bond for team, bond in given if (team, one.id) in places}
            everything = role is Role.ADMINISTRATOR
            found = bond_ids if everything else sorted(mine) if role is Role.COLLABORATOR else []
            reached[show_id(Kind.USER, user.id)] = {show_id(Kind.PARTNERSHIP, bond) for bond in found}
        return LargeAgency(
            people=tuple(reached),
            clients=tuple(show_id(Kind.PARTNERSHIP, bond) for bond in bond_ids),
            teams=tuple(show_id(Kind.TEAM, one.id) for one in teams),
            names=tuple(names),
            reached=reached,
        )


def _columns(row: Organisation | Partnership) -> dict[str, Any]:
    return {one.key: getattr(row, one.key) for one in row.__table__.columns}
