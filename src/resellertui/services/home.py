"""Home: what needs the reader, and the size of the portfolio."""

from __future__ import annotations

from datetime import timedelta

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.partnership import Side, State
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.clients import limiting_membership
from resellertui.services.partnerships.dossier import my_address_keys
from resellertui.services.partnerships.views import views_of
from resellertui.services.products import products_in
from resellertui.services.unit import Office, Unit
from resellertui.services.views import AttentionView, HomeView, PartnershipView, ProductView
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
        with self._office.reading(actor) as unit:
            unit.allow(Action.ORG_VIEW, Stance(relation=Relation.OWN))
            org_id = actor.org_id or 0
            own = needing(unit)
            products = products_in(unit, org_id, None)
            attention = [*_requests(own), *_proposals(own), *_endings(unit, own), *_expiries(unit, products)]
            return HomeView(
                organisation=organisation_queries.names(unit.session, [org_id]).get(org_id, ""),
                attention=tuple(attention[:MOST_SHOWN]),
                counts=_counts(unit, own, products),
            )


def needing(unit: Unit) -> list[PartnershipView]:
    """Return the partnerships that Home speaks of: one's own partners, and what asks for an answer or stops soon."""
    soon = unit.today + timedelta(days=max(unit.terms.days.end_reminders))
    rows = partnership_queries.needing(
        unit.session, unit.actor.org_id or 0, my_address_keys(unit), today=unit.today, soon=soon
    )
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


def _expiries(unit: Unit, products: tuple[ProductView, ...]) -> list[AttentionView]:
    last = unit.today + timedelta(days=unit.terms.days.expiring_soon)
    found = [one for one in products if one.expires_on is not None and one.expires_on <= last]
    return [
        AttentionView(
            kind="expiry",
            text=(_("{name} ({label}) has expired.") if one.expired else _("{name} ({label}) expires.")).format(
                name=one.name, label=one.label
            ),
            subject_id=one.id,
            due_on=one.expires_on,
        )
        for one in sorted(found, key=lambda one: (one.expires_on is None, one.expires_on))
    ]


def _counts(unit: Unit, views: list[PartnershipView], products: tuple[ProductView, ...]) -> dict[str, int]:
    counts = {
        "products": len(products),
        "partners": sum(one.side is Side.CLIENT and one.state is State.ACTIVE for one in views),
        "requests": sum(one.mine_to_answer for one in views),
    }
    member = organisation_queries.programme_member(unit.session, unit.actor.org_id or 0)
    if member is not None and unit.may(Action.CLIENT_LIST, Stance(relation=Relation.OWN)):
        portfolio = totals.counts(unit.session, unit.actor.org_id or 0, limiting_membership(unit))
        counts |= {
            "clients": portfolio.full + portfolio.limited,
            "clients_full": portfolio.full,
            "clients_limited": portfolio.limited,
            "clients_pending": portfolio.pending,
            "client_products": portfolio.products,
        }
    return counts
