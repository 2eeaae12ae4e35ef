"""The outbox: mails written in the transaction of what they tell about, delivered afterwards."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Prose, Word


class OutboxMail(Model):
    """One mail, complete: a second delivery sends the same bytes under the same Message-ID."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("message_id"),
        Index("ix_outbox_waiting", "id", sqlite_where=text("sent_at is null")),
        Index(None, "user_id"),
        Index("ix_outbox_notices", "user_id", "id"),
        Index("ix_outbox_unread", "user_id", "id", sqlite_where=text("read_at is null")),
        Index("ix_outbox_parked", "id", sqlite_where=text("parked_at is not null and sent_at is null")),
    )

    id: Mapped[Id]
    message_id: Mapped[Name]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recipient: Mapped[Name]
    recipient_name: Mapped[Name]
    language: Mapped[Word]
    kind: Mapped[Word]
    """Which notice it is, such as `partnership.requested`."""
    subject: Mapped[Prose]
    body: Mapped[Prose]
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnerships.id"))
    created_at: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[Moment | None]
    last_error: Mapped[Prose]
    sent_at: Mapped[Moment | None]
    parked_at: Mapped[Moment | None]
    """When it was given up after too many attempts, until staff send it again."""
    read_at: Mapped[Moment | None]
    """When its reader has read it in the console."""
    org_id: Mapped[int | None]
    """For which of its reader's organisations it is; None where that is not known."""
    about: Mapped[Word] = mapped_column(server_default=text("''"))
    """What it is about, such as `partnership`, and `about_id` its number; empty where there is nothing to open."""
    about_id: Mapped[int | None]


class OutboxAttachment(Model):
    """A file that goes with a mail: what a partner issued, as it was issued."""

    __tablename__ = "outbox_attachments"
    __table_args__ = (
        ForeignKeyConstraint(["document_id", "paper"], ["reinvoice_papers.document_id", "reinvoice_papers.kind"]),
    )

    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int]
    paper: Mapped[Word]


class NoticeChoice(Model):
    """That a person gets a category of notices by mail, or not; without a row, it does."""

    __tablename__ = "notice_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    category: Mapped[Word] = mapped_column(primary_key=True)
    by_mail: Mapped[bool]
