"""How many subscriptions a payer is billed for, asked again and again while a job changes some of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from resellertui.domain.billing import ProductState
from resellertui.services.unit import Unit
from resellertui.store.models import Product
from resellertui.store.queries import billing as queries


class Count:
    """Counts within one transaction: the database is asked once for each payer, for all but what may change in it."""

    def __init__(self, unit: Unit, changing: Sequence[Product]) -> None:
        self._unit = unit
        self._changing = tuple(changing)
        self._others: dict[tuple[int, tuple[str, ...], date], int] = {}

    def active(self, payer_id: int, families: Sequence[str], day: date, besides: Sequence[int]) -> int:
        """Return what `active_subscriptions` does."""
        place = (payer_id, tuple(families), day)
        if place not in self._others:
            changing = [one.id for one in self._changing]
            self._others[place] = queries.active_subscriptions(self._unit.session, payer_id, families, day, changing)
        left_out = set(besides)
        return self._others[place] + sum(
            one.quantity
            for one in self._changing
            if one.id not in left_out
            and (one.org_id if one.payer_id is None else one.payer_id) == payer_id
            and one.family in families
            and one.state == ProductState.ACTIVE.value
            and (one.expires_on is None or one.expires_on > day)
        )
