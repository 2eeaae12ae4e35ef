"""The rows of a synthetic client, in every table that an imported agreement would write."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from resellertui.domain.calendar import local_date
from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.roles import Role
from resellertui.domain.search import beginnings
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.demo.people import demo_hash
from resellertui.services.demo.population import Character
from resellertui.services.unit import Office
from resellertui.store.bulk import Heap, next_id
from resellertui.store.models import (
    EntrustedProduct,
    Membership,
    Organisation,
    Partnership,
    PartnershipEvent,
    Product,
    User,
    folding,
)
from resellertui.store.types import canonical, moment_text

_THIRD = ("mail-hosting", "ksuite-pro", "kdrive-team", "swiss-backup", "newsletter", "vps-lite", "ssl-dv")
_MOMENTS = 701
"""Days back over which beginnings are spread."""


class _Good(NamedTuple):
    """A kind of product as rows need it."""

    sku: str
    family: str
    months: int
    label: str
    """The product's name and its folded form, where it is not a domain."""
    folded: str


class _Deal(NamedTuple):
    """What is agreed, or asked, with each client: how rows say it."""

    state: str
    access: str
    payment: str | None


class Sower:
    """Turns characters into rows, counting on from the highest numbers of each table."""

    def __init__(self, office: Office, agency: Actor, evidence: str, numbers: tuple[int, ...]) -> None:
        self._agency = agency
        self._evidence = evidence
        self._org, self._user, self._product, self.partnership_id = numbers
        self._seen = 0
        now, today = office.clock.now(), local_date(office.clock.now())
        self._moments = [moment_text(now - timedelta(days=30 + days)) for days in range(_MOMENTS)]
        self._sent = [moment_text(now - timedelta(days=days)) for days in range(30)]
        days = [today + timedelta(days=ahead) for ahead in range(365)]
        self._days = [(day.isoformat(), day.day) for day in days]
        self._goods = {
            kind.sku: _Good(
                kind.sku,
                kind.family,
                kind.period_months,
                "" if kind.names_domain else kind.label,
                "" if kind.names_domain else fold(kind.label),
            )
            for kind in office.terms.kinds
        }
        self._expiry = office.terms.days.request_expires
        self._organisations = Heap(Organisation, _ORGANISATION)
        self._users = Heap(User, _USER)
        self._memberships = Heap(Membership, _MEMBERSHIP)
        self._products = Heap(Product, _PRODUCT)
        self._partnerships = Heap(Partnership, _PARTNERSHIP)
        self._entrusted = Heap(EntrustedProduct, ("partnership_id", "product_id", "since"))
        self._events = Heap(PartnershipEvent, ("partnership_id", "at", "kind", "side", "user_id", "details"))

    @classmethod
    def after(cls, session: Session, office: Office, agency: Actor, evidence: str) -> Sower:
        """Return one that counts on from what the database holds."""
        numbers = tuple(next_id(session, model) for model in (Organisation, User, Product, Partnership))
        return cls(office, agency, evidence, numbers)

    @property
    def heaps(self) -> tuple[Heap, ...]:
        """The rows that wait, in the order in which they refer to each other."""
        return (
            self._organisations,
            self._users,
            self._memberships,
            self._products,
            self._partnerships,
            self._entrusted,
            self._events,
        )

    def add(self, one: Character) -> None:
        """Add a client with its person, its products and its partnership."""
        number, since = self._seen, self._moments[self._seen * 389 % _MOMENTS]
        place = one.place
        self._organisations.rows.append(
            (
                self._org, one.kind, one.name.text, one.name.folded, one.address, one.address, "", "",
                place.language, one.street, str(1 + number % 120), place.postal_code, place.city, "", place.country,
                place.currency, since, since, 1,
                *folding.of_organisation(one.name.folded, one.address, place.city, (place.postal_code,)),
            )
        )  # fmt: skip
        self._users.rows.append(
            (self._user, one.owner, one.address, one.address, place.language, demo_hash(), since, since, 1)
        )
        self._memberships.rows.append((self._org, self._user, Role.LEGAL_REPRESENTATIVE.value, 1, since, 1))
        products = self._add_products(one, number, since)
        self._add_partnership(one, number, since, products)
        self._org += 1
        self._user += 1
        self._seen += 1

    def _add_products(self, one: Character, number: int, since: str) -> list[tuple[int, str]]:
        domain = f"{one.label}.{one.place.ending}"
        made = []
        for turn, sku in enumerate(("web-hosting", f"domain-{one.place.ending}", _THIRD[number % len(_THIRD)])):
            good = self._goods[sku]
            expires_on, day = self._days[(number * 61 + turn * 97) % (31 if good.months == 1 else 365)]
            name, folded = (good.label, good.folded) if good.label else (domain, domain)
            self._products.rows.append(
                (self._product, self._org, sku, good.family, name, folded, 1, good.months, day, expires_on,
                 (number + turn) % 3 > 0, since, 1, beginnings(folded))
            )  # fmt: skip
            made.append((self._product, name))
            self._product += 1
        return made

    def _add_partnership(self, one: Character, number: int, since: str, products: list[tuple[int, str]]) -> None:
        deal = _deal_for(number)
        pending, limited = deal.state == State.PENDING.value, deal.access == Access.LIMITED.value
        sent = self._sent[number % 29] if pending else since
        expires_on = self._days[self._expiry - number % 29][0] if pending else None
        self._partnerships.rows.append(
            (
                self.partnership_id, self._org, self._agency.org_id, one.address, one.address, one.name.text,
                Side.PARTNER.value, deal.state, deal.access, deal.payment, deal.access, deal.payment, "", sent,
                self._agency.user_id, sent, expires_on, None if pending else since,
                None if pending else self._user, "", None if pending else since, "", "",
                "" if pending else self._evidence, 1, one.name.folded, beginnings(one.name.folded),
            )
        )  # fmt: skip
        entrusted = products[:2] if limited and not pending else []
        self._entrusted.rows.extend((self.partnership_id, product, since) for product, _name in entrusted)
        details = {
            "access": deal.access,
            "payment": deal.payment,
            "products": [name for _product, name in entrusted] or None,
            "product_ids": [product for product, _name in entrusted] or None,
            "evidence": None if pending else self._evidence,
        }
        self._events.rows.append(
            (
                self.partnership_id,
                sent,
                "requested" if pending else "imported",
                Side.PARTNER.value if pending else "provider",
                self._agency.user_id if pending else None,
                canonical({key: value for key, value in details.items() if value is not None}),
            )
        )
        self.partnership_id += 1


