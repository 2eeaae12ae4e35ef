"""Reading partnerships: lists, one of them, its history, and what ending it would stop."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.consequence import ending_sentences
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.partnership import Side, State
from resellertui.domain.roles import EVERYTHING
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.partnerships.document import DocumentKind, history_document
from resellertui.services.partnerships.dossier import Dossier, my_address_keys, open_dossier
from resellertui.services.partnerships.endings import people_losing
from resellertui.services.partnerships.sentences import sentence
from resellertui.services.partnerships.views import view_of, views_of
from resellertui.services.unit import Office, Unit
from resellertui.services.views import EndingPreview, EventView, ExportedHistory, HistoryView, PartnershipView
from resellertui.store.models import Partnership
from resellertui.store.queries import partnerships as queries
from resellertui.store.queries import people as people_queries


class Partnerships:
    """What a member of either side may read."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(
        self, actor: Actor, *, states: Sequence[State] = (), side: Side | None = None
    ) -> tuple[PartnershipView, ...]:
        """Return the organisation's partnerships, newest first, on one side or both.

        Any member may call it: everyone of either side may see that a partnership exists. Changes nothing.

        Raises:
            NotFound: the actor belongs to no organisation.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PARTNERSHIP_VIEW, Stance(relation=Relation.OWN))
            views = views_of(unit, rows_of(unit, side))
            return tuple(
                one for one in views if (not states or one.state in states) and (side is None or one.side is side)
            )

    def show(self, actor: Actor, reference: str) -> PartnershipView:
        """Return one partnership. Any member of either side may call it. Changes nothing.

        Raises:
            NotFound: no such id, or none of the actor's business.
        """
        with self._office.reading(actor) as unit:
            dossier = open_dossier(unit, reference)
            dossier.allow(Action.PARTNERSHIP_VIEW)
            return view_of(dossier)

    def history(self, actor: Actor, reference: str) -> HistoryView:
        """Return everything that happened to a partnership, oldest first.

        Any member of either side may call it. Changes nothing. Product names are left out for who may not see them.

        Raises:
            NotFound: no such id, or none of the actor's business.
        """
        with self._office.reading(actor) as unit:
            return _history(unit, reference)

    def export_history(
        self, actor: Actor, reference: str, kind: DocumentKind = DocumentKind.MARKDOWN
    ) -> ExportedHistory:
        """Return the history as one document, in UTF-8; that it was taken out is recorded.

        Any member of either side may call it; it holds what the reader may see.

        Raises:
            NotFound: no such id, or none of the actor's business.
        """
        with self._office.writing(actor) as unit:
            history = _history(unit, reference)
            number = parse_id(Kind.PARTNERSHIP, history.partnership.id)
            unit.record("partnership.history_exported", "partnership", number, {"kind": kind.value})
            return ExportedHistory(history=history, document=history_document(history, kind))

    def preview_end(self, actor: Actor, reference: str) -> EndingPreview:
        """Return everything that ending the partnership would stop. Those who may end it may call it; changes nothing.

        Raises:
            NotFound: no such id, or none of the actor's business.
            Forbidden: not a legal representative.
            Refused: not active.
        """
        with self._office.reading(actor) as unit:
            dossier = open_dossier(unit, reference)
            dossier.allow(Action.PARTNERSHIP_END)
            dossier.need(State.ACTIVE, act=_("Only an active partnership can be ended."))
            return preview_of(dossier)


def rows_of(unit: Unit, side: Side | None = None) -> Sequence[Partnership]:
    """Return the partnerships that the actor's organisation is a side of, or is asked for."""
    if unit.actor.org_id is None:
        return ()
    return queries.concerning(unit.session, unit.actor.org_id, my_address_keys(unit), side)


def _history(unit: Unit, reference: str) -> HistoryView:
    dossier = open_dossier(unit, reference)
    dossier.allow(Action.PARTNERSHIP_VIEW)
    return HistoryView(partnership=view_of(dossier), events=tuple(_events(dossier)))


def preview_of(dossier: Dossier) -> EndingPreview:
    """Return what ending this partnership stops."""
    view = view_of(dossier)
    people = people_losing(dossier)
    return EndingPreview(
        partnership=view,
        effects=tuple(
            ending_sentences(dossier.partner_name, dossier.client_name, dossier.access, dossier.payment, people)
        ),
        grants_lost=people,
        products_leaving=queries.count_reached(dossier.unit.session, dossier.row) if dossier.is_open_to_me else 0,
    )


def _events(dossier: Dossier) -> list[EventView]:
    unit = dossier.unit
    events = queries.events(unit.session, dossier.row.id)
    people = people_queries.names_of(unit.session, [one.user_id for one in events if one.user_id is not None])
    sees_products = _sees_product_names(dossier)
    views = []
    for one in events:
        details = dict(one.details)
        if one.kind == "adopted" and dossier.is_unknown_to_me:
            continue
        if not sees_products:
            details.pop("products", None)
            details.pop("product_ids", None)
        views.append(
            EventView(
                at=one.at,
                kind=one.kind,
                side=one.side,
                who="" if one.side == Side.CLIENT and dossier.is_unknown_to_me else people.get(one.user_id or 0, ""),
                text=sentence(one.kind, details),
                details=details,
            )
        )
    return views


def _sees_product_names(dossier: Dossier) -> bool:
    """Say whether the reader may read product names in the history: a partner only while it reaches the client.

    What it named itself while asking it also reads before the answer, but for people who reach granted clients only.
    """
    if dossier.side is Side.CLIENT:
        return bool(dossier.unit.may(Action.PEOPLE_CHANGE, Stance(relation=Relation.OWN)))
    return dossier.is_open_to_me or (dossier.is_unknown_to_me and dossier.unit.role in EVERYTHING)
