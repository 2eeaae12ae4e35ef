"""Signing up: a visitor makes an account with a first organisation, a signed-in person one more organisation.

Decided here, where the rules are silent:

- Whoever makes an organisation is its legal representative, and nothing is made without the general terms.
- An account can be used at once; a mail welcomes its person, with a token that confirms the address.
- An address that has an account already is refused as such, since its person is served best by hearing it. So that
  nobody harvests addresses that way, each such answer counts: five are free, then 2ⁿ seconds up to one hour pass before
  anybody can sign up, as with wrong passwords. Signing in is not slowed down by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from resellertui.domain.access import Action, Identity
from resellertui.domain.client_account import FIELDS, TERMS_FIELD, normalise_new_account
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.organisation import OrganisationData, email_key, normalise_email
from resellertui.domain.profile import CONFIRMATION_LASTS
from resellertui.domain.roles import Role
from resellertui.domain.text import MAX_NAME, forbidden, tidy
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.first_page import signed_in
from resellertui.services.first_views import SignedIn
from resellertui.services.inputs import SignUp
from resellertui.services.organisations import new_organisation, organisation_view
from resellertui.services.outbox import queue
from resellertui.services.passwords import check_new_password, hash_password
from resellertui.services.registry.standing import queue_questions
from resellertui.services.sign_ins import start_console
from resellertui.services.slowing import Guessing
from resellertui.services.tokens import new_token
from resellertui.services.unit import Office, Unit
from resellertui.services.views import OrganisationView
from resellertui.store.models import MailedToken, Membership, Organisation, User
from resellertui.store.queries import first
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.people import Recipient

ASKING = Guessing("sign-up")
"""What the answers that an address is known are counted under, all together."""
PERSON = ("owner_name", "owner_email", "password")
"""The fields of the person, after those of the organisation."""


@dataclass(frozen=True)
class SignedUp:
    """Who has signed up, with their organisations, and the one that was made."""

    person: SignedIn
    organisation: OrganisationView


class SigningUp:
    """Making an account for oneself."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def sign_up(self, actor: Actor, new: SignUp, password: str = "", *, console: bool = False) -> SignedUp:
        """Make an organisation and, for a visitor, the person that becomes its legal representative and is signed in.

        In a `console` a visitor has a session from then on, as who signs in there.

        Raises:
            Invalid: everything that stands against it, an address that has an account already included.
            SlowedDown: too many such addresses were tried.
            Refused: visitors can't sign up here.
        """
        is_visitor = self._ask(actor)
        problems: dict[str, str] = {}
        data: OrganisationData | None = None
        try:
            data = normalise_new_account(new.account(), terms_accepted=new.accept_terms)
        except Invalid as refusal:
            problems |= {one.field: one.reason for one in refusal.fields}
        name, email = "", ""
        if is_visitor:
            name, email = self._person(new, password, problems)
        if problems or data is None:
            order = [*FIELDS, *PERSON, TERMS_FIELD]
            raise Invalid({field: problems[field] for field in sorted(problems, key=order.index)})
        kept = hash_password(password) if is_visitor and not self._office.dry_run else None
        with self._office.writing(actor) as unit:
            unit.allow(Action.SIGN_UP)
            org = new_organisation(unit, data)
            org.claimed_at = unit.now
            user = _new_user(unit, org, name, email, kept) if is_visitor else _own(unit)
            _make_legal(unit, org, user)
            queue_questions(unit, org)
            facts = {"name": org.name, "kind": org.kind, "email": org.email, "country": org.country, "city": org.city}
            unit.record(
                "organisation.created",
                "organisation",
                org.id,
                {"after": facts, "general_terms": "accepted"},
                for_org_id=org.id,
            )
            if is_visitor:
                unit.record("user.signed_up", "user", user.id, {"email": email, "name": name}, for_org_id=org.id)
                _welcome(unit, org, user)
            session = start_console(unit, user.id) if is_visitor and console else actor.session
            person = first.person_of(unit.reader, user.email_key)
            assert person is not None  # noqa: S101  # it was just written
            return SignedUp(
                person=replace(signed_in(unit.reader, person, unit.installation.provider_id), session=session),
                organisation=organisation_view(unit, org),
            )

    def _ask(self, actor: Actor) -> bool:
        """Return whether a visitor asks.

        Raises:
            Refused: visitors can't sign up here.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.SIGN_UP)
            is_visitor = unit.identity is Identity.VISITOR
        if is_visitor and not self._office.sign_up:
            raise Refused(
                _("Nobody can sign up here."),
                _("Whoever runs this installation has switched it off."),
                _("Ask them to make your organisation; its invitation comes by mail."),
            )
        return is_visitor

    def _person(self, new: SignUp, password: str, problems: dict[str, str]) -> tuple[str, str]:
        """Return name and address as they are stored, having noted what stands against them and the password."""
        name, email = tidy(new.owner_name), ""
        if forbidden(name) or len(name) > MAX_NAME or not any(ch.isprintable() and not ch.isspace() for ch in name):
            problems["owner_name"] = _("Give your name, of {count} characters at most.").format(count=MAX_NAME)
        try:
            email = normalise_email(new.owner_email)
        except Invalid as refusal:
            problems["owner_email"] = refusal.fields[0].reason
        else:
            if self._is_taken(email_key(email)):
                problems["owner_email"] = _taken_words()
        try:
            check_new_password(password)
        except Invalid as refusal:
            problems["password"] = refusal.fields[0].reason
        return name, email

    def _is_taken(self, key: str) -> bool:
        """Return whether an address has an account, which counts; a rehearsal must be no way to ask for free.

        Raises:
            SlowedDown: too many such answers before.
        """
        with replace(self._office, dry_run=False).writing(Actor()) as unit:
            unit.allow(Action.SIGN_UP)
            ASKING.check_wait(unit, _("Too many addresses were tried that have an account already."))
            if people_queries.user_by_email(unit.session, key) is None:
                return False
            ASKING.count(unit)
            return True


def _taken_words() -> str:
    return _("This address has an account. Sign in with it, then make the organisation from the account menu.")


def _new_user(unit: Unit, org: Organisation, name: str, email: str, kept: str | None) -> User:
    if people_queries.user_by_email(unit.session, email_key(email)) is not None:  # somebody was quicker
        raise Invalid({"owner_email": _taken_words()})
    user = User(
        name=name,
        email=email,
        email_key=email_key(email),
        language=org.language,
        password_hash=kept,
        created_at=unit.now,
        last_sign_in_at=unit.now,
        email_confirmed_at=None,
    )
    unit.session.add(user)
    unit.session.flush()  # the membership refers to the person
    return user


def _own(unit: Unit) -> User:
    user = people_queries.user_by_id(unit.session, unit.actor.user_id or 0)
    assert user is not None  # noqa: S101  # who is no visitor is a person
    return user


def _make_legal(unit: Unit, org: Organisation, user: User) -> None:
    unit.session.add(
        Membership(
            org_id=org.id,
            user_id=user.id,
            role=Role.LEGAL_REPRESENTATIVE.value,
            accounting=True,
            created_at=unit.now,
        )
    )
    unit.session.flush()  # the answer reads it back


def _welcome(unit: Unit, org: Organisation, user: User) -> None:
    """Queue the mail that welcomes the person, with the token that confirms the address."""
    token, token_hash = new_token()
    unit.session.add(
        MailedToken(
            token_hash=token_hash,
            purpose="email",
            user_id=user.id,
            email=user.email,
            created_at=unit.now,
            expires_at=unit.now + CONFIRMATION_LASTS,
            used_at=None,
        )
    )

    def text() -> tuple[str, str]:
        days = CONFIRMATION_LASTS.days
        parts = [
            _("{person}, welcome. {organisation} is ready, and you are its legal representative.").format(
                person=user.name, organisation=org.name
            ),
            _("Confirm that this address is yours. Run:"),
            f"    resellertui profile confirm {token}",
            ngettext(
                "The token works once, and for {count} day.", "The token works once, and for {count} days.", days
            ).format(count=days),
            _("If you have not signed up, do nothing: somebody else has typed your address."),
        ]
        return _("Welcome to resellertui"), "\n\n".join(parts) + "\n"

    queue(unit, [Recipient(user.id, user.name, user.email, user.language)], "user.welcome", text)
