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
        "amounts": " + ".join(f"{amount(str(one))} {one.currency.value}" for one in fact.amounts),
        "name": fact.name,
        "late": late(fact.moment, now) if fact.moment is not None else "",
        "left": left(fact.moment, now) if fact.moment is not None else "",
    }
    return _SENTENCES[fact.need](fact).format(**values)


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
        Need.APPLICATIONS: _("application"),
        Need.ARREARS: _("arrears"),
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


def _suspended(_fact: Fact) -> str:
    return _("Suspended since {since}: nothing new earns a discount or cashback.")


def _blocked(fact: Fact) -> str:
    return ngettext(
        "{name} is blocked since {since}: gone for good on {day}.",
        "{count} products are blocked: the first is gone for good on {day}.",
        fact.count,
    )


def _clients_blocked(fact: Fact) -> str:
    return ngettext(
        "A client's {name} is blocked since {since}: gone for good on {day}.",
        "{count} products of clients are blocked: the first is gone for good on {day}.",
        fact.count,
    )


def _cases_late(fact: Fact) -> str:
    return ngettext(
        "{count} support case has no answer in time: {late}.",
        "{count} support cases have no answer in time: the first {late}.",
        fact.count,
    )


def _cases_near(fact: Fact) -> str:
    return ngettext(
        "{count} support case is to be answered: {left}.",
        "{count} support cases are to be answered: {left} for the first.",
        fact.count,
    )


def _cases_open(fact: Fact) -> str:
    return ngettext(
        "{count} support case waits for an answer.", "{count} support cases wait for an answer.", fact.count
    )


def _renewals_failed(fact: Fact) -> str:
    if fact.since is not None:
        return ngettext(
            "{count} renewal failed ({amounts}): its product is blocked, gone for good on {day}.",
            "{count} renewals failed ({amounts}): the first product is blocked, gone for good on {day}.",
            fact.count,
        )
    return ngettext(
        "{count} renewal failed ({amounts}): its product is blocked on {day}.",
        "{count} renewals failed ({amounts}): the first product is blocked on {day}.",
        fact.count,
    )


def _invoices_overdue(fact: Fact) -> str:
    return ngettext(
        "{count} invoice over {amounts} is overdue since {since}.",
        "{count} invoices over {amounts} are overdue, the first since {since}.",
        fact.count,
    )


def _invoices_to_pay(fact: Fact) -> str:
    return ngettext(
        "{count} invoice over {amounts} is to pay by {day}.",
        "{count} invoices over {amounts} are to pay, the first by {day}.",
        fact.count,
    )


def _received_overdue(fact: Fact) -> str:
    return ngettext(
        "An invoice from {name} over {amounts} is overdue since {day}.",
        "{count} invoices from partners over {amounts} are overdue, the first since {day}.",
        fact.count,
    )


def _received_to_pay(fact: Fact) -> str:
    return ngettext(
        "An invoice from {name} over {amounts} is to pay by {day}.",
        "{count} invoices from partners over {amounts} are to pay, the first by {day}.",
        fact.count,
    )


def _prepaid_short(_fact: Fact) -> str:
    return _("The prepaid account ({amounts}) does not last: a renewal finds too little on {day}.")


def _expiry(fact: Fact) -> str:
    return ngettext(
        "{name} expires on {day} and is not renewed by itself.",
        "{count} products expire and are not renewed by themselves: the first on {day}.",
        fact.count,
    )


def _clients_expiry(fact: Fact) -> str:
    return ngettext(
        "A client's {name} expires on {day} and is not renewed by itself.",
        "{count} products of clients expire and are not renewed: the first on {day}.",
        fact.count,
    )


def _warned(_fact: Fact) -> str:
    return _("Below the threshold: suspended from {day} unless it is reached before.")


def _threshold_short(_fact: Fact) -> str:
    return _("Below the threshold ({amounts} a year): a warning follows at the review on {day}.")


def _leads_expiring(fact: Fact) -> str:
    return ngettext(
        "{count} request for a quote lapses on {day}: answer it or decline.",
        "{count} requests for quotes lapse, the first on {day}: answer or decline.",
        fact.count,
    )


def _leads_to_answer(fact: Fact) -> str:
    return ngettext(
        "{count} request for a quote waits for your offer, until {day}.",
        "{count} requests for quotes wait for your offers, the first until {day}.",
        fact.count,
    )


def _offers_to_decide(fact: Fact) -> str:
    return ngettext(
        "{count} offer waits for your decision, until {day}.",
        "{count} offers wait for your decision, the first until {day}.",
        fact.count,
    )


def _request(fact: Fact) -> str:
    return ngettext(
        "{name} asks you for a partnership: it lapses on {day}.",
        "{count} partnerships are asked for: that of {name} lapses on {day}.",
        fact.count,
    )


def _applications(fact: Fact) -> str:
    return ngettext(
        "The application of {name} waits for a decision since {since}.",
        "{count} applications wait for a decision, the first since {since}.",
        fact.count,
    )


def _arrears(fact: Fact) -> str:
    return ngettext(
        "{count} overdue invoice of a partner's client is a task since {since}.",
        "{count} overdue invoices of partners' clients are tasks, the first since {since}.",
        fact.count,
    )


def _mails_parked(fact: Fact) -> str:
    return ngettext(
        "{count} mail was given up: nobody gets it until it is sent again.",
        "{count} mails were given up: nobody gets them until they are sent again.",
        fact.count,
    )


def _ending(fact: Fact) -> str:
    return ngettext(
        "The partnership with {name} ends on {day}, and its access with it.",
        "{count} partnerships end, and their access with them: {name} on {day}.",
        fact.count,
    )


def _paused(fact: Fact) -> str:
    return ngettext(
        "The partnership with {name} is paused until {day}.",
        "{count} partnerships are paused: that with {name} until {day}.",
        fact.count,
    )


def _bills_overdue(fact: Fact) -> str:
    return ngettext(
        "{count} invoice to a client over {amounts} is overdue since {since}.",
        "{count} invoices to clients over {amounts} are overdue, the first since {since}.",
        fact.count,
    )


def _unbilled(fact: Fact) -> str:
    return ngettext(
        "{count} line worth {amounts} is not billed (since {since}).",
        "{count} lines worth {amounts} are not billed (since {since}).",
        fact.count,
    )


def _bills_unsent(fact: Fact) -> str:
    return ngettext(
        "{count} invoice to a client ({amounts}) is issued and was never sent.",
        "{count} invoices to clients ({amounts}) are issued and were never sent.",
        fact.count,
    )


def _proposal(fact: Fact) -> str:
    return ngettext(
        "{name} proposes another payment method.",
        "{count} partners propose another payment method, {name} among them.",
        fact.count,
    )


def _product_proposal(fact: Fact) -> str:
    return ngettext(
        "{name} says that you have {count} product that is not listed here.",
        "{name} says that you have {count} products that are not listed here.",
        fact.count,
    )


def _answers_unread(fact: Fact) -> str:
    return ngettext(
        "The support has answered {name}: you have not read it.",
        "The support has answered {count} requests that you have not read.",
        fact.count,
    )


def _vat_number(_fact: Fact) -> str:
    return _("No VAT number yet: with one, your invoices carry no VAT.")


def _notices_unread(fact: Fact) -> str:
    return ngettext("{count} notice is unread.", "{count} notices are unread.", fact.count)


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
    Need.APPLICATIONS: _applications,
    Need.ARREARS: _arrears,
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
