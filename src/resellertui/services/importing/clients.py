"""A batch of a partner's own import: new clients are asked, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.client_file import ClientEntry, identity_of
from resellertui.domain.partnership import Access, Side, State
from resellertui.domain.programme_membership.standing import is_suspended, no_new_clients
from resellertui.domain.wording import _
from resellertui.services.importing.data import (
    Data,
    changes_between,
    data_of,
    fingerprint,
    identity_text,
    is_same,
    merged,
    row_of,
)
from resellertui.services.importing.letters import Letters
from resellertui.services.importing.matching import Directory, OwnKeys
from resellertui.services.importing.outcome import Outcome
from resellertui.services.importing.report import Change
from resellertui.services.importing.updating import propose, update_behind
from resellertui.services.importing.visible import reached_client, reaches
from resellertui.services.importing.writing import Sheaf, Wish
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.dossier import dossier_of, settle, standing_of
from resellertui.services.partnerships.sentences import arrangement_words
from resellertui.services.unit import Unit
from resellertui.store.models import ClientRecord, Organisation, Partnership
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import records
from resellertui.store.queries.records import Candidate
from resellertui.store.types import canonical


class ClientBatch:
    """One transaction's worth of clients."""

    def __init__(self, unit: Unit, partner: Organisation, wish: Wish, own: OwnKeys, *, room: int) -> None:
        self.unit = unit
        self.partner = partner
        self.wish = wish
        self.own = own
        self.outcome = Outcome(room)
        self.sheaf = Sheaf(unit)
        self.letters = Letters(partner.name, wish, self.sheaf.answer_by)
        self._takes_new = _takes_new(unit, partner)
        self._to_tell: list[int] = []
        self._asked: set[int] = set()

    def run(self, entries: Sequence[ClientEntry]) -> Outcome:
        """Bring the entries in; those that can't be are rejected."""
        identities = [identity_text(entry.identity) for entry in entries]
        known = records.by_identities(self.unit.session, self.partner.id, identities)
        strangers = [entry for entry, identity in zip(entries, identities, strict=True) if identity not in known]
        if strangers:
            self.own.refresh(self.unit)
        self.directory = Directory.for_entries(self.unit, strangers)
        for entry, identity in zip(entries, identities, strict=True):
            data = data_of(entry.row)
            text = canonical(data)
            record = known.get(identity)
            if record is not None and record.digest == fingerprint(text):
                self.outcome.add(entry, Change.UNCHANGED)
                continue
            number = record.id if record is not None else self.own.find(entry)
            if number is not None:
                self._update(entry, number, data)
            else:
                self._take_stranger(entry, data, text)
        self.unit.session.flush()  # updates stand before the new rows, which refer to some of what they change
        self.sheaf.write()
        for partnership_id in self._to_tell:
            row = partnership_queries.partnership(self.unit.session, partnership_id)
            assert row is not None  # noqa: S101  # written above
            notices.tell_of_request(dossier_of(self.unit, row, Side.PARTNER))
        return self.outcome

    def _update(self, entry: ClientEntry, number: int, data: Data) -> None:
        """Bring a client up to date that the partner has a record of."""
        record = records.record(self.unit.session, number)
        assert record is not None  # noqa: S101  # found in this transaction
        before: Data = record.data
        after = merged(before, data)
        if is_same(before, after) or self._is_as_reached(record, data):
            self.outcome.add(entry, Change.UNCHANGED)
            return
        record.identity = identity_text(identity_of(row_of(after, self.unit.terms)))
        record.reference = after["reference"]
        record.data, record.updated_at = after, self.unit.now
        text = canonical(data)
        record.digest = fingerprint(text)
        update_behind(self.unit, self.sheaf, self.letters, record, before, after)
        self.outcome.add(entry, Change.UPDATED, changes_between(before, after), text=text)

    def _is_as_reached(self, record: ClientRecord, data: Data) -> bool:
        """Say whether the row tells what the partner sees of a client that it reaches: an export, come back."""
        session = self.unit.session
        row = partnership_queries.partnership(session, record.partnership_id or 0)
        if row is None or not reaches(self.unit, row):
            row = partnership_queries.active_of_partner(session, self.partner.id, record.org_id)
        if row is None or not reaches(self.unit, row):
            return False
        seen = data_of(reached_client(self.unit, row, record.data))
        return is_same(seen, merged(seen, data))

    def _take_stranger(self, entry: ClientEntry, data: Data, text: str) -> None:
        """Take a client in that the partner has no record of."""
        matches = self.directory.matches(entry)
        if any(one.id == self.partner.id for one in matches):
            self.outcome.reject(entry, _("This is your own organisation."))
            return
        for one in matches:
            row = partnership_queries.active_of_partner(self.unit.session, self.partner.id, one.id)
            if row is not None and standing_of(row).on(self.unit.today) is State.ACTIVE:
                self._take_active(entry, row, data, text)
                return
        if not self._takes_new:
            self.outcome.reject(entry, no_new_clients())
            return
        others = [one for one in matches if one.claimed_at is not None or one.created_by_id != self.partner.id]
        if others:
            self._ask(entry, others[0], data, text)
        else:
            self._create(entry, data, text)

    def _take_active(self, entry: ClientEntry, row: Partnership, data: Data, text: str) -> None:
        """Compare with a client that came by a partnership; what differs becomes the partner's own record of it."""
        record = records.record_for(self.unit.session, self.partner.id, row.id)
        if record is not None:
            self._update(entry, record.id, data)
            return
        if not reaches(self.unit, row):
            self.outcome.reject(entry, _("Your partnership with this client is paused: nothing changes meanwhile."))
            return
        seen = data_of(reached_client(self.unit, row, None))
        after = merged(seen, data)
        if is_same(seen, after):
            self.outcome.add(entry, Change.UNCHANGED)
            return
        org_id = row.client_id or 0
        record_id = self._record(entry, org_id, row.id, data, text)
        propose(self.unit, self.sheaf, record_id, org_id, data["products"])
        self.outcome.add(entry, Change.UPDATED, changes_between(seen, after), text=text)

    def _create(self, entry: ClientEntry, data: Data, text: str) -> None:
        """Make the client's organisation with its products, invite its contact, and ask it."""
        sheaf = self.sheaf
        org_id = sheaf.organisation(data, self.partner.id)
        partnership_id = sheaf.request(org_id, self.partner.id, self.wish, data)
        for one in data["products"]:
            product_id = sheaf.product(org_id, one)
            if self.wish.access is Access.LIMITED:
                sheaf.requested(partnership_id, product_id)
        self._record(entry, org_id, partnership_id, data, text)
        language = data["language"] or "en"
        names = [one["name"] for one in data["products"]]
        letter = self.letters.invitation(data["name"], names, sheaf.invitation(org_id, data), language)
        sheaf.mail(data, "partnership.requested", letter, language=language, partnership_id=partnership_id)
        self.outcome.add(entry, Change.CREATED, self._asked_for(data), text=text)

    def _ask(self, entry: ClientEntry, one: Candidate, data: Data, text: str) -> None:
        """Ask an organisation that is there already; to the partner it looks as if it had not been."""
        client_id = self._reachable(one, data["contact_email"].lower())
        partnership_id = self.sheaf.request(client_id, self.partner.id, self.wish, data)
        record_id = self._record(entry, one.id, partnership_id, data, text)
        if client_id is None:  # nobody knows yet who will answer, nor which of these it has
            for product in data["products"]:
                self.sheaf.proposal(record_id, one.id, product)
        else:
            held = propose(self.unit, self.sheaf, record_id, one.id, data["products"])
            for product_id in held if self.wish.access is Access.LIMITED else ():
                self.sheaf.requested(partnership_id, product_id)
        self._to_tell.append(partnership_id)
        self.outcome.add(entry, Change.CREATED, self._asked_for(data), text=text)

    def _reachable(self, one: Candidate, contact: str) -> int | None:
        """Return the organisation if the request may be put before it; else it goes to the contact's address alone.

        Not where the pair has a pending request, and not where nobody has joined unless this very contact is invited
        there: otherwise naming a client's VAT number would be enough to be invited into its organisation.
        """
        if one.id in self._asked:
            return None
        settle(self.unit, one.id)
        pending = partnership_queries.between(self.unit.session, one.id, self.partner.id, State.PENDING.value)
        if pending is not None:
            return None
        if one.claimed_at is None and not records.is_waiting_for(self.unit.session, one.id, contact):
            return None
        self._asked.add(one.id)
        return one.id

    def _record(self, entry: ClientEntry, org_id: int, partnership_id: int, data: Data, text: str) -> int:
        return self.sheaf.record(
            self.partner.id, identity_text(entry.identity), org_id, partnership_id, data, text, fingerprint(text)
        )

    def _asked_for(self, data: Data) -> tuple[str, ...]:
        if not self.outcome.has_room:
            return ()
        arrangement = arrangement_words(
            {
                "access": self.wish.access.value,
                "payment": self.wish.payment,
                "products": [one["name"] for one in data["products"]],
            }
        )
        return (
            _("A request for {arrangement} goes to {email}.").format(
                arrangement=arrangement, email=data["contact_email"]
            ),
        )


def _takes_new(unit: Unit, partner: Organisation) -> bool:
    """Say whether the partner may ask anybody; a suspended one only brings up to date what it has."""
    member = organisation_queries.programme_member(unit.session, partner.id)
    return member is not None and not is_suspended(member.state, member.suspend_on, unit.today)
