"""How partnerships read on the screen: a state, an arrangement, a line of products."""

from __future__ import annotations

from resellertui.domain.consequence import enumerate_names
from resellertui.domain.partnership import Access, Payment, Side, State, access_label, payment_label, state_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.views import ArrangementView, PartnershipView
from resellertui.tui import formats
from resellertui.tui.widgets.record_source import Tone

_SIGNS = {State.PENDING: "○", State.ACTIVE: "●"}


def state_words(view: PartnershipView) -> str:
    """Return the state with its sign: what the reader has to answer, a pause and a coming end stand for the state."""
    if view.mine_to_answer:
        return _("▶ to answer")
    if view.state is State.PENDING:
        return _("○ waiting")
    if view.paused:
        return _("‖ paused, {day}").format(day=formats.day(view.paused_until))
    if view.state is State.ACTIVE and view.proposed_payment is not None and view.side is Side.CLIENT:
        return _("▶ proposal")
    if view.state is State.ACTIVE and view.end_on is not None:
        return _("● ends {day}").format(day=formats.day(view.end_on))
    return f"{_SIGNS.get(view.state, '■')} {state_label(view.state)}"


def tone_of(view: PartnershipView) -> Tone | None:
    """Return the colour that goes with the state."""
    if view.mine_to_answer or (view.proposed_payment is not None and view.side is Side.CLIENT):
        return Tone.WARNING
    if view.paused or view.state is not State.ACTIVE:
        return Tone.MUTED
    return None


def payer_words(view: PartnershipView) -> str:
    """Return whose payment method is charged, in a word or two, from the reader's side."""
    if view.access is Access.LIMITED or view.payment is Payment.CLIENT:
        return _("yours") if view.side is Side.CLIENT else _("the client's")
    return _("the partner's") if view.side is Side.CLIENT else _("yours")


def product_words(view: PartnershipView) -> str:
    """Return what the partnership covers, or what was asked for while it is pending, in a few words."""
    if view.access is Access.FULL:
        return _("all")
    names = view.products or view.requested.products
    if not names and view.requested.families:
        return view.requested.families
    if len(names) == 1:
        return names[0]
    return ngettext("{count} product", "{count} products", len(names)).format(count=len(names)) if names else "–"


def since_of(view: PartnershipView) -> str:
    """Return the date since when it is what it is: active, asked, or over."""
    moment = view.ended_at or view.active_since or view.requested_at
    return formats.day(formats.local(moment))


def arrangement_words(view: ArrangementView) -> str:
    """Return what was asked or granted, in a few words."""
    return terms_words(view.access, view.payment, view.products, view.families)


def terms_words(access: Access, payment: Payment | None, products: tuple[str, ...], families: str = "") -> str:
    """Return an arrangement in a few words."""
    if access is Access.FULL:
        return _("{access}, {payment}").format(access=access_label(access), payment=payment_label(payment))
    if products:
        return _("{access}: {products}").format(access=access_label(access), products=enumerate_names(products))
    if families:
        return _("{access}: {products}").format(access=access_label(access), products=families)
    return access_label(access)


def asker(view: PartnershipView) -> str:
    """Return the name of the side that asked."""
    return view.client if view.initiator is Side.CLIENT else view.partner


def other_side(view: PartnershipView) -> str:
    """Return the name of the side that is not the reader's."""
    return view.partner if view.side is Side.CLIENT else view.client
