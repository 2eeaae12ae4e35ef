"""Deleting one's own organisation: every obstacle at once, then the password, then it is gone for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.deleting import PLACES, Obstacle, deletion_effects, obstacle_hint, obstacle_words
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.ledger import AccountKind
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import LIVE, Side, State
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import balance, owed_by
from resellertui.services.leads.leaving import close_for_deletion, count_open
from resellertui.services.leaving_views import DeletionView, ObstacleView
from resellertui.services.outbox import queue
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.dossier import dossier_of, standing_of
from resellertui.services.partnerships.endings import close_request, record_by_date
from resellertui.services.partnerships.sentences import write_event
from resellertui.services.passwords import confirm_password
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Organisation, Partnership
from resellertui.store.queries import deleting as queries
from resellertui.store.queries import ledger as ledger_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.people import Recipient

OWN = Stance(relation=Relation.OWN)


class Deleting:
    """What a legal representative does last."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def preview(self, actor: Actor) -> DeletionView:
        """Return everything that stands in the way, and what deleting would do. Changes nothing.

        Raises:
            Forbidden: not its legal representative.
            NotFound: inside a client's organisation.
        """
        with self._office.reading(actor) as unit:
            _allow(unit)
            return _view(unit, _own(unit))

    def delete(self, actor: Actor, password: str) -> DeletionView:
        """Delete the actor's organisation for good, confirmed by the password; the actor stays known, and gets a mail.

        Raises:
            Forbidden: not its legal representative.
            Refused: with everything that has to be put right first.
            WrongPassword: it is not the actor's.
            SlowedDown: too many wrong ones before.
        """
        with self._office.reading(actor) as unit:
            _allow(unit)
            _check(unit, _own(unit))
        confirm_password(self._office, actor, password)
        with self._office.writing(actor) as unit:
            _allow(unit)
            org = _own(unit)
            _record_dates(unit, org.id)
            view = _check(unit, org)
            people = people_queries.legal_representatives(unit.session, org.id)
            withdrawn, refused = _close_requests(unit, org.id)
            quotes_withdrawn = close_for_deletion(unit, org.id)
            org.deleted_at = unit.now
            org.version += 1
            pending = _pending_cashback(unit, org.id)
            unit.session.flush()  # the guard lets the last legal representative go once it is dated
            queries.void_cashback(unit.session, org.id)
            queries.drop_everything(unit.session, org.id)
            unit.record(
                "organisation.deleted",
                "organisation",
                org.id,
                {
                    "name": org.name,
                    "withdrawn": withdrawn,
                    "refused": refused,
                    "quotes_withdrawn": quotes_withdrawn,
                    "given_up": [f"{one} {one.currency.value}" for one in pending],
                },
                for_org_id=org.id,
            )
            _tell(unit, org, people)
            return view.model_copy(update={"deleted_at": unit.now})


def still_in_the_way(view: DeletionView) -> Refused:
    """Return the refusal that names everything that stands in the way, and where it is put right."""
    lines = [
        " ".join(part for part in (one.text, one.hint, one.key and f"({one.key})") if part) for one in view.obstacles
    ]
    return Refused(
        _("{organisation} can't be deleted yet.").format(organisation=view.organisation),
        "\n".join(lines),
        _("Nothing was changed."),
        obstacles=[one.model_dump(mode="json") for one in view.obstacles],
    )


def _allow(unit: Unit) -> None:
    unit.allow(Action.ORG_DELETE, OWN if unit.actor.for_client_id is None else Stance())


def _own(unit: Unit) -> Organisation:
    org = organisation_queries.organisation(unit.session, unit.actor.org_id or 0)
    if org is None or org.deleted_at is not None:
        raise not_found()
    return org


def _check(unit: Unit, org: Organisation) -> DeletionView:
    view = _view(unit, org)
    if view.obstacles:
        raise still_in_the_way(view)
    return view


def _view(unit: Unit, org: Organisation) -> DeletionView:
    live = _live(unit, org.id)
    pending = sum(1 for _row, _side, state in live if state is State.PENDING)
    given_up = _pending_cashback(unit, org.id)
    return DeletionView(
        organisation_id=show_id(Kind.ORGANISATION, org.id),
        organisation=org.name,
        obstacles=tuple(_obstacles(unit, org, live)),
        effects=deletion_effects(
            org.name,
            pending,
            queries.count_invitations(unit.session, org.id),
            given_up,
            quotes=count_open(unit, org.id),
        ),
    )


