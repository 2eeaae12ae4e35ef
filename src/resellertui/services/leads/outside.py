"""Clients' products of other providers: noted, and where a contract binds the partner, settled by staff.

Decided here, where the rules are silent:

- A contract binds its partner as long as the partnership of the two is active, paused or not, whatever its access.
- What is noted is read by the client, its partner and staff; what staff settle is between them and the partner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.organisation import email_key_of
from resellertui.domain.partnership import Access, State
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.leads.contract_views import OutsideInput, OutsidePage, OutsideView, SettlementInput
from resellertui.services.leads.offer_notices import tell_of_breach, tell_of_settlement
from resellertui.services.leads.own_side import own_organisation
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.reach import active_client, entered_client
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation, OutsideProduct, QuoteContract
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import quote_contracts as queries


class OutsideProducts:
    """What clients have with other providers, as their own people, their partner's or staff know."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def note(self, actor: Actor, product: OutsideInput) -> OutsideView:
        """Note a product of another provider. Where a contract binds the client's partner, staff and partner get mails.

        Raises:
            NotFound: no such organisation, or none of the actor's business.
            Forbidden: a collaborator of the organisation, or a client that is not granted.
            Invalid: every field that can't be accepted.
        """
        with self._office.writing(actor) as unit:
            client = _the_organisation(unit, product.client)
            commitment = _commitment(unit, client.id)
            contract = commitment.contract
            row = OutsideProduct(
                client_id=client.id,
                partner_id=commitment.partner_id,
                contract_id=None if contract is None else contract.id,
                provider=product.provider,
                product=product.product,
                note=product.note,
                noted_at=unit.now,
                noted_by_id=unit.actor.user_id,
                noted_for_id=unit.actor.org_id,
                done_at=None,
                done_by_id=None,
                outcome="",
            )
            unit.session.add(row)
            unit.session.flush()  # its number is told
            unit.record("outside.noted", "outside_product", row.id, _values(row), for_org_id=client.id)
            if contract is not None:
                names = organisation_queries.names(unit.session, [contract.partner_id, contract.client_id])
                tell_of_breach(unit, row, contract, names)
            return _views(unit, [row])[0]

    def page(self, actor: Actor, client: str = "", offset: int = 0, limit: int = 50) -> OutsidePage:
        """Return a part of what is noted on a client, or on one's own organisation where left out; the newest first.

        Raises:
            NotFound: no such organisation, or none of the actor's business.
            Forbidden: a collaborator of the organisation, or a client that is not granted.
        """
        with self._office.reading(actor) as unit:
            found = _the_organisation(unit, client)
            rows = queries.outside_of(unit.session, found.id, offset, limit)
            total = queries.count_outside(unit.session, found.id)
            return OutsidePage(total=total, offset=offset, rows=_views(unit, rows))

    def breaches(self, actor: Actor, offset: int = 0, limit: int = 50, *, settled: bool = False) -> OutsidePage:
        """Return a part of the breaches that wait for staff, the oldest first; or of all, the newest first.

        Raises:
            Forbidden: not a member of the provider's staff.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.QUOTE_ROUTE)
            rows = queries.breaches(unit.session, offset, limit, settled=settled)
            total = queries.count_breaches(unit.session, settled=settled)
            return OutsidePage(total=total, offset=offset, rows=_views(unit, rows))

    def settle(self, actor: Actor, product: str, outcome: str) -> OutsideView:
        """Settle a breach, as staff, with what was agreed; the client's partner gets a mail.

        Raises:
            Forbidden: not a member of the provider's staff.
            NotFound: no such breach.
            Refused: settled already.
            Invalid: no outcome.
        """
        given = SettlementInput.of(outcome=outcome)
        with self._office.writing(actor) as unit:
            unit.allow(Action.QUOTE_ROUTE, missing=product)
            number = parse_id(Kind.OUTSIDE_PRODUCT, product)
            row = None if number is None else queries.outside(unit.session, number)
            contract = None if row is None else queries.contract(unit.session, row.contract_id or 0)
            if row is None or contract is None:
                raise not_found(product)
            if row.done_at is not None:
                raise Refused(_("{id} is settled already.").format(id=product), _("Nothing was changed."))
            if not given.outcome:
                raise Invalid({"outcome": _("Say what was agreed: the partner reads it.")})
            row.done_at, row.done_by_id, row.outcome = unit.now, unit.actor.user_id, given.outcome
            unit.record("outside.settled", "outside_product", row.id, _values(row), for_org_id=contract.partner_id)
            client = organisation_queries.names(unit.session, [row.client_id])[row.client_id]
            tell_of_settlement(unit, row, contract, client)
            return _views(unit, [row])[0]


@dataclass(frozen=True)
class _Commitment:
    """Who has full access to a client, and the contract that binds one of its partners."""

    partner_id: int | None
    contract: QuoteContract | None


def _commitment(unit: Unit, client_id: int) -> _Commitment:
    active = [
        row
        for row, _name in partnership_queries.active_of_client(unit.session, client_id)
        if standing_of(row).on(unit.today) is State.ACTIVE
    ]
    contracts = [one for row in active for one in queries.of_pair(unit.session, row.partner_id, client_id)[:1]]
    if contracts:
        return _Commitment(contracts[0].partner_id, contracts[0])
    full = [row.partner_id for row in active if row.access == Access.FULL.value]
    return _Commitment(full[0] if full else None, None)


def _the_organisation(unit: Unit, who: str) -> Organisation:
    """Return the organisation that is meant, having asked the policy: one's own, a client's, for staff any.

    Raises:
        NotFound: none, or none of the actor's business.
        Ambiguous: several.
        Forbidden: the actor's role does not do this, or does not reach the client.
    """
    if unit.may(Action.QUOTE_ROUTE):
        if not who:
            raise Invalid({"client": _("Name the organisation that has the product.")})
        return the_organisation(unit, who, lambda _one: True)
    own = own_organisation(unit)
    if unit.actor.for_client_id is None and (not who or _is_called(own, who)):
        unit.allow(Action.OUTSIDE_NOTE, Stance(relation=Relation.OWN))
        return own
    dossier = active_client(unit, who) if who else entered_client(unit)
    unit.allow(Action.OUTSIDE_NOTE, dossier.client_stance(), missing=who)
    found = organisation_queries.organisation(unit.session, dossier.row.client_id or 0)
    if found is None:
        raise not_found(who)
    return found


def _is_called(org: Organisation, who: str) -> bool:
    return (
        parse_id(Kind.ORGANISATION, who) == org.id or fold(who) == org.name_folded or email_key_of(who) == org.email_key
    )


def _values(row: OutsideProduct) -> dict[str, object]:
    return {
        "provider": row.provider,
        "outside_product": row.product,
        "contract": show_optional_id(Kind.CONTRACT, row.contract_id),
    }


def _views(unit: Unit, rows: Sequence[OutsideProduct]) -> tuple[OutsideView, ...]:
    orgs = {one for row in rows for one in (row.client_id, row.partner_id, row.noted_for_id) if one is not None}
    names = organisation_queries.names(unit.session, orgs)
    people = people_queries.names_of(unit.session, {one.noted_by_id for one in rows if one.noted_by_id is not None})
    is_staff = bool(unit.may(Action.QUOTE_ROUTE))

    def noted_by(row: OutsideProduct) -> str:
        """Name the person to staff and to its own organisation, to others the organisation."""
        of_person = is_staff or row.noted_for_id == unit.actor.org_id
        return people.get(row.noted_by_id or 0, "") if of_person else names.get(row.noted_for_id or 0, "")

    return tuple(
        OutsideView(
            id=show_id(Kind.OUTSIDE_PRODUCT, row.id),
            client=names.get(row.client_id, ""),
            client_id=show_id(Kind.ORGANISATION, row.client_id),
            partner=names.get(row.partner_id or 0, ""),
            provider=row.provider,
            product=row.product,
            note=row.note,
            noted_at=row.noted_at,
            noted_by=noted_by(row),
            contract=show_optional_id(Kind.CONTRACT, row.contract_id) or "",
            is_open=row.contract_id is not None and row.done_at is None,
            outcome=row.outcome if is_staff or row.partner_id == unit.actor.org_id else "",
        )
        for row in rows
    )
