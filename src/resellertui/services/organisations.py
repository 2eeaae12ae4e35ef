"""Organisations: making them, reading them."""

from __future__ import annotations

from resellertui.domain.access import Action, Identity, Relation, Stance
from resellertui.domain.client_account import TERMS_FIELD
from resellertui.domain.countries import country_called, currency_of
from resellertui.domain.errors import FieldProblem, Forbidden, Invalid, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.organisation import (
    Address,
    OrganisationData,
    email_key,
    email_key_of,
    normalise_email,
    normalise_organisation,
)
from resellertui.domain.roles import Role
from resellertui.domain.text import fold
from resellertui.domain.wording import N_, _
from resellertui.services.actor import Actor
from resellertui.services.inputs import NewOrganisation
from resellertui.services.invitations import invite
from resellertui.services.passwords import check_new_password, hash_password
from resellertui.services.registry.standing import queue_questions
from resellertui.services.unit import Office, Unit
from resellertui.services.views import AddressView, OrganisationView
from resellertui.services.who import the_organisation
from resellertui.store.models import Membership, Organisation, User
from resellertui.store.queries import organisations as queries
from resellertui.store.queries import people as people_queries

MOST_LISTED = 10_000


class Organisations:
    """What a person does with organisations as such."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def create(self, actor: Actor, new: NewOrganisation, password: str | None = None) -> OrganisationView:
        """Make an organisation with its legal representative.

        Any signed-in person may, and becomes the legal representative. The provider's staff may name another owner,
        who gets an invitation by mail, or (with `password`) can sign in at once; an existing person takes the role
        with an invitation all the same.

        Raises:
            Invalid: every field that can't be accepted.
            Forbidden: an owner other than oneself, without being staff.
            Refused: `password` for a person who has one already.
        """
        data = _normalised(new)
        if password is not None:
            check_new_password(password)
        with self._office.writing(actor) as unit:
            unit.allow(Action.ORG_CREATE)
            org = new_organisation(unit, data)
            org.claimed_at = unit.now
            _give_owner(unit, org, new, password)
            queue_questions(unit, org)
            unit.record("organisation.created", "organisation", org.id, {"after": _audited(org)}, for_org_id=org.id)
            return organisation_view(unit, org)

    def list(self, actor: Actor) -> tuple[OrganisationView, ...]:
        """Return the actor's own organisations; for the provider's staff all of them, by name. Changes nothing."""
        with self._office.reading(actor) as unit:
            if unit.may(Action.ORG_LIST_ALL):
                rows = queries.every(unit.session, limit=MOST_LISTED)
            else:
                unit.allow(Action.OWN_SESSION)
                rows = [org for _membership, org in people_queries.memberships_of(unit.session, actor.user_id or 0)]
            return tuple(organisation_view(unit, org) for org in rows)

    def show(self, actor: Actor, who: str | None = None) -> OrganisationView:
        """Return an organisation: one of the actor's own, or any for the provider's staff. Changes nothing.

        Raises:
            NotFound: none, or none of the actor's business.
        """
        with self._office.reading(actor) as unit:
            if who is None:
                unit.allow(Action.ORG_VIEW, Stance(relation=Relation.OWN))
                who = show_id(Kind.ORGANISATION, actor.org_id or 0)

            def knows(org: Organisation) -> bool:
                role = unit.role_in(org.id)
                relation = Relation.OWN if role is not None else Relation.NONE
                return bool(unit.may(Action.ORG_VIEW, Stance(relation=relation, role=role)))

            unit.may(Action.ORG_VIEW)
            # nobody belongs to one that was deleted: only the provider's staff know of it
            return organisation_view(unit, the_organisation(unit, who, knows, deleted=True))

    def provider(self, actor: Actor) -> OrganisationView:
        """Return the provider's own data: where help is. Anyone may read it; changes nothing."""
        with self._office.reading(actor) as unit:
            unit.open_to_everyone("the provider's address is public")
            org = queries.organisation(unit.session, unit.installation.provider_id)
            assert org is not None  # noqa: S101  # the installation's row refers to it
            return organisation_view(unit, org)


def new_organisation(unit: Unit, data: OrganisationData, created_by_id: int | None = None) -> Organisation:
    """Add an organisation from normalised data; the currency follows the postal country."""
    org = Organisation(**columns_of(data), created_at=unit.now, created_by_id=created_by_id, claimed_at=None, version=1)
    unit.session.add(org)
    unit.session.flush()  # everything else about it refers to its number
    return org


