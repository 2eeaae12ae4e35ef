"""Who is signed in and what Home says, put together from the store's facts.

The services do it inside their unit, and `first_look` before the services are loaded: nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from resellertui.domain.access import Action, Decision, Identity, Relation, Stance, decide
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import LIVE, Side, State, is_asked
from resellertui.domain.programme import Terms
from resellertui.domain.reinvoicing.charged import LATE_AFTER
from resellertui.domain.roles import EVERYTHING, Role, reaches_every_client
from resellertui.domain.wording import _, ngettext
from resellertui.formats import day
from resellertui.services.first_views import AttentionView, HomeView, OrganisationChoice, SignedIn
from resellertui.store.plain import Reader
from resellertui.store.queries import first

MOST_SHOWN = 50
REINVOICING = "reinvoicing"
"""The page on which charged lines are billed."""


@dataclass(frozen=True)
class Onlooker:
    """Who looks at Home, through which reader, and on which day."""

    reader: Reader
    user_id: int
    org_id: int
    identity: Identity
    role: Role
    """In that organisation, as the database has it now."""
    today: date
    terms: Terms

    def may(self, action: Action, stance: Stance) -> Decision:
        """Ask the policy."""
        return decide(action, replace(stance, identity=self.identity, role=self.role))

    @cached_property
    def products(self) -> set[int] | None:
        """The products that the onlooker may see in the organisation; None for all."""
        if self.role in EVERYTHING:
            return None
        return first.granted_products(self.reader, self.membership_id, self.org_id)

    @cached_property
    def membership_id(self) -> int:
        """The membership that grants are given to; 0 for none."""
        found = first.membership(self.reader, self.user_id, self.org_id)
        return 0 if found is None else found[0]

    @property
    def soon(self) -> date:
        """The day up to which an end is near."""
        return self.today + timedelta(days=max(self.terms.days.end_reminders))


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


def signed_in(reader: Reader, person: first.Person, provider_id: int) -> SignedIn:
    """Return who the person is, and the organisations that the person belongs to."""
    choices = [
        OrganisationChoice(
            id=show_id(Kind.ORGANISATION, one.org_id),
            name=one.name,
            role=one.role,
            is_partner=one.is_partner,
            is_provider=one.org_id == provider_id,
            accounting=one.accounting,
            currency=one.currency,
        )
        for one in first.belongings(reader, person.id)
    ]
    return SignedIn(
        user_id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        time_zone=person.time_zone,
        organisations=tuple(choices),
    )


def home_of(who: Onlooker) -> HomeView:
    """Return what needs the onlooker, most urgent first, and the counts of the portfolio.

    The caller has made sure that the onlooker may see the organisation, and that the lists are for today.
    """
    keys = first.address_keys(who.reader, who.user_id)
    own, of_clients = _as_client(who, keys), _as_partner(who, keys)
    matters = sorted([*own, *of_clients], key=lambda one: one.number, reverse=True)
    attention = [
        *_requests(matters),
        *_proposals(who, own),
        *_unbilled(who),
        *_endings(who, matters),
        *_expiries(who),
    ]
    return HomeView(
        organisation=first.names(who.reader, [who.org_id]).get(who.org_id, ""),
        attention=tuple(attention[:MOST_SHOWN]),
        counts=_counts(who, own),
    )


def has_expired(expires_on: date | None, today: date) -> bool:
    """Return whether a product's date has come, whatever a job has recorded."""
    return expires_on is not None and expires_on <= today


def _as_client(who: Onlooker, keys: list[str]) -> list[Matter]:
    """Return the organisation's own partners, and who asks to be one."""
    return _matters(who, first.live_of_client(who.reader, who.org_id, keys), keys)


def _as_partner(who: Onlooker, keys: list[str]) -> list[Matter]:
    """Return what of its clients asks for an answer or stops soon, as many of each as could be shown."""
    reader, org_id, today = who.reader, who.org_id, who.today
    rows = [
        *first.asked_by_clients(reader, org_id, today, MOST_SHOWN),
        *first.stopping_of_partner(reader, org_id, today=today, soon=who.soon, limit=MOST_SHOWN),
    ]
    return _matters(who, rows, keys)


def _matters(who: Onlooker, rows: Iterable[first.Dealing], keys: list[str]) -> list[Matter]:
    rows = [one for one in rows if one.standing.on(who.today) in LIVE]
    concerned = {number for one in rows for number in (one.parties.client_id, one.parties.partner_id) if number}
    names = first.names(who.reader, sorted(concerned))
    sides = [(one, one.parties.side_of(who.org_id, keys)) for one in rows]
    return [_matter(who, one, side, names) for one, side in sides if side is not None]


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
        paused_until=standing.paused_until if standing.is_paused(who.today) else None,
        has_payment_proposed=row.proposed_payment is not None,
    )


