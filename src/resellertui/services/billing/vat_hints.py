"""What a VAT number would change on documents that are not final yet, for whoever has to pay them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resellertui import formats
from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme.terms import Terms
from resellertui.domain.vat_prompt import VatAsking, VatEffect, effect_of_number, should_ask_for_vat
from resellertui.domain.wording import _
from resellertui.services.billing.deriving import terms_of
from resellertui.services.billing.redrawing import amounts_of
from resellertui.services.billing.views import VatAmountView, VatHintView
from resellertui.services.registry.standing import refutation_of
from resellertui.services.unit import Unit
from resellertui.store.models import Document, Organisation
from resellertui.store.queries import billing as queries
from resellertui.store.queries import organisations as organisation_queries

ENTER_IT = "resellertui org edit --vat-number NUMBER --accept-terms"
"""The command that does what the prompts of the console do."""


def asking_of(unit: Unit, org: Organisation | None) -> VatAsking:
    """Return whether an organisation is asked for its VAT number, and why or why not."""
    if org is None:
        return VatAsking(False, "")
    number = None if refutation_of(unit, org.id, org.vat_number) else org.vat_number
    return should_ask_for_vat(OrganisationKind(org.kind), org.country, number, formats.country)


def hint_of(unit: Unit, documents: Sequence[Document]) -> VatHintView | None:
    """Return what a VAT number would change on documents that are not final; None where the reader is not to be asked.

    Only their payer's own people are told, for nobody else has to do with its invoices.
    """
    documents = [one for one in documents if one.payer_id == unit.actor.org_id]
    payer = organisation_queries.organisation(unit.session, unit.actor.org_id or 0)
    asking = asking_of(unit, payer)
    if not documents or payer is None or not asking:
        return None
    effects = effects_on(unit, documents, payer)
    if not any(one.difference.minor for one in effects):
        return None
    why_not = _why_not_entered(unit)
    amounts = tuple(amount_view(one) for one in effects)
    return VatHintView(
        organisation=payer.name,
        organisation_id=show_id(Kind.ORGANISATION, payer.id),
        why=asking.why,
        amounts=amounts,
        sentence=amount_words(amounts),
        may_enter=not why_not,
        why_not=why_not,
    )


def effects_on(unit: Unit, documents: Iterable[Document], payer: Organisation) -> list[VatEffect]:
    """Return what documents come to together without a VAT number and with one, by currency."""
    known: dict[int, Terms] = {}
    found: dict[Currency, VatEffect] = {}
    for document in documents:
        if document.terms_id not in known:
            known[document.terms_id] = terms_of(unit, document)
        currency = Currency(document.currency)
        lines = queries.lines_of(unit.session, document.id)
        one = effect_of_number(
            payer.country,
            known[document.terms_id].vat,
            amounts_of(lines, currency),
            currency,
            Money(document.total, currency),
        )
        found[currency] = one if currency not in found else found[currency].plus(one)
    return list(found.values())


def amount_view(effect: VatEffect) -> VatAmountView:
    """Return an effect as scripts read it."""
    return VatAmountView(
        currency=effect.net.currency.value,
        without_number=str(effect.without_number),
        with_number=str(effect.with_number),
        difference=str(effect.difference),
    )


def together(hints: Iterable[VatHintView | None]) -> VatHintView | None:
    """Return one hint for what several say of one payer; None where none says anything."""
    found = [one for one in hints if one is not None]
    if not found:
        return None
    sums: dict[str, VatAmountView] = {}
    for one in (amount for hint in found for amount in hint.amounts):
        sums[one.currency] = _added(sums[one.currency], one) if one.currency in sums else one
    amounts = tuple(sums.values())
    return found[0].model_copy(update={"amounts": amounts, "sentence": amount_words(amounts)})


def amount_words(amounts: Iterable[VatAmountView]) -> str:
    """Return what a number changes on something, in a sentence."""
    words = _("With a valid VAT number it would be {less} {currency} instead of {total}: {difference} {currency} less.")
    return " ".join(
        words.format(
            less=formats.amount(one.with_number),
            total=formats.amount(one.without_number),
            difference=formats.amount(one.difference),
            currency=one.currency,
        )
        for one in amounts
    )


def _added(one: VatAmountView, other: VatAmountView) -> VatAmountView:
    def add(text: str, more: str) -> str:
        return str(Money.parse(text, one.currency) + Money.parse(more, one.currency))

    return VatAmountView(
        currency=one.currency,
        without_number=add(one.without_number, other.without_number),
        with_number=add(one.with_number, other.with_number),
        difference=add(one.difference, other.difference),
    )


def _why_not_entered(unit: Unit) -> str:
    if unit.actor.for_client_id is not None:
        return _("Leave the client's organisation first: it is your own account that lacks the number.")
    decision = unit.may(Action.ORG_EDIT, Stance(relation=Relation.OWN))
    return "" if decision else decision.reason
