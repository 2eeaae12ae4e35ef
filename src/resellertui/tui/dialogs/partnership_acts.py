"""Small acts on a partnership, each in its dialog: requests, payment, pause, end date, proposed products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from resellertui.domain.client_file.dates import DateOrder, parse_date
from resellertui.domain.errors import Invalid, ResellerError
from resellertui.domain.partnership import Payment, payment_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, Pause
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import PartnershipView
from resellertui.tui import formats
from resellertui.tui.dialogs.act import ActDialog
from resellertui.tui.partnership_words import arrangement_words, asker, other_side
from resellertui.tui.widgets.form import Field, TextField


class PartnershipAct(ActDialog):
    """An act on one partnership."""

    GUIDE = "partner"

    def __init__(self, view: PartnershipView) -> None:
        self.view = view
        super().__init__()


class AcceptDialog(PartnershipAct):
    """A partner accepts a client's request, as it is."""

    def title_text(self) -> str:
        """Return the question."""
        return _("Accept the request of {client}?").format(client=self.view.client)

    def lines(self) -> Sequence[str]:
        """Return what was asked."""
        return (_("Asked for: {terms}.").format(terms=arrangement_words(self.view.requested)),)

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Accept")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Accept."""
        return services.requests.accept(actor, self.view.id, Answer(), version=self.view.version)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id} is active: {client}.").format(id=outcome.partnership.id, client=outcome.partnership.client)


class RefuseDialog(PartnershipAct):
    """Either side refuses what it is asked."""

    def title_text(self) -> str:
        """Return the question."""
        return _("Refuse the request of {name}?").format(name=asker(self.view))

    def lines(self) -> Sequence[str]:
        """Return what was asked."""
        return (_("Asked for: {terms}.").format(terms=arrangement_words(self.view.requested)),)

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Refuse")

    def fields(self) -> Sequence[Field]:
        """Return the reason."""
        return (TextField("reason", _("Why? {name} reads it").format(name=other_side(self.view))),)

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Refuse."""
        return services.requests.refuse(actor, self.view.id, self.entered["reason"])

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id} is refused; {name} is told.").format(id=outcome.partnership.id, name=other_side(self.view))


class ResendDialog(PartnershipAct):
    """The sender sends a pending request again."""

    def title_text(self) -> str:
        """Return the question."""
        return _("Send {id} to {name} again?").format(id=self.view.id, name=other_side(self.view))

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Send again")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Send again."""
        return services.requests.resend(actor, self.view.id)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id} was sent again; it waits until {day}.").format(
            id=self.view.id, day=formats.day(outcome.partnership.expires_on)
        )


class WithdrawDialog(PartnershipAct):
    """The sender withdraws a pending request."""

    SAFE = True

    def title_text(self) -> str:
        """Return the question."""
        return _("Withdraw {id}, sent to {name}?").format(id=self.view.id, name=other_side(self.view))

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Withdraw")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Withdraw."""
        return services.requests.withdraw(actor, self.view.id)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id} is withdrawn.").format(id=outcome.partnership.id)


class PaymentDialog(PartnershipAct):
    """The client changes whose payment method is charged, or agrees to the change that the partner proposes."""

    GUIDE = "payment"

    @property
    def wanted(self) -> Payment:
        """The method that is not charged now."""
        return Payment.PARTNER if self.view.payment is Payment.CLIENT else Payment.CLIENT

    def title_text(self) -> str:
        """Return the question."""
        return _("Charge {payment} from now on?").format(payment=payment_label(self.wanted))

    def lines(self) -> Sequence[str]:
        """Return what the partner proposes."""
        if self.view.proposed_payment is None:
            return ()
        return (_("{partner} proposes it.").format(partner=self.view.partner),)

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Change")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Change the method."""
        return services.agreements.change_payment(actor, self.view.id, self.wanted, version=self.view.version)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id}: from now on {payment} is charged.").format(
            id=self.view.id, payment=payment_label(outcome.partnership.payment)
        )


class ProposeDialog(PaymentDialog):
    """The partner proposes that the other method is charged."""

    def title_text(self) -> str:
        """Return the question."""
        return _("Propose to {client} that {payment} is charged?").format(
            client=self.view.client, payment=payment_label(self.wanted)
        )

    def lines(self) -> Sequence[str]:
        """Say when it was proposed already."""
        return (_("It is proposed already."),) if self.view.proposed_payment is self.wanted else ()

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Propose")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Propose the method."""
        return services.agreements.propose_payment(actor, self.view.id, self.wanted)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id}: {client} is asked.").format(id=outcome.partnership.id, client=self.view.client)