def _attention(kind: str, text: str, subject_id: str, due_on: date | None = None) -> AttentionView:
    return AttentionView(kind=kind, text=text, subject_id=subject_id, due_on=due_on)


def _requests(matters: list[Matter]) -> list[AttentionView]:
    return [
        _attention("request", _("{other} asks you for a partnership.").format(other=one.other), one.id, one.expires_on)
        for one in matters
        if one.mine_to_answer
    ]


def _proposals(who: Onlooker, own: list[Matter]) -> list[AttentionView]:
    mine = [one for one in own if one.side is Side.CLIENT]
    found = [
        _attention("proposal", _("{partner} proposes another payment method.").format(partner=one.other), one.id)
        for one in mine
        if one.has_payment_proposed
    ]
    if not who.may(Action.PROPOSAL_ADOPT, Stance(relation=Relation.CLIENT_SIDE)):
        return found
    proposed = first.proposals_to(who.reader, who.org_id)
    for one in mine:
        if count := proposed.get(one.number, 0):
            text = ngettext(
                "{partner} says that you have {count} product that is not listed here.",
                "{partner} says that you have {count} products that are not listed here.",
                count,
            )
            found.append(_attention("proposal", text.format(partner=one.other, count=count), one.id))
    return found


def _unbilled(who: Onlooker) -> list[AttentionView]:
    """Say what the provider charged for clients long ago and nobody has billed, to those with the accounting."""
    accounting = first.has_accounting(who.reader, who.user_id, who.org_id)
    if not who.may(Action.REINVOICE_VIEW, Stance(relation=Relation.OWN, accounting=accounting)):
        return []
    last = who.today - timedelta(days=LATE_AFTER)
    return [
        _attention(
            "unbilled",
            ngettext(
                "{count} line worth {cost} {currency} is not billed (since {day}).",
                "{count} lines worth {cost} {currency} are not billed (since {day}).",
                one.lines,
            ).format(
                count=one.lines,
                cost=Money(one.cost, Currency(one.currency)),
                currency=one.currency,
                day=day(one.since),
            ),
            REINVOICING,
        )
        for one in first.unbilled(who.reader, who.org_id, today=who.today, charged_until=last)
    ]


def _endings(who: Onlooker, matters: list[Matter]) -> list[AttentionView]:
    found = []
    for one in matters:
        if one.state is not State.ACTIVE:
            continue
        if one.end_on is not None and (one.end_on <= who.soon or one.paused_until is not None):
            text = _("The partnership with {other} ends.").format(other=one.other)
            found.append(_attention("ending", text, one.id, one.end_on))
        if one.paused_until is not None:
            text = _("The partnership with {other} is paused.").format(other=one.other)
            found.append(_attention("paused", text, one.id, one.paused_until))
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on))


def _expiries(who: Onlooker) -> list[AttentionView]:
    last = who.today + timedelta(days=who.terms.days.expiring_soon)
    return [
        _attention(
            "expiry",
            (
                _("{name} ({label}) has expired.")
                if has_expired(one.expires_on, who.today)
                else _("{name} ({label}) expires.")
            ).format(name=one.name, label=who.terms.label_of(one.sku)),
            show_id(Kind.PRODUCT, one.id),
            one.expires_on,
        )
        for one in first.expiring(who.reader, who.org_id, last, MOST_SHOWN, who.products)
    ]


def _counts(who: Onlooker, own: list[Matter]) -> dict[str, int]:
    reader, org_id = who.reader, who.org_id
    waiting = first.count_asked_by_clients(reader, org_id, who.today)
    counts = {
        "products": first.count_products(reader, org_id) if who.products is None else len(who.products),
        "partners": sum(one.state is State.ACTIVE for one in own),
        "requests": waiting + sum(one.mine_to_answer for one in own),
    }
    if first.is_partner(reader, org_id) and who.may(Action.CLIENT_LIST, Stance(relation=Relation.OWN)):
        limit = None if reaches_every_client(who.role) else who.membership_id
        portfolio = first.portfolio(reader, org_id, limit)
        counts |= {
            "clients": portfolio.full + portfolio.limited,
            "clients_full": portfolio.full,
            "clients_limited": portfolio.limited,
            "clients_pending": portfolio.pending,
            "client_products": portfolio.products,
        }
    return counts
