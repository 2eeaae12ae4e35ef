"""The job of renewals: what a day asks for, in short transactions of whole groups.

A day's work is found by what is not done yet, so a run that was killed, or that runs beside another one, goes on where
things stand; days that were missed are made up for in their order (`services/day_by_day`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from resellertui.domain.access import Action
from resellertui.domain.billing import ProductState, VoidReason
from resellertui.domain.calendar import add_months
from resellertui.domain.renewal import WARRANTY_FAMILY, Notice, notice_word, renewable_between
from resellertui.services.actor import Actor
from resellertui.services.billing import settling
from resellertui.services.billing.counting import Count
from resellertui.services.renewals.automatic import draft_renewals, order_of_document, pay_by_itself
from resellertui.services.renewals.notices import announce, tell_of_document
from resellertui.services.renewals.waiting import products_of, withdraw_if_stale
from resellertui.services.renewals.warranty import renew_under_warranty
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Document, Product
from resellertui.store.plain_rows import keeping
from resellertui.store.queries import renewals as queries
from resellertui.store.queries.renewals import FIRST_PLACE, Group, Place
from resellertui.store.queries.support_codes import drop_transfer_codes

JOB = "renew"
BATCH = 25
"""How many products are worked on while the write lock is held: a fraction of a second."""

Find = Callable[[Unit, Place], list[Group]]
Work = Callable[[Unit, Group], None]
Step = Callable[[Unit, Place], Place | None]
"""Works on what follows a place, and returns where that ended; None where nothing follows."""


def renew_by_date(office: Office, actor: Actor) -> dict[str, int]:
    """Renew, block and end what is due on the day, and count what was done."""
    with office.reading(actor) as unit:
        allow_running(unit, Action.TICK)
        day = unit.today
    counts = Counter[str](dict.fromkeys(("renewed", "waiting", "warranted", "terminated", "mails"), 0))
    _Day(office.on(day), actor, counts).work()
    return dict(counts)


def next_renewal(unit: Unit, day: date) -> date | None:
    """Return the next day after one on which something expires, is tried, ends or may be paid after all.

    The latter also on the first of a month, when clients may spend their partner's money anew.
    """
    days = unit.terms.days
    found = queries.next_event(unit.session, day, days.renewal_first_attempt, days.terminated_after)
    month = add_months(day.replace(day=1), 1, 1)
    return month if found is None else min(found, month)


class _Day:
    """One day of the calendar, worked through step by step."""

    def __init__(self, office: Office, actor: Actor, counts: Counter[str]) -> None:
        assert office.day is not None  # noqa: S101  # what is worked on is one day, whenever it ends
        self._office = office
        self._actor = actor
        self._day = office.day
        self._counts = counts
        self._count: Count | None = None
        """Of the group's transaction."""

    def work(self) -> None:
        """Do everything that the day asks for: what is over ends first, and older claims on a balance go before.

        Each batch is a transaction of its own; steps that find nothing share one.
        """
        steps: tuple[Step, ...] = (
            self._each(self._over, self._terminate),
            self._withdraw,
            self._retry,
            self._each(self._due, self._attempt),
            self._each(self._covered, self._warrant),
            self._end_unpaid_warranties,
            self._each(self._to_remind, lambda unit, group: self._notify(unit, group, Notice.FIRST)),
            self._each(self._to_block, lambda unit, group: self._notify(unit, group, Notice.BLOCKED)),
        )
        done, after = 0, FIRST_PLACE
        while done < len(steps):
            with self._writing() as unit:
                while done < len(steps):
                    last = steps[done](unit, after)
                    if last is not None:
                        after = last
                        break
                    done, after = done + 1, FIRST_PLACE

    @contextmanager
    def _writing(self) -> Iterator[Unit]:
        with self._office.writing(self._actor) as unit:
            allow_running(unit, Action.TICK)
            with keeping(unit.session):
                yield unit

    def _each(self, find: Find, work: Work) -> Step:
        def step(unit: Unit, after: Place) -> Place | None:
            groups = find(unit, after)
            self._count = Count(unit, [product for group in groups for product in group.products])
            for one in groups:
                work(unit, one)
            return groups[-1].place if groups else None

        return step

    def _due(self, unit: Unit, after: Place) -> list[Group]:
        return queries.to_attempt(unit.session, *renewable_between(self._day, unit.terms.days), after, BATCH)

    def _attempt(self, unit: Unit, group: Group) -> None:
        for made in draft_renewals(unit, group.products, self._count):
            paid = pay_by_itself(unit, made.order, made.document, made.products)
            self._counts["renewed" if paid else "waiting"] += len(made.products)
            if not paid:
                for one in made.products:
                    one.noticed = notice_word(one.expires_on or self._day, Notice.FIRST)
            self._counts["mails"] += tell_of_document(unit, made.document, made.products)

    def _withdraw(self, unit: Unit, after: Place) -> Place | None:
        documents = queries.to_doubt(unit.session, after, BATCH)
        for one in documents:
            withdraw_if_stale(unit, one)
        return _place(documents)

    def _retry(self, unit: Unit, after: Place) -> Place | None:
        last = renewable_between(self._day, unit.terms.days)[1]
        documents = queries.to_retry(unit.session, last, after, BATCH)
        for one in documents:
            products = products_of(unit, one.id)
            if pay_by_itself(unit, order_of_document(unit, one), one, products):
                self._counts["renewed"] += len(products)
                self._counts["mails"] += tell_of_document(unit, one, products)
        return _place(documents)

    def _covered(self, unit: Unit, after: Place) -> list[Group]:
        first = renewable_between(self._day, unit.terms.days)[0]
        return queries.warranted(unit.session, WARRANTY_FAMILY, first, self._day, after, BATCH)

    def _warrant(self, unit: Unit, group: Group) -> None:
        for made in renew_under_warranty(unit, group.products):
            self._counts["warranted"] += len(made.products)
            self._counts["mails"] += tell_of_document(unit, made.document, made.products, warranted=True)

    def _end_unpaid_warranties(self, unit: Unit, after: Place) -> Place | None:
        documents = queries.unpaid_warranties(unit.session, self._day, after, BATCH)
        for one in documents:
            running = [p for p in products_of(unit, one.id) if p.state == ProductState.ACTIVE.value]
            self._end(unit, tuple(running))
        return _place(documents)

    def _over(self, unit: Unit, after: Place) -> list[Group]:
        last = self._day - timedelta(days=unit.terms.days.terminated_after)
        return queries.to_terminate(unit.session, last, after, BATCH)

    def _terminate(self, unit: Unit, group: Group) -> None:
        self._end(unit, group.products)

    def _end(self, unit: Unit, products: tuple[Product, ...]) -> None:
        """Terminate products of one organisation; pro formas that would have renewed them are void."""
        for product in products:
            for document in queries.waiting_renewals(unit.session, product.id):
                settling.void(unit, document, VoidReason.TERMINATED, order_state="void")
            product.state = ProductState.TERMINATED.value
            product.version += 1
            facts = {"expires_on": None if product.expires_on is None else product.expires_on.isoformat()}
            unit.record("product.terminate", "product", product.id, facts, for_org_id=product.org_id)
        if products:
            drop_transfer_codes(unit.session, [one.id for one in products])
            self._counts["terminated"] += len(products)
            self._counts["mails"] += announce(unit, products, Notice.TERMINATED)

    def _to_remind(self, unit: Unit, after: Place) -> list[Group]:
        last = renewable_between(self._day, unit.terms.days)[1]
        first = self._day + timedelta(days=1)
        return queries.to_notice(unit.session, first, last, Notice.FIRST.value, after, BATCH, unrenewed=True)

    def _to_block(self, unit: Unit, after: Place) -> list[Group]:
        first = renewable_between(self._day, unit.terms.days)[0]
        return queries.to_notice(unit.session, first, self._day, Notice.BLOCKED.value, after, BATCH)

    def _notify(self, unit: Unit, group: Group, notice: Notice) -> None:
        self._counts["mails"] += announce(unit, group.products, notice)


def _place(documents: Sequence[Document]) -> Place | None:
    return (documents[-1].due_on, documents[-1].id) if documents else None
