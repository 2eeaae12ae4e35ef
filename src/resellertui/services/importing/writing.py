"""The rows that a batch of an import writes, collected first and written table by table."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from resellertui.domain.countries import currency_of
from resellertui.domain.partnership import Access, Payment, expiry_of_request
from resellertui.domain.roles import Role
from resellertui.domain.search import beginnings
from resellertui.domain.text import fold
from resellertui.domain.wording import current_language, in_mail_language
from resellertui.services.tokens import new_token
from resellertui.services.unit import Unit
from resellertui.store.models import (
    ClientRecord,
    Invitation,
    Model,
    Organisation,
    OutboxMail,
    Partnership,
    PartnershipEvent,
    Product,
    ProductProposal,
    RequestedProduct,
    folding,
)
from resellertui.store.queries import records
from resellertui.store.types import canonical, moment_text

Values = tuple[Any, ...]

_TABLES: tuple[tuple[type[Model], str], ...] = (
    (
        Organisation,
        "id kind name name_folded email email_key phone website language street house_number postal_code city region "
        "country currency register_number vat_number created_at created_by_id claimed_at version city_folded "
        "name_starts details details_starts numbers numbers_starts",
    ),
    (
        Product,
        "id org_id sku family name name_folded quantity period_months anchor_day expires_on auto_renewal created_at "
        "version name_starts",
    ),
    (
        Partnership,
        "id client_id partner_id client_address client_address_key client_label initiator state access payment "
        "requested_access requested_payment requested_families requested_at requested_by_id sent_at expires_on reason "
        "pause_reason reminded_for evidence version label_folded label_starts",
    ),
    (RequestedProduct, "partnership_id product_id"),
    (PartnershipEvent, "partnership_id at kind side user_id details"),
    (
        ClientRecord,
        "id importer_id identity reference org_id partnership_id data digest updated_at reference_folded "
        "reference_starts",
    ),
    (
        ProductProposal,
        "record_id org_id sku family name name_folded period_months expires_on auto_renewal proposed_at",
    ),
    (Invitation, "token_hash org_id email email_key name role created_at expires_at"),
    (
        OutboxMail,
        "message_id recipient recipient_name language kind subject body partnership_id created_at attempts last_error",
    ),
)
"""In an order in which every row finds what it refers to; the columns in the tables' own order."""


@dataclass(frozen=True)
class Wish:
    """What an import asks of every client."""

    access: Access
    payment: Payment | None


