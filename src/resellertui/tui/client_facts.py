"""What a client's page says above its lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from resellertui.domain.numbers import show_register_number, show_vat_number
from resellertui.domain.partnership import Side, payment_label
from resellertui.domain.wording import _
from resellertui.services.views import AddressView, ClientView, OrganisationView, PartnershipView
from resellertui.tui import formats
from resellertui.tui.client_words import state_words
from resellertui.tui.import_job import field_words
from resellertui.tui.partnership_words import arrangement_words

Facts = list[tuple[str, str]]


def client_facts(view: ClientView, today: date, bound: Facts) -> Facts:
    """Return labels and values: state, what was asked and granted, the organisation, what one wrote in an import.

    `bound` is what contracts say that bind its partner; it stands first, where nobody overlooks it.
    """
    return [
        *bound,
        *_partnership(view.partnership, today),
        *(_organisation(view.organisation) if view.organisation is not None else ()),
        *_submitted(view),
    ]


def _partnership(one: PartnershipView, today: date) -> Facts:
    asker = _("the client") if one.initiator is Side.CLIENT else _("you")
    granted = arrangement_words(one.granted) if one.granted is not None else _("nothing yet")
    proposed = payment_label(one.proposed_payment) if one.proposed_payment else ""
    return [
        (_("State"), state_words(one.state, paused=one.paused, to_answer=one.mine_to_answer)),
        (_("Paused until"), formats.day_and_distance(one.paused_until, today) if one.paused_until else ""),
        (_("Paused by"), {None: "", Side.CLIENT: _("the client"), Side.PARTNER: _("you")}[one.paused_by]),
        (_("Because"), one.pause_reason),
        (_("Active since"), formats.day(formats.local(one.active_since)) if one.active_since else ""),
        (_("Ends on"), formats.day_and_distance(one.end_on, today) if one.end_on else ""),
        (_("Ended"), formats.moment(one.ended_at) if one.ended_at else ""),
        (_("Answer by"), formats.day_and_distance(one.expires_on, today) if one.expires_on else ""),
        ("", _("Access")),
        (
            _("Asked"),
            _("{terms} ({who}, {day})").format(
                terms=arrangement_words(one.requested), who=asker, day=formats.day(formats.local(one.requested_at))
            ),
        ),
        (_("Granted"), granted),
        (_("You proposed"), proposed),
        (_("Reason given"), one.reason),
        (_("Evidence"), one.evidence),
    ]


def _organisation(org: OrganisationView) -> Facts:
    return [
        ("", _("Organisation")),
        (_("Name"), f"{org.name} ({org.id})"),
        (_("Address"), _address(org.address)),
        (_("E-mail"), org.email),
        (_("Phone"), org.phone),
        (_("Website"), org.website),
        (_("Register number"), show_register_number(org.register_number or "", org.address.country)),
        (_("VAT number"), show_vat_number(org.vat_number or "")),
        (_("Currency"), org.currency),
    ]


def _address(address: AddressView) -> str:
    street = " ".join(part for part in (address.street, address.house_number) if part)
    place = " ".join(part for part in (address.postal_code, address.city) if part)
    return ", ".join(part for part in (street, place, address.region, address.country) if part)


def _submitted(view: ClientView) -> Facts:
    if view.submitted is None:
        return [(_("Your reference"), view.reference)]
    written: Facts = [("", _("What you wrote in your list"))]
    for name, value in view.submitted.items():
        if isinstance(value, list | tuple):
            written += [(field_words("product_name"), _product(one)) for one in value if isinstance(one, Mapping)]
        elif value:
            written.append((field_words(name), str(value)))
    return written


def _product(one: Mapping[str, object]) -> str:
    parts = (one.get("name"), one.get("sku") or one.get("product"), one.get("expires_on"))
    return ", ".join(str(part) for part in parts if part)
