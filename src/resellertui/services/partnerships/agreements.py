"""Changing an active partnership: access, payment method, pause, end date, end."""

from __future__ import annotations

from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.consequence import access_sentence, money_sentence
from resellertui.domain.errors import Refused
from resellertui.domain.partnership import (
    Access,
    Arrangement,
    Payment,
    Side,
    State,
    check_end_date,
    check_pause,
    may_resume,
    payment_label,
)
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.actor import Actor
from resellertui.services.billing import settling
from resellertui.services.inputs import ArrangementInput, Pause
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.arranging import Outcome, entrust, grant_words, outcome_of, products_for
from resellertui.services.partnerships.baskets import tell_of_baskets
from resellertui.services.partnerships.dossier import Dossier, check_obstacles, open_dossier, settle
from resellertui.services.partnerships.endings import close
from resellertui.services.partnerships.reading import preview_of
from resellertui.services.partnerships.sentences import write_event
from resellertui.services.passwords import confirm_password
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Product, ProductProposal
from resellertui.store.queries import partnerships as queries


class Agreements:
    """What happens to a partnership between its start and its end."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def change_access(
        self, actor: Actor, reference: str, wish: ArrangementInput, *, version: int | None = None
    ) -> Outcome:
        """Change the access in place, as the client's legal representative; the partner gets a mail.

        Raises:
            NotFound: none of the actor's business, or a product that is not the organisation's.
            Refused: not active, or nothing would change.
            Invalid: the arrangement does not exist.
            Conflict: another active partner stands in the way, or someone changed it meanwhile.
        """
        with self._office.writing(actor) as unit:
            dossier = _active(unit, reference, Action.PARTNERSHIP_CHANGE_ACCESS, version)
            client_id = dossier.row.client_id or 0
            products = products_for(unit, client_id, wish)
            payment = wish.payment
            if wish.access is Access.FULL and payment is None and dossier.access is Access.FULL:
                payment = dossier.payment
            wanted = Arrangement(wish.access, payment, frozenset(one.id for one in products))
            wanted.check(by=dossier.side)
            if wanted == Arrangement(dossier.access, dossier.payment, dossier.entrusted_ids()):
                raise Refused(_("This is already the access of {partner}.").format(partner=dossier.partner_name))
            settle(unit, client_id)
            return outcome_of(dossier, rearrange(dossier, wanted, products))

    def change_payment(self, actor: Actor, reference: str, payment: Payment, *, version: int | None = None) -> Outcome:
        """Change whose payment method is charged, as the client's legal representative; also accepts a proposal.

        Raises:
            NotFound: none of the actor's business.
            Refused: not active, limited access, or already so.
        """
        with self._office.writing(actor) as unit:
            dossier = _active(unit, reference, Action.PARTNERSHIP_CHANGE_PAYMENT, version)
            _check_payment_change(dossier, payment)
            dossier.row.payment = payment.value
            if payment is Payment.CLIENT:
                settling.void_renewals_of_partner(unit, dossier.row)
            _drop_proposal(dossier)
            write_event(unit, dossier.row, "payment_changed", dossier.side, {"payment": payment.value})
            notices.tell_of_payment(dossier, payment)
            tell_of_baskets(unit, dossier.row)
            return outcome_of(dossier, _money_effects(dossier))

    def propose_payment(self, actor: Actor, reference: str, payment: Payment) -> Outcome:
        """Propose another payment method, as the partner's legal representative; the client answers.

        Raises:
            NotFound: none of the actor's business.
            Refused: not active, paused, limited access, already so, or proposed already.
        """
        with self._office.writing(actor) as unit:
            dossier = _active(unit, reference, Action.PARTNERSHIP_PROPOSE_PAYMENT)
            if dossier.standing.is_paused(unit.today):
                raise Refused(_("The partnership is paused: the partner does nothing there meanwhile."))
            _check_payment_change(dossier, payment)
            if dossier.row.proposed_payment == payment.value:
                raise Refused(_("You have proposed this already."), hint=_("The client answers it."))
            dossier.row.proposed_payment = payment.value
            dossier.row.proposed_at = unit.now
            dossier.row.version += 1
            write_event(unit, dossier.row, "payment_proposed", dossier.side, {"payment": payment.value})
            notices.tell_of_proposal(dossier, payment)
            return outcome_of(dossier, [_("Nothing changes until the client answers.")])

    def decline_payment(self, actor: Actor, reference: str) -> Outcome:
        """Decline the partner's proposal, as the client's legal representative.

        Raises:
            NotFound: none of the actor's business.
            Refused: nothing is proposed.
        """
        with self._office.writing(actor) as unit:
            dossier = _active(unit, reference, Action.PARTNERSHIP_CHANGE_PAYMENT)
            proposed = dossier.row.proposed_payment
            if proposed is None:
                raise Refused(_("{partner} proposes nothing.").format(partner=dossier.partner_name))
            _drop_proposal(dossier)
            write_event(unit, dossier.row, "payment_declined", dossier.side, {"payment": proposed})
            notices.tell_of_declined_proposal(dossier, Payment(proposed))
            return outcome_of(dossier, [_("The payment method stays as it is.")])

    def pause(self, actor: Actor, reference: str, pause: Pause) -> Outcome:
        """Pause an active partnership until a date, as either legal representative; the other side gets a mail.

        Raises:
            NotFound: none of the actor's business.
            Refused: not active, or paused already.
            Invalid: no reason, or a date that can't be.
        """
        with self._office.writing(actor) as unit:
            dossier = _open(unit, reference, Action.PARTNERSHIP_PAUSE)
            check_pause(dossier.standing, pause.until, pause.reason, unit.today, unit.terms.days.pause_max)
            row = dossier.row
            row.paused_on, row.paused_until = unit.today, pause.until
            row.paused_by, row.pause_reason = dossier.side.value, pause.reason
            row.version += 1
            write_event(unit, row, "paused", dossier.side, {"until": str(pause.until), "reason": pause.reason})
            notices.tell_of_pause(dossier, pause.until, pause.reason)
            return outcome_of(
                dossier,
                [
                    _("Until {day} {partner} sees and does nothing at {client}.").format(
                        day=day(pause.until), partner=dossier.partner_name, client=dossier.client_name
                    ),
                    _("Meanwhile orders and renewals are charged to {client} at public price.").format(
                        client=dossier.client_name
                    ),
                ],
            )

    def resume(self, actor: Actor, reference: str) -> Outcome:
        """End a pause early: the client always, the partner only its own.

        Raises:
            NotFound: none of the actor's business.
            Refused: not paused, or the client's pause.
        """
        with self._office.writing(actor) as unit:
            dossier = _active(unit, reference, Action.PARTNERSHIP_RESUME)
            row = dossier.row
            if not dossier.standing.is_paused(unit.today):
                raise Refused(_("This partnership is not paused."))
            if not may_resume(dossier.side, Side(row.paused_by) if row.paused_by else None):
                raise Refused(
                    _("{client} paused it, and only {client} can resume it before {day}.").format(
                        client=dossier.client_name, day=day(row.paused_until)
                    )
                )
            row.paused_on = row.paused_until = row.paused_by = None
            row.pause_reason = ""
            row.version += 1
            write_event(unit, row, "resumed", dossier.side, {})
            notices.tell_of_pause(dossier, None)
            return outcome_of(dossier, [_("Access and payment are as before the pause."), *_money_effects(dossier)])

    def set_end_date(self, actor: Actor, reference: str, end_on: date | None) -> Outcome:
        """Set or remove the end date, as the client's legal representative; the partner gets a mail.

        Raises:
            NotFound: none of the actor's business.
            Refused: not active, or nothing to remove.
            Invalid: a date that is not after today.
        """
        with self._office.writing(actor) as unit:
            dossier = _active(unit, reference, Action.PARTNERSHIP_SET_END_DATE)
            if end_on is None and dossier.row.end_on is None:
                raise Refused(_("This partnership has no end date."))
            if end_on is not None:
                check_end_date(end_on, unit.today)
            dossier.row.end_on = end_on
            dossier.row.reminded_for = ""
            dossier.row.version += 1
            kind = "end_date_cleared" if end_on is None else "end_date_set"
            write_event(unit, dossier.row, kind, dossier.side, {"end_on": str(end_on) if end_on else None})
            notices.tell_of_end_date(dossier, end_on)
            return outcome_of(
                dossier,
                [
                    _("The partnership goes on until someone ends it.")
                    if end_on is None
                    else _("On {day} at 00:00 {partner} loses access to {client}; the products stay.").format(
                        day=day(end_on), partner=dossier.partner_name, client=dossier.client_name
                    )
                ],
            )

    def end(self, actor: Actor, reference: str, password: str, *, reason: str = "") -> Outcome:
        """End the partnership at once, as either legal representative, confirmed by the actor's password.

        Raises:
            NotFound: none of the actor's business.
            Refused: not active.
            WrongPassword: the password is not the actor's; further attempts are slowed down.
        """
        confirm_password(self._office, actor, password)
        with self._office.writing(actor) as unit:
            dossier = _active(unit, reference, Action.PARTNERSHIP_END)
            preview = preview_of(dossier)
            lost = close(unit, dossier.row, dossier.side.value, reason.strip())
            write_event(unit, dossier.row, "ended", dossier.side, {"reason": reason.strip(), "grants_lost": lost})
            notices.tell_of_end(dossier, dossier.side.other)
            return outcome_of(dossier, preview.effects)

    def adopt_proposals(self, actor: Actor, reference: str) -> Outcome:
        """Take over the products that the partner's file says the organisation has, as its legal representative.

        Raises:
            NotFound: none of the actor's business.
            Refused: nothing is proposed.
        """
        with self._office.writing(actor) as unit:
            dossier = _open(unit, reference, Action.PROPOSAL_ADOPT)
            proposals = queries.open_proposals(unit.session, actor.org_id or 0, dossier.row.id)
            if not proposals:
                raise Refused(_("No products are proposed to you."))
            for one in proposals:
                _adopt(unit, one)
            names = [one.name for one in proposals]
            write_event(unit, dossier.row, "adopted", dossier.side, {"products": names})
            return outcome_of(dossier, [_("The products are in your organisation now; nothing is charged for it.")])


def _open(unit: Unit, reference: str, action: Action) -> Dossier:
    dossier = open_dossier(unit, reference)
    dossier.allow(action)
    return dossier


def _active(unit: Unit, reference: str, action: Action, version: int | None = None) -> Dossier:
    dossier = _open(unit, reference, action)
    dossier.need(State.ACTIVE, act=_("Only an active partnership can be changed."))
    dossier.check_version(version)
    return dossier


def rearrange(dossier: Dossier, wanted: Arrangement, products: list[Product]) -> list[str]:
    """Put another arrangement in place of an active one; the partner gets a mail. Return what it means.

    The caller has settled what is past.

    Raises:
        Conflict: another active partner stands in the way.
    """
    unit, row = dossier.unit, dossier.row
    check_obstacles(unit, wanted, row.client_id or 0, row.partner_id, dossier.side)
    _put_in_place(dossier, wanted, products)
    details = grant_words(wanted, products)
    write_event(unit, row, "access_changed", dossier.side, details)
    notices.tell_of_access(dossier, details)
    tell_of_baskets(unit, row)
    names = [one.name for one in products]
    return [
        access_sentence(dossier.partner_name, dossier.client_name, wanted.access, names),
        *_money_effects(dossier),
    ]


def _put_in_place(dossier: Dossier, wanted: Arrangement, products: list[Product]) -> None:
    """Close what falls out, and entrust what is new."""
    unit, row = dossier.unit, dossier.row
    for one in queries.open_entrustments(unit.session, row.id):
        if one.product_id not in wanted.products:
            one.until = unit.now
    kept = wanted.products & dossier.entrusted_ids()
    if row.payment == Payment.PARTNER.value and wanted.payment is not Payment.PARTNER:
        settling.void_renewals_of_partner(dossier.unit, row)
    row.access = wanted.access.value
    row.payment = wanted.payment.value if wanted.payment else None
    if row.proposed_payment in {row.payment, None} or wanted.access is Access.LIMITED:
        row.proposed_payment = row.proposed_at = None
    row.version += 1
    unit.session.flush()  # the guards look at the row's access before products are entrusted under it
    entrust(unit, row, [one for one in products if one.id not in kept])


def _check_payment_change(dossier: Dossier, payment: Payment) -> None:
    if dossier.access is Access.LIMITED:
        raise Refused(
            _("Limited access has no payment method: {client} pays.").format(client=dossier.client_name),
            hint=_("Change the access to full first."),
        )
    if dossier.payment is payment:
        raise Refused(_("It is already {payment} that is charged.").format(payment=payment_label(payment)))


def _drop_proposal(dossier: Dossier) -> None:
    dossier.row.proposed_payment = None
    dossier.row.proposed_at = None
    dossier.row.version += 1


def _money_effects(dossier: Dossier) -> list[str]:
    return [
        money_sentence(dossier.partner_name, dossier.client_name, dossier.access, dossier.payment),
        _("This holds for later orders and renewals; final invoices never move."),
    ]


def _adopt(unit: Unit, proposal: ProductProposal) -> None:
    product = Product(
        org_id=proposal.org_id,
        sku=proposal.sku,
        family=proposal.family,
        name=proposal.name,
        name_folded=proposal.name_folded,
        quantity=1,
        period_months=proposal.period_months,
        anchor_day=(proposal.expires_on or unit.today).day,
        expires_on=proposal.expires_on,
        auto_renewal=proposal.auto_renewal,
        created_at=unit.now,
        version=1,
    )
    unit.session.add(product)
    unit.session.flush()  # the proposal refers to the product it became
    proposal.adopted_at = unit.now
    proposal.product_id = product.id
