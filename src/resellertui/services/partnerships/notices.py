"""The mails of a partnership's life: who is told what (rules: section 3)."""

from __future__ import annotations

from datetime import date

from resellertui.domain.consequence import money_sentence
from resellertui.domain.partnership import Access, Payment, Side, payment_label
from resellertui.domain.wording import N_, _, ngettext
from resellertui.services.invitations import invite
from resellertui.services.outbox import queue, spoken
from resellertui.services.partnerships.dossier import Dossier, client_name_for
from resellertui.services.partnerships.sentences import arrangement_words
from resellertui.services.unit import Unit
from resellertui.store.models import Partnership
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.people import Recipient


def people_of(unit: Unit, row: Partnership, side: Side) -> list[Recipient]:
    """Return the legal representatives of a side; none while the client is not known."""
    org_id = row.client_id if side is Side.CLIENT else row.partner_id
    return [] if org_id is None else people_queries.legal_representatives(unit.session, org_id)


def tell(
    dossier: Dossier, side: Side, kind: str, subject: str, body: str, *, actor_line: bool = True, **values: object
) -> None:
    """Queue a mail to one side about this partnership.

    Args:
        dossier: the partnership.
        side: who is told.
        kind: the notice's name.
        subject: message id of the subject, with places for `partner`, `client` and `values`.
        body: message id of the body's first paragraph, with the same places.
        actor_line: whether to end with where to act.
        values: what fills the places; a function gives its words in the reader's language.
    """
    unit, row = dossier.unit, dossier.row
    names = organisation_queries.names(unit.session, [one for one in (row.client_id, row.partner_id) if one])
    known = {"partner": names[row.partner_id], "client": client_name_for(row, side, names), "id": dossier.id}

    def text() -> tuple[str, str]:
        facts = known | spoken(values)
        lines = [_(body).format(**facts)]
        if actor_line:
            lines.append(_("Open resellertui and look at {id} to see it and to act.").format(id=dossier.id))
        return _(subject).format(**facts), "\n\n".join(lines) + "\n"

    org_id = row.client_id if side is Side.CLIENT else row.partner_id
    queue(unit, people_of(unit, row, side), f"partnership.{kind}", text, partnership_id=row.id, org_id=org_id)


def tell_of_request(dossier: Dossier, *, again: bool = False) -> None:
    """Tell the asked side of a request; someone unknown at the address gets an invitation to join with it."""
    unit, row = dossier.unit, dossier.row
    asked = dossier.initiator.other
    details = {
        "access": row.requested_access,
        "payment": row.requested_payment,
        "families": row.requested_families,
    }
    kind = "resent" if again else "requested"
    if asked is Side.PARTNER:
        tell(
            dossier,
            Side.PARTNER,
            kind,
            N_("{client} asks you to be its partner"),
            N_("{client} asks {partner} for {arrangement}. You can accept or refuse until {day}."),
            arrangement=lambda: arrangement_words(details),
            day=row.expires_on,
        )
        return
    recipients = people_of(unit, row, Side.CLIENT)
    if recipients:
        tell(
            dossier,
            Side.CLIENT,
            kind,
            N_("{partner} asks to be your partner"),
            N_(
                "{partner} asks {client} for {arrangement}. You can accept, grant something else, or refuse until "
                "{day}. What it would mean: {consequence}"
            ),
            arrangement=lambda: arrangement_words(details),
            day=row.expires_on,
            consequence=lambda: _consequence(dossier),
        )
    elif "@" in row.client_address:
        partner = organisation_queries.organisation(unit.session, row.partner_id)
        invite(
            unit,
            email=row.client_address,
            name="",
            org_id=row.client_id,
            kind=f"partnership.{kind}",
            partnership_id=row.id,
            subject=N_("{partner} asks to be your partner"),
            body=N_("{partner} asks you for {arrangement}. To answer until {day}, join resellertui first."),
            language="en" if partner is None else partner.language,  # nobody knows the reader's
            partner=dossier.partner_name,
            arrangement=lambda: arrangement_words(details),
            day=row.expires_on,
        )


def _consequence(dossier: Dossier) -> str:
    """Return what the request would mean, in the client's own name and not as the partner typed it."""
    row = dossier.row
    names = organisation_queries.names(dossier.unit.session, [one for one in (row.client_id, row.partner_id) if one])
    return money_sentence(
        dossier.partner_name,
        client_name_for(row, Side.CLIENT, names),
        Access(row.requested_access),
        Payment(row.requested_payment) if row.requested_payment else None,
    )


