"""Sending a request for a partnership, and putting one in force: what several use cases share."""

from __future__ import annotations

from resellertui.domain.consequence import access_sentence, money_sentence
from resellertui.domain.errors import Conflict
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Access, Arrangement, Payment, Side, State, expiry_of_request
from resellertui.domain.wording import _
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.arranging import entrust, grant_words
from resellertui.services.partnerships.baskets import tell_of_baskets
from resellertui.services.partnerships.dossier import Dossier, check_obstacles, dossier_of
from resellertui.services.partnerships.sentences import write_event
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, Partnership, Product, RequestedProduct
from resellertui.store.queries import partnerships as queries


def ask_as_client(
    unit: Unit, client: Organisation, partner_id: int, arrangement: Arrangement, products: list[Product]
) -> Dossier:
    """Write and send a client's request; the caller has settled what is past, and looked at the pair.

    Raises:
        Conflict: another active partner stands in the way.
    """
    check_obstacles(unit, arrangement, client.id, partner_id, Side.CLIENT)
    row = new_row(unit, Side.CLIENT, client.id, partner_id, arrangement)
    row.client_address = row.client_label = client.name
    row.client_address_key = client.email_key
    return send(unit, row, products)


def send(unit: Unit, row: Partnership, products: list[Product], families: str = "") -> Dossier:
    """Write a request and mail it to the other side."""
    row.requested_families = families
    unit.session.add(row)
    unit.session.flush()  # the request's products and events refer to its number
    for one in products:
        unit.session.add(RequestedProduct(partnership_id=row.id, product_id=one.id))
    side = Side(row.initiator)
    dossier = dossier_of(unit, row, side)
    wanted = Arrangement(
        Access(row.access), Payment(row.payment) if row.payment else None, frozenset(one.id for one in products)
    )
    write_event(unit, row, "requested", side, {**grant_words(wanted, products), "families": families})
    notices.tell_of_request(dossier)
    return dossier


def effects_of(dossier: Dossier, products: list[Product], families: str = "") -> list[str]:
    """Return what a partnership means for access and money, a sentence each."""
    names = [one.name for one in products]
    return [
        access_sentence(dossier.partner_name, dossier.client_name, dossier.access, names, families),
        money_sentence(dossier.partner_name, dossier.client_name, dossier.access, dossier.payment),
    ]


def put_in_force(dossier: Dossier, arrangement: Arrangement, products: list[Product]) -> Dossier:
    """Accept a pending request with this arrangement; the side that asked gets a mail. Return it as it is then.

    Raises:
        Conflict: another active partner stands in the way.
    """
    unit, row = dossier.unit, dossier.row
    check_obstacles(unit, arrangement, row.client_id or 0, row.partner_id, dossier.side)
    _activate(unit, row, arrangement, products)
    details = grant_words(arrangement, products)
    write_event(unit, row, "accepted", dossier.side, details)
    fresh = dossier_of(unit, row, dossier.side)
    notices.tell_of_answer(fresh, details)
    tell_of_baskets(unit, row)
    return fresh


def _activate(unit: Unit, row: Partnership, arrangement: Arrangement, products: list[Product]) -> None:
    """Make a pending request an active partnership with this arrangement."""
    row.access = arrangement.access.value
    row.payment = arrangement.payment.value if arrangement.payment else None
    row.state = State.ACTIVE.value
    row.answered_at = row.active_since = unit.now
    row.answered_by_id = unit.actor.user_id
    row.expires_on = None
    row.version += 1
    unit.session.flush()  # the database's guards look at the row before products are entrusted under it
    entrust(unit, row, products)


def check_pair(unit: Unit, client_id: int, partner_id: int, reader: Side) -> None:
    """Refuse a second pending request of the pair, and one while the pair is active."""
    if active := queries.between(unit.session, client_id, partner_id, State.ACTIVE.value):
        dossier = dossier_of(unit, active, reader)
        raise already_active(dossier.partner_name, dossier.client_name)
    pending = queries.between(unit.session, client_id, partner_id, State.PENDING.value)
    if pending is not None:
        mine = pending.initiator == reader.value
        raise Conflict(
            _("There is a pending request between you already: {id}.").format(id=show_id(Kind.PARTNERSHIP, pending.id)),
            _("Nothing was changed."),
            _("Resend or withdraw it.") if mine else _("Accept or refuse it."),
        )


def already_active(partner: str, client: str) -> Conflict:
    """Return the refusal of what two that are partners already ask for."""
    return Conflict(
        _("{partner} and {client} are partners already.").format(partner=partner, client=client),
        _("Nothing was changed."),
        _("The client can change the access or the payment method of the partnership that exists."),
    )


def new_row(
    unit: Unit, initiator: Side, client_id: int | None, partner_id: int, arrangement: Arrangement
) -> Partnership:
    """Return a pending request, not written yet."""
    return Partnership(
        client_id=client_id,
        partner_id=partner_id,
        client_address="",
        client_address_key="",
        client_label="",
        initiator=initiator.value,
        state=State.PENDING.value,
        access=arrangement.access.value,
        payment=arrangement.payment.value if arrangement.payment else None,
        requested_access=arrangement.access.value,
        requested_payment=arrangement.payment.value if arrangement.payment else None,
        requested_families="",
        requested_at=unit.now,
        requested_by_id=unit.actor.user_id,
        sent_at=unit.now,
        expires_on=expiry_of_request(unit.today, unit.terms.days.request_expires),
        reason="",
        pause_reason="",
        reminded_for="",
        evidence="",
        version=1,
    )
