"""Asking for a partnership, and answering."""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Conflict, Invalid, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Access, Arrangement, Payment, Side, State, expiry_of_request
from resellertui.domain.programme_membership.standing import is_suspended, no_new_clients
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.inputs import Answer, ArrangementInput, RequestToClient, RequestToPartner
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.arranging import (
    Outcome,
    outcome_of,
    products_for,
)
from resellertui.services.partnerships.dossier import (
    Dossier,
    open_dossier,
    settle,
)
from resellertui.services.partnerships.endings import close_request, record_by_date
from resellertui.services.partnerships.sending import (
    already_active,
    ask_as_client,
    check_pair,
    effects_of,
    new_row,
    put_in_force,
    send,
)
from resellertui.services.partnerships.sentences import write_event
from resellertui.services.unit import Office, Unit
from resellertui.services.who import address_key, addressee, the_organisation
from resellertui.store.models import Organisation, Partnership, Product
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as queries
from resellertui.store.queries import records as record_queries


class Requests:
    """A request's life: sent, sent again, withdrawn, accepted (also with something else), refused."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def ask_partner(self, actor: Actor, wish: RequestToPartner) -> Outcome:
        """Ask a partner, as a client's legal representative. Writes the request; the partner gets a mail.

        Raises:
            Invalid: the arrangement does not exist.
            Refused: the organisation asks itself.
            NotFound: no such partner, or a product that is not the organisation's.
            Conflict: a request or partnership of the pair, or another active partner, stands in the way.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PARTNERSHIP_REQUEST_AS_CLIENT, Stance(relation=Relation.OWN))
            client = _own(unit)
            partner = the_organisation(unit, wish.partner, lambda org: may_be_asked(unit, org, wish.partner))
            if partner.id == client.id:
                raise Refused(_("An organisation can't be its own partner."))
            products = products_for(unit, client.id, wish)
            arrangement = _arrangement(wish, products)
            arrangement.check(by=Side.CLIENT)
            settle(unit, client.id)
            check_pair(unit, client.id, partner.id, Side.CLIENT)
            dossier = ask_as_client(unit, client, partner.id, arrangement, products)
            return outcome_of(dossier, effects_of(dossier, products))

    def ask_client(self, actor: Actor, wish: RequestToClient) -> Outcome:
        """Ask a client by address, name or id, as a partner's legal representative; the client gets a mail.

        The answer is the same whether or not the address is known: what stands in the way on the client's side shows
        when the client answers.

        Raises:
            Invalid: the arrangement does not exist, products are named, or the address is malformed.
            Forbidden: not an approved partner.
            Refused: the partner's approval is suspended, or it asks itself.
            Conflict: the partner's own pending request to this address, or its active client.
        """
        with self._office.writing(actor) as unit:
            member = organisation_queries.programme_member(unit.session, actor.org_id or 0)
            unit.allow(
                Action.PARTNERSHIP_REQUEST_AS_PARTNER, Stance(relation=Relation.OWN, is_partner=member is not None)
            )
            partner = _own(unit)
            if member is None or is_suspended(member.state, member.suspend_on, unit.today):
                raise Refused(no_new_clients(), _("Nothing was changed. Your partnerships stay as they are."))
            if wish.products:
                raise Invalid(
                    {"products": _("You can't see the client's products: name families in words, the client chooses.")}
                )
            arrangement = _arrangement(wish, [])
            arrangement.check(by=Side.PARTNER)
            row = _addressed_row(unit, partner, wish, arrangement)
            dossier = send(unit, row, [], wish.families)
            return outcome_of(dossier, effects_of(dossier, [], wish.families))

    def resend(self, actor: Actor, reference: str) -> Outcome:
        """Send a pending request again, as its sender's legal representative; its time to answer starts anew.

        Raises:
            NotFound: none of the actor's business.
            Refused: not pending, or the other side's request.
        """
        with self._office.writing(actor) as unit:
            dossier = _pending_of_sender(unit, reference, Action.PARTNERSHIP_RESEND)
            row = dossier.row
            row.sent_at = unit.now
            row.expires_on = expiry_of_request(unit.today, unit.terms.days.request_expires)
            row.version += 1
            write_event(unit, row, "resent", dossier.side, {"expires_on": str(row.expires_on)})
            notices.tell_of_request(dossier, again=True)
            return outcome_of(dossier, [_("The other side gets the request by e-mail again.")])

    def withdraw(self, actor: Actor, reference: str) -> Outcome:
        """Withdraw a pending request, as its sender's legal representative.

        Raises:
            NotFound: none of the actor's business.
            Refused: not pending, or the other side's request.
        """
        with self._office.writing(actor) as unit:
            dossier = _pending_of_sender(unit, reference, Action.PARTNERSHIP_WITHDRAW)
            close_request(dossier, State.WITHDRAWN)
            write_event(unit, dossier.row, "withdrawn", dossier.side, {})
            notices.tell_of_withdrawal(dossier)
            return outcome_of(dossier, [_("Nobody can answer the request any more.")])

    def refuse(self, actor: Actor, reference: str, reason: str) -> Outcome:
        """Refuse a request, as the asked side's legal representative, saying why.

        Raises:
            NotFound: none of the actor's business.
            Refused: not pending, or the actor's own request.
            Invalid: no reason.
        """
        with self._office.writing(actor) as unit:
            dossier = _pending_of_asked(unit, reference)
            if not reason.strip():
                raise Invalid({"reason": _("Say why: the other side reads it.")})
            close_request(dossier, State.REFUSED)
            if dossier.row.client_id is None:
                dossier.row.client_id = actor.org_id
            dossier.row.reason = reason.strip()
            write_event(unit, dossier.row, "refused", dossier.side, {"reason": dossier.row.reason})
            notices.tell_of_answer(dossier, None)
            return outcome_of(dossier, [_("The other side is told, with your reason.")])

    def accept(self, actor: Actor, reference: str, answer: Answer, *, version: int | None = None) -> Outcome:
        """Accept a request; a client may grant something else than asked, and both are kept.

        Raises:
            NotFound: none of the actor's business.
            Refused: not pending, the actor's own request, or a partner that grants something else.
            Invalid: the arrangement does not exist, such as limited access without products.
            Conflict: another active partner stands in the way; or the request changed meanwhile.
        """
        with self._office.writing(actor) as unit:
            dossier = _pending_of_asked(unit, reference)
            dossier.check_version(version)
            client_id = _bind_client(dossier)
            settle(unit, client_id)
            member = organisation_queries.programme_member(unit.session, dossier.row.partner_id)
            if member is None or is_suspended(member.state, member.suspend_on, unit.today):
                raise Refused(
                    _("{partner} can't take new clients now.").format(partner=dossier.partner_name),
                    _("It is not, or no longer, an approved partner in good standing."),
                )
            arrangement, products = _granted(dossier, client_id, answer)
            if queries.between(unit.session, client_id, dossier.row.partner_id, State.ACTIVE.value) is not None:
                raise already_active(dossier.partner_name, dossier.client_name)
            fresh = put_in_force(dossier, arrangement, products)
            return outcome_of(fresh, effects_of(fresh, products))