def tell_of_answer(dossier: Dossier, details: dict[str, object] | None) -> None:
    """Tell the side that asked: what was granted, or that it was refused and why."""
    if details is None:
        tell(
            dossier,
            dossier.initiator,
            "refused",
            N_("Your request {id} was refused"),
            N_("The request between {client} and {partner} was refused. The reason given: {reason}"),
            reason=lambda: dossier.row.reason or _("none"),
        )
        return
    tell(
        dossier,
        dossier.initiator,
        "accepted",
        N_("{partner} and {client} are now partners"),
        N_("The request was accepted. Granted: {arrangement}."),
        arrangement=lambda: arrangement_words(details),
    )


def tell_of_withdrawal(dossier: Dossier) -> None:
    """Tell the asked side that there is nothing left to answer."""
    tell(
        dossier,
        dossier.initiator.other,
        "withdrawn",
        N_("The request {id} was withdrawn"),
        N_("The request between {client} and {partner} was withdrawn; there is nothing left to answer."),
        actor_line=False,
    )


def tell_of_expiry(dossier: Dossier) -> None:
    """Tell the side that asked that nobody answered."""
    tell(
        dossier,
        dossier.initiator,
        "expired",
        N_("The request {id} has expired"),
        N_("The request between {client} and {partner} was not answered in time. You can ask again."),
    )


def tell_of_access(dossier: Dossier, details: dict[str, object]) -> None:
    """Tell the partner that the client changed its access."""
    tell(
        dossier,
        Side.PARTNER,
        "access_changed",
        N_("{client} changed your access"),
        N_("{client} now grants {partner} {arrangement}."),
        arrangement=lambda: arrangement_words(details),
    )


def tell_of_payment(dossier: Dossier, payment: Payment) -> None:
    """Tell the partner that the client changed the payment method."""
    tell(
        dossier,
        Side.PARTNER,
        "payment_changed",
        N_("{client} changed the payment method"),
        N_("Later orders and renewals for {client}: {payment} is charged."),
        payment=lambda: payment_label(payment),
    )


def tell_of_proposal(dossier: Dossier, payment: Payment) -> None:
    """Tell the client that its partner proposes another payment method."""
    tell(
        dossier,
        Side.CLIENT,
        "payment_proposed",
        N_("{partner} proposes another payment method"),
        N_(
            "{partner} proposes that {payment} be charged for your orders and renewals. Nothing changes until you "
            "answer."
        ),
        payment=lambda: payment_label(payment),
    )


def tell_of_declined_proposal(dossier: Dossier, payment: Payment) -> None:
    """Tell the partner that its proposal was declined."""
    tell(
        dossier,
        Side.PARTNER,
        "payment_declined",
        N_("{client} declined your proposal"),
        N_("{client} keeps the payment method as it is and declined: {payment}."),
        payment=lambda: payment_label(payment),
    )


def tell_of_pause(dossier: Dossier, until: date | None, reason: str = "") -> None:
    """Tell the other side that the partnership is paused, or (no date) goes on."""
    if until is None:
        tell(
            dossier,
            dossier.side.other,
            "resumed",
            N_("The partnership of {client} and {partner} goes on"),
            N_("The pause was ended; access and payment are as before it."),
        )
        return
    tell(
        dossier,
        dossier.side.other,
        "paused",
        N_("The partnership of {client} and {partner} is paused"),
        N_(
            "It is paused until {until}. The reason given: {reason} Meanwhile {partner} sees and does nothing there, "
            "and orders and renewals are charged to {client} at public price."
        ),
        until=until,
        reason=reason,
    )


def tell_of_end_date(dossier: Dossier, end_on: date | None) -> None:
    """Tell the partner that the client set or removed an end date."""
    if end_on is None:
        tell(
            dossier,
            Side.PARTNER,
            "end_date_cleared",
            N_("Your partnership with {client} no longer has an end date"),
            N_("{client} removed the end date; the partnership goes on until someone ends it."),
        )
        return
    tell(
        dossier,
        Side.PARTNER,
        "end_date_set",
        N_("Your partnership with {client} will end on {day}"),
        N_("{client} set {day} as the end date. Both sides are reminded before."),
        day=end_on,
    )


def remind_of_end(dossier: Dossier, days: int) -> None:
    """Remind both sides that the end date is near."""
    for side in Side:
        tell(
            dossier,
            side,
            "reminder",
            N_("The partnership of {client} and {partner} ends on {day}"),
            N_("{countdown} {partner} loses access to {client}; the products stay with {client}."),
            day=dossier.row.end_on,
            countdown=lambda: ngettext(
                "In {days} day the partnership ends.", "In {days} days the partnership ends.", days
            ).format(days=days),
        )


def tell_of_end(dossier: Dossier, *sides: Side) -> None:
    """Tell these sides that the partnership is over."""
    for side in sides:
        tell(
            dossier,
            side,
            "ended",
            N_("The partnership of {client} and {partner} has ended"),
            N_(
                "{partner} no longer reaches {client}. The products stay with {client}; issued invoices stay where "
                "they are; cashback already earned stays; coming renewals are charged to {client} at public price."
            ),
            actor_line=False,
        )
