"""How the command line words what the services answer: lines, tables, pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.domain.client_account import label_of, shown
from resellertui.domain.delivery import mail_state_label
from resellertui.domain.numbers import show_register_number, show_vat_number
from resellertui.domain.partnership import Access, Payment, State, access_label, payment_label, state_label
from resellertui.domain.rights import Accounting
from resellertui.domain.roles import ProductRight, role_label
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.views import (
        AccountOutcome,
        ArrangementView,
        ClientRow,
        ClientView,
        EndingPreview,
        Found,
        GrantView,
        HistoryView,
        MailView,
        OrganisationView,
        PartnerCardView,
        PartnershipView,
        PersonView,
        ProductView,
    )


def terms_line(access: Access, payment: Payment | None, products: Sequence[str]) -> str:
    """Return an arrangement in a few words."""
    if access is Access.FULL:
        return _("{access}, {payment}").format(access=access_label(access), payment=payment_label(payment))
    if products:
        return _("{access}: {products}").format(access=access_label(access), products=", ".join(products))
    return access_label(access)


def arrangement_line(view: ArrangementView | None) -> str:
    """Return what was asked or granted in a few words, or nothing."""
    if view is None:
        return ""
    return terms_line(view.access, view.payment, view.products or ((view.families,) if view.families else ()))


def products_meant(view: PartnershipView) -> tuple[str, ...]:
    """Return the products of a partnership; of a request, those that it asks for, or their families in words."""
    if view.state is not State.PENDING:
        return view.products
    return view.requested.products or ((view.requested.families,) if view.requested.families else ())


def partnership_line(view: PartnershipView) -> str:
    """Return a partnership on one line."""
    return _("{id} {state}: {client} and {partner}, {terms}").format(
        id=view.id,
        state=_("paused") if view.paused else state_label(view.state),
        client=view.client,
        partner=view.partner,
        terms=terms_line(view.access, view.payment, products_meant(view)),
    )


def partnership_table(views: Iterable[PartnershipView]) -> str:
    """Return partnerships as a table."""
    return printing.table(
        (_("Id"), _("State"), _("Client"), _("Partner"), _("Access"), _("Payment"), _("Products")),
        [
            (
                one.id,
                _("paused") if one.paused else state_label(one.state),
                one.client,
                one.partner,
                access_label(one.access),
                payment_label(one.payment),
                products_meant(one),
            )
            for one in views
        ],
        empty=_("There are no partnerships."),
    )


def partnership_page(view: PartnershipView) -> str:
    """Return one partnership with all its values."""
    return printing.record(
        [
            (_("Id"), view.id),
            (_("State"), state_label(view.state)),
            (_("Client"), view.client),
            (_("Partner"), view.partner),
            (_("Asked by"), _("the client") if view.initiator.value == "client" else _("the partner")),
            (_("Asked on"), view.requested_at),
            (_("Requested"), arrangement_line(view.requested)),
            (_("Granted"), arrangement_line(view.granted)),
            (_("Now"), terms_line(view.access, view.payment, view.products) if view.active_since else ""),
            (_("Answer until"), view.expires_on),
            (_("Active since"), view.active_since),
            (_("Ends on"), view.end_on),
            (_("Ended"), view.ended_at),
            (_("Paused until"), view.paused_until if view.paused else None),
            (_("Pause reason"), view.pause_reason if view.paused else None),
            (_("Proposed payment"), payment_label(view.proposed_payment) if view.proposed_payment else None),
            (_("Reason"), view.reason),
            (_("Evidence"), view.evidence),
            (_("Proposed products"), tuple(one.name for one in view.proposals)),
        ]
    )


def history_text(history: HistoryView) -> str:
    """Return a partnership's history."""
    events = [(one.at, one.who or _("by date"), one.text) for one in history.events]
    return "\n\n".join(
        [partnership_line(history.partnership), printing.table((_("When"), _("Who"), _("What")), events)]
    )


def preview_text(preview: EndingPreview) -> str:
    """Return everything that an ending stops."""
    return "\n".join([partnership_line(preview.partnership), *(f"  {effect}" for effect in preview.effects)])


def client_table(rows: Iterable[ClientRow]) -> str:
    """Return clients as a table."""
    return printing.table(
        (_("Partnership"), _("Client"), _("City"), _("State"), _("Access"), _("Products"), _("Next expiry")),
        [
            (
                one.partnership_id,
                one.name,
                one.city,
                _("paused") if one.paused else state_label(one.state),
                access_label(one.access),
                one.products,
                one.next_expiry,
            )
            for one in rows
        ],
        empty=_("There are no clients."),
    )


def client_page(view: ClientView) -> str:
    """Return one client: the agreement, its address, its products."""
    parts = [partnership_page(view.partnership)]
    if view.organisation is not None:
        parts.append(organisation_page(view.organisation))
    parts.append(product_table(view.products))
    return "\n\n".join(parts)


def found_table(found: Iterable[Found]) -> str:
    """Return what a search found as a table."""
    kinds = {
        "client": _("client"),
        "product": _("product"),
        "partner": _("partner"),
        "person": _("person"),
        "quote": _("quote request"),
    }
    return printing.table(
        (_("Kind"), _("Id"), _("Name"), _("More"), _("Of")),
        [(kinds[one.kind], one.id, one.name, one.detail, one.owner) for one in found],
        empty=_("Nothing matches."),
    )