def _deal_for(number: int) -> _Deal:
    """Return the deal of a client: one in twenty pending, one in ten limited, the rest full; the first few active."""
    turn = number % 20
    if turn == 19:
        return _Deal(State.PENDING.value, Access.FULL.value, Payment.CLIENT.value)
    if turn in {7, 13}:
        return _Deal(State.ACTIVE.value, Access.LIMITED.value, None)
    payment = Payment.PARTNER if turn % 2 else Payment.CLIENT
    return _Deal(State.ACTIVE.value, Access.FULL.value, payment.value)


_ORGANISATION = (
    "id", "kind", "name", "name_folded", "email", "email_key", "phone", "website", "language", "street",
    "house_number", "postal_code", "city", "region", "country", "currency", "created_at", "claimed_at", "version",
    *folding.ORGANISATION,
)  # fmt: skip
_USER = ("id", "name", "email", "email_key", "language", "password_hash", "created_at", "email_confirmed_at", "version")
_MEMBERSHIP = ("org_id", "user_id", "role", "accounting", "created_at", "billing_reminders")
_PRODUCT = (
    "id", "org_id", "sku", "family", "name", "name_folded", "quantity", "period_months", "anchor_day", "expires_on",
    "auto_renewal", "created_at", "version", "name_starts",
)  # fmt: skip
_PARTNERSHIP = (
    "id", "client_id", "partner_id", "client_address", "client_address_key", "client_label", "initiator", "state",
    "access", "payment", "requested_access", "requested_payment", "requested_families", "requested_at",
    "requested_by_id", "sent_at", "expires_on", "answered_at", "answered_by_id", "reason", "active_since",
    "pause_reason", "reminded_for", "evidence", "version", "label_folded", "label_starts",
)  # fmt: skip
