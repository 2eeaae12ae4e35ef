"""How the resale price of a charged line came about, in words: the same on the screen and for `explain`."""

from __future__ import annotations

from resellertui.domain.reinvoicing.charged import PricedBy
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.reinvoicing.line_views import ChargedRow


def price_steps(one: ChargedRow) -> list[str]:
    """Return how the resale price of a line follows from its cost, step by step."""
    steps = [
        _("The provider charged {cost} {currency} without VAT on {day}, by document {document}.").format(
            cost=one.cost, currency=one.currency, day=day(one.charged_on), document=one.document
        )
    ]
    match PricedBy(one.priced_by):
        case PricedBy.RULE:
            steps.append(_("The most specific margin that had begun by then holds: {rule}.").format(rule=one.why))
        case PricedBy.OFFER:
            steps.append(
                _("The contract of an accepted offer ordered it, and no newer margin changes that: {rule}.").format(
                    rule=one.why
                )
            )
        case PricedBy.EDITED:
            steps.append(_("The price was set by hand: {reason}").format(reason=one.price_reason))
            if one.rule_id:
                steps.append(_("Without that, margin {rule} would hold.").format(rule=one.rule_id))
        case PricedBy.REFUND:
            steps.append(
                _("It gives back a part of {line}: the client gets back the same part of what it was charged.").format(
                    line=one.refund_of or ""
                )
            )
        case PricedBy.COST:
            steps.append(_("No margin holds for it, so the client is charged the cost."))
    steps.append(
        _("The client is charged {resale} {currency} without VAT: your margin is {margin}.").format(
            resale=one.resale, currency=one.currency, margin=margin_text(one.margin, one.percent, one.currency)
        )
    )
    return steps


def margin_text(margin: str, percent: str | None, currency: str) -> str:
    """Return a margin as money and in per cent of the cost."""
    if percent is None:
        return f"{margin} {currency}"
    return _("{margin} {currency} ({percent} %)").format(margin=margin, currency=currency, percent=percent)