def product_table(views: Iterable[ProductView]) -> str:
    """Return products as a table."""
    return printing.table(
        (_("Id"), _("Product"), _("Kind"), _("Expires"), _("Renews by itself"), _("Partner")),
        [(one.id, one.name, one.label, one.expires_on, one.auto_renewal, one.entrusted_to) for one in views],
        empty=_("There are no products."),
    )


def product_page(view: ProductView) -> str:
    """Return one product with all its values."""
    period = ngettext("{count} month", "{count} months", view.period_months).format(count=view.period_months)
    return printing.record(
        [
            (_("Id"), view.id),
            (_("Name"), view.name),
            (_("Kind"), view.label),
            (_("Organisation"), view.organisation),
            (_("Quantity"), view.quantity),
            (_("Period"), period),
            (_("Expires"), view.expires_on),
            (_("Expired"), view.expired),
            (_("Renews by itself"), view.auto_renewal),
            (_("Partner"), view.entrusted_to),
        ]
    )


def organisation_table(views: Iterable[OrganisationView]) -> str:
    """Return organisations as a table."""
    return printing.table(
        (_("Id"), _("Name"), _("Kind"), _("City"), _("Country"), _("E-mail"), _("Partner")),
        [
            (
                one.id,
                _("{name} (deleted)").format(name=one.name) if one.deleted_at else one.name,
                one.kind,
                one.address.city,
                one.address.country,
                one.email,
                one.is_partner,
            )
            for one in views
        ],
        empty=_("There are no organisations."),
    )


def organisation_page(view: OrganisationView) -> str:
    """Return one organisation with all its values."""
    place = view.address
    return printing.record(
        [
            (_("Id"), view.id),
            (_("Name"), view.name),
            (_("Kind"), view.kind),
            (_("E-mail"), view.email),
            (_("Phone"), view.phone),
            (_("Website"), view.website),
            (_("Street"), f"{place.street} {place.house_number}".strip()),
            (_("City"), f"{place.postal_code} {place.city}".strip()),
            (_("Region"), place.region),
            (_("Country"), place.country),
            (_("Language"), view.language),
            (_("Currency"), view.currency),
            (_("Register number"), show_register_number(view.register_number or "", place.country)),
            (_("VAT number"), show_vat_number(view.vat_number or "")),
            (_("Partner"), view.is_partner),
            (_("Joined"), view.claimed),
            (_("Version"), view.version),
            (_("Deleted"), view.deleted_at),
        ]
    )


def account_changes(outcome: AccountOutcome) -> str:
    """Return what a change of a client account changed, a line each."""
    from resellertui.services.client_account import redrawn_words

    country = outcome.organisation.address.country
    lines = [
        _("{field}: {before} → {after}").format(
            field=label_of(one.field),
            before=shown(one.field, one.before, country),
            after=shown(one.field, one.after, country),
        )
        for one in outcome.changes
    ]
    lines += [redrawn_words(one) for one in outcome.redrawn]
    return "\n".join(lines) if lines else _("Nothing is different: nothing was saved, and nobody was told.")


def right_words(right: ProductRight | None) -> str:
    """Return a right on a product in words; nothing for a client."""
    if right is None:
        return ""
    return _("technical") if right is ProductRight.TECHNICAL else _("statistics")


def grant_words(grant: GrantView) -> str:
    """Return a grant on one line."""
    if grant.right is None:
        return _("{client} (paused)").format(client=grant.subject) if grant.paused else grant.subject
    return _("{subject} ({right})").format(subject=grant.label or grant.subject, right=right_words(grant.right))


def person_table(views: Iterable[PersonView]) -> str:
    """Return people as a table."""
    return printing.table(
        (_("Id"), _("Name"), _("E-mail"), _("Role"), _("Joined"), _("Accounting"), _("Teams"), _("Rights")),
        [
            (
                one.id,
                one.name,
                one.email,
                role_label(one.role),
                one.joined,
                None if one.accounting is None else one.accounting in {Accounting.BY_ROLE, Accounting.GRANTED},
                one.teams,
                tuple(grant_words(grant) for grant in one.grants),
            )
            for one in views
        ],
        empty=_("There are no people."),
    )


def partner_table(views: Iterable[PartnerCardView]) -> str:
    """Return listed partners as a table."""
    return printing.table(
        (_("Id"), _("Name"), _("City"), _("Country"), _("Languages"), _("Services")),
        [(one.id, one.name, one.city, one.country, one.languages, one.services) for one in views],
        empty=_("No listed partner matches."),
    )


def mail_table(views: Iterable[MailView]) -> str:
    """Return mails of the outbox as a table."""
    return printing.table(
        (_("Id"), _("Written"), _("To"), _("Subject"), _("State"), _("Delivered"), _("Attempts")),
        [
            (one.id, one.created_at, one.recipient, one.subject, mail_state_label(one.state), one.sent_at, one.attempts)
            for one in views
        ],
        empty=_("There are no mails."),
    )


def mail_page(view: MailView) -> str:
    """Return one mail as it is sent."""
    head = printing.record(
        [
            (_("Id"), view.id),
            (_("To"), f"{view.recipient_name} <{view.recipient}>"),
            (_("Subject"), view.subject),
            (_("Kind"), view.kind),
            (_("Written"), view.created_at),
            (_("State"), mail_state_label(view.state)),
            (_("Delivered"), view.sent_at),
            (_("Attempts"), view.attempts),
            (_("Next attempt"), view.next_attempt_at),
            (_("Last error"), view.last_error),
        ]
    )
    return f"{head}\n\n{view.body or ''}"
