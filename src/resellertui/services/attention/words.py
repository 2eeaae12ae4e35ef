"""What each line of Home says: how many, until when or how much, and what follows. All its words are here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from resellertui.domain.attention import Fact, Need
from resellertui.domain.span import late, left
from resellertui.domain.wording import _, ngettext
from resellertui.formats import amount, day


def sentence(fact: Fact, now: datetime) -> str:
    """Return what a line says."""
    values = {
        "count": f"{fact.count}+" if fact.is_more else str(fact.count),
        "day": day(fact.due_on),
        "since": day(fact.since),
        "amounts": _("at least {amounts}").format(amounts=_sums(fact)) if fact.is_more else _sums(fact),
        "name": fact.name,
        "late": late(fact.moment, now) if fact.moment is not None else "",
        "left": left(fact.moment, now) if fact.moment is not None else "",
    }
    return _SENTENCES[fact.need](fact).format(**values)


def _sums(fact: Fact) -> str:
    return " + ".join(f"{amount(str(one))} {one.currency.value}" for one in fact.amounts)


def kind_words(need: Need) -> str:
    """Return what a kind is called, in a word or two: for columns and scripts' readers."""
    return {
        Need.SUSPENDED: _("programme"),
        Need.BLOCKED: _("blocked"),
        Need.CLIENTS_BLOCKED: _("blocked"),
        Need.CASES_LATE: _("support"),
        Need.RENEWALS_FAILED: _("renewals"),
        Need.INVOICES_OVERDUE: _("to pay"),
        Need.CASES_NEAR: _("support"),
        Need.PREPAID_SHORT: _("prepaid"),
        Need.EXPIRY: _("expiry"),
        Need.CLIENTS_EXPIRY: _("expiry"),
        Need.WARNED: _("programme"),
        Need.LEADS_EXPIRING: _("quotes"),
        Need.REQUEST: _("request"),
        Need.LEADS_TO_ANSWER: _("quotes"),
        Need.OFFERS_TO_DECIDE: _("offers"),
        Need.LEADS_ALONE: _("quotes"),
        Need.CONTRACT_TO_ORDER: _("to order"),
        Need.APPLICATIONS: _("application"),
        Need.ARREARS: _("arrears"),
        Need.BREACHES: _("breach"),
        Need.CASES_OPEN: _("support"),
        Need.MAILS_PARKED: _("mail"),
        Need.ENDING: _("ending"),
        Need.RECEIVED_OVERDUE: _("to pay"),
        Need.INVOICES_TO_PAY: _("to pay"),
        Need.RECEIVED_TO_PAY: _("to pay"),
        Need.BILLS_OVERDUE: _("clients owe"),
        Need.UNBILLED: _("not billed"),
        Need.BILLS_UNSENT: _("not sent"),
        Need.THRESHOLD_SHORT: _("programme"),
        Need.PROPOSAL: _("proposal"),
        Need.PRODUCT_PROPOSAL: _("proposal"),
        Need.ANSWERS_UNREAD: _("support"),
        Need.VAT_NUMBER: _("VAT number"),
        Need.PAUSED: _("paused"),
        Need.NOTICES_UNREAD: _("notices"),
    }[need]


def _many(fact: Fact) -> int:
    """Return by which number the words are chosen: of what there may be more, there is more than one."""
    return fact.count + 1 if fact.is_more else fact.count


def _suspended(_fact: Fact) -> str:
    return _("Suspended since {since}: nothing new earns anything.")


def _blocked(fact: Fact) -> str:
    return ngettext(
        "{name} is blocked, and gone for good on {day}.",
        "{count} products blocked: first gone for good on {day}.",
        _many(fact),
    )


def _clients_blocked(fact: Fact) -> str:
    return ngettext(
        "A client's {name} is blocked, gone for good on {day}.",
        "{count} client products blocked: first gone on {day}.",
        _many(fact),
    )


def _cases_late(fact: Fact) -> str:
    return ngettext(
        "{count} support case without an answer: {late}.",
        "{count} support cases without an answer: first {late}.",
        _many(fact),
    )


def _cases_near(fact: Fact) -> str:
    return ngettext(
        "{count} support case to answer now: {left}.",
        "{count} support cases to answer now: first {left}.",
        _many(fact),
    )