def may_be_asked(unit: Unit, org: Organisation, typed: str) -> bool:
    """Return whether a client may ask this organisation: an approved partner that is listed, or named by its e-mail."""
    member = organisation_queries.programme_member(unit.session, org.id)
    if member is None or is_suspended(member.state, member.suspend_on, unit.today):
        return False
    return member.listed or "@" in typed or _dealt_with(unit, org.id)


def _dealt_with(unit: Unit, partner_id: int) -> bool:
    return queries.have_dealt(unit.session, unit.actor.org_id or 0, partner_id)


def _own(unit: Unit) -> Organisation:
    assert unit.actor.org_id is not None  # noqa: S101  # the policy has let the actor pass as a member
    org = organisation_queries.organisation(unit.session, unit.actor.org_id)
    assert org is not None  # noqa: S101  # as above
    return org


def _arrangement(wish: ArrangementInput, products: list[Product]) -> Arrangement:
    return Arrangement(wish.access, wish.payment, frozenset(one.id for one in products))


def _addressed_row(unit: Unit, partner: Organisation, wish: RequestToClient, arrangement: Arrangement) -> Partnership:
    """Return a partner's request to what it typed; what it does not know never changes the answer."""
    key = address_key(wish.client)
    mine = queries.pending_to_address(unit.session, partner.id, key)
    if mine is not None and not record_by_date(unit, mine):
        raise Conflict(
            _("You have asked {client} already: {id}.").format(
                client=wish.client, id=show_id(Kind.PARTNERSHIP, mine.id)
            ),
            _("Nothing was changed."),
            _("Resend or withdraw that request."),
        )
    client_id = addressee(unit, wish.client, partner.id)
    if client_id == partner.id:
        raise Refused(_("An organisation can't be its own partner."))
    if client_id is not None:
        settle(unit, client_id)
        client_id = _unless_taken(unit, client_id, partner.id)
    row = new_row(unit, Side.PARTNER, client_id, partner.id, arrangement)
    row.client_address = row.client_label = wish.client
    row.client_address_key = key
    return row


