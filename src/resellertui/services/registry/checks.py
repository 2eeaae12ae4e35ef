"""Looking at what registries said about an organisation's numbers, and having them asked again."""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.registry import Reason, Source, State, fact_of
from resellertui.services.actor import Actor
from resellertui.services.registry.standing import ask_again, standings, why_not_asked
from resellertui.services.registry.views import ProofView, RegistryView
from resellertui.services.unit import Office, Unit
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation
from resellertui.store.queries import registry as queries

MOST_PROOFS = 1000


class RegistryChecks:
    """The registry checks of an organisation's numbers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor, who: str | None = None) -> RegistryView:
        """Return what is known of the numbers of one's own organisation, or for staff of any. Changes nothing.

        Raises:
            NotFound: none, or none of the actor's business.
        """
        with self._office.reading(actor) as unit:
            return _view(unit, _organisation(unit, who))

    def proofs(self, actor: Actor, who: str | None = None) -> tuple[ProofView, ...]:
        """Return what the registries answered, word for word, newest first, former numbers included. Changes nothing.

        Raises:
            NotFound: none, or none of the actor's business.
        """
        with self._office.reading(actor) as unit:
            org = _organisation(unit, who)
            return tuple(
                ProofView(
                    id=row.id,
                    source=Source(row.source),
                    fact=fact_of(Source(row.source), row.number),
                    number=row.number,
                    state=State(row.state),
                    asked_at=row.asked_at,
                    reason=Reason(row.reason) if row.reason else None,
                    answer=row.answer,
                )
                for row in queries.answers(unit.session, org.id, MOST_PROOFS)
            )

    def ask(self, actor: Actor, who: str | None = None) -> RegistryView:
        """Have the numbers asked about by the next `tick`, whenever that was done before; nobody waits for it.

        Those who may change the organisation's account, and the provider's staff for any organisation.

        Raises:
            NotFound: none, or none of the actor's business.
            Forbidden: not a legal representative or administrator of the organisation.
            Refused: the checks are switched off, or there is no number that a registry knows of.
        """
        with self._office.writing(actor) as unit:
            org = _organisation(unit, who)
            if not unit.may(Action.ORG_LIST_ALL):
                unit.allow(Action.ORG_EDIT, _stance(unit, org))
            if refusal := why_not_asked(unit, org):
                raise refusal
            asked = ask_again(unit, org)
            unit.record(
                "registry.queued",
                "organisation",
                org.id,
                {"registries": [one.value for one in asked]},
                for_org_id=org.id,
            )
            unit.session.flush()  # the answer reads it back
            return _view(unit, org)


def _organisation(unit: Unit, who: str | None) -> Organisation:
    """Return the organisation that is meant, among those that the actor may look at."""
    if who is None:
        unit.allow(Action.ORG_VIEW, Stance(relation=Relation.OWN))
        who = show_id(Kind.ORGANISATION, unit.actor.org_id or 0)
    unit.may(Action.ORG_VIEW)
    return the_organisation(unit, who, lambda org: bool(unit.may(Action.ORG_VIEW, _stance(unit, org))))


def _stance(unit: Unit, org: Organisation) -> Stance:
    role = unit.role_in(org.id)
    return Stance(relation=Relation.OWN if role is not None else Relation.NONE, role=role)


def _view(unit: Unit, org: Organisation) -> RegistryView:
    return RegistryView(
        organisation=org.name,
        organisation_id=show_id(Kind.ORGANISATION, org.id),
        enabled=bool(unit.office.registries.sources),
        numbers=standings(unit, org),
    )
