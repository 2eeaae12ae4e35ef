"""A batch of agreements that exist already: the provider's staff record them as active partnerships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resellertui.domain.client_file import ClientEntry
from resellertui.domain.consequence import money_sentence
from resellertui.domain.errors import Conflict, Invalid
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Access, Arrangement, Side, State
from resellertui.domain.text import fold
from resellertui.domain.wording import N_, _
from resellertui.services.billing.redrawing import redraw_after, tax_facts
from resellertui.services.importing.data import (
    Data,
    changes_between,
    data_of,
    fingerprint,
    identity_text,
    is_same,
    merged,
)
from resellertui.services.importing.matching import Directory
from resellertui.services.importing.outcome import Outcome
from resellertui.services.importing.report import Change
from resellertui.services.importing.updating import set_terms
from resellertui.services.importing.writing import Wish
from resellertui.services.invitations import invite
from resellertui.services.organisations import columns_of, new_organisation
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.arranging import entrust, grant_words
from resellertui.services.partnerships.dossier import check_obstacles, dossier_of, settle
from resellertui.services.partnerships.sentences import arrangement_words
from resellertui.services.unit import Unit
from resellertui.services.who import the_organisation
from resellertui.store.models import (
    ClientRecord,
    Organisation,
    Partnership,
    PartnershipEvent,
    Product,
    ProductProposal,
)
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import records
from resellertui.store.types import canonical


def the_partner(unit: Unit, who: str) -> Organisation:
    """Return the partner that staff name.

    Raises:
        NotFound: no approved partner.
        Ambiguous: several.
    """
    return the_organisation(
        unit, who, lambda org: organisation_queries.programme_member(unit.session, org.id) is not None
    )


class _Rejected(Exception):
    """This client can't be recorded; the reason in words."""


@dataclass
class _Found:
    """A client's organisation, and whether staff may change it: made by staff, and nobody has joined."""

    org: Organisation
    is_new: bool

    @property
    def is_ours(self) -> bool:
        return self.is_new or (self.org.claimed_at is None and self.org.created_by_id is None)


