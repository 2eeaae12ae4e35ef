"""The steps of a price, in sentences with the real figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from resellertui.domain.money import Money
from resellertui.domain.partnership import Side
from resellertui.domain.pricing.charging import Benefit, Charging
from resellertui.domain.pricing.lines import ListPrice, OrderLine, PricedGroup
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.terms import Terms
from resellertui.domain.tax import Taxation, VatEntry, period_words, show_percent, split_by_days
from resellertui.domain.wording import _, ngettext

MOST_SUMMED = 8
"""Of more lines than these the sum is not written out."""


def charging_steps(chargings: Sequence[Charging]) -> list[str]:
    """Say who is charged and what the partner earns, and which lines earn nothing beside others that do."""
    earning = [one for one in chargings if one.benefit is not Benefit.NONE]
    steps = [charging_words(earning[0] if earning else chargings[0])]
    idle = [str(number) for number, one in enumerate(chargings, 1) if one.benefit is Benefit.NONE]
    if earning and idle:
        steps.append(
            ngettext(
                "Line {numbers} is not entrusted to the partner and earns it nothing.",
                "Lines {numbers} are not entrusted to the partner and earn it nothing.",
                len(idle),
            ).format(numbers=", ".join(idle))
        )
    return steps


def charging_words(charging: Charging) -> str:
    """Say who is charged, at which price, whose invoice it is and what the partner earns."""
    match charging.charged_to, charging.benefit:
        case Side.CLIENT, Benefit.CASHBACK:
            return _("The client is charged the public price and gets the invoice; the partner earns cashback.")
        case Side.PARTNER, Benefit.DISCOUNT:
            return _("The partner is charged the discounted price and gets the invoice; the discount is its benefit.")
        case Side.PARTNER, Benefit.CASHBACK:
            return _(
                "The partner is charged the public price and gets the invoice; the client ordered: it earns cashback."
            )
        case Side.PARTNER, Benefit.NONE:
            return _("The partner is charged the public price and gets the invoice; it earns nothing.")
        case _unearned:
            return _("The client is charged the public price and gets the invoice; no partner earns anything.")


def terms_step(terms: Terms, effective: str = "") -> str:
    """Say by which terms an order is priced; `effective` is their day in the reader's words."""
    return _("Priced by the programme terms {version}, effective from {day}.").format(
        version=terms.version, day=effective or terms.effective.isoformat()
    )


def tier_steps(groups: Sequence[str], active: Mapping[str, int], terms: Terms) -> list[str]:
    """Say which tier each degressive group reaches."""
    steps = []
    for group in groups:
        count = active.get(group, 0)
        tier = terms.tier(group, count)
        if tier is None:
            steps.append(
                ngettext(
                    "{count} active subscription of the group {group} reaches no degressive tier.",
                    "{count} active subscriptions of the group {group} reach no degressive tier.",
                    count,
                ).format(count=count, group=group)
            )
            continue
        text = ngettext(
            "{count} active subscription of the group {group} reaches the tier from {threshold}: −{rate} %.",
            "{count} active subscriptions of the group {group} reach the tier from {threshold}: −{rate} %.",
            count,
        ).format(count=count, group=group, threshold=tier.threshold, rate=_percent(tier.rate))
        steps.append(_marked(text, is_sample=tier.mark is Mark.SAMPLE))
    return steps


