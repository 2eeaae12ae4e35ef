"""Home: what needs the reader, and the size of the portfolio."""

from __future__ import annotations

from datetime import timedelta

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Side, State
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.clients import limiting_membership
from resellertui.services.partnerships.dossier import my_address_keys
from resellertui.services.partnerships.views import my_products, views_of
from resellertui.services.products import has_expired, label_of
from resellertui.services.unit import Office, Unit
from resellertui.services.views import AttentionView, HomeView, PartnershipView
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries.portfolio import totals

MOST_SHOWN = 50


class Home:
    """What a member of an organisation sees first."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> HomeView:
        """Return what needs the reader, most urgent first, and the counts of the portfolio. Changes nothing.

        Any member may call it; what they see of products and clients follows their rights.
        """
        with self._office.reading_lists(actor) as unit:
            unit.allow(Action.ORG_VIEW, Stance(relation=Relation.OWN))
            org_id = actor.org_id or 0
            own, of_clients = _as_client(unit), _as_partner(unit)
            views = sorted([*own, *of_clients], key=lambda one: one.requested_at, reverse=True)
            mine = my_products(unit)
            attention = [*_requests(views), *_proposals(own), *_endings(unit, views), *_expiries(unit, org_id, mine)]
            return HomeView(
                organisation=organisation_queries.names(unit.session, [org_id]).get(org_id, ""),
                attention=tuple(attention[:MOST_SHOWN]),
                counts=_counts(unit, org_id, own, mine),
            )


def _as_client(unit: Unit) -> list[PartnershipView]:
    """Return the organisation's own partners, and who asks to be one."""
    rows = partnership_queries.live_of_client(unit.session, unit.actor.org_id or 0, my_address_keys(unit))
    return [one for one in views_of(unit, rows) if one.state in {State.PENDING, State.ACTIVE}]


def _as_partner(unit: Unit) -> list[PartnershipView]:
    """Return what of its clients asks for an answer or stops soon, as many of each as could be shown."""
    org_id, session, today = unit.actor.org_id or 0, unit.session, unit.today
    soon = today + timedelta(days=max(unit.terms.days.end_reminders))
    rows = [
        *partnership_queries.asked_by_clients(session, org_id, today, MOST_SHOWN),
        *partnership_queries.stopping_of_partner(session, org_id, today=today, soon=soon, limit=MOST_SHOWN),
    ]
    return [one for one in views_of(unit, rows) if one.state in {State.PENDING, State.ACTIVE}]


def _near_end(unit: Unit, view: PartnershipView) -> bool:
    soon = unit.today + timedelta(days=max(unit.terms.days.end_reminders))
    return (view.end_on is not None and view.end_on <= soon) or view.paused


def _requests(views: list[PartnershipView]) -> list[AttentionView]:
    return [
        AttentionView(
            kind="request",
            text=_("{other} asks you for a partnership.").format(
                other=one.partner if one.side is Side.CLIENT else one.client
            ),
            subject_id=one.id,
            due_on=one.expires_on,
        )
        for one in views
        if one.mine_to_answer
    ]


def _proposals(views: list[PartnershipView]) -> list[AttentionView]:
    found = [
        AttentionView(
            kind="proposal",
            text=_("{partner} proposes another payment method.").format(partner=one.partner),
            subject_id=one.id,
            due_on=None,
        )
        for one in views
        if one.side is Side.CLIENT and one.proposed_payment is not None
    ]
    for one in views:
        if one.proposals:
            count = len(one.proposals)
            found.append(
                AttentionView(
                    kind="proposal",
                    text=ngettext(
                        "{partner} says that you have {count} product that is not listed here.",
                        "{partner} says that you have {count} products that are not listed here.",
                        count,
                    ).format(partner=one.partner, count=count),
                    subject_id=one.id,
                    due_on=None,
                )
            )
    return found


def _endings(unit: Unit, views: list[PartnershipView]) -> list[AttentionView]:
    found = []
    for one in views:
        if one.state is not State.ACTIVE:
            continue
        other = one.partner if one.side is Side.CLIENT else one.client
        if one.end_on is not None and _near_end(unit, one):
            found.append(
                AttentionView(
                    kind="ending",
                    text=_("The partnership with {other} ends.").format(other=other),
                    subject_id=one.id,
                    due_on=one.end_on,
                )
            )
        if one.paused:
            found.append(
                AttentionView(
                    kind="paused",
                    text=_("The partnership with {other} is paused.").format(other=other),
                    subject_id=one.id,
                    due_on=one.paused_until,
                )
            )
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on))


def _expiries(unit: Unit, org_id: int, mine: set[int] | None) -> list[AttentionView]:
    last = unit.today + timedelta(days=unit.terms.days.expiring_soon)
    rows = organisation_queries.expiring(unit.session, org_id, last, MOST_SHOWN, mine)
    return [
        AttentionView(
            kind="expiry",
            text=(
                _("{name} ({label}) has expired.") if has_expired(unit, one) else _("{name} ({label}) expires.")
            ).format(name=one.name, label=label_of(unit, one.sku)),
            subject_id=show_id(Kind.PRODUCT, one.id),
            due_on=one.expires_on,
        )
        for one in rows
    ]


def _counts(unit: Unit, org_id: int, own: list[PartnershipView], mine: set[int] | None) -> dict[str, int]:
    waiting = partnership_queries.count_asked_by_clients(unit.session, org_id, unit.today)
    counts = {
        "products": organisation_queries.count_products(unit.session, org_id) if mine is None else len(mine),
        "partners": sum(one.state is State.ACTIVE for one in own),
        "requests": waiting + sum(one.mine_to_answer for one in own),
    }
    member = organisation_queries.programme_member(unit.session, org_id)
    if member is not None and unit.may(Action.CLIENT_LIST, Stance(relation=Relation.OWN)):
        portfolio = totals.counts(unit.session, org_id, limiting_membership(unit))
        counts |= {
            "clients": portfolio.full + portfolio.limited,
            "clients_full": portfolio.full,
            "clients_limited": portfolio.limited,
            "clients_pending": portfolio.pending,
            "client_products": portfolio.products,
        }
    return counts