def _pending_cashback(unit: Unit, org_id: int) -> list[Money]:
    return [Money(amount, Currency(currency)) for currency, amount in queries.pending_cashback(unit.session, org_id)]


def _live(unit: Unit, org_id: int) -> list[tuple[Partnership, Side, State]]:
    """Return the organisation's partnerships that are pending or active today, with its side."""
    rows = partnership_queries.concerning(unit.session, org_id, ())
    found = [
        (row, Side.CLIENT if row.client_id == org_id else Side.PARTNER, standing_of(row).on(unit.today))
        for row in rows
        if State(row.state) in LIVE
    ]
    return [one for one in found if one[2] in LIVE]


def _obstacles(unit: Unit, org: Organisation, live: list[tuple[Partnership, Side, State]]) -> Iterator[ObstacleView]:
    """Yield what stands in the way, each told with where it is put right."""
    session = unit.session
    if org.id == unit.installation.provider_id:
        yield _obstacle(Obstacle.PROVIDER)
    counts = {
        Obstacle.PRODUCTS: queries.count_products(session, org.id),
        Obstacle.INVOICES: queries.count_to_pay(session, org.id),
        Obstacle.PARTNERS: sum(1 for _row, side, state in live if side is Side.CLIENT and state is State.ACTIVE),
        Obstacle.CLIENTS: sum(1 for _row, side, state in live if side is Side.PARTNER and state is State.ACTIVE),
        Obstacle.PEOPLE: queries.count_members(session, org.id) - 1,
    }
    yield from (_obstacle(kind, count) for kind, count in counts.items() if count > 0)
    for kind, account in ((Obstacle.PREPAID, AccountKind.PREPAID), (Obstacle.OWED, AccountKind.RECEIVABLE)):
        for one in ledger_queries.accounts_of(session, org.id, account.value):
            currency = Currency(one.currency)
            held = (
                balance(unit, account, org.id, currency)
                if kind is Obstacle.PREPAID
                else owed_by(unit, org.id, currency)
            )
            if held.minor:
                yield _obstacle(kind, 1, f"{held} {currency.value}")


def _obstacle(kind: Obstacle, count: int = 1, what: str = "") -> ObstacleView:
    section, key = PLACES[kind]
    return ObstacleView(
        kind=kind, text=obstacle_words(kind, count, what), section=section, key=key, hint=obstacle_hint(kind)
    )


def _record_dates(unit: Unit, org_id: int) -> None:
    """Write down what dates have decided already: what is over by date is neither in the way nor refused by anybody."""
    for row in partnership_queries.concerning(unit.session, org_id, ()):
        if State(row.state) in LIVE:
            record_by_date(unit, row)


def _close_requests(unit: Unit, org_id: int) -> tuple[int, int]:
    """Withdraw the pending requests that the organisation sent, and refuse those that it got; return how many."""
    withdrawn = refused = 0
    for row, side, _state in _live(unit, org_id):
        dossier = dossier_of(unit, row, side)
        if dossier.initiator is side:
            close_request(dossier, State.WITHDRAWN)
            write_event(unit, row, "withdrawn", side, {})
            notices.tell_of_withdrawal(dossier)
            withdrawn += 1
        else:
            close_request(dossier, State.REFUSED)
            row.reason = _("The organisation does not answer requests any more.")
            write_event(unit, row, "refused", side, {"reason": row.reason})
            notices.tell_of_answer(dossier, None)
            refused += 1
    unit.session.flush()
    return withdrawn, refused


def _tell(unit: Unit, org: Organisation, people: list[Recipient]) -> None:
    def text() -> tuple[str, str]:
        parts = [
            _("{organisation} was deleted, as you confirmed with your password.").format(organisation=org.name),
            _("Issued documents and the ledger are kept. You stay known here, with your own sign-in."),
            _("If this was not you, answer this mail at once."),
        ]
        return (
            _("{organisation} was deleted").format(organisation=org.name),
            "\n\n".join(parts) + "\n",
        )

    queue(unit, people, "organisation.deleted", text)
