"""Who looks at Home, and the facts of theirs that more than one line is made of. Nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from resellertui.domain.access import Action, Decision, Identity, Relation, Stance, decide
from resellertui.domain.attention import NAMED_REQUESTS
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import LIVE, Side, State, is_asked
from resellertui.domain.programme import Terms
from resellertui.domain.roles import EVERYTHING, Role
from resellertui.store.plain import Reader
from resellertui.store.queries import attention, first

MOST_READ = 50
"""How many partnerships that end or rest are read."""


@dataclass(frozen=True)
class Onlooker:
    """Who looks at Home, through which reader, and when."""

    reader: Reader
    user_id: int
    org_id: int
    identity: Identity
    role: Role
    """In that organisation, as the database has it now."""
    today: date
    now: datetime
    terms: Terms
    looks_at: int = 100
    """How many renewals of clients are looked at: few at first, since each costs a look at its product."""

    def may(self, action: Action, stance: Stance) -> Decision:
        """Ask the policy."""
        return decide(action, replace(stance, identity=self.identity, role=self.role))

    def may_in_own(self, action: Action) -> bool:
        """Ask the policy about something of the onlooker's own organisation."""
        stance = Stance(relation=Relation.OWN, accounting=self.accounting, is_partner=self.member is not None)
        return bool(self.may(action, stance))

    @cached_property
    def products(self) -> set[int] | None:
        """The products that the onlooker may see in the organisation; None for all."""
        if self.role in EVERYTHING:
            return None
        return first.granted_products(self.reader, self.membership_id, self.org_id)

    @property
    def membership_id(self) -> int:
        """The membership that grants are given to; 0 for none."""
        return self._membership[0]

    @property
    def accounting(self) -> bool:
        """The right to the organisation's accounting, given to a collaborator."""
        return self._membership[1]

    @cached_property
    def _membership(self) -> tuple[int, bool]:
        return first.membership(self.reader, self.user_id, self.org_id) or (0, False)

    @cached_property
    def member(self) -> attention.Member | None:
        """The organisation's standing in the programme; None where it is no partner."""
        return attention.member(self.reader, self.org_id)

    @property
    def soon(self) -> date:
        """The day up to which an end is near."""
        return self.today + timedelta(days=max(self.terms.days.end_reminders))

    @cached_property
    def as_client(self) -> list[Matter]:
        """The organisation's own partners, and who asks to be one."""
        return self._matters(first.live_of_client(self.reader, self.org_id, self._keys))

    @cached_property
    def as_partner(self) -> list[Matter]:
        """The clients whose requests expire first, and those whose partnership ends soon or is paused."""
        if self.member is None:
            return []
        rows = [
            *first.asked_by_clients(self.reader, self.org_id, self.today, NAMED_REQUESTS + 1),
            *first.stopping_of_partner(self.reader, self.org_id, today=self.today, soon=self.soon, limit=MOST_READ),
        ]
        return self._matters(rows)

    @cached_property
    def asked_by_clients(self) -> int:
        """How many clients ask the organisation for a partnership."""
        return first.count_asked_by_clients(self.reader, self.org_id, self.today)

    @cached_property
    def _keys(self) -> list[str]:
        return first.address_keys(self.reader, self.user_id)

    def _matters(self, rows: Iterable[first.Dealing]) -> list[Matter]:
        rows = [one for one in rows if one.standing.on(self.today) in LIVE]
        concerned = {number for one in rows for number in (one.parties.client_id, one.parties.partner_id) if number}
        names = first.names(self.reader, sorted(concerned))
        sides = [(one, one.parties.side_of(self.org_id, self._keys)) for one in rows]
        return [_matter(self, one, side, names) for one, side in sides if side is not None]


@dataclass(frozen=True)
class Matter:
    """A live partnership, as the onlooker's side sees it."""

    number: int
    side: Side
    state: State
    other: str
    """The other side's name, as this one may know it."""
    mine_to_answer: bool
    expires_on: date | None
    end_on: date | None
    paused_until: date | None
    """None unless it is paused."""
    has_payment_proposed: bool

    @property
    def id(self) -> str:
        """The public id."""
        return show_id(Kind.PARTNERSHIP, self.number)


def _matter(who: Onlooker, row: first.Dealing, side: Side, names: dict[int, str]) -> Matter:
    parties, standing, state = row.parties, row.standing, row.standing.on(who.today)
    return Matter(
        number=row.id,
        side=side,
        state=state,
        other=names[parties.partner_id] if side is Side.CLIENT else parties.client_name_for(side, names),
        mine_to_answer=is_asked(state, parties.initiator, side),
        expires_on=standing.expires_on,
        end_on=standing.end_on,
        paused_until=standing.resumes_on(who.today),
        has_payment_proposed=row.proposed_payment is not None,
    )