@dataclass
class Sheaf:
    """The new rows of one batch, with the ids that they get; made while the write lock is held."""

    unit: Unit
    _rows: dict[type[Model], list[Values]] = field(default_factory=lambda: {model: [] for model, _columns in _TABLES})
    _ids: dict[type[Model], int] = field(default_factory=dict)

    def next_id(self, model: type[Model]) -> int:
        """Return the next free id of a table."""
        if model not in self._ids:
            self._ids[model] = records.last_id(self.unit.session, model)
        self._ids[model] += 1
        return self._ids[model]

    def write(self) -> None:
        """Write everything, each table's rows in one statement."""
        for model, columns in _TABLES:
            records.insert_many(self.unit.session, model, columns.split(), self._rows[model])

    @cached_property
    def now(self) -> str:
        """The moment, as it is stored."""
        return moment_text(self.unit.now)

    @cached_property
    def token_expiry(self) -> str:
        """When a token sent now stops working, as it is stored."""
        return moment_text(self.unit.now + timedelta(days=self.unit.terms.days.join_token))

    @cached_property
    def answer_by(self) -> date:
        """The day on which a request sent now expires."""
        return expiry_of_request(self.unit.today, self.unit.terms.days.request_expires)

    @cached_property
    def _answer_by_text(self) -> str:
        return self.answer_by.isoformat()

    def organisation(self, data: Mapping[str, Any], created_by_id: int | None) -> int:
        """Add an unclaimed organisation; return its id."""
        number, name_folded = self.next_id(Organisation), fold(data["name"])
        self._rows[Organisation].append(
            (
                number,
                data["kind"],
                data["name"],
                name_folded,
                data["email"],
                data["email"].lower(),
                data["phone"],
                data["website"],
                data["language"] or "en",
                data["street"],
                data["house_number"],
                data["postal_code"],
                data["city"],
                data["region"],
                data["country"],
                currency_of(data["country"]).value,
                data["register_number"] or None,
                data["vat_number"] or None,
                self.now,
                created_by_id,
                None,
                1,
                *folding.of_organisation(
                    name_folded,
                    data["email"],
                    data["city"],
                    (data["postal_code"], data["website"], data["vat_number"] or "", data["register_number"] or ""),
                ),
            )
        )
        return number

    def product(self, org_id: int, one: Mapping[str, Any]) -> int:
        """Add a product; return its id."""
        number, name_folded = self.next_id(Product), fold(one["name"])
        self._rows[Product].append(
            (
                number,
                org_id,
                one["sku"],
                self.unit.terms.kind(one["sku"]).family,
                one["name"],
                name_folded,
                1,
                one["period_months"],
                int(one["expiry"][8:]),
                one["expiry"],
                1 if one["auto_renewal"] else 0,
                self.now,
                1,
                beginnings(name_folded),
            )
        )
        return number

    def request(self, client_id: int | None, partner_id: int, wish: Wish, data: Mapping[str, Any]) -> int:
        """Add a partner's pending request with its event; return its id."""
        number = self.next_id(Partnership)
        access, payment = wish.access.value, wish.payment.value if wish.payment else None
        user_id, email = self.unit.actor.user_id, data["contact_email"]
        self._rows[Partnership].append(
            (
                number,
                client_id,
                partner_id,
                email,
                email.lower(),
                data["name"],
                "partner",
                "pending",
                access,
                payment,
                access,
                payment,
                "",
                self.now,
                user_id,
                self.now,
                self._answer_by_text,
                "",
                "",
                "",
                "",
                1,
                *folding.of_text(data["name"]),
            )
        )
        details: dict[str, object] = {"access": access}
        if payment:
            details["payment"] = payment
        elif data["products"]:
            details["products"] = [one["name"] for one in data["products"]]
        self._rows[PartnershipEvent].append((number, self.now, "requested", "partner", user_id, canonical(details)))
        return number

    def requested(self, partnership_id: int, product_id: int) -> None:
        """Add a product to a request."""
        self._rows[RequestedProduct].append((partnership_id, product_id))

    def record(
        self,
        importer_id: int,
        identity: str,
        org_id: int,
        partnership_id: int | None,
        data: Mapping[str, Any],
        text: str,
        digest: str,
    ) -> int:
        """Add the importer's record of a client, whose canonical text is given; return its id."""
        number = self.next_id(ClientRecord)
        self._rows[ClientRecord].append(
            (
                number,
                importer_id,
                identity,
                data["reference"],
                org_id,
                partnership_id,
                text,
                digest,
                self.now,
                *folding.of_text(data["reference"]),
            )
        )
        return number

    def proposal(self, record_id: int, org_id: int, one: Mapping[str, Any]) -> None:
        """Add a product that the client may adopt."""
        self._rows[ProductProposal].append(
            (
                record_id,
                org_id,
                one["sku"],
                self.unit.terms.kind(one["sku"]).family,
                one["name"],
                fold(one["name"]),
                one["period_months"],
                one["expiry"],
                1 if one["auto_renewal"] else 0,
                self.now,
            )
        )

    def invitation(self, org_id: int, data: Mapping[str, Any]) -> str:
        """Add an invitation of the row's contact as legal representative; return the token to send."""
        token, token_hash = new_token()
        email = data["contact_email"]
        self._rows[Invitation].append(
            (
                token_hash,
                org_id,
                email,
                email.lower(),
                data["contact_name"],
                Role.LEGAL_REPRESENTATIVE.value,
                self.now,
                self.token_expiry,
            )
        )
        return token

    def mail(
        self, data: Mapping[str, Any], kind: str, letter: tuple[str, str], *, language: str, partnership_id: int
    ) -> None:
        """Add a mail to the row's contact."""
        subject, body = letter
        with in_mail_language(language):
            written_in = current_language()
        self._rows[OutboxMail].append(
            (
                f"{uuid.uuid4().hex}@resellertui.invalid",
                data["contact_email"],
                data["contact_name"],
                written_in,
                kind,
                subject,
                body,
                partnership_id,
                self.now,
                0,
                "",
            )
        )