def _cases_open(fact: Fact) -> str:
    return ngettext(
        "{count} support case waits for an answer.", "{count} support cases wait for an answer.", _many(fact)
    )


def _renewals_failed(fact: Fact) -> str:
    if fact.since is not None:
        return ngettext(
            "{count} renewal failed: blocked, gone on {day} ({amounts}).",
            "{count} renewals failed: first product gone on {day} ({amounts}).",
            _many(fact),
        )
    return ngettext(
        "{count} renewal failed: product blocked on {day} ({amounts}).",
        "{count} renewals failed: first product blocked on {day} ({amounts}).",
        _many(fact),
    )


def _invoices_overdue(fact: Fact) -> str:
    return ngettext(
        "{count} invoice overdue since {since}: {amounts}.",
        "{count} invoices overdue, first since {since}: {amounts}.",
        _many(fact),
    )


def _invoices_to_pay(fact: Fact) -> str:
    return ngettext(
        "{count} invoice to pay by {day}: {amounts}.",
        "{count} invoices to pay, first by {day}: {amounts}.",
        _many(fact),
    )


def _received_overdue(fact: Fact) -> str:
    return ngettext(
        "{name}: invoice overdue since {day}, {amounts}.",
        "{count} partner invoices overdue, first since {day}: {amounts}.",
        _many(fact),
    )


def _received_to_pay(fact: Fact) -> str:
    return ngettext(
        "{name}: invoice to pay by {day}, {amounts}.",
        "{count} partner invoices to pay, first by {day}: {amounts}.",
        _many(fact),
    )


def _prepaid_short(_fact: Fact) -> str:
    return _("Prepaid account runs short on {day} ({amounts} now).")


def _expiry(fact: Fact) -> str:
    return ngettext(
        "{name} expires on {day}, and nothing renews it.",
        "{count} products expire, first on {day}: nothing renews them.",
        _many(fact),
    )


def _clients_expiry(fact: Fact) -> str:
    return ngettext(
        "A client's {name} expires on {day}: nothing renews it.",
        "{count} client products expire, first on {day}: nothing renews them.",
        _many(fact),
    )


def _warned(_fact: Fact) -> str:
    return _("Below the threshold: suspended from {day}.")


def _threshold_short(_fact: Fact) -> str:
    return _("Below the threshold: a warning on {day} ({amounts} a year).")


def _leads_expiring(fact: Fact) -> str:
    return ngettext(
        "{count} quote request lapses on {day} unless you answer.",
        "{count} quote requests lapse, first on {day}, unless you answer.",
        _many(fact),
    )


def _leads_to_answer(fact: Fact) -> str:
    return ngettext(
        "{count} quote request waits for your offer, until {day}.",
        "{count} quote requests wait for your offers, first until {day}.",
        _many(fact),
    )


def _offers_to_decide(fact: Fact) -> str:
    return ngettext(
        "{count} offer waits for your decision, until {day}.",
        "{count} offers wait for your decision, first until {day}.",
        _many(fact),
    )


def _leads_alone(fact: Fact) -> str:
    return ngettext(
        "{count} quote request has nobody left to answer, until {day}.",
        "{count} quote requests have nobody left to answer, first until {day}.",
        _many(fact),
    )


def _contract_to_order(fact: Fact) -> str:
    return ngettext(
        "Accepted since {since}, and not ordered yet: {name}.",
        "{count} accepted offers not ordered yet, first since {since}: {name}.",
        _many(fact),
    )


def _breaches(fact: Fact) -> str:
    return ngettext(
        "{count} breach of a contract to settle since {since}.",
        "{count} breaches of contracts to settle, first since {since}.",
        _many(fact),
    )


def _request(fact: Fact) -> str:
    return ngettext(
        "{name} asks you for a partnership, until {day}.",
        "{count} more partnership requests, first lapses on {day}: {name}.",
        _many(fact),
    )


def _applications(fact: Fact) -> str:
    return ngettext(
        "Application to decide since {since}: {name}.",
        "{count} applications to decide, first since {since}: {name}.",
        _many(fact),
    )


def _arrears(fact: Fact) -> str:
    return ngettext(
        "{count} client in arrears: your task since {since}.",
        "{count} clients in arrears: your tasks, first since {since}.",
        _many(fact),
    )


