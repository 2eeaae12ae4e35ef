"""The key that transfer codes are sealed with: made with the first of them, replaced by staff, also where it was lost.

The codes name their key by its id. A replacement seals anew what the former key still opens; what it does not is of no
use to anybody, and goes, so that staff can enter it again.
"""

from __future__ import annotations

import logging

from resellertui.adapters.secrets import SecretsUnavailable
from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.support.code_views import TransferKeyView
from resellertui.services.support.keys import SupportKeyMissing
from resellertui.services.support.transfer import new_key, opened, seal, secret_name
from resellertui.services.unit import Office, Unit
from resellertui.store.queries import support_codes as queries

log = logging.getLogger(__name__)


class TransferKeys:
    """What the provider's staff see and do of the key of transfer codes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> TransferKeyView:
        """Return the key's id and where it lies. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SUPPORT_KEY)
            return _view(unit, queries.transfer_key_id(unit.session))

    def rotate(self, actor: Actor) -> TransferKeyView:
        """Replace the key by a new one, and seal every code anew; codes whose key was lost go.

        Raises:
            Forbidden: not of the provider's staff.
            Refused: there is no code, and so no key.
            SecretsUnavailable: the new key can't be kept.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.SUPPORT_KEY)
            kept = queries.transfer_codes(unit.session)
            if not kept:
                raise Refused(_("No transfer code is kept, and so there is no key."), _("Nothing was changed."))
            former = {code.key_id for code, _product in kept}
            key_id, dropped = None, []
            for code, product in kept:
                try:
                    text = opened(unit, code)
                except SupportKeyMissing:
                    dropped.append(product)
                    unit.record("transfer_code.dropped", "product", product.id, {}, for_org_id=product.org_id)
                    continue
                key_id = key_id or new_key(unit)
                code.sealed, code.key_id = seal(unit, key_id, text), key_id
            queries.drop_transfer_codes(unit.session, [product.id for product in dropped])
            sealed = len(kept) - len(dropped)
            unit.record(
                "transfer_code.key_rotated",
                "support_key",
                None,
                {"before": sorted(former), "after": key_id, "sealed": sealed, "dropped": len(dropped)},
            )
            names = tuple(product.name for product in dropped)
            view = _view(unit, key_id).model_copy(update={"sealed": sealed, "dropped": names})
        if not self._office.dry_run and unit.installation.play_key is None:
            self._forget(former)
        return view

    def _forget(self, key_ids: set[str]) -> None:
        for one in sorted(key_ids):
            try:
                self._office.secrets.drop(secret_name(one))
            except SecretsUnavailable as error:
                log.warning("the retired key %s of transfer codes could not be removed: %s", one, error)


def _view(unit: Unit, key_id: str | None) -> TransferKeyView:
    play = unit.installation.play_key is not None
    name = secret_name(key_id or "id")  # small letters: a file's name would spell capitals by number
    place = _("in the database itself, which is one for play") if play else unit.office.secrets.place(name)
    here = play or bool(unit.office.secrets.get(name) or unit.pending_secrets.get(name))
    return TransferKeyView(id=key_id, place=place, is_here=key_id is not None and here)
