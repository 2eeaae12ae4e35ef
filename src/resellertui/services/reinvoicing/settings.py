"""How a partner bills its clients: read with what holds until it is set, and changed by who may set margins."""

from __future__ import annotations

from collections.abc import Mapping

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Conflict
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.reinvoicing.settings import (
    CLIENT_FIELDS,
    DEFAULTS,
    FIELDS,
    Standing,
    VatStatus,
    days_of,
    is_qr_iban,
    normalise_client_settings,
    normalise_settings,
    show_iban,
)
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.parties import is_open
from resellertui.services.reinvoicing.rights import allowed_partner, billed_client
from resellertui.services.reinvoicing.views import (
    ReinvoiceClientEdit,
    ReinvoiceClientView,
    ReinvoiceSettingsEdit,
    ReinvoiceSettingsView,
)
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Organisation, ReinvoiceClient, ReinvoiceSettings
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import reinvoice_settings as queries


class ReinvoiceSetup:
    """What the people with the right to the accounting read, and legal representatives and administrators change."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> ReinvoiceSettingsView:
        """Return how the actor's organisation bills its clients. Changes nothing.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            return _view(unit, partner_id)

    def change(self, actor: Actor, edit: ReinvoiceSettingsEdit) -> ReinvoiceSettingsView:
        """Set how the actor's organisation bills its clients; documents that were issued keep what they say.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: neither a legal representative nor an administrator.
            Invalid: every field that can't be accepted.
            Conflict: someone else set them meanwhile.
        """
        with self._office.writing(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_RULES)
            row = queries.settings_of(unit.session, partner_id)
            _check_version(edit.version, 0 if row is None else row.version)
            before = settings_values(unit, partner_id)
            stored = normalise_settings(before | edit.given(), _standing(unit, partner_id, before))
            if row is None or stored != before:
                _write_settings(unit, partner_id, row, stored)
                # What an account or an address was is nobody's business later: the fields are named, no more.
                changed = [name for name in FIELDS if stored[name] != before[name]]
                unit.record("reinvoice.settings", "organisation", partner_id, {"changed": changed})
                unit.session.flush()  # the answer reads it back
            return _view(unit, partner_id)

    def client(self, actor: Actor, who: str) -> ReinvoiceClientView:
        """Return how a client is billed, by its id, name or e-mail. Changes nothing.

        Raises:
            NotFound: no client, or inside a client's organisation.
            Forbidden: no right to the accounting.
            Ambiguous: several clients.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            return _client_view(unit, partner_id, billed_client(unit, partner_id, who))

    def change_client(self, actor: Actor, who: str, edit: ReinvoiceClientEdit) -> ReinvoiceClientView:
        """Set how a client is billed, where that is not the usual way.

        Raises:
            NotFound: no client, or inside a client's organisation.
            Forbidden: neither a legal representative nor an administrator.
            Invalid: every field that can't be accepted.
            Ambiguous: several clients.
            Conflict: someone else set it meanwhile.
        """
        with self._office.writing(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_RULES)
            client = billed_client(unit, partner_id, who)
            row = queries.client_settings(unit.session, partner_id, client.id)
            _check_version(edit.version, 0 if row is None else row.version)
            before = _client_values(row)
            stored = normalise_client_settings(before | edit.given())
            if stored != before:
                _write_client(unit, partner_id, client, row, stored)
                changed = [name for name in CLIENT_FIELDS if stored[name] != before[name]]
                unit.record("reinvoice.client", "organisation", client.id, {"changed": changed})
                unit.session.flush()  # the answer reads it back
            return _client_view(unit, partner_id, client)


def settings_values(unit: Unit, partner_id: int) -> dict[str, str]:
    """Return how a partner bills its clients, field by field, as it is stored or proposed."""
    row = queries.settings_of(unit.session, partner_id)
    if row is None:
        has_number = bool(partner_of(unit, partner_id).vat_number)
        status = VatStatus.REGISTERED if has_number else VatStatus.NOT_REGISTERED
        return DEFAULTS | {"vat_status": status.value}
    values = {name: str(getattr(row, name) or "") for name in FIELDS}
    return values | {
        "payment_days": str(row.payment_days),
        "reminder_days": " ".join(str(one) for one in row.reminder_days),
        "reminds_by_itself": "yes" if row.reminds_by_itself else "no",
    }


def partner_of(unit: Unit, partner_id: int) -> Organisation:
    """Return the partner's organisation.

    Raises:
        NotFound: there is none.
    """
    found = organisation_queries.organisation(unit.session, partner_id)
    if found is None:
        raise not_found()
    return found


def terms_hold_rate(unit: Unit, country: str) -> bool:
    """Return whether the programme terms hold a VAT rate for sellers in a country."""
    vat = unit.terms.vat
    return vat.taxed_as.get(country, country) in vat.rates


def _standing(unit: Unit, partner_id: int, before: Mapping[str, str]) -> Standing:
    return Standing(
        terms_hold_rate=terms_hold_rate(unit, partner_of(unit, partner_id).country),
        has_issued=queries.has_issued(unit.session, partner_id),
        first_number=before["first_number"],
    )


def _write_settings(unit: Unit, partner_id: int, row: ReinvoiceSettings | None, stored: Mapping[str, str]) -> None:
    if row is None:
        row = ReinvoiceSettings(org_id=partner_id, version=0)
        unit.session.add(row)
    for name in FIELDS:
        setattr(row, name, stored[name])
    row.vat_percent = stored["vat_percent"] or None
    row.payment_days, row.first_number = int(stored["payment_days"]), int(stored["first_number"])
    row.reminder_days = list(days_of(stored["reminder_days"]))
    row.reminds_by_itself = stored["reminds_by_itself"] == "yes"
    row.version += 1


def _write_client(
    unit: Unit, partner_id: int, client: Organisation, row: ReinvoiceClient | None, stored: Mapping[str, str]
) -> None:
    if row is None:
        row = ReinvoiceClient(partner_id=partner_id, client_id=client.id, buyer={}, version=0)
        unit.session.add(row)
    row.email, row.language, row.reference = stored["email"], stored["language"], stored["reference"]
    row.payment_days = int(stored["payment_days"]) if stored["payment_days"] else None
    row.version += 1


def _check_version(typed: int | None, version: int) -> None:
    if typed is not None and typed != version:
        raise Conflict(
            _("This was changed by someone else while you were changing it."),
            _("Nothing was changed."),
            _("Look at what it says now, then change it again."),
        )


def _client_values(row: ReinvoiceClient | None) -> dict[str, str]:
    if row is None:
        return dict.fromkeys(CLIENT_FIELDS, "")
    return {
        "email": row.email,
        "language": row.language,
        "payment_days": "" if row.payment_days is None else str(row.payment_days),
        "reference": row.reference,
    }


def _view(unit: Unit, partner_id: int) -> ReinvoiceSettingsView:
    row, values = queries.settings_of(unit.session, partner_id), settings_values(unit, partner_id)
    decision = unit.may(Action.REINVOICE_RULES, Stance(relation=Relation.OWN))
    return ReinvoiceSettingsView(
        values=values,
        iban=show_iban(values["iban"]),
        qr_iban=is_qr_iban(values["iban"]),
        rate_needed=not terms_hold_rate(unit, partner_of(unit, partner_id).country),
        confirmed=row is not None,
        has_issued=queries.has_issued(unit.session, partner_id),
        may_change=decision.allowed,
        why_not=decision.reason,
        version=0 if row is None else row.version,
    )


def _known(unit: Unit, partner_id: int, client: Organisation, row: ReinvoiceClient | None) -> Mapping[str, str]:
    """Return the client's account as far as its partner knows it: as it is, or as it was when it was charged last."""
    if is_open(unit, partner_id, client.id):
        return {"email": client.email, "language": client.language}
    buyer = row.buyer if row is not None else {}
    return {"email": str(buyer.get("email", "")), "language": str(buyer.get("language", ""))}


def _client_view(unit: Unit, partner_id: int, client: Organisation) -> ReinvoiceClientView:
    row = queries.client_settings(unit.session, partner_id, client.id)
    values = _client_values(row)
    usual = int(settings_values(unit, partner_id)["payment_days"])
    known = _known(unit, partner_id, client, row)
    return ReinvoiceClientView(
        client=client.name,
        client_id=show_id(Kind.ORGANISATION, client.id),
        values=values,
        email=values["email"] or known["email"],
        language=values["language"] or known["language"],
        payment_days=int(values["payment_days"]) if values["payment_days"] else usual,
        version=0 if row is None else row.version,
    )