class DeclineDialog(PartnershipAct):
    """The client declines the payment method that the partner proposes."""

    def title_text(self) -> str:
        """Return the question."""
        return _("Decline to charge {payment}?").format(payment=payment_label(self.view.proposed_payment))

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Decline")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Decline."""
        return services.agreements.decline_payment(actor, self.view.id)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id}: the proposal is declined.").format(id=outcome.partnership.id)


class AdoptDialog(PartnershipAct):
    """The client takes over the products that the partner's file says it has."""

    def title_text(self) -> str:
        """Return the question."""
        count = len(self.view.proposals)
        return ngettext(
            "Take over {count} product that {partner} says you have?",
            "Take over {count} products that {partner} says you have?",
            count,
        ).format(count=count, partner=self.view.partner)

    def lines(self) -> Sequence[str]:
        """Return the products."""
        return [
            _("{name} ({kind}), expires {day}").format(name=one.name, kind=one.sku, day=formats.day(one.expires_on))
            for one in self.view.proposals
        ]

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Take over")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Take them over."""
        return services.agreements.adopt_proposals(actor, self.view.id)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        count = len(self.view.proposals)
        return ngettext("{id}: {count} product is yours now.", "{id}: {count} products are yours now.", count).format(
            id=outcome.partnership.id, count=count
        )


class PauseDialog(PartnershipAct):
    """Either side pauses the partnership."""

    GUIDE = "ending"

    def title_text(self) -> str:
        """Return the question."""
        return _("Pause the partnership with {name}?").format(name=other_side(self.view))

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Pause")

    def fields(self) -> Sequence[Field]:
        """Return the date and the reason."""
        return (
            TextField("until", _("Resume on"), hint=_("Such as 2026-12-31 or 31.12.2026")),
            TextField("reason", _("Why? {name} reads it").format(name=other_side(self.view))),
        )

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Pause."""
        wish = Pause.of(until=typed_day("until", self.entered["until"]), reason=self.entered["reason"])
        return services.agreements.pause(actor, self.view.id, wish)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id} is paused until {day}.").format(
            id=self.view.id, day=formats.day(outcome.partnership.paused_until)
        )


class ResumeDialog(PartnershipAct):
    """A pause is ended before its date."""

    GUIDE = "ending"

    def title_text(self) -> str:
        """Return the question."""
        return _("Resume the partnership with {name}?").format(name=other_side(self.view))

    def lines(self) -> Sequence[str]:
        """Return the pause."""
        return (
            _("Paused until {day}: {reason}").format(
                day=formats.day(self.view.paused_until), reason=self.view.pause_reason
            ),
        )

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Resume")

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Resume."""
        return services.agreements.resume(actor, self.view.id)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        return _("{id} goes on.").format(id=outcome.partnership.id)


class EndDateDialog(PartnershipAct):
    """The client sets or removes the date on which the partnership ends."""

    GUIDE = "ending"

    def title_text(self) -> str:
        """Return the question."""
        return _("When does the partnership with {name} end?").format(name=self.view.partner)

    def yes_text(self) -> str:
        """Return the words of yes."""
        return _("Save")

    def fields(self) -> Sequence[Field]:
        """Return the date."""
        now = self.view.end_on.isoformat() if self.view.end_on else ""
        hint = _("Such as 2026-12-31 or 31.12.2026; empty for no end date")
        return (TextField("end_on", _("End date"), now, hint=hint),)

    def act(self, actor: Actor, services: Services) -> Outcome:
        """Set the date, or remove it."""
        typed = self.entered["end_on"].strip()
        return services.agreements.set_end_date(actor, self.view.id, typed_day("end_on", typed) if typed else None)

    def done_text(self, outcome: Outcome) -> str:
        """Return what was done."""
        if outcome.partnership.end_on is None:
            return _("{id} has no end date any more.").format(id=self.view.id)
        return _("{id} ends on {day}.").format(id=self.view.id, day=formats.day(outcome.partnership.end_on))


def typed_day(field: str, text: str) -> date:
    """Return the date that was typed.

    Raises:
        Invalid: it is none.
    """
    try:
        return parse_date(text, DateOrder.DAY_FIRST)
    except (ValueError, ResellerError) as error:
        raise Invalid({field: str(error)}) from error
