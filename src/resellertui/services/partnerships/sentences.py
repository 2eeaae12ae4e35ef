"""Events of a partnership as sentences, and how an event is written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from resellertui.domain.consequence import enumerate_names
from resellertui.domain.partnership import Access, Payment, Side, access_label, payment_label
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.unit import Unit
from resellertui.store.models import Partnership, PartnershipEvent


def write_event(
    unit: Unit, row: Partnership, kind: str, side: Side | str, details: Mapping[str, Any], *, by_date: bool = False
) -> None:
    """Write an event down for good, with its audit entry."""
    values = {key: value for key, value in details.items() if value not in (None, "", ())}
    unit.session.add(
        PartnershipEvent(
            partnership_id=row.id,
            at=unit.now,
            kind=kind,
            side="date" if by_date else str(side),
            user_id=None if by_date else unit.actor.user_id,
            details=values,
        )
    )
    other = row.partner_id if unit.actor.org_id == row.client_id else row.client_id
    unit.record(f"partnership.{kind}", "partnership", row.id, values, for_org_id=other)


def arrangement_words(details: Mapping[str, Any]) -> str:
    """Return the arrangement that an event's details hold, in words."""
    access = Access(details["access"])
    words = access_label(access)
    if access is Access.FULL:
        payment = Payment(details["payment"]) if details.get("payment") else None
        return _("{access} with {payment}").format(access=words, payment=payment_label(payment))
    if products := details.get("products"):
        return _("{access} to {products}").format(access=words, products=enumerate_names(list(products)))
    if families := details.get("families"):
        return _("{access}, families: {families}").format(access=words, families=families)
    return words


def sentence(kind: str, details: Mapping[str, Any]) -> str:
    """Return what happened, in one sentence; unknown kinds, from a newer program, show their name."""
    plain = _plain_sentences().get(kind)
    if plain is not None:
        return plain
    if kind in {"requested", "accepted", "access_changed", "imported"}:
        return _arranged_sentences()[kind].format(arrangement=arrangement_words(details))
    if kind in {"payment_changed", "payment_proposed", "payment_declined"}:
        return _payment_sentences()[kind].format(payment=payment_label(Payment(details["payment"])))
    if kind in {"refused", "paused", "end_date_set", "reminded", "adopted"}:
        return _detailed_sentences()[kind].format(
            reason=details.get("reason") or _("no reason given"),
            until=_day(details.get("until")),
            day=_day(details.get("end_on")),
            days=details.get("days", ""),
            products=enumerate_names(list(details.get("products", ()))),
        )
    return kind


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else ""


def _plain_sentences() -> dict[str, str]:
    return {
        "resent": _("The request was sent again."),
        "withdrawn": _("The request was withdrawn."),
        "expired": _("The request expired unanswered."),
        "resumed": _("The pause was ended."),
        "end_date_cleared": _("The end date was removed."),
        "ended": _("The partnership was ended."),
        "ended_by_date": _("The partnership ended on its end date."),
    }


def _arranged_sentences() -> dict[str, str]:
    return {
        "requested": _("Asked for {arrangement}."),
        "accepted": _("Granted {arrangement}."),
        "access_changed": _("Changed to {arrangement}."),
        "imported": _("Recorded as agreed earlier: {arrangement}."),
    }


def _payment_sentences() -> dict[str, str]:
    return {
        "payment_changed": _("From now on {payment} is charged."),
        "payment_proposed": _("Proposed to charge {payment}."),
        "payment_declined": _("Declined to charge {payment}."),
    }


def _detailed_sentences() -> dict[str, str]:
    return {
        "refused": _("Refused: {reason}"),
        "paused": _("Paused until {until}: {reason}"),
        "end_date_set": _("Set to end on {day}."),
        "reminded": _("Reminded that it ends in {days} days."),
        "adopted": _("Took over proposed products: {products}."),
    }
