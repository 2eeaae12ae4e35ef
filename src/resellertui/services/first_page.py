"""Who is signed in and what Home says, put together from the store's facts.

The services do it inside their unit, and `first_look` before the services are loaded: nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.attention import Fact, Item, ordered
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import State
from resellertui.domain.roles import reaches_every_client
from resellertui.services.attention import facts_for
from resellertui.services.attention.onlooker import Onlooker as Onlooker
from resellertui.services.attention.words import kind_words, sentence
from resellertui.services.first_views import AttentionView, HomeView, OrganisationChoice, SignedIn
from resellertui.store.plain import Reader
from resellertui.store.queries import first


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


def home_of(who: Onlooker, more: Iterable[Fact] = ()) -> HomeView:
    """Return what needs the onlooker, the costliest to ignore first, and the counts of the portfolio.

    The caller has made sure that the onlooker may see the organisation, and that the lists are for today. `more` is
    what only the services find out.
    """
    items = ordered([*facts_for(who), *more], who.today)
    return HomeView(
        organisation=first.names(who.reader, [who.org_id]).get(who.org_id, ""),
        attention=tuple(_attention(who, one) for one in items),
        counts=_counts(who),
    )


def has_expired(expires_on: date | None, today: date) -> bool:
    """Return whether a product's date has come, whatever a job has recorded."""
    return expires_on is not None and expires_on <= today


def _attention(who: Onlooker, item: Item) -> AttentionView:
    fact = item.fact
    return AttentionView(
        kind=fact.need,
        kind_words=kind_words(fact.need),
        severity=item.severity,
        text=sentence(fact, who.now),
        count=fact.count,
        is_more=fact.is_more,
        due_on=fact.due_on,
        since=fact.since,
        amounts=tuple(f"{one} {one.currency.value}" for one in fact.amounts),
        section=fact.place.section,
        tab=fact.place.tab,
        filter=fact.place.filter,
        subject_id=fact.place.record,
    )


def _counts(who: Onlooker) -> dict[str, int]:
    reader, org_id, own = who.reader, who.org_id, who.as_client
    counts = {
        "products": first.count_products(reader, org_id) if who.products is None else len(who.products),
        "partners": sum(one.state is State.ACTIVE for one in own),
        "requests": who.asked_by_clients + sum(one.mine_to_answer for one in own),
    }
    if who.member is not None and who.may(Action.CLIENT_LIST, Stance(relation=Relation.OWN)):
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
