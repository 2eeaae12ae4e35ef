"""The programme's members: who is approved, and the key of the theme licence. Only the provider's staff decide."""

from __future__ import annotations

from dataclasses import replace

from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.organisation import OrganisationKind
from resellertui.domain.programme_membership.standing import (
    MemberState,
    anniversary_after,
    first_review,
    is_suspended,
)
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.directory import card_of
from resellertui.services.inputs import FilledLine, Input, Listing
from resellertui.services.programme import notices
from resellertui.services.programme.admitting import check_admissible, decide_approval
from resellertui.services.programme.facts import put_standing, standing_of
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import PartnerCardView
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation, ProgrammeApplication, ProgrammeMember
from resellertui.store.queries import organisations as queries
from resellertui.store.queries import programme as programme_queries


class LicenceKey(Input):
    """The key of the theme licence; empty takes it back."""

    key: FilledLine


class Programme:
    """What staff do with the programme's members."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def approve(self, actor: Actor, who: str, listing: Listing) -> PartnerCardView:
        """Approve an organisation as a partner; its legal representatives get a mail.

        No application is needed; one that is open is decided by it, and then its conditions have to hold. The listing
        in the directory is the applicant's choice, recorded with the approval; staff can approve again to change what
        they name of it, which lifts no suspension, and ends no term unless they say so.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: no such organisation.
            Refused: an individual, who belongs in the affiliate programme, or the provider itself; conditions of its
                application do not hold.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            org = the_organisation(unit, who, lambda _org: True)
            row = programme_queries.open_application(unit.session, org.id)
            if row is not None and row.state == "submitted":
                check_admissible(unit, org, row, provisional=listing.provisional)
            return admit(unit, org, listing, row)

    def assign_licence(self, actor: Actor, who: str, key: str) -> None:
        """Assign a partner the key of the theme licence, or another one; the audit notes that, not the key.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: no such partner.
            Invalid: it is no key of one line.
        """
        given = LicenceKey.of(key=key)
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            member = _the_member(unit, who)
            had_one = member.licence_key is not None
            member.licence_key = given.key
            member.licence_assigned_at, member.licence_assigned_by_id = unit.now, actor.user_id
            unit.record(
                "programme.licence_assigned",
                "organisation",
                member.org_id,
                {"replaced": had_one},
                for_org_id=member.org_id,
            )

    def remove_licence(self, actor: Actor, who: str) -> None:
        """Take the key of the theme licence back from a partner.

        Raises:
            Forbidden: not the provider's staff.
            NotFound: no such partner.
            Refused: it has none.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_APPROVE)
            member = _the_member(unit, who)
            if member.licence_key is None:
                raise Refused(_("No licence key is assigned to this partner."))
            member.licence_key = member.licence_assigned_at = member.licence_assigned_by_id = None
            unit.record("programme.licence_removed", "organisation", member.org_id, {}, for_org_id=member.org_id)


def admit(unit: Unit, org: Organisation, listing: Listing, row: ProgrammeApplication | None) -> PartnerCardView:
    """Make an organisation a partner, or write a partner's listing anew; an open application is decided by it.

    Raises:
        Refused: an individual, or the provider itself.
    """
    _check_kind(unit, org)
    member = queries.programme_member(unit.session, org.id)
    is_new = member is None
    if member is None:
        member = ProgrammeMember(org_id=org.id, approved_at=unit.now, approved_by_id=unit.actor.user_id)
        member.review_on = first_review(
            local_date(unit.now),
            provisional_months=unit.terms.months.provisional_approval if listing.provisional else None,
        )
        unit.session.add(member)
    else:
        member.version += 1
    enlist(unit, org, member, listing)
    if row is not None:
        decide_approval(unit, row, provisional=listing.provisional)
    unit.session.flush()  # the answer reads it back
    unit.record(
        "programme.approved",
        "organisation",
        org.id,
        {"state": member.state, "listed": member.listed, "services": member.services},
        for_org_id=org.id,
    )
    if is_new:
        reference = show_id(Kind.APPLICATION, row.id) if row is not None and row.submitted_at is not None else ""
        until = member.review_on if listing.provisional else None
        notices.tell_of_approval(unit, org, until=until, reference=reference)
    return card_of(org, member)


def enlist(unit: Unit, org: Organisation, member: ProgrammeMember, listing: Listing) -> None:
    """Write the approval and the listing, and with it the text in which the directory searches; a suspension stays.

    Of a partner only what is named is changed: it has written its listing itself meanwhile.
    """
    named = listing.model_fields_set if member.state else frozenset(Listing.model_fields)
    state = MemberState.PROVISIONAL if listing.provisional else MemberState.APPROVED
    if not member.state:
        member.state = state.value
    elif (
        "provisional" in named
        and member.state != state.value
        and not is_suspended(member.state, member.suspend_on, unit.today)
    ):
        approved_on = local_date(member.approved_at)
        following = anniversary_after(approved_on, unit.today)
        put_standing(member, replace(standing_of(member), state=state, review_on=following))
    if "listed" in named:
        member.listed = listing.listed
    if "services" in named:
        member.services = ", ".join(listing.services)
    if "languages" in named:
        member.languages = ", ".join(listing.languages)
    if "description" in named:
        member.description = listing.description
    refresh_listing(org, member)


def refresh_listing(org: Organisation, member: ProgrammeMember) -> None:
    """Write the text in which the directory searches, from the listing and what the organisation is called now."""
    words = [*member.services.split(", "), *member.languages.split(", ")]
    member.search_text = fold(" ".join([org.name, org.email, org.city, org.country, *words]))


def _the_member(unit: Unit, who: str) -> ProgrammeMember:
    org = the_organisation(unit, who, lambda one: queries.programme_member(unit.session, one.id) is not None)
    member = queries.programme_member(unit.session, org.id)
    if member is None:
        raise not_found(who)
    return member


def _check_kind(unit: Unit, org: Organisation) -> None:
    if org.kind == OrganisationKind.INDIVIDUAL.value:
        raise Refused(
            _("{name} is an individual.").format(name=org.name),
            _("The programme is for companies, associations and public bodies."),
            _("Point them to the affiliate programme."),
        )
    if org.id == unit.installation.provider_id:
        raise Refused(_("The provider can't be a partner of its own programme."))
