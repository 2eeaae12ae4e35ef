"""The banner of renewal e-mails for a company in the EU that has no VAT number (rules: client account)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from resellertui.domain.errors import Refused
from resellertui.domain.tax import TaxedAmount
from resellertui.domain.vat_prompt import VatEffect, effect_of_number
from resellertui.domain.wording import _
from resellertui.services.billing.drafting import count_active, quote
from resellertui.services.billing.vat_hints import ENTER_IT, amount_view, amount_words, asking_of, effects_on
from resellertui.services.renewals.automatic import renewals_of
from resellertui.services.unit import Unit
from resellertui.store.models import Document, Organisation, Product
from resellertui.store.queries import organisations as organisation_queries


@dataclass(frozen=True)
class VatBanner:
    """Says that a number is missing and what it would change, in the language in force; empty where nobody is asked."""

    org: Organisation | None = None
    why: Callable[[], str] = str
    """Says in the language in force why it is asked."""
    effects: tuple[VatEffect, ...] = ()
    """By currency, where the amounts are known and not final."""

    def paragraphs(self) -> list[str]:
        """Return what stands at the end of the mail."""
        if self.org is None:
            return []
        parts = [
            _("{organisation} has no valid VAT number here.").format(organisation=self.org.name),
            self.why(),
            amount_words(amount_view(one) for one in self.effects),
        ]
        where = _("Enter it under Client account in the console, or run:")
        return [" ".join(part for part in parts if part), f"{where}\n\n    {ENTER_IT}"]


def banner_of_document(unit: Unit, document: Document) -> VatBanner:
    """Return the banner for the payer of a renewal; one that is paid is final, so no amount is named."""
    payer = organisation_queries.organisation(unit.session, document.payer_id)
    if payer is None or not asking_of(unit, payer):
        return VatBanner()
    effects = tuple(effects_on(unit, [document], payer)) if document.state == "to_pay" else ()
    return VatBanner(payer, partial(_why, unit, payer), effects)


def banners_of_renewals(unit: Unit, products: Sequence[Product], org_ids: Sequence[int]) -> dict[int, VatBanner]:
    """Return a banner for those of the organisations that would pay for renewing one organisation's products."""
    orgs = {one: organisation_queries.organisation(unit.session, one) for one in org_ids}
    asked = {one for one, org in orgs.items() if asking_of(unit, org)}
    if not asked:
        return {}
    found: dict[int, list[VatEffect]] = {}
    for one in renewals_of(unit, products):
        if one.payer.id not in asked:
            continue
        try:
            priced = quote(unit, one.items, one.payer, count_active(unit, one.items, one.payer.id, unit.today))
        except Refused:
            continue
        amounts = [
            TaxedAmount(line.charged, *period) for line, period in zip(priced.priced, priced.periods, strict=True)
        ]
        effect = effect_of_number(one.payer.country, unit.terms.vat, amounts, priced.currency, priced.total)
        found.setdefault(one.payer.id, []).append(effect)
    return {
        payer_id: VatBanner(orgs[payer_id], partial(_why, unit, orgs[payer_id]), (_sum(effects),))
        for payer_id, effects in found.items()
    }


def _why(unit: Unit, org: Organisation | None) -> str:
    return asking_of(unit, org).why


def _sum(effects: Sequence[VatEffect]) -> VatEffect:
    """Add up what one payer would pay, which is all in its own currency."""
    first, *others = effects
    for one in others:
        first = first.plus(one)
    return first