def group_steps(
    group: PricedGroup,
    lines: Sequence[OrderLine],
    label: str,
    *,
    sample_price: bool,
    sample_reward: bool,
    tell_reward: bool = True,
) -> list[str]:
    """Derive the amounts of one group of lines, step by step, saying which prices and rates are sample data.

    What a partner earns is its own: whoever else reads is told only that it does, with `tell_reward` off.
    """
    text = _gross_words(group, lines, label)
    steps = [_marked(text, is_sample=sample_price)]
    rate, kept = group.line.degressive_rate, 1 - group.line.degressive_rate
    if rate:
        steps.append(
            _("At public price, with the degressive rate of {rate} %: {gross} × {kept} = {public}.").format(
                rate=_percent(rate), gross=group.gross, kept=_plain(kept), public=_amount(group.public)
            )
        )
    if group.rewarded is None or group.partner_net is None:
        return steps
    if not tell_reward:
        if group.public == group.partner_net:
            return steps
        return [*steps, _("The partner earns cashback on it; how much is told to the partner only.")]
    steps.append(_marked(_reward_words(group, group.rewarded), is_sample=sample_reward))
    if rate:
        steps.append(
            _("Then the degressive rate of {rate} %: {before} × {kept} = {net}.").format(
                rate=_percent(rate), before=group.rewarded, kept=_plain(kept), net=_amount(group.partner_net)
            )
        )
    benefit = (
        _("The discount is {public} − {net} = {benefit}.")
        if group.line.benefit is Benefit.DISCOUNT
        else _("The cashback is {public} − {net} = {benefit}.")
    )
    earned = group.public - group.partner_net
    return [*steps, benefit.format(public=group.public, net=group.partner_net, benefit=_amount(earned))]


def vat_steps(taxation: Taxation, periods: Sequence[tuple[date, date]], vat: Sequence[VatEntry]) -> list[str]:
    """Say how VAT is computed at each rate, after how the days of a period share out over several."""
    return [
        *_split_steps(taxation, periods),
        *(
            _("VAT at {rate} %: {base} × {rate} % = {amount}. {reason}").format(
                rate=entry.rate, base=entry.base, amount=_amount(entry.amount), reason=entry.reason
            )
            for entry in vat
        ),
    ]


def total_step(net: Money, vat: Sequence[VatEntry], total: Money) -> str:
    """Say how the total adds up."""
    parts = " + ".join(str(amount) for amount in (net, *(entry.amount for entry in vat)))
    return _("Total: {parts} = {total}.").format(parts=parts, total=_amount(total))


def _split_steps(taxation: Taxation, periods: Sequence[tuple[date, date]]) -> list[str]:
    """Say how the days of each period that bears several rates share out over them."""
    steps = []
    for first, last in dict.fromkeys(periods):
        parts = split_by_days(taxation, first, last)
        if len(parts) > 1:
            steps.append(
                _("The service from {first} to {last}: {parts}.").format(
                    first=first.isoformat(), last=last.isoformat(), parts=period_words(parts)
                )
            )
    return steps


def _gross_words(group: PricedGroup, lines: Sequence[OrderLine], label: str) -> str:
    """Say how a group's gross adds up; of many lines, only how many they are."""
    if len(lines) > MOST_SUMMED:
        return _("{family}, {count} lines: {gross} together.").format(
            family=label, count=len(lines), gross=_amount(group.gross)
        )
    return ngettext(
        "{family}, line {lines}: {sum} = {gross}.", "{family}, lines {lines}: {sum} = {gross}.", len(lines)
    ).format(
        family=label,
        lines=", ".join(str(place + 1) for place in group.members),
        sum=" + ".join(_product(line) for line in lines),
        gross=_amount(group.gross),
    )


def _reward_words(group: PricedGroup, rewarded: Money) -> str:
    reward = group.line.reward
    if isinstance(reward, Decimal):
        return _("The partner's rate of {rate} %: {gross} × {kept} = {rewarded}.").format(
            rate=_percent(reward), gross=group.gross, kept=_plain(1 - reward), rewarded=_amount(rewarded)
        )
    assert isinstance(reward, ListPrice)  # noqa: S101  # a group that earns has one of the two
    return _("By the reseller price list, at {price} a unit: {rewarded}.").format(
        price=_plain(reward.unit_price), rewarded=_amount(rewarded)
    )


def _product(line: OrderLine) -> str:
    factors = [str(one) for one in (line.quantity, line.periods) if one != 1]
    return " × ".join([*factors, f"{line.unit_price:f}"])


def _amount(money: Money) -> str:
    return _("{amount} {currency}").format(amount=money, currency=money.currency.value)


def _percent(rate: Decimal) -> str:
    return show_percent(rate.scaleb(2))


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _marked(text: str, *, is_sample: bool) -> str:
    return _("{text} (Sample data.)").format(text=text) if is_sample else text