def _mails_parked(fact: Fact) -> str:
    return ngettext(
        "{count} mail given up: nobody gets it until sent again.",
        "{count} mails given up: nobody gets them until sent again.",
        _many(fact),
    )


def _ending(fact: Fact) -> str:
    return ngettext(
        "Partnership and access end on {day}: {name}.",
        "{count} partnerships end with their access, first on {day}: {name}.",
        _many(fact),
    )


def _paused(fact: Fact) -> str:
    return ngettext(
        "Partnership paused until {day}: {name}.",
        "{count} partnerships paused, first until {day}: {name}.",
        _many(fact),
    )


def _bills_overdue(fact: Fact) -> str:
    return ngettext(
        "{count} client invoice overdue since {since}: {amounts}.",
        "{count} client invoices overdue, first since {since}: {amounts}.",
        _many(fact),
    )


def _unbilled(fact: Fact) -> str:
    return ngettext(
        "{count} line not billed since {since}: {amounts}.",
        "{count} lines not billed, first since {since}: {amounts}.",
        _many(fact),
    )


def _bills_unsent(fact: Fact) -> str:
    return ngettext(
        "{count} client invoice issued, never sent: {amounts}.",
        "{count} client invoices issued, never sent: {amounts}.",
        _many(fact),
    )


def _proposal(fact: Fact) -> str:
    return ngettext(
        "{name} proposes another payment method.",
        "{count} partners propose another payment method: {name}, …",
        _many(fact),
    )


def _product_proposal(fact: Fact) -> str:
    return ngettext(
        "{name} names {count} product that is not listed here.",
        "{name} names {count} products that are not listed here.",
        _many(fact),
    )


def _answers_unread(fact: Fact) -> str:
    return ngettext(
        "The support answered {name}: not read yet.",
        "The support answered {count} requests: not read yet.",
        _many(fact),
    )


def _vat_number(_fact: Fact) -> str:
    return _("VAT number missing: with one, invoices carry no VAT.")


def _notices_unread(fact: Fact) -> str:
    return ngettext("{count} unread notice.", "{count} unread notices.", _many(fact))


_SENTENCES: Mapping[Need, Callable[[Fact], str]] = {
    Need.SUSPENDED: _suspended,
    Need.BLOCKED: _blocked,
    Need.CLIENTS_BLOCKED: _clients_blocked,
    Need.CASES_LATE: _cases_late,
    Need.RENEWALS_FAILED: _renewals_failed,
    Need.INVOICES_OVERDUE: _invoices_overdue,
    Need.CASES_NEAR: _cases_near,
    Need.PREPAID_SHORT: _prepaid_short,
    Need.EXPIRY: _expiry,
    Need.CLIENTS_EXPIRY: _clients_expiry,
    Need.WARNED: _warned,
    Need.LEADS_EXPIRING: _leads_expiring,
    Need.REQUEST: _request,
    Need.LEADS_TO_ANSWER: _leads_to_answer,
    Need.OFFERS_TO_DECIDE: _offers_to_decide,
    Need.LEADS_ALONE: _leads_alone,
    Need.CONTRACT_TO_ORDER: _contract_to_order,
    Need.APPLICATIONS: _applications,
    Need.ARREARS: _arrears,
    Need.BREACHES: _breaches,
    Need.CASES_OPEN: _cases_open,
    Need.MAILS_PARKED: _mails_parked,
    Need.ENDING: _ending,
    Need.RECEIVED_OVERDUE: _received_overdue,
    Need.INVOICES_TO_PAY: _invoices_to_pay,
    Need.RECEIVED_TO_PAY: _received_to_pay,
    Need.BILLS_OVERDUE: _bills_overdue,
    Need.UNBILLED: _unbilled,
    Need.BILLS_UNSENT: _bills_unsent,
    Need.THRESHOLD_SHORT: _threshold_short,
    Need.PROPOSAL: _proposal,
    Need.PRODUCT_PROPOSAL: _product_proposal,
    Need.ANSWERS_UNREAD: _answers_unread,
    Need.VAT_NUMBER: _vat_number,
    Need.PAUSED: _paused,
    Need.NOTICES_UNREAD: _notices_unread,
}
