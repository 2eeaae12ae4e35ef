"""The commands on one partnership, and what of its state stands in their way."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.partnership import Access, Payment, Side, State, may_resume, state_label
from resellertui.domain.wording import _
from resellertui.services.views import PartnershipView
from resellertui.tui.commands import Command

ACCEPT = Command(
    "partnership.accept",
    "a",
    "Accept",
    "Accept a request; a client may grant something other than what was asked.",
    permission=Action.PARTNERSHIP_ANSWER,
    footer=21,
)
REFUSE = Command(
    "partnership.refuse",
    "d",
    "Refuse",
    "Refuse a request, and say why.",
    permission=Action.PARTNERSHIP_ANSWER,
    footer=22,
)
AGREE = Command(
    "partnership.agree",
    "y",
    "Agree",
    "Agree to the payment method that the partner proposes.",
    permission=Action.PARTNERSHIP_CHANGE_PAYMENT,
    footer=23,
)
DECLINE = Command(
    "partnership.decline",
    "D",
    "Decline",
    "Decline the payment method that the partner proposes.",
    permission=Action.PARTNERSHIP_CHANGE_PAYMENT,
    footer=24,
)
ADOPT = Command(
    "partnership.adopt",
    "v",
    "Take over",
    "Take over the products that the partner's file says you have.",
    permission=Action.PROPOSAL_ADOPT,
    footer=25,
)
ACCESS = Command(
    "partnership.access",
    "e",
    "Access",
    "Change the access: limited to chosen products, or full.",
    permission=Action.PARTNERSHIP_CHANGE_ACCESS,
    footer=31,
)
PAYMENT = Command(
    "partnership.payment",
    "p",
    "Payment",
    "Charge the other payment method from now on: yours, or the partner's.",
    permission=Action.PARTNERSHIP_CHANGE_PAYMENT,
    footer=32,
)
PROPOSE = Command(
    "partnership.propose",
    "p",
    "Propose payment",
    "Propose to the client that the other payment method is charged.",
    permission=Action.PARTNERSHIP_PROPOSE_PAYMENT,
    footer=32,
)
RESUME = Command(
    "partnership.resume",
    "c",
    "Resume",
    "End a pause before its date.",
    permission=Action.PARTNERSHIP_RESUME,
    footer=33,
)
PAUSE = Command(
    "partnership.pause",
    "z",
    "Pause",
    "Pause the partnership until a date: meanwhile the partner sees and does nothing.",
    permission=Action.PARTNERSHIP_PAUSE,
    footer=35,
)
END_DATE = Command(
    "partnership.end_date",
    "t",
    "End date",
    "Set or remove the date on which the partnership ends.",
    permission=Action.PARTNERSHIP_SET_END_DATE,
    footer=36,
)
END = Command(
    "partnership.end",
    "X",
    "End",
    "End the partnership now, after two confirmations, the second one your password.",
    permission=Action.PARTNERSHIP_END,
    danger=True,
    footer=34,
)
LIMIT = Command(
    "partnership.limit",
    "m",
    "Monthly limit",
    "Set what the client's own orders may take from your money in a month without asking you.",
    permission=Action.ACCOUNTING_PAY,
    danger=True,
)
RESEND = Command(
    "partnership.resend",
    "u",
    "Send again",
    "Send your pending request again.",
    permission=Action.PARTNERSHIP_RESEND,
    footer=41,
)
WITHDRAW = Command(
    "partnership.withdraw",
    "w",
    "Withdraw",
    "Withdraw your pending request.",
    permission=Action.PARTNERSHIP_WITHDRAW,
    danger=True,
    footer=42,
)
EXPORT = Command(
    "partnership.export",
    "x",
    "Export",
    "Write the whole history of the partnership to a file.",
    permission=Action.PARTNERSHIP_VIEW,
    footer=70,
)
CLIENT_ONLY = (AGREE, DECLINE, ADOPT, ACCESS, PAYMENT, END_DATE)
"""What only the client's side has."""
PARTNER_ONLY = (PROPOSE, LIMIT)
"""What only the partner's side has."""
BOTH_SIDES = (ACCEPT, REFUSE, RESUME, PAUSE, END, RESEND, WITHDRAW, EXPORT)
PARTNERSHIP_VERBS = (*CLIENT_ONLY, *PARTNER_ONLY, *BOTH_SIDES)


def is_for(command: Command, side: Side) -> bool:
    """Return whether that side could ever use the command."""
    return command not in (PARTNER_ONLY if side is Side.CLIENT else CLIENT_ONLY)


def reason_against(command: Command, view: PartnershipView) -> str | None:
    """Return what of the partnership's state forbids the command, in a sentence, or None."""
    if command in {ACCEPT, REFUSE, RESEND, WITHDRAW}:
        return _against_request(command, view)
    if command is ADOPT:
        return None if view.proposals else _("No products are proposed to you here.")
    if command is EXPORT:
        return None
    if view.state is not State.ACTIVE:
        return _("Only an active partnership can be changed. This one is {state}.").format(
            state=state_label(view.state)
        )
    if command in {AGREE, DECLINE}:
        return None if view.proposed_payment else _("{partner} proposes nothing.").format(partner=view.partner)
    if command is LIMIT:
        pays = view.payment is Payment.PARTNER
        return (
            None
            if pays
            else _("{client} pays its orders itself: there is nothing to limit.").format(client=view.client)
        )
    if command in {PAYMENT, PROPOSE} and view.access is Access.LIMITED:
        return _("Limited access has no payment method: {client} pays. Full access has one.").format(client=view.client)
    return _against_pause(command, view)


def _against_request(command: Command, view: PartnershipView) -> str | None:
    if view.state is not State.PENDING:
        return _("There is no pending request here. This one is {state}.").format(state=state_label(view.state))
    if command in {ACCEPT, REFUSE} and not view.mine_to_answer:
        return _("This is your own request: the other side answers it. You can withdraw it or send it again.")
    if command in {RESEND, WITHDRAW} and view.mine_to_answer:
        return _("This is the other side's request: accept or refuse it.")
    return None


def _against_pause(command: Command, view: PartnershipView) -> str | None:
    if command is PAUSE and view.paused:
        return _("It is paused already. Resume it first, then pause it again.")
    if command is RESUME and not view.paused:
        return _("This partnership is not paused.")
    if command is RESUME and not may_resume(view.side, view.paused_by):
        return _("{client} paused it, and only {client} can resume it earlier.").format(client=view.client)
    return None
