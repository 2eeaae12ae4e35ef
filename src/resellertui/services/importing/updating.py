"""What a changed row changes behind the partner's record: its own creation, or only what it proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from resellertui.domain.partnership import Access, Side, State
from resellertui.domain.text import fold
from resellertui.services.billing.redrawing import redraw_after, tax_facts
from resellertui.services.importing.data import ADDRESS, ORGANISATION, Data, product_key, row_of
from resellertui.services.importing.letters import Letters
from resellertui.services.importing.writing import Sheaf
from resellertui.services.organisations import columns_of
from resellertui.services.unit import Unit
from resellertui.store.models import ClientRecord, Organisation, Partnership, Product, ProductProposal
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import records


def update_behind(unit: Unit, sheaf: Sheaf, letters: Letters, record: ClientRecord, before: Data, after: Data) -> None:
    """Change what the importer may change: its own creation that nobody has claimed; else what it proposes.

    A request that was answered or has expired is not sent again; a pending one follows the client's new name and
    contact, and the new contact of an own creation is invited in place of the old one.
    """
    session = unit.session
    row = partnership_queries.partnership(session, record.partnership_id or 0)
    if row is not None and row.initiator == Side.PARTNER.value and row.active_since is None:
        row.client_label = after["name"]
        row.client_address = after["contact_email"]
        row.client_address_key = after["contact_email"].lower()
    org = organisation_queries.organisation(session, record.org_id)
    if org is None or org.claimed_at is not None or org.created_by_id != record.importer_id:
        _update_proposals(unit, sheaf, record, after["products"])
        return
    if any(before[name] != after[name] for name in (*ORGANISATION, *ADDRESS)):
        taxed = tax_facts(org)
        for name, value in columns_of(row_of(after, unit.terms).organisation).items():
            setattr(org, name, value)
        org.version += 1
        redraw_after(unit, org, taxed)
    _update_products(unit, sheaf, org, row, after["products"])
    if row is not None and row.state == State.PENDING.value and before["contact_email"] != after["contact_email"]:
        _invite_anew(unit, sheaf, letters, org, row, after)


def propose(unit: Unit, sheaf: Sheaf, record_id: int, org_id: int, products: Iterable[Mapping[str, Any]]) -> list[int]:
    """Propose the products that the organisation lacks; return the ids of those that it has."""
    held = {(one.sku, one.name_folded): one.id for one in organisation_queries.products_of(unit.session, org_id)}
    found = []
    for one in products:
        number = held.get((one["sku"], fold(one["name"])))
        if number is None:
            sheaf.proposal(record_id, org_id, one)
        else:
            found.append(number)
    return found


def _update_proposals(unit: Unit, sheaf: Sheaf, record: ClientRecord, products: list[Mapping[str, Any]]) -> None:
    known = {(one.sku, one.name_folded): one for one in records.proposals(unit.session, record.id)}
    new = []
    for one in products:
        proposal = known.get((one["sku"], fold(one["name"])))
        if proposal is None:
            new.append(one)
        elif proposal.adopted_at is None:
            set_terms(proposal, one)
    propose(unit, sheaf, record.id, record.org_id, new)


def _update_products(
    unit: Unit, sheaf: Sheaf, org: Organisation, row: Partnership | None, products: list[Mapping[str, Any]]
) -> None:
    held = {(one.sku, one.name.casefold()): one for one in organisation_queries.products_of(unit.session, org.id)}
    for one in products:
        product = held.get(product_key(one))
        if product is not None:
            if set_terms(product, one):
                product.version += 1
                product.anchor_day = int(one["expiry"][8:])
            continue
        product_id = sheaf.product(org.id, one)
        if row is not None and row.state == State.PENDING.value and row.requested_access == Access.LIMITED.value:
            sheaf.requested(row.id, product_id)


def set_terms(kept: Product | ProductProposal, one: Mapping[str, Any]) -> bool:
    """Set expiry, period and renewal; return whether anything changed."""
    wanted = (date.fromisoformat(one["expiry"]), one["period_months"], bool(one["auto_renewal"]))
    if (kept.expires_on, kept.period_months, kept.auto_renewal) == wanted:
        return False
    kept.expires_on, kept.period_months, kept.auto_renewal = wanted
    return True


def _invite_anew(unit: Unit, sheaf: Sheaf, letters: Letters, org: Organisation, row: Partnership, data: Data) -> None:
    records.void_invitations(unit.session, org.id, unit.now)
    names = [one["name"] for one in data["products"]]
    token = sheaf.invitation(org.id, data)
    letter = letters.invitation(org.name, names, token, org.language)
    sheaf.mail(data, "partnership.requested", letter, language=org.language, partnership_id=row.id)
