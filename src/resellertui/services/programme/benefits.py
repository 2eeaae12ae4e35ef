"""What the programme gives a partner, each benefit with how it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.terms import MAX_RATE, Terms
from resellertui.domain.wording import _
from resellertui.services.directory import is_listed
from resellertui.services.programme.views import BenefitView
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, ProgrammeMember


def benefits_of(unit: Unit, org: Organisation, member: ProgrammeMember, *, is_earning: bool) -> tuple[BenefitView, ...]:
    """Return the benefits; while a partner is suspended those of money are off."""
    return (
        *_of_money(unit.terms, is_earning=is_earning),
        _licence(member),
        BenefitView(
            name="reinvoicing",
            label=_("Re-invoicing"),
            state=_("of clients with full access whose products you pay"),
            active=True,
        ),
        BenefitView(name="console", label=_("Client console"), state=_("this console"), active=True),
        BenefitView(
            name="rights",
            label=_("Rights for collaborators"),
            state=_("under Users & teams"),
            active=True,
        ),
        BenefitView(
            name="directory",
            label=_("Directory"),
            state=_directory_words(member, is_shown=is_listed(unit, org)),
            active=is_listed(unit, org),
        ),
        BenefitView(
            name="quotes",
            label=_("Quote requests"),
            state=_off(_("wanted"), is_earning)
            if member.receives_quotes
            else _("not wanted: switch them on in the directory profile"),
            active=member.receives_quotes and is_earning,
        ),
    )


def percent(rate: Decimal) -> str:
    """Return a rate in percent."""
    return f"{(rate * 100).normalize():f} %"


def _of_money(terms: Terms, *, is_earning: bool) -> Iterator[BenefitView]:
    for one in terms.families:
        state = (
            _("reseller price list")
            if one.rate is None
            else _("{rate} discount or cashback").format(rate=percent(one.rate))
        )
        if one.mark is Mark.SAMPLE:
            state = _("{text} (sample data)").format(text=state)
        yield BenefitView(name=f"rate.{one.id}", label=one.label, state=_off(state, is_earning), active=is_earning)
    for group, tiers in terms.tiers.items():
        for tier in tiers:
            yield BenefitView(
                name=f"tier.{group}.{tier.threshold}",
                label=_("From {count} of {group}").format(count=tier.threshold, group=group),
                state=_("{rate} less, for everybody").format(rate=percent(tier.rate)),
                active=True,
            )
    yield BenefitView(
        name="highest",
        label=_("Highest rate"),
        state=_("{rate}, the most that the programme gives").format(rate=percent(MAX_RATE)),
        active=is_earning,
    )


def _off(state: str, is_earning: bool) -> str:
    return state if is_earning else _("{text}: not while suspended").format(text=state)


def _licence(member: ProgrammeMember) -> BenefitView:
    return BenefitView(
        name="licence",
        label=_("Theme licence"),
        state=_("assigned") if member.licence_key is not None else _("not assigned yet: staff assign it"),
        active=member.licence_key is not None,
    )


def _directory_words(member: ProgrammeMember, *, is_shown: bool) -> str:
    if is_shown:
        return _("listed")
    return _("not shown while suspended") if member.listed else _("not listed: press g d to list yourself")
