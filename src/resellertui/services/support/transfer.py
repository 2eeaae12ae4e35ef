"""The transfer codes of domains: entered by the provider's staff, kept sealed, shown to those who may move the domain.

Whoever has the technical right on a domain reads its code, a partner with full access too; with limited access never.
Each look is in the audit. A code goes when its domain ends. It is another thing than a support code.
"""

from __future__ import annotations

import base64
import secrets as random
from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, NotFound, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.renewal import timeline
from resellertui.domain.text import forbidden
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.products import is_domain, reachable_product
from resellertui.services.support.code_views import TransferCodeView
from resellertui.services.support.keys import SupportKeyMissing, keep_secret, secret_of
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Product, TransferCode
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import support_codes as queries

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SHORTEST = 6
LONGEST = 200
"""Registries give 6 to 16 characters, some more."""


class TransferCodes:
    """The codes by which domains are moved to another registrar."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def enter(self, actor: Actor, product: str, code: str) -> TransferCodeView:
        """Keep the transfer code of any organisation's domain, in place of a former one; for the provider's staff.

        Args:
            actor: who enters it.
            product: the domain's id.
            code: as the registry gave it.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: no product of this id.
            Refused: it is no domain, or does not run.
            Invalid: it can't be a code.
            SecretsUnavailable: this console lacks the key of the transfer codes, or can't keep the first one.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.TRANSFER_CODE_ENTER)
            number = parse_id(Kind.PRODUCT, product)
            row = None if number is None else organisation_queries.product(unit.session, number)
            if row is None:
                raise not_found(product)
            _check_domain(unit, row)
            if not _runs(unit, row):
                raise Refused(_("“{name}” does not run.").format(name=row.name), _("Nothing was changed."))
            code = code.strip()
            if not SHORTEST <= len(code) <= LONGEST or forbidden(code) or any(one.isspace() for one in code):
                reason = _("A transfer code has {least} to {most} characters, without blanks.")
                raise Invalid({"code": reason.format(least=SHORTEST, most=LONGEST)})
            key_id = queries.transfer_key_id(unit.session) or new_key(unit)
            sealed = seal(unit, key_id, code)
            kept = queries.transfer_code(unit.session, row.id)
            if kept is None:
                kept = TransferCode(product_id=row.id)
                unit.session.add(kept)
            before = kept.entered_at
            kept.sealed, kept.key_id, kept.entered_at, kept.entered_by_id = sealed, key_id, unit.now, actor.user_id or 0
            unit.session.flush()  # the answer reads it back
            replaced = None if before is None else before.isoformat()
            unit.record("transfer_code.entered", "product", row.id, {"replaces": replaced}, for_org_id=row.org_id)
            return _view(row, kept, None)

    def show(self, actor: Actor, product: str) -> TransferCodeView:
        """Return the transfer code of a domain, by its name or id, and note that it was shown.

        Raises:
            NotFound: no such domain that the actor may see, or no code was entered for it.
            Forbidden: no technical right on it, or limited access.
            Refused: it is no domain.
            SecretsUnavailable: this console lacks the key of the transfer codes.
        """
        with self._office.writing(actor) as unit:
            row = reachable_product(unit, product, Action.TRANSFER_CODE_SHOW)
            _check_domain(unit, row)
            kept = queries.transfer_code(unit.session, row.id)
            if kept is None or not _runs(unit, row):
                raise NotFound(
                    _("There is no transfer code for “{name}”.").format(name=row.name),
                    hint=_("Ask the support to enter it."),
                )
            code = opened(unit, kept)
            if unit.office.dry_run:  # what can't be noted is not shown
                return _view(row, kept, None)
            unit.record("transfer_code.shown", "product", row.id, {}, for_org_id=row.org_id)
            return _view(row, kept, code)


def _check_domain(unit: Unit, product: Product) -> None:
    if not is_domain(unit, product):
        raise Refused(
            _("“{name}” is no domain name.").format(name=product.name),
            _("Only domains are moved to another registrar by a code."),
        )


def _runs(unit: Unit, product: Product) -> bool:
    """Return whether a domain has not ended, by its state and by its date."""
    if product.state != "active":
        return False
    if product.expires_on is None:
        return True
    return unit.today < timeline(product.expires_on, product.period_months, unit.terms.days).terminated_on


def secret_name(key_id: str) -> str:
    """Return under which name the secrets keep a key of transfer codes."""
    return f"transfer-{key_id}"


def new_key(unit: Unit) -> str:
    """Make a key and keep it with the installation's secrets; return its id.

    Raises:
        SecretsUnavailable: it can't be kept.
    """
    key_id = random.token_hex(8)
    keep_secret(unit, secret_name(key_id))
    return key_id


def seal(unit: Unit, key_id: str, code: str) -> str:
    """Return a code as it is kept.

    Raises:
        SupportKeyMissing: this console lacks the key.
    """
    return _box(unit, key_id).encrypt(code.encode()).decode()


def _box(unit: Unit, key_id: str) -> Fernet:
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(secret_of(unit, secret_name(key_id), key_id)))


def opened(unit: Unit, kept: TransferCode) -> str:
    """Return a code that is kept.

    Raises:
        SupportKeyMissing: this console lacks the key that sealed it.
    """
    from cryptography.fernet import InvalidToken

    try:
        return _box(unit, kept.key_id).decrypt(kept.sealed.encode()).decode()
    except InvalidToken:
        raise SupportKeyMissing(
            _("The key {key} of this console is not the one that sealed this code.").format(key=kept.key_id),
            _("It lies {place}.").format(place=unit.office.secrets.place(secret_name(kept.key_id))),
            _("Enter the code anew."),
        ) from None


def _view(product: Product, kept: TransferCode, code: str | None) -> TransferCodeView:
    return TransferCodeView(
        product=product.name,
        product_id=show_id(Kind.PRODUCT, product.id),
        code=code,
        entered_at=kept.entered_at,
    )
