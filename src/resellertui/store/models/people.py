"""People: their roles and grants, how they sign in, and what slows a guesser down."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Word


class User(Model):
    """A person; what they may do is said by their memberships."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email_key"),)

    id: Mapped[Id]
    name: Mapped[Name]
    email: Mapped[Name]
    email_key: Mapped[Name]
    language: Mapped[Word]
    password_hash: Mapped[str | None]
    """argon2; None until the person has joined with their token."""
    created_at: Mapped[Moment]
    last_sign_in_at: Mapped[Moment | None]
    time_zone: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    """An IANA name, such as `Europe/Rome`; empty for the provider's."""
    email_confirmed_at: Mapped[Moment | None]
    """When a token mailed to the address came back; None where nobody has shown that the address is theirs."""
    erased_at: Mapped[Moment | None]
    """When the person was erased: name, address and keys are gone, the number stays for what refers to it."""
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Membership(Model):
    """A person's role in one organisation."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("org_id", "user_id"),
        CheckConstraint("role in ('legal_representative', 'administrator', 'collaborator', 'external')", name="role"),
        Index(None, "user_id"),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Word]
    accounting: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[Moment]
    billing_reminders: Mapped[bool] = mapped_column(Boolean, server_default=text("1"))
    """Whether the person gets the reminders of what is to pay and to renew."""


class ProductGrant(Model):
    """A collaborator's or external user's right on one product, or on a family with or without its future ones."""

    __tablename__ = "product_grants"
    __table_args__ = (
        CheckConstraint("product_right in ('technical', 'statistics')", name="right"),
        CheckConstraint("(product_id is null) <> (family is null)", name="one_subject"),
        UniqueConstraint("membership_id", "product_id"),
        UniqueConstraint("membership_id", "family"),
    )

    id: Mapped[Id]
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    family: Mapped[Word | None]
    product_right: Mapped[Word]
    granted_at: Mapped[Moment]


class ClientGrant(Model):
    """A client of a partner, given to one of the partner's collaborators; goes when the partnership ends."""

    __tablename__ = "client_grants"
    __table_args__ = (UniqueConstraint("membership_id", "partnership_id"), Index(None, "partnership_id"))

    id: Mapped[Id]
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    granted_at: Mapped[Moment]


class Invitation(Model):
    """A single-use token that lets a person join an organisation; only its hash is kept."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "org_id"), Index(None, "email_key"))

    id: Mapped[Id]
    token_hash: Mapped[str]
    org_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """None for an invitation that only answers a partner's request to an unknown address."""
    email: Mapped[Name]
    email_key: Mapped[Name]
    name: Mapped[Name]
    role: Mapped[Word]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class SignInSession(Model):
    """A sign-in; the token is with the user, or nowhere where a console is not remembered, and its hash here."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "user_id"))

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    used_at: Mapped[Moment | None]
    """When it was last used; None where that was not noted."""
    place: Mapped[str] = mapped_column(String(300), server_default=text("''"))
    """Where it was made: the machine, and the address that came over SSH."""


class MailedToken(Model):
    """A single-use token that was mailed to a person: to confirm an address, or to choose a new password."""

    __tablename__ = "mailed_tokens"
    __table_args__ = (
        CheckConstraint("purpose in ('email', 'password')", name="purpose"),
        UniqueConstraint("token_hash"),
        Index(None, "user_id"),
    )

    id: Mapped[Id]
    token_hash: Mapped[str]
    purpose: Mapped[Word]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    email: Mapped[Name]
    """The address that it went to; confirming it makes it the person's."""
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class SshKey(Model):
    """A public key by which a service account knows the person; one key is one person's."""

    __tablename__ = "ssh_keys"
    __table_args__ = (UniqueConstraint("fingerprint"), Index(None, "user_id"))

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[Word]
    """Such as `ssh-ed25519`."""
    fingerprint: Mapped[str] = mapped_column(String(100))
    """`SHA256:` and the digest, as ssh-keygen says it."""
    public_key: Mapped[str]
    """Kind and key as an authorized_keys line has them, without the comment."""
    label: Mapped[Name]
    added_at: Mapped[Moment]


class FailureCount(Model):
    """Wrong passwords in a row under one key (a person, or the whole installation), and until when it waits."""

    __tablename__ = "failure_counts"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[Moment]
    blocked_until: Mapped[Moment | None]
