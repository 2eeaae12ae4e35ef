"""What a partner earns: each line's cashback, and the sums by state and month. The invoices stay their payers' own."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, show_id, show_optional_id
from resellertui.domain.money import Currency, Money
from resellertui.services.actor import Actor
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.billing.views import CashbackMonth, CashbackPage, CashbackRow, CashbackSummary
from resellertui.services.unit import Office
from resellertui.store.queries import billing as queries


class CashbackAccount:
    """One's own organisation's cashback; needs the accounting right."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, offset: int = 0, limit: int = 50) -> CashbackPage:
        """Return a part of what lines earned, newest first. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            org_id = own_org(unit)
            allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
            rows = tuple(
                CashbackRow(
                    id=show_id(Kind.CASHBACK, one.id),
                    client=client,
                    client_id=show_id(Kind.ORGANISATION, one.holder_id),
                    product=line.name,
                    product_id=show_optional_id(Kind.PRODUCT, one.product_id),
                    currency=one.currency,
                    amount=str(Money(one.amount, Currency(one.currency))),
                    reversed=str(Money(one.reversed, Currency(one.currency))),
                    state=one.state,
                    made_on=one.made_on,
                    credited_on=one.credited_on,
                )
                for one, line, client in queries.cashback_window(unit.session, org_id, offset, limit)
            )
            return CashbackPage(total=queries.cashback_count(unit.session, org_id), offset=offset, rows=rows)

    def summary(self, actor: Actor) -> CashbackSummary:
        """Return the sums by state and by month. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            org_id = own_org(unit)
            allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
            sums = queries.cashback_sums(unit.session, org_id)
            return CashbackSummary(
                pending=tuple((code, _text(sum_, code)) for state, code, sum_, _back in sums if state == "pending"),
                credited=tuple((code, _text(sum_, code)) for state, code, sum_, _back in sums if state == "credited"),
                reversed=tuple((code, _text(back, code)) for state, code, _sum, back in sums if state == "credited"),
                months=tuple(
                    CashbackMonth(month=month, currency=code, credited=_text(sum_, code), reversed=_text(back, code))
                    for month, code, sum_, back in queries.cashback_months(unit.session, org_id)
                ),
            )


def _text(minor: int, code: str) -> str:
    return str(Money(minor, Currency(code)))
