"""The partner programme: who is in it. Only the provider's staff decide."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.notices import About
from resellertui.domain.organisation import OrganisationKind
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.directory import card_of
from resellertui.services.inputs import Listing
from resellertui.services.outbox import queue
from resellertui.services.unit import Office, Unit
from resellertui.services.views import PartnerCardView
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation, ProgrammeMember
from resellertui.store.queries import organisations as queries
from resellertui.store.queries import people as people_queries


class Programme:
    """What staff do with the programme's members."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def approve(self, actor: Actor, who: str, listing: Listing) -> PartnerCardView:
        """Approve an organisation as a partner; its legal representatives get a mail.

        The listing in the directory is the applicant's choice, recorded with the approval; staff can approve again to
        change it.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: no such organisation.
            Refused: an individual, who belongs in the affiliate programme, or the provider itself.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            org = the_organisation(unit, who, lambda _org: True)
            _check_kind(unit, org)
            member = queries.programme_member(unit.session, org.id)
            is_new = member is None
            if member is None:
                member = ProgrammeMember(org_id=org.id, approved_at=unit.now, approved_by_id=actor.user_id)
                unit.session.add(member)
            enlist(org, member, listing)
            unit.session.flush()  # the answer reads it back
            unit.record(
                "programme.approved",
                "organisation",
                org.id,
                {"state": member.state, "listed": member.listed, "services": member.services},
                for_org_id=org.id,
            )
            if is_new:
                _tell(unit, org, provisional=listing.provisional)
            return card_of(org, member)


def enlist(org: Organisation, member: ProgrammeMember, listing: Listing) -> None:
    """Write the listing, and with it the text in which the directory searches."""
    member.state = "provisional" if listing.provisional else "approved"
    member.listed = listing.listed
    member.services = ", ".join(listing.services)
    member.languages = ", ".join(listing.languages)
    member.description = listing.description
    refresh_listing(org, member)


def refresh_listing(org: Organisation, member: ProgrammeMember) -> None:
    """Write the text in which the directory searches, from the listing and what the organisation is called now."""
    words = [*member.services.split(", "), *member.languages.split(", ")]
    member.search_text = fold(" ".join([org.name, org.email, org.city, org.country, *words]))


def _check_kind(unit: Unit, org: Organisation) -> None:
    if org.kind == OrganisationKind.INDIVIDUAL.value:
        raise Refused(
            _("{name} is an individual.").format(name=org.name),
            _("The programme is for companies, associations and public bodies."),
            _("Point them to the affiliate programme."),
        )
    if org.id == unit.installation.provider_id:
        raise Refused(_("The provider can't be a partner of its own programme."))


def _tell(unit: Unit, org: Organisation, *, provisional: bool) -> None:
    def text() -> tuple[str, str]:
        return (
            _("{organisation} is now a partner").format(organisation=org.name),
            (
                _("{organisation} has been approved provisionally in the partner programme.")
                if provisional
                else _("{organisation} has been approved in the partner programme.")
            ).format(organisation=org.name)
            + "\n\n"
            + _("Open resellertui to add your clients.")
            + "\n",
        )

    people = people_queries.legal_representatives(unit.session, org.id)
    queue(unit, people, "programme.approved", text, org_id=org.id, about=(About.ORGANISATION, org.id))
