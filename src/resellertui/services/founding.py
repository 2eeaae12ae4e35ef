"""Founding an installation: the provider's organisation, its first person, its identity, keys and terms."""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass

from sqlalchemy.orm import Session

from resellertui.adapters.clock import Clock
from resellertui.adapters.secrets import Secrets
from resellertui.domain.errors import Invalid
from resellertui.domain.organisation import (
    Address,
    OrganisationData,
    OrganisationKind,
    email_key,
    normalise_email,
    normalise_organisation,
)
from resellertui.domain.programme import default_terms_text
from resellertui.domain.roles import Role
from resellertui.domain.text import forbidden, tidy
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.audit import AuditChain
from resellertui.services.building import PLAY, building, check_playable
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.services.organisations import columns_of
from resellertui.services.passwords import check_new_password, hash_password
from resellertui.services.unit import Office
from resellertui.settings import Settings
from resellertui.store.models import Installation, Membership, Organisation, TermsVersion, User

__all__ = ["Founders", "check_playable", "found", "lay_foundation"]

KEY_BYTES = 32


@dataclass(frozen=True)
class Founders:
    """The provider and its first person, as they are stored."""

    provider: OrganisationData
    owner_name: str
    owner_email: str

    @classmethod
    def of(cls, *, provider_name: str, provider_country: str, owner_name: str, owner_email: str) -> Founders:
        """Build it from what was typed.

        Raises:
            Invalid: every value that can't be accepted, with its reason.
        """
        problems: dict[str, str] = {}
        try:
            email = normalise_email(owner_email)
        except Invalid as refusal:
            problems["owner_email"] = refusal.fields[0].reason
            email = ""
        name = tidy(owner_name)
        if not name or len(name) > 300 or forbidden(name):
            problems["owner_name"] = _("A name is needed, of 300 characters at most, without control characters.")
        data = OrganisationData(
            kind=OrganisationKind.COMPANY,
            name=provider_name,
            address=Address(country=provider_country),
            email=email,
            language="en",
        )
        try:
            data = normalise_organisation(data)
        except Invalid as refusal:
            problems |= {f"provider_{one.field}": one.reason for one in refusal.fields}
        if problems:
            raise Invalid(problems)
        return cls(data, name, email)


def found(
    settings: Settings,
    *,
    database: str | None = None,
    purpose: str = "live",
    provider_name: str,
    provider_country: str = "CH",
    owner_name: str,
    owner_email: str,
    password: str,
    kept: str | None = None,
    clock: Clock | None = None,
    secrets: Secrets | None = None,
) -> Services:
    """Make a database with the provider's organisation and its first person, and open it.

    Args:
        settings: paths and preferences.
        database: a path or URL; the settings' one where None.
        purpose: `live`, or `demo` or `seeded` for one that opens without a password.
        provider_name: the hosting company.
        provider_country: its two-letter country code.
        owner_name: its first legal representative.
        owner_email: that person's address, and the provider's.
        password: that person's password; may be short only where the database is for play.
        kept: the password's hash, where the caller has it already.
        clock: the time; the machine's where None.
        secrets: the key store; the machine's where None.

    Raises:
        Refused: the file holds a database already.
        Invalid: values that can't be accepted; nothing was made.
        DatabaseTrouble: the file can't be made.
    """
    founders = Founders.of(
        provider_name=provider_name,
        provider_country=provider_country,
        owner_name=owner_name,
        owner_email=owner_email,
    )
    if purpose not in PLAY:
        check_new_password(password)
    with building(settings, database, clock=clock, secrets=secrets) as site:
        lay_foundation(site.office, purpose, founders, kept or hash_password(password))
    return open_services(settings, database=database, clock=clock, secrets=secrets)


def lay_foundation(office: Office, purpose: str, founders: Founders, kept: str) -> Actor:
    """Fill an empty database with its first rows, and return the provider's first person as an actor.

    Args:
        office: the office over the empty database.
        purpose: `live`, `demo` or `seeded`.
        founders: the provider and its first person.
        kept: the hash of that person's password.
    """
    key, key_id = random.token_hex(KEY_BYTES), random.token_hex(8)
    if purpose not in PLAY:
        office.secrets.put(f"audit-{key_id}", key)
    with office.filling() as session:
        provider, owner = _provider(office, session, founders), _owner(office, session, founders, kept)
        session.flush()  # the rows below refer to these two
        session.add_all(
            [
                Membership(
                    org_id=provider.id,
                    user_id=owner.id,
                    role=Role.LEGAL_REPRESENTATIVE.value,
                    accounting=True,
                    created_at=office.clock.now(),
                ),
                Installation(
                    id=1,
                    database_id=random.token_hex(12),
                    purpose=purpose,
                    created_at=office.clock.now(),
                    provider_id=provider.id,
                    audit_key_id=key_id,
                    play_key=key if purpose in PLAY else None,
                    backup_mark=None,
                ),
                TermsVersion(
                    effective_from=office.terms.effective,
                    published_at=office.clock.now(),
                    published_by_id=owner.id,
                    text=default_terms_text(),
                ),
            ]
        )
        AuditChain(bytes.fromhex(key)).append(
            session,
            Actor.operator(),
            office.clock.now(),
            "installation.founded",
            "installation",
            1,
            {
                "purpose": purpose,
                "provider": provider.name,
                "owner": owner.email,
                "terms": office.terms.version,
            },
            provider.id,
        )
        return Actor(user_id=owner.id, org_id=provider.id)


def _provider(office: Office, session: Session, founders: Founders) -> Organisation:
    provider = Organisation(
        **columns_of(founders.provider),
        created_at=office.clock.now(),
        created_by_id=None,
        claimed_at=office.clock.now(),
        version=1,
    )
    session.add(provider)
    return provider


def _owner(office: Office, session: Session, founders: Founders, kept: str) -> User:
    owner = User(
        name=founders.owner_name,
        email=founders.owner_email,
        email_key=email_key(founders.owner_email),
        language="en",
        password_hash=kept,
        created_at=office.clock.now(),
        last_sign_in_at=None,
        email_confirmed_at=office.clock.now(),  # whoever owns the file says so
    )
    session.add(owner)
    return owner
