"""Who stands on a partner's documents: the partner as it is, and its client as it is or was last known.

While the partnership is active with full access, the client's account is what it says today. After that the partner
goes by what it knew when it was charged for the client last: later changes of the account are not its business.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.partnership import Access, State
from resellertui.domain.reinvoicing.bill import BillParty
from resellertui.domain.reinvoicing.settings import VatStatus
from resellertui.domain.reinvoicing.vat import Seller
from resellertui.domain.tax import Buyer
from resellertui.services.billing.drafting import party
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.registry.standing import refutation_of
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, ReinvoiceClient
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import reinvoice_settings as settings_queries

_UID = "CHE"


def is_open(unit: Unit, partner_id: int, client_id: int) -> bool:
    """Return whether the partner reads the client's account today: an active partnership with full access, unpaused."""
    row = partnership_queries.active_of_partner(unit.session, partner_id, client_id)
    if row is None or row.access != Access.FULL.value:
        return False
    standing = standing_of(row)
    return standing.on(unit.today) is State.ACTIVE and not standing.is_paused(unit.today)


def keep_buyer(unit: Unit, partner_id: int, client_id: int) -> None:
    """Keep what the client's account says now, for documents that come when the partner does not read it any more.

    Where it does not read it already, what it knew stays; only where it knew nothing, it is told whom it paid for.
    """
    client = organisation_queries.organisation(unit.session, client_id)
    row = settings_queries.client_settings(unit.session, partner_id, client_id)
    if client is None or (row is not None and row.buyer and not is_open(unit, partner_id, client_id)):
        return
    buyer = _account(client)
    if row is None:
        unit.session.add(
            ReinvoiceClient(
                partner_id=partner_id,
                client_id=client_id,
                buyer=buyer,
                email="",
                language="",
                payment_days=None,
                reference="",
                version=0,
            )
        )
    elif row.buyer != buyer:
        row.buyer = buyer


def buyer_of(unit: Unit, partner_id: int, client_id: int) -> dict[str, Any]:
    """Return a client as a document to it keeps it; only its name and country where nothing more was ever known."""
    client = organisation_queries.organisation(unit.session, client_id)
    assert client is not None  # noqa: S101  # organisations are never deleted from the database
    row = settings_queries.client_settings(unit.session, partner_id, client_id)
    if is_open(unit, partner_id, client_id):
        known = _account(client)
    elif row is not None and row.buyer:
        known = dict(row.buyer)
    else:
        known = dict.fromkeys(_account(client), "") | {
            "name": client.name,
            "country": client.country,
            "kind": client.kind,
        }
    return known | {"reference": "" if row is None else row.reference}


def seller_of(partner: Organisation, values: Mapping[str, str], payment_days: int) -> dict[str, Any]:
    """Return a partner as its documents keep it, with its account and its terms."""
    return party(partner) | {
        "email": values["email"] or partner.email,
        "phone": values["phone"] or partner.phone,
        "logo_line": partner.logo_line,
        "vat_status": values["vat_status"],
        "iban": values["iban"],
        "account_holder": values["account_holder"],
        "payment_days": payment_days,
        "closing_line": values["closing_line"],
    }


def is_registered(seller: Mapping[str, Any]) -> bool:
    """Return whether a seller is registered for VAT."""
    return seller.get("vat_status") == VatStatus.REGISTERED.value


def seller_vat_number(known: Mapping[str, Any]) -> str:
    """Return the number under which a seller says that it is registered for VAT; of a Swiss one its UID."""
    number = str(known.get("vat_number") or "")
    register = str(known.get("register_number") or "")
    return number or (register if register.startswith(_UID) else "")


def buyer_vat_number(known: Mapping[str, Any]) -> str:
    """Return a buyer's VAT number; of a Swiss company its UID. Associations and public bodies have none."""
    return seller_vat_number(known) if known.get("kind") == OrganisationKind.COMPANY.value else ""


def taxed_seller(seller: Mapping[str, Any], values: Mapping[str, str]) -> Seller:
    """Return a seller as VAT sees it."""
    own = values["vat_percent"]
    return Seller(str(seller["country"]), is_registered(seller), Decimal(own) if own else None)


def taxed_buyer(unit: Unit, client_id: int, buyer: Mapping[str, Any]) -> Buyer:
    """Return a buyer as VAT sees it today, with what a registry has said of exactly this number."""
    number = str(buyer.get("vat_number") or "") or None
    refuted = refutation_of(unit, client_id, number)
    return Buyer(str(buyer["country"]), OrganisationKind(str(buyer["kind"])), number, refuted)


def bill_party(known: Mapping[str, Any], vat_number: str) -> BillParty:
    """Return a party as it stands on a document."""
    names = ("name", "street", "house_number", "postal_code", "city", "region", "country")
    others = ("email", "phone", "register_number", "logo_line")
    facts = {name: str(known.get(name) or "") for name in (*names, *others)}
    return BillParty(**facts, vat_number=vat_number)


def _account(client: Organisation) -> dict[str, Any]:
    return party(client) | {"email": client.email, "phone": client.phone, "language": client.language}