def columns_of(data: OrganisationData) -> dict[str, str | None]:
    """Return normalised data as the table's columns."""
    return {
        "kind": data.kind.value,
        "name": data.name,
        "name_folded": fold(data.name),
        "email": data.email,
        "email_key": email_key_of(data.email),
        "phone": data.phone,
        "website": data.website,
        "language": data.language or "en",
        "street": data.address.street,
        "house_number": data.address.house_number,
        "postal_code": data.address.postal_code,
        "city": data.address.city,
        "region": data.address.region,
        "country": data.address.country,
        "currency": currency_of(data.address.country).value,
        "register_number": data.register_number or None,
        "vat_number": data.vat_number or None,
    }


def organisation_view(unit: Unit, org: Organisation) -> OrganisationView:
    """Return an organisation as those who may see it see it."""
    return OrganisationView(
        id=show_id(Kind.ORGANISATION, org.id),
        name=org.name,
        kind=org.kind,
        email=org.email,
        phone=org.phone,
        website=org.website,
        language=org.language,
        address=AddressView(
            street=org.street,
            house_number=org.house_number,
            postal_code=org.postal_code,
            city=org.city,
            region=org.region,
            country=org.country,
        ),
        currency=org.currency,
        register_number=org.register_number,
        vat_number=org.vat_number,
        is_partner=queries.programme_member(unit.session, org.id) is not None,
        is_provider=org.id == unit.installation.provider_id,
        claimed=org.claimed_at is not None,
        created_at=org.created_at,
        version=org.version,
        deleted_at=org.deleted_at,
    )


def _normalised(new: NewOrganisation) -> OrganisationData:
    problems: list[FieldProblem] = []
    if new.vat_number and not new.accept_terms:
        words = _("The general terms have to be accepted: a VAT number is not saved without.")
        problems.append(FieldProblem(TERMS_FIELD, words))
    try:
        data = _as_stored(new)
    except Invalid as refusal:
        raise Invalid([*refusal.fields, *problems]) from refusal
    if problems:
        raise Invalid(problems)
    return data


def _as_stored(new: NewOrganisation) -> OrganisationData:
    return normalise_organisation(
        OrganisationData(
            kind=new.kind,
            name=new.name,
            address=Address(
                new.street,
                new.house_number,
                new.postal_code,
                new.city,
                new.region,
                country_called(new.country) or new.country,
            ),
            register_number=new.register_number,
            vat_number=new.vat_number,
            website=new.website,
            email=new.email,
            phone=new.phone,
            language=new.language,
        )
    )


def _give_owner(unit: Unit, org: Organisation, new: NewOrganisation, password: str | None) -> None:
    """Make the first legal representative: oneself, or for staff whoever they name."""
    own = people_queries.user_by_id(unit.session, unit.actor.user_id or 0)
    try:
        email = normalise_email(new.owner_email) if new.owner_email else ""
    except Invalid as refusal:
        raise Invalid({"owner_email": refusal.fields[0].reason}) from refusal
    if not email and unit.identity is Identity.STAFF:
        email = org.email
    if not email or (own is not None and email_key(email) == own.email_key):
        _add_legal(unit, org.id, unit.actor.user_id or 0)
        return
    if not unit.may(Action.ORG_CREATE_FOR_OTHERS):
        raise Forbidden(
            _("Only the provider's staff make organisations for other people."),
            _("Nothing was changed."),
            _("Leave the owner out to become its legal representative yourself."),
        )
    name = new.owner_name or email.partition("@")[0]
    if password is None:
        org.claimed_at = None
        _invite_owner(unit, org, email, name)
        return
    if people_queries.user_by_email(unit.session, email_key(email)) is not None:
        raise Refused(
            _("{email} has a password already.").format(email=email),
            _("Nothing was changed."),
            _("Leave the password out: the person is invited by mail."),
        )
    user = User(
        name=name,
        email=email,
        email_key=email_key(email),
        language=org.language,
        password_hash=hash_password(password),
        created_at=unit.now,
        last_sign_in_at=None,
        email_confirmed_at=unit.now,  # the provider's staff vouch for it
    )
    unit.session.add(user)
    unit.session.flush()  # the membership refers to the person
    _add_legal(unit, org.id, user.id)


def _invite_owner(unit: Unit, org: Organisation, email: str, name: str) -> None:
    invite(
        unit,
        email=email,
        name=name,
        org_id=org.id,
        kind="organisation.invited",
        subject=N_("Your organisation {organisation} at resellertui"),
        body=N_("{organisation} is ready. You are invited as its legal representative."),
        language=org.language,
        organisation=org.name,
    )


def _add_legal(unit: Unit, org_id: int, user_id: int) -> None:
    unit.session.add(
        Membership(
            org_id=org_id,
            user_id=user_id,
            role=Role.LEGAL_REPRESENTATIVE.value,
            accounting=True,
            created_at=unit.now,
        )
    )
    unit.session.flush()  # the answer reads it back


def _audited(org: Organisation) -> dict[str, object]:
    return {"name": org.name, "kind": org.kind, "email": org.email, "country": org.country, "city": org.city}
