"""The lists that were looked at last, kept as long as nothing in them has changed."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from sqlalchemy.orm import Session

from resellertui.store.queries.portfolio import finding, totals
from resellertui.store.queries.portfolio.orders import Order
from resellertui.store.queries.portfolio.windows import Window

KEPT = 8
"""Lists: what is typed letter by letter makes one for each letter."""


class Shelf:
    """Remembers how windows are read; what it gives out is true in the transaction that asks."""

    def __init__(self) -> None:
        self._orders: OrderedDict[Window, tuple[int, Order]] = OrderedDict()
        self._lock = Lock()

    def order(self, session: Session, window: Window) -> Order:
        """Return the window's lines by place; one that hangs on grants, whose changes are not counted, is read anew."""
        if window.membership_id is not None:
            return finding.order_of(session, window)
        version = totals.version(session, window.partner_id)
        with self._lock:
            known = self._orders.get(window)
            if known is not None and known[0] == version:
                self._orders.move_to_end(window)
                return known[1]
        order = finding.order_of(session, window)
        with self._lock:
            self._orders[window] = (version, order)
            self._orders.move_to_end(window)
            while len(self._orders) > KEPT:
                self._orders.popitem(last=False)
        return order