def _unless_taken(unit: Unit, client_id: int, partner_id: int) -> int | None:
    """Return the client, or None where the partner's other pending request, to another address, reaches it already.

    Saying so would tell the partner that two addresses are the same client's.

    Raises:
        Conflict: the pair is active, or the client has asked the partner: both are known to the partner.
    """
    pending = queries.between(unit.session, client_id, partner_id, State.PENDING.value)
    if pending is not None and pending.initiator == Side.PARTNER.value:
        return None
    check_pair(unit, client_id, partner_id, Side.PARTNER)
    return client_id


def _pending_of_sender(unit: Unit, reference: str, action: Action) -> Dossier:
    dossier = open_dossier(unit, reference)
    dossier.allow(action)
    dossier.need(State.PENDING, act=_("Only a pending request can be sent again or withdrawn."))
    if dossier.side is not dossier.initiator:
        raise Refused(
            _("This is the other side's request: only its sender sends it again or withdraws it."),
            hint=_("You can accept or refuse it."),
        )
    return dossier


def _pending_of_asked(unit: Unit, reference: str) -> Dossier:
    dossier = open_dossier(unit, reference)
    dossier.allow(Action.PARTNERSHIP_ANSWER)
    dossier.need(State.PENDING, act=_("Only a pending request can be answered."))
    if dossier.side is dossier.initiator:
        raise Refused(
            _("This is your own request: the other side answers it."), hint=_("You can resend or withdraw it.")
        )
    return dossier


def _bind_client(dossier: Dossier) -> int:
    """Give a request that was addressed to a person the organisation in whose name that person answers."""
    row, unit = dossier.row, dossier.unit
    if row.client_id is None:
        own = _own(unit)
        if own.id == row.partner_id:
            raise Refused(_("An organisation can't be its own partner."))
        settle(unit, own.id)
        check_pair(unit, own.id, row.partner_id, Side.CLIENT)
        row.client_id = own.id
        record_queries.follow(unit.session, row.id, own.id)
        dossier.client_name = own.name
    return row.client_id


def _granted(dossier: Dossier, client_id: int, answer: Answer) -> tuple[Arrangement, list[Product]]:
    """Return what is granted: what was asked, unless the client says otherwise."""
    unit, row = dossier.unit, dossier.row
    says_otherwise = answer.access is not None or answer.payment is not None or answer.products is not None
    if dossier.side is Side.PARTNER and says_otherwise:
        raise Refused(
            _("Only the client grants something other than what was asked."),
            _("You can accept the request as it is, or refuse it and say what you would accept."),
        )
    access = answer.access or Access(row.requested_access)
    asked_payment = Payment(row.requested_payment) if row.requested_payment else None
    payment = answer.payment or (asked_payment if access is Access.FULL else None)
    if answer.products is not None:
        products = products_for(unit, client_id, ArrangementInput(access=access, products=answer.products))
    elif access is Access.LIMITED:
        products = queries.requested_products(unit.session, row.id)
    else:
        products = []
    arrangement = Arrangement(access, payment, frozenset(one.id for one in products))
    arrangement.check(by=Side.CLIENT)
    return arrangement, products
