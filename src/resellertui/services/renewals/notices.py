"""Mails about expiries, to the people of the organisation that has the products and of the partner who manages it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from resellertui.domain.money import Currency, Money
from resellertui.domain.notices import About
from resellertui.domain.partnership import Access, State
from resellertui.domain.renewal import Notice, notice_word
from resellertui.domain.wording import _, ngettext
from resellertui.formats import amount as in_words
from resellertui.formats import day as day_words
from resellertui.services.billing.addressing import remembered
from resellertui.services.outbox import queue
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.reminders import people_told_of_consequences, reminded_people
from resellertui.services.renewals.vat_banner import VatBanner, banner_of_document, banners_of_renewals
from resellertui.services.unit import Unit
from resellertui.store.models import Document, Product
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries.people import Recipient

NAMED = 20
"""How many products a mail names; it counts the others."""


def announce(unit: Unit, products: Sequence[Product], notice: Notice) -> int:
    """Queue the mails about products of one organisation that expire on one day, and remember it; return how many."""
    expires_on = products[0].expires_on or unit.today
    for one in products:
        one.noticed = notice_word(one.expires_on or unit.today, notice)
    org_id = products[0].org_id
    holder = organisation_queries.names(unit.session, [org_id]).get(org_id, "")
    end = date.fromordinal(expires_on.toordinal() + unit.terms.days.terminated_after)
    names = [one.name for one in products]
    told = (org_id, *_managing(unit, org_id))
    banners = {} if notice is Notice.TERMINATED else banners_of_renewals(unit, products, told)

    def text(banner: VatBanner) -> tuple[str, str]:
        facts = {"holder": holder, "day": day_words(expires_on), "end": day_words(end)}
        subject, body = _words(notice)
        return subject.format(**facts), "\n\n".join([body.format(**facts), _list(names), *banner.paragraphs()]) + "\n"

    return sum(
        queue(
            unit,
            _told(unit, one, products if one == org_id else (), notice),
            f"renewal.{notice.value}",
            partial(text, banners.get(one, VatBanner())),
            org_id=one,
            about=(About.PRODUCT, products[0].id) if one == org_id and len(products) == 1 else None,
        )
        for one in told
    )


def tell_of_document(unit: Unit, document: Document, products: Iterable[Product], *, warranted: bool = False) -> int:
    """Queue the mail to whoever pays a renewal: that it is paid, or where it waits; return how many."""
    holder = organisation_queries.organisation(unit.session, document.holder_id)
    total = Money(document.total, Currency(document.currency))
    subscriptions = [one.name for one in products]
    banner = banner_of_document(unit, document)
    facts = {
        "holder": "" if holder is None else holder.name,
        "id": f"INV-{document.id}",
    }

    def text() -> tuple[str, str]:
        amount = _("{amount} {currency}").format(amount=in_words(str(total)), currency=document.currency)
        known = facts | {"day": day_words(document.due_on), "amount": amount}
        if document.state == "paid":
            subject = _("{holder}: renewed for {amount}")
            body = _(
                "These subscriptions of {holder} were renewed, and {amount} paid from your prepaid account ({id})."
            )
        elif warranted:
            subject = _("{holder}: renewed by the Renewal Warranty, {amount} to pay")
            body = _(
                "The Renewal Warranty renewed these subscriptions of {holder}. {amount} are to be paid until {day} "
                "({id}); otherwise they are terminated."
            )
        else:
            subject = _("{holder}: {amount} to pay for renewals")
            body = _(
                "These subscriptions of {holder} renew once {amount} are paid ({id}). It is tried every day from your "
                "prepaid account where that is yours to spend; pay until {day}, or they are blocked."
            )
        parts = [body.format(**known), _list(subscriptions), *banner.paragraphs()]
        return subject.format(**known), "\n\n".join(parts) + "\n"

    order = billing_queries.order(unit.session, document.order_id or 0)
    find = people_told_of_consequences if warranted else reminded_people
    people = find(unit, document.payer_id, [None if order is None else order.billing_address_id])
    kind = "renewal.warranty" if warranted else "renewal.invoice"
    return queue(unit, people, kind, text, org_id=document.payer_id, about=(About.DOCUMENT, document.id))


def _told(unit: Unit, org_id: int, products: Sequence[Product], notice: Notice) -> list[Recipient]:
    """Return whom of an organisation a notice goes to; one of its own products also to their billing addresses."""
    if notice is not Notice.FIRST:
        return people_told_of_consequences(unit, org_id)
    return reminded_people(unit, org_id, [remembered(unit, one, org_id) for one in products])


def _words(notice: Notice) -> tuple[str, str]:
    if notice is Notice.FIRST:
        return _("{holder}: subscriptions expire on {day}"), _(
            "These subscriptions of {holder} expire on {day}, and do not renew by themselves. Renew them before that "
            "day."
        )
    if notice is Notice.BLOCKED:
        return _("{holder}: subscriptions have expired"), _(
            "These subscriptions of {holder} have expired on {day} and are blocked. Renew them before {end}: then they "
            "are terminated, with what is in them."
        )
    return _("{holder}: subscriptions are terminated"), _(
        "These subscriptions of {holder} were not renewed, and are terminated."
    )


def _list(names: Sequence[str]) -> str:
    lines = [f"- {one}" for one in names[:NAMED]]
    more = len(names) - NAMED
    if more > 0:
        lines.append(ngettext("… and {count} more.", "… and {count} more.", more).format(count=more))
    return "\n".join(lines)


def _managing(unit: Unit, org_id: int) -> list[int]:
    """Return the partner with full access, if any: it looks after the client's renewals."""
    return [
        row.partner_id
        for row, _name in partnership_queries.active_of_client(unit.session, org_id)
        if row.access == Access.FULL.value
        and standing_of(row).on(unit.today) is State.ACTIVE
        and not standing_of(row).is_paused(unit.today)
    ]
