"""A partner's own listing in the directory: editing it, how complete it is, and how visitors see it."""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Refused
from resellertui.domain.programme_membership.listing import ListingText, normalise_listing, parts_of, score_of
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.directory import card_of, is_listed
from resellertui.services.programme.members import refresh_listing
from resellertui.services.programme.views import ListingConflict, ListingEdit, ListingPartView, ListingView
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Organisation, ProgrammeMember
from resellertui.store.queries import organisations as queries

OWN = Stance(relation=Relation.OWN)


class Listings:
    """What a partner says of itself in the directory."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> ListingView:
        """Return one's own listing, how complete it is, and how a visitor sees it. Changes nothing.

        Raises:
            Forbidden: an external user.
            Refused: not a partner.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PROGRAMME_VIEW, OWN)
            return _view(unit, *_own(unit))

    def change(self, actor: Actor, edit: ListingEdit) -> ListingView:
        """Change the listing, and whether requests for quotes are wanted; website and place come from the account.

        For legal representatives and administrators. Without a change nothing is written.

        Raises:
            Forbidden: another role.
            Refused: not a partner.
            Invalid: services or languages that can't be listed.
            ListingConflict: someone else changed it since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PROGRAMME_CHANGE, OWN)
            org, member = _own(unit)
            if edit.version is not None and edit.version != member.version:
                raise ListingConflict(
                    _("Someone else has changed the listing meanwhile."),
                    _("Nothing was changed."),
                    _("Look at it again."),
                    version=member.version,
                )
            before = _stored(member)
            text = _text(member)
            text = normalise_listing(
                ListingText(
                    services=text.services if edit.services is None else edit.services,
                    languages=text.languages if edit.languages is None else edit.languages,
                    description=text.description if edit.description is None else edit.description,
                )
            )
            member.services, member.languages = ", ".join(text.services), ", ".join(text.languages)
            member.description = text.description
            member.listed = member.listed if edit.listed is None else edit.listed
            if edit.receives_quotes is not None:
                member.receives_quotes = edit.receives_quotes
            after = _stored(member)
            if after != before:
                member.version += 1
                refresh_listing(org, member)
                unit.session.flush()  # the answer reads it back
                unit.record(
                    "programme.listing_changed",
                    "organisation",
                    org.id,
                    {name: value for name, value in after.items() if value != before[name]},
                    for_org_id=org.id,
                )
            return _view(unit, org, member)


def _own(unit: Unit) -> tuple[Organisation, ProgrammeMember]:
    org = queries.organisation(unit.session, unit.actor.org_id or 0)
    if org is None:
        raise not_found()
    member = queries.programme_member(unit.session, org.id)
    if member is None:
        raise Refused(
            _("{organisation} is not a partner.").format(organisation=org.name),
            _("The directory lists approved partners only."),
            _("Apply to the programme first."),
        )
    return org, member


def _text(member: ProgrammeMember) -> ListingText:
    card_words = [
        tuple(word.strip() for word in text.split(",") if word.strip()) for text in (member.services, member.languages)
    ]
    return ListingText(card_words[0], card_words[1], member.description)


def _stored(member: ProgrammeMember) -> dict[str, object]:
    return {
        "listed": member.listed,
        "services": member.services,
        "languages": member.languages,
        "description": member.description,
        "receives_quotes": member.receives_quotes,
    }


def _view(unit: Unit, org: Organisation, member: ProgrammeMember) -> ListingView:
    text = _text(member)
    parts = parts_of(text, website=org.website, city=org.city)
    return ListingView(
        listed=member.listed,
        shown=is_listed(unit, org),
        services=text.services,
        languages=text.languages,
        description=text.description,
        receives_quotes=member.receives_quotes,
        score=score_of(parts),
        parts=tuple(
            ListingPartView(name=one.name, label=one.label, points=one.points, there=one.is_there, brings=one.brings)
            for one in parts
        ),
        card=card_of(org, member),
        may_edit=bool(unit.may(Action.PROGRAMME_CHANGE, OWN)),
        version=member.version,
    )
