"""Billing addresses: the ones that an organisation's invoices can name besides itself."""

from __future__ import annotations

from collections.abc import Mapping

from resellertui.domain.access import Action
from resellertui.domain.billing_address import FIELDS, MOST, address_lines, normalise_billing_address
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.addressing import named
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.billing.views import BillingAddressInput, BillingAddressView
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import BillingAddress
from resellertui.store.queries import billing_addresses as queries
from resellertui.store.queries import organisations as organisation_queries


class BillingAddresses:
    """What the people with the right to the accounting do with their organisation's billing addresses.

    Documents keep what they were made with; see `domain/billing_address.py` for what an address changes.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self, actor: Actor) -> tuple[BillingAddressView, ...]:
        """Return the billing addresses of the actor's organisation. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation: they are its own.
        """
        with self._office.reading(actor) as unit:
            org_id = _allowed(unit, Action.ACCOUNTING_VIEW)
            return tuple(_view(one) for one in queries.living(unit.session, org_id))

    def add(self, actor: Actor, new: BillingAddressInput) -> BillingAddressView:
        """Add a billing address; without a name it is addressed to the organisation.

        Raises:
            Forbidden: no right to the accounting.
            Invalid: every field that can't be accepted.
            Refused: the organisation has too many.
        """
        with self._office.writing(actor) as unit:
            org_id = _allowed(unit, Action.ACCOUNTING_PAY)
            living = queries.living(unit.session, org_id)
            if len(living) >= MOST:
                raise Refused(
                    _("An organisation has at most {count} billing addresses.").format(count=MOST),
                    _("Nothing was changed."),
                    _("Remove one first."),
                )
            names = organisation_queries.names(unit.session, [org_id])
            given = dict.fromkeys(FIELDS, "") | {"name": names.get(org_id, "")} | new.given()
            values = normalise_billing_address(given, [one.label for one in living])
            row = _write(unit, org_id, values)
            unit.record("billing_address.added", "billing_address", row.id, {"after": values})
            return _view(row)

    def edit(self, actor: Actor, reference: str, edit: BillingAddressInput) -> BillingAddressView:
        """Change a billing address, by label or id: what is given, the rest stays. What changes nothing writes nothing.

        The address gets another id; what has chosen it names it from now on. Pro formas that wait stay as they are.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: no such address.
            Invalid: every field that can't be accepted.
        """
        with self._office.writing(actor) as unit:
            before = _found(unit, reference)
            others = [one.label for one in queries.living(unit.session, before.org_id) if one.id != before.id]
            values = normalise_billing_address(values_of(before) | edit.given(), others)
            changed = [name for name in FIELDS if values[name] != getattr(before, name)]
            if not changed:
                return _view(before)
            was_usual = before.is_usual
            _retire(unit, before)
            row = _write(unit, before.org_id, values, is_usual=was_usual)
            queries.choose_instead(unit.session, before.id, row.id)
            unit.record(
                "billing_address.changed",
                "billing_address",
                row.id,
                {
                    "replaces": before.id,
                    "before": {name: getattr(before, name) for name in changed},
                    "after": {name: values[name] for name in changed},
                },
            )
            return _view(row)

    def remove(self, actor: Actor, reference: str) -> BillingAddressView:
        """Remove a billing address, by label or id; what has chosen it names the usual one from now on.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: no such address.
        """
        with self._office.writing(actor) as unit:
            row = _found(unit, reference)
            view = _view(row)
            _retire(unit, row)
            queries.choose_instead(unit.session, row.id, None)
            unit.record("billing_address.removed", "billing_address", row.id, {"before": values_of(row)})
            return view

    def make_usual(self, actor: Actor, reference: str) -> tuple[BillingAddressView, ...]:
        """Make an address the usual one, by label or id; an empty text makes the organisation itself so again.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: no such address.
        """
        with self._office.writing(actor) as unit:
            org_id = _allowed(unit, Action.ACCOUNTING_PAY)
            row = _found(unit, reference) if reference else None
            before = queries.usual(unit.session, org_id)
            if before is not row:
                if before is not None:
                    before.is_usual = False
                    unit.session.flush()  # two at a time the database refuses
                if row is not None:
                    row.is_usual = True
                    unit.session.flush()  # the answer reads it back
                facts = {
                    "before": None if before is None else before.id,
                    "after": None if row is None else row.id,
                }
                unit.record("billing_address.usual", "organisation", org_id, facts)
            return tuple(_view(one) for one in queries.living(unit.session, org_id))


def values_of(row: BillingAddress) -> dict[str, str]:
    """Return the fields of an address as they are stored."""
    return {name: getattr(row, name) for name in FIELDS}


def _allowed(unit: Unit, action: Action) -> int:
    org_id = own_org(unit)
    allow_accounting(unit, action, org_id)
    return org_id


def _found(unit: Unit, reference: str) -> BillingAddress:
    row = named(unit, _allowed(unit, Action.ACCOUNTING_PAY), reference)
    if row is None:
        raise not_found(reference)
    return row


def _write(unit: Unit, org_id: int, values: Mapping[str, str], *, is_usual: bool = False) -> BillingAddress:
    row = BillingAddress(org_id=org_id, **values, is_usual=is_usual, created_at=unit.now, removed_at=None)
    unit.session.add(row)
    unit.session.flush()  # it has an id now
    return row


def _retire(unit: Unit, row: BillingAddress) -> None:
    row.removed_at, row.is_usual = unit.now, False
    unit.session.flush()  # before another one becomes the usual one


def _view(row: BillingAddress) -> BillingAddressView:
    values = values_of(row)
    return BillingAddressView(
        id=show_id(Kind.BILLING_ADDRESS, row.id),
        is_usual=row.is_usual,
        lines=address_lines(values),
        **values,
    )