class AgreementBatch:
    """One transaction's worth of agreements of one partner."""

    def __init__(self, unit: Unit, partner: Organisation, wish: Wish, evidence: str, *, room: int) -> None:
        self.unit = unit
        self.partner = partner
        self.wish = wish
        self.evidence = evidence
        self.outcome = Outcome(room)

    def run(self, entries: Sequence[ClientEntry]) -> Outcome:
        """Record the agreements; what stands in the way of one rejects its rows."""
        identities = [self._identity(entry) for entry in entries]
        known = records.by_identities(self.unit.session, self.unit.actor.org_id or 0, identities)
        for entry, identity in zip(entries, identities, strict=True):
            data = data_of(entry.row)
            text = canonical(data)
            record = known.get(identity)
            if record is not None and record.digest == fingerprint(text):
                self.outcome.add(entry, Change.UNCHANGED)
                continue
            try:
                with self.unit.session.begin_nested():
                    if record is not None:
                        self._update(entry, record.id, data, text)
                    else:
                        self._take(entry, identity, data, text)
            except (_Rejected, Conflict, Invalid) as refusal:
                self.outcome.reject(entry, str(refusal))
        return self.outcome

    def _identity(self, entry: ClientEntry) -> str:
        """Return the identity within this partner's agreements: the same client may have several partners."""
        return f"{show_id(Kind.ORGANISATION, self.partner.id)} {identity_text(entry.identity)}"

    def _take(self, entry: ClientEntry, identity: str, data: Data, text: str) -> None:
        """Record an agreement that is not recorded yet."""
        found = self._client(entry)
        if not found.is_new and self._stands_already(found.org, data):
            self.outcome.add(entry, Change.UNCHANGED)
            return
        held = self._hold(found, data)
        row = self._partnership(found.org, held)
        record = ClientRecord(
            importer_id=self.unit.actor.org_id,
            identity=identity,
            reference=data["reference"],
            org_id=found.org.id,
            partnership_id=row.id,
            data=data,
            digest=fingerprint(text),
            updated_at=self.unit.now,
        )
        self.unit.session.add(record)
        self.unit.session.flush()  # proposals refer to the record
        self._propose(record, [one for one in data["products"] if not _held(held, one)])
        self._tell(found, row, data)
        self.outcome.add(entry, Change.CREATED, (self._sentence(row, held),), text=text)

    def _client(self, entry: ClientEntry) -> _Found:
        """Return the one organisation that the row names surely, or a new one."""
        matches = list(Directory.for_entries(self.unit, [entry]).matches(entry))
        if any(one.id == self.partner.id for one in matches):
            raise _Rejected(_("An organisation can't be its own partner."))
        if len(matches) > 1:
            ids = ", ".join(show_id(Kind.ORGANISATION, one.id) for one in matches)
            raise _Rejected(_("Several organisations fit: {ids}.").format(ids=ids))
        if not matches:
            return _Found(new_organisation(self.unit, entry.row.organisation), is_new=True)
        org = organisation_queries.organisation(self.unit.session, matches[0].id)
        assert org is not None  # noqa: S101  # found in this transaction
        return _Found(org, is_new=False)

    def _stands_already(self, org: Organisation, data: Data) -> bool:
        """Say whether this very agreement is active already.

        Raises:
            _Rejected: the pair has another one, or a request to be answered first.
        """
        session = self.unit.session
        settle(self.unit, org.id)
        pending = partnership_queries.between(session, org.id, self.partner.id, State.PENDING.value)
        if pending is not None:
            raise _Rejected(
                _("There is a pending request between them: {id}. It has to be answered or withdrawn first.").format(
                    id=show_id(Kind.PARTNERSHIP, pending.id)
                )
            )
        active = partnership_queries.active_of_partner(session, self.partner.id, org.id)
        if active is None:
            return False
        entrusted = {one.product_id for one in partnership_queries.open_entrustments(session, active.id)}
        held = _matching(organisation_queries.products_of(session, org.id), data["products"])
        payment = self.wish.payment.value if self.wish.payment else None
        same = (active.access, active.payment) == (self.wish.access.value, payment)
        if (
            same
            and len(held) == len(data["products"])
            and (self.wish.access is Access.FULL or {one.id for one in held} <= entrusted)
        ):
            return True
        raise _Rejected(
            _("They are partners already, on other terms: {id}. The client changes these.").format(
                id=show_id(Kind.PARTNERSHIP, active.id)
            )
        )

    def _hold(self, found: _Found, data: Data) -> list[Product]:
        """Return the client's products that the row names, made where staff may make them."""
        held = _matching(organisation_queries.products_of(self.unit.session, found.org.id), data["products"])
        if found.is_ours:
            held += [self._product(found.org, one) for one in data["products"] if not _held(held, one)]
        return held

    def _product(self, org: Organisation, one: Mapping[str, Any]) -> Product:
        product = Product(
            org_id=org.id,
            sku=one["sku"],
            family=self.unit.terms.kind(one["sku"]).family,
            name=one["name"],
            name_folded=fold(one["name"]),
            quantity=1,
            anchor_day=int(one["expiry"][8:]),
            created_at=self.unit.now,
            version=1,
        )
        set_terms(product, one)
        self.unit.session.add(product)
        self.unit.session.flush()  # it is entrusted by its number
        return product

    def _partnership(self, org: Organisation, held: list[Product]) -> Partnership:
        """Write the active partnership, if nothing stands in its way."""
        unit, now = self.unit, self.unit.now
        entrusted = held if self.wish.access is Access.LIMITED else []
        arrangement = Arrangement(self.wish.access, self.wish.payment, frozenset(one.id for one in entrusted))
        arrangement.check(by=Side.CLIENT)
        check_obstacles(unit, arrangement, org.id, self.partner.id, Side.CLIENT)
        access, payment = self.wish.access.value, self.wish.payment.value if self.wish.payment else None
        row = Partnership(
            client_id=org.id,
            partner_id=self.partner.id,
            client_address=org.email,
            client_address_key=org.email_key,
            client_label=org.name,
            initiator=Side.PARTNER.value,
            state=State.ACTIVE.value,
            access=access,
            payment=payment,
            requested_access=access,
            requested_payment=payment,
            requested_families="",
            requested_at=now,
            requested_by_id=unit.actor.user_id,
            sent_at=now,
            answered_at=now,
            answered_by_id=unit.actor.user_id,
            active_since=now,
            reason="",
            pause_reason="",
            reminded_for="",
            evidence=self.evidence,
            version=1,
        )
        unit.session.add(row)
        unit.session.flush()  # products are entrusted to its number
        entrust(unit, row, entrusted)
        words = grant_words(arrangement, entrusted) | {"evidence": self.evidence}
        unit.session.add(
            PartnershipEvent(
                partnership_id=row.id,
                at=now,
                kind="imported",
                side="provider",
                user_id=unit.actor.user_id,
                details={key: value for key, value in words.items() if value},
            )
        )
        return row

    def _propose(self, record: ClientRecord, products: Sequence[Mapping[str, Any]]) -> None:
        known = {(one.sku, one.name_folded): one for one in records.proposals(self.unit.session, record.id)}
        for one in products:
            proposal = known.get((one["sku"], fold(one["name"])))
            if proposal is None:
                proposal = ProductProposal(
                    record_id=record.id,
                    org_id=record.org_id,
                    sku=one["sku"],
                    family=self.unit.terms.kind(one["sku"]).family,
                    name=one["name"],
                    name_folded=fold(one["name"]),
                    proposed_at=self.unit.now,
                )
                self.unit.session.add(proposal)
            if proposal.adopted_at is None:
                set_terms(proposal, one)

    def _update(self, entry: ClientEntry, number: int, data: Data, text: str) -> None:
        """Bring a recorded agreement up to date: new products are entrusted; access and payment are the client's."""
        session = self.unit.session
        record = records.record(session, number)
        assert record is not None  # noqa: S101  # found in this transaction
        before: Data = record.data
        after = merged(before, data)
        if is_same(before, after):
            self.outcome.add(entry, Change.UNCHANGED)
            return
        org = organisation_queries.organisation(session, record.org_id)
        assert org is not None  # noqa: S101  # the record refers to it
        found = _Found(org, is_new=False)
        if found.is_ours:
            taxed = tax_facts(org)
            for name, value in columns_of(entry.row.organisation).items():
                if value:
                    setattr(org, name, value)
            org.version += 1
            redraw_after(self.unit, org, taxed)
        held = self._hold(found, after)
        if found.is_ours:
            for product in held:
                set_terms(product, next(one for one in after["products"] if _held([product], one)))
        self._propose(record, [one for one in after["products"] if not _held(held, one)])
        self._entrust_new(record, held)
        record.reference, record.data = after["reference"], after
        record.digest, record.updated_at = fingerprint(text), self.unit.now
        self.outcome.add(entry, Change.UPDATED, changes_between(before, after), text=text)

    def _entrust_new(self, record: ClientRecord, held: Sequence[Product]) -> None:
        row = partnership_queries.partnership(self.unit.session, record.partnership_id or 0)
        if row is None or row.state != State.ACTIVE.value or row.access != Access.LIMITED.value:
            return
        entrusted = {one.product_id for one in partnership_queries.open_entrustments(self.unit.session, row.id)}
        new = [one for one in held if one.id not in entrusted]
        wanted = Arrangement(Access.LIMITED, None, frozenset(one.id for one in held))
        check_obstacles(self.unit, wanted, record.org_id, self.partner.id, Side.CLIENT)
        entrust(self.unit, row, new)

    def _sentence(self, row: Partnership, held: Sequence[Product]) -> str:
        names = [one.name for one in held] if row.access == Access.LIMITED.value else []
        arrangement = arrangement_words({"access": row.access, "payment": row.payment, "products": names})
        return _("Active: {arrangement}.").format(arrangement=arrangement)

    def _tell(self, found: _Found, row: Partnership, data: Data) -> None:
        """Tell both sides; a client that nobody has joined gets the invitation with it."""
        dossier = dossier_of(self.unit, row, Side.CLIENT)
        facts: dict[str, Any] = {
            "arrangement": lambda: self._sentence(row, []),
            "evidence": self.evidence,
            "consequence": lambda: money_sentence(
                self.partner.name, found.org.name, self.wish.access, self.wish.payment
            ),
        }
        subject = N_("The partnership of {client} and {partner} is recorded")
        body = N_(
            "The provider has recorded what {client} and {partner} agreed on. {arrangement} {consequence} "
            "Where it is written: {evidence}"
        )
        notices.tell(dossier, Side.PARTNER, "imported", subject, body, **facts)
        if not found.is_new:
            notices.tell(dossier, Side.CLIENT, "imported", subject, body, **facts)
            return
        invite(
            self.unit,
            email=data["contact_email"],
            name=data["contact_name"],
            org_id=found.org.id,
            kind="partnership.imported",
            subject=subject,
            body=N_(
                "The provider has recorded what {client} and {partner} agreed on. {arrangement} {consequence} "
                "Where it is written: {evidence} You are invited as the legal representative of {client}."
            ),
            partnership_id=row.id,
            language=data["language"] or "en",
            client=found.org.name,
            partner=self.partner.name,
            **facts,
        )


def _held(held: Sequence[Product], one: Mapping[str, Any]) -> bool:
    return any((product.sku, product.name_folded) == (one["sku"], fold(one["name"])) for product in held)


def _matching(products: Sequence[Product], wanted: Sequence[Mapping[str, Any]]) -> list[Product]:
    keys = {(one["sku"], fold(one["name"])) for one in wanted}
    found: dict[tuple[str, str], Product] = {}
    for one in products:
        key = (one.sku, one.name_folded)
        if key in keys:
            found.setdefault(key, one)
    return list(found.values())
