"""What the commands of the programme print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.services.programme.views import (
        ApplicationRow,
        ApplicationView,
        ArrearsView,
        ConditionView,
        ListingView,
        MembershipView,
        ReviewView,
    )
    from resellertui.services.views import PartnerCardView


def application_text(view: ApplicationView) -> str:
    """Return an application with every condition."""
    head = printing.record(
        [
            (_("Application"), view.id),
            (_("Organisation"), view.organisation),
            (_("State"), view.state.value if view.state is not None else _("not begun")),
            (_("For a time"), view.is_provisional or None),
            (_("Sent"), view.submitted_at),
            (_("By"), view.submitted_by),
            (_("Decided"), view.decided_at),
            (_("Reasons"), view.reasons),
            (_("A year, at submission"), _values(view.values_at_submit)),
            (_("A year, today"), _values(view.values_today)),
            (_("Note"), view.note),
            (_("Version"), view.version or None),
        ]
    )
    rows = [(one.label, _met(one), one.met_at_submit, one.says, one.fix) for one in view.conditions]
    heads = (_("Condition"), _("Met"), _("When sent"), _("What is known"), _("What would fix it"))
    return "\n\n".join((head, printing.table(heads, rows)))


def application_table(rows: Iterable[ApplicationRow]) -> str:
    """Return applications as a table."""
    return printing.table(
        (_("Id"), _("Organisation"), _("Country"), _("State"), _("Sent"), _("By"), _("Decided")),
        [
            (
                one.id,
                one.organisation,
                one.country,
                one.state.value,
                one.submitted_at,
                one.submitted_by,
                one.decided_at,
            )
            for one in rows
        ],
        empty=_("There are no such applications."),
    )


def membership_text(view: MembershipView) -> str:
    """Return a partner's place in the programme."""
    head = printing.record(
        [
            (_("Organisation"), view.organisation),
            (_("State"), view.state_words),
            (_("Approved"), view.approved_on),
            (_("For a time, until"), view.provisional_until),
            (_("Next review"), view.next_review_on),
            (_("Warned"), view.warned_on),
            (_("Suspended from"), view.suspend_on),
            (_("Licence key"), view.licence_key),
            (_("Terms"), view.terms_version),
        ]
    )
    parts = [head, "\n".join(view.sentences)]
    if view.gauges:
        heads = (_("Currency"), _("A year"), _("Threshold"), _("Percent"), _("Reached"), _("Forecast"))
        rows = [
            (one.currency, one.value, one.threshold or "–", one.percent, one.reached, one.forecast)
            for one in view.gauges
        ]
        parts += ["\n".join((printing.table(heads, rows), view.assumes))]
    if view.top_clients:
        clients = [(one.partnership_id, one.name, one.value, one.currency) for one in view.top_clients]
        parts.append(printing.table((_("Id"), _("Who counts most"), _("A year"), _("Currency")), clients))
    benefits = [(one.label, one.state, one.active) for one in view.benefits]
    parts.append(printing.table((_("Benefit"), _("How it stands"), _("Active")), benefits))
    parts.append(review_table(view.reviews))
    return "\n\n".join(parts)


def review_table(rows: Iterable[ReviewView]) -> str:
    """Return reviews as a table."""
    return printing.table(
        (_("For"), _("Why"), _("What came of it"), _("A year"), _("Done")),
        [(one.due_on, one.why, one.led_to, _values(one.values), one.made_at) for one in rows],
        empty=_("There was no review yet."),
    )


def listing_text(view: ListingView) -> str:
    """Return a listing as its partner edits it, and as visitors see it."""
    head = printing.record(
        [
            (_("Listed"), view.listed),
            (_("Shown to visitors"), view.shown),
            (_("Requests for quotes"), view.receives_quotes),
            (_("Complete"), _("{score} of 100").format(score=view.score)),
            (_("Version"), view.version),
        ]
    )
    missing = [(one.label, one.points, one.brings) for one in view.parts if not one.there]
    parts = [head]
    if missing:
        parts.append(printing.table((_("Missing"), _("Points"), _("What it brings")), missing))
    return "\n\n".join((*parts, card_text(view.card)))


def card_text(card: PartnerCardView) -> str:
    """Return a partner as the directory shows it."""
    return printing.record(
        [
            (_("Id"), card.id),
            (_("Name"), card.name),
            (_("E-mail"), card.email),
            (_("City"), card.city),
            (_("Country"), card.country),
            (_("Website"), card.website),
            (_("Languages"), card.languages),
            (_("Services"), card.services),
            (_("Description"), " ".join(card.description.split())),
            (_("Verified since"), card.verified_since),
        ]
    )


def arrears_table(rows: Sequence[ArrearsView]) -> str:
    """Return tasks about overdue invoices as a table."""
    return printing.table(
        (
            _("Id"),
            _("Document"),
            _("Client"),
            _("Partner"),
            _("Due"),
            _("Days"),
            _("Still to pay"),
            _("Done"),
            _("Note"),
        ),
        [
            (
                one.id,
                one.document,
                one.client,
                one.partner,
                one.due_on,
                one.days_overdue,
                one.still_to_pay,
                one.done_at,
                one.note,
            )
            for one in rows
        ],
        empty=_("There are no such tasks."),
    )


def _met(one: ConditionView) -> str:
    if one.awaits_staff:
        return _("declared")
    return _("yes") if one.met else _("no")


def _values(values: dict[str, str]) -> str:
    return " · ".join(f"{currency} {value}" for currency, value in values.items())
