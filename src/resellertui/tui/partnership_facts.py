"""What a partnership's page says above its history: both sides' words, then how it stands today."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from resellertui.domain.consequence import money_sentence
from resellertui.domain.partnership import Side, State, payment_label, state_label
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.views import PartnershipView
from resellertui.tui import formats
from resellertui.tui.partnership_words import arrangement_words, asker, terms_words
from resellertui.tui.text import plain


def asked_side(view: PartnershipView) -> Content:
    """Return what was asked, by whom and when."""
    heading = _("Asked by {name}, {day}").format(name=asker(view), day=formats.day(formats.local(view.requested_at)))
    return _side(heading, arrangement_words(view.requested))


def granted_side(view: PartnershipView) -> Content:
    """Return what was granted, and when."""
    if view.granted is None:
        return _side(_("Granted"), _("nothing yet") if view.state is State.PENDING else _("nothing"))
    heading = _("Granted, {day}").format(day=formats.day(formats.local(view.active_since)))
    return _side(heading, terms_words(view.access, view.payment, view.products))


def fact_lines(view: PartnershipView, today: date) -> list[Content]:
    """Return how the partnership stands, a line each; what is not the case has no line."""
    lines = [_fact(_("State"), state_label(view.state) if not view.paused else _("active, paused"))]
    if view.state is State.PENDING:
        lines.append(_fact(_("Answer until"), formats.day_and_distance(view.expires_on, today)))
        lines.append(_fact(_("To answer"), _("by you") if view.mine_to_answer else _("by the other side")))
    if view.paused:
        lines.append(
            _fact(
                _("Paused until"),
                _("{day}, by {side}: {reason}").format(
                    day=formats.day_and_distance(view.paused_until, today),
                    side=_("the client") if view.paused_by is Side.CLIENT else _("the partner"),
                    reason=_one_line(view.pause_reason),
                ),
            )
        )
    if view.end_on is not None and view.state is State.ACTIVE:
        lines.append(_fact(_("Ends on"), formats.day_and_distance(view.end_on, today)))
    if view.ended_at is not None:
        lines.append(_fact(_("Ended"), formats.moment(view.ended_at)))
    if view.proposed_payment is not None:
        lines.append(
            _fact(
                _("Proposed"),
                _("{partner} proposes to charge {payment}").format(
                    partner=view.partner, payment=payment_label(view.proposed_payment)
                ),
            )
        )
    if view.reason:
        lines.append(_fact(_("Reason"), _one_line(view.reason)))
    if view.evidence:
        lines.append(_fact(_("Evidence"), _one_line(view.evidence)))
    if view.state in {State.ACTIVE, State.PENDING}:
        lines.append(plain(money_sentence(view.partner, view.client, view.access, view.payment)))
    return lines


def _side(heading: str, words: str) -> Content:
    return Content.assemble((visible(heading), "$text-muted"), "\n", (visible(words), "bold"))


def _fact(label: str, words: str) -> Content:
    return Content.assemble((f"{visible(label)}: ", "$text-muted"), visible(words))


def _one_line(text: str) -> str:
    return " ".join(text.split())
