"""Every kind of notice there is, in one place: its category, what it is called, and who may do without the mail.

Each kind that is put into the outbox has an entry here, or a rule by the beginning of its name; a test looks for both.

Decided here, since the rules only say that the notices are in the console too:

- A person chooses by category whether notices come by mail. What was switched off is still written, as a notice that
  the console lists: in the outbox it counts as done when it was written (`delivery.MailState.KEPT`), and never leaves.
- What one has to be told can't be switched off: what concerns one's own account and its safety, one's rights, what the
  law or an agreement hangs on (decisions of the programme, the end of a partnership, subscriptions that are blocked or
  terminated, numbers that are not valid, documents of re-invoicing).
- A mail with a token is private: it is read where the token was sent, and no list of the console has it.
- A choice is a person's, for all its organisations; mails to an address that is nobody's yet know no choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from resellertui.domain.wording import N_, _


class Category(StrEnum):
    """What kinds of notices are chosen by."""

    PARTNERSHIPS = "partnerships"
    RENEWALS = "renewals"
    SUPPORT = "support"
    PEOPLE = "people"
    ACCOUNT = "account"
    PROGRAMME = "programme"
    REINVOICING = "reinvoicing"
    QUOTES = "quotes"
    SECURITY = "security"


class About(StrEnum):
    """What a notice can be about: what opens from it."""

    PARTNERSHIP = "partnership"
    DOCUMENT = "document"
    PRODUCT = "product"
    CASE = "case"
    TEAM = "team"
    ORGANISATION = "organisation"
    APPLICATION = "application"
    PROGRAMME = "programme"
    """A partner's place in the programme."""
    REINVOICE = "reinvoice"
    """A document of a partner, for its client."""
    QUOTE = "quote"
    """A request for a quote, for its requester, the partners that were sent it, and staff."""
    BREACH = "breach"
    """A client's product of another provider against a contract, for staff to settle."""


@dataclass(frozen=True)
class NoticeKind:
    """What is known of a kind of notice."""

    category: Category
    label: str
    """What it tells, as a message id."""
    required: bool = False
    """Whether it always goes by mail."""
    private: bool = False
    """Whether it carries a token, and so is no notice of the console."""

    @property
    def in_console(self) -> bool:
        """Whether the console lists it for its reader."""
        return not self.private

    def words(self) -> str:
        """Return the label in the reader's language."""
        return _(self.label)


_PARTNERSHIPS = {
    "partnership.requested": N_("a partnership is asked for"),
    "partnership.resent": N_("a request is sent again"),
    "partnership.accepted": N_("a request was accepted"),
    "partnership.refused": N_("a request was refused"),
    "partnership.withdrawn": N_("a request was withdrawn"),
    "partnership.expired": N_("a request has expired"),
    "partnership.imported": N_("an agreement was brought in"),
    "partnership.access_changed": N_("the access has changed"),
    "partnership.payment_changed": N_("the payment method has changed"),
    "partnership.payment_proposed": N_("another payment method is proposed"),
    "partnership.payment_declined": N_("a proposal was declined"),
    "partnership.paused": N_("a partnership is paused"),
    "partnership.resumed": N_("a partnership goes on"),
    "partnership.end_date_set": N_("an end date was set"),
    "partnership.end_date_cleared": N_("an end date was removed"),
    "partnership.reminder": N_("an end date is near"),
}

_OFFERS = {
    "quote.offered": N_("a partner makes an offer"),
    "quote.lost": N_("a request was awarded to another partner"),
    "quote.ready": N_("a basket is ready to order"),
    "quote.ordered": N_("your partner has ordered what you agreed"),
    "quote.reopened": N_("an order of what you agreed was declined"),
}
_CONTRACTS = {
    "quote.accepted": N_("an offer was accepted"),
    "quote.won": N_("your offer was accepted"),
    "quote.breach": N_("a product of another provider is noted"),
    "quote.settled": N_("the matter of a product is settled"),
}

KINDS: Mapping[str, NoticeKind] = {
    **{kind: NoticeKind(Category.PARTNERSHIPS, label) for kind, label in _PARTNERSHIPS.items()},
    "partnership.ended": NoticeKind(Category.PARTNERSHIPS, N_("a partnership has ended"), required=True),
    "renewal.first": NoticeKind(Category.RENEWALS, N_("subscriptions will expire")),
    "renewal.invoice": NoticeKind(Category.RENEWALS, N_("a renewal is to pay, or was paid")),
    "renewal.warranty": NoticeKind(Category.RENEWALS, N_("the Renewal Warranty has renewed"), required=True),
    "renewal.blocked": NoticeKind(Category.RENEWALS, N_("subscriptions have expired"), required=True),
    "renewal.terminated": NoticeKind(Category.RENEWALS, N_("subscriptions are terminated"), required=True),
    "support.request": NoticeKind(Category.SUPPORT, N_("someone asks for support")),
    "support.reply": NoticeKind(Category.SUPPORT, N_("someone has written to the support again")),
    "support.answer": NoticeKind(Category.SUPPORT, N_("the support has answered")),
    "support.call": NoticeKind(Category.SUPPORT, N_("the support has noted a call"), required=True),
    "team.joined": NoticeKind(Category.PEOPLE, N_("you are in a team")),
    "team.left": NoticeKind(Category.PEOPLE, N_("you are no longer in a team")),
    "team.leads": NoticeKind(Category.PEOPLE, N_("you lead a team")),
    "people.role_changed": NoticeKind(Category.PEOPLE, N_("your role has changed"), required=True),
    "people.accounting_changed": NoticeKind(Category.PEOPLE, N_("your right to the accounting"), required=True),
    "people.invited": NoticeKind(Category.PEOPLE, N_("an invitation"), required=True, private=True),
    "organisation.changed": NoticeKind(Category.ACCOUNT, N_("the client account has changed")),
    "organisation.invited": NoticeKind(Category.ACCOUNT, N_("an invitation"), required=True, private=True),
    "organisation.deleted": NoticeKind(Category.ACCOUNT, N_("an organisation was deleted"), required=True),
    "registry.invalid": NoticeKind(Category.ACCOUNT, N_("a number is not valid any more"), required=True),
    "programme.submitted": NoticeKind(Category.PROGRAMME, N_("an application was sent"), required=True),
    "programme.withdrawn": NoticeKind(Category.PROGRAMME, N_("an application was withdrawn"), required=True),
    "programme.approved": NoticeKind(Category.PROGRAMME, N_("a partner was approved"), required=True),
    "programme.rejected": NoticeKind(Category.PROGRAMME, N_("an application was rejected"), required=True),
    "programme.reviewed": NoticeKind(Category.PROGRAMME, N_("a partner was reviewed"), required=True),
    "programme.arrears": NoticeKind(Category.PROGRAMME, N_("a client's invoice is overdue"), required=True),
    "programme.arrears_raised": NoticeKind(Category.PROGRAMME, N_("an overdue invoice is a task"), required=True),
    "quote.filed": NoticeKind(Category.QUOTES, N_("your request for quotes was filed")),
    "quote.filed_by_visitor": NoticeKind(Category.QUOTES, N_("a request was filed"), required=True, private=True),
    "quote.claimed": NoticeKind(Category.QUOTES, N_("a request was claimed"), required=True),
    "quote.received": NoticeKind(Category.QUOTES, N_("a request waits for your offer")),
    "quote.nobody": NoticeKind(Category.QUOTES, N_("a request has nobody left to answer")),
    "quote.declined_by_all": NoticeKind(Category.QUOTES, N_("every partner has declined your request")),
    "quote.withdrawn": NoticeKind(Category.QUOTES, N_("a request was withdrawn")),
    "quote.closed": NoticeKind(Category.QUOTES, N_("your request was taken away"), required=True),
    "quote.closing_soon": NoticeKind(Category.QUOTES, N_("a request closes soon")),
    "quote.expired": NoticeKind(Category.QUOTES, N_("a request has expired")),
    **{kind: NoticeKind(Category.QUOTES, label) for kind, label in _OFFERS.items()},
    **{kind: NoticeKind(Category.QUOTES, label, required=True) for kind, label in _CONTRACTS.items()},
    "access.looked": NoticeKind(Category.SECURITY, N_("support has looked into your content"), required=True),
    "access.ended": NoticeKind(Category.SECURITY, N_("support's access has ended"), required=True),
    "profile.confirm": NoticeKind(Category.SECURITY, N_("confirming an address"), required=True, private=True),
    "profile.address_asked_for": NoticeKind(Category.SECURITY, N_("your address was asked for"), required=True),
    "profile.email_asked": NoticeKind(Category.SECURITY, N_("your address shall change"), required=True),
    "profile.email_changed": NoticeKind(Category.SECURITY, N_("your address has changed"), required=True),
    "profile.key_added": NoticeKind(Category.SECURITY, N_("an SSH key was added"), required=True),
    "password.reset": NoticeKind(Category.SECURITY, N_("choosing a new password"), required=True, private=True),
    "password.changed": NoticeKind(Category.SECURITY, N_("your password has changed"), required=True),
    "user.welcome": NoticeKind(Category.SECURITY, N_("a welcome"), required=True, private=True),
}

BY_PREFIX: Mapping[str, NoticeKind] = {
    "programme.": NoticeKind(Category.PROGRAMME, N_("the partner programme"), required=True),
    "reinvoice.": NoticeKind(Category.REINVOICING, N_("what a partner bills its client"), required=True),
}
"""What holds for kinds whose names begin so and that have no entry of their own."""

UNKNOWN = NoticeKind(Category.ACCOUNT, N_("a notice"), required=True)
"""What holds for a kind that this version does not know, such as one that a later version wrote."""

PRIVATE_KINDS = frozenset(kind for kind, known in KINDS.items() if known.private)
"""Mails with a token that would let whoever reads it act as the person it was sent to."""

CHOICES = tuple(
    one for one in Category if any(known.category is one and not known.required for known in KINDS.values())
)
"""The categories of which something can be switched off."""


def notice_kind(kind: str) -> NoticeKind:
    """Return what is known of a kind."""
    by_prefix = next((known for start, known in BY_PREFIX.items() if kind.startswith(start)), UNKNOWN)
    return KINDS.get(kind, by_prefix)


def is_private(kind: str) -> bool:
    """Return whether mails of this kind carry a token."""
    return notice_kind(kind).private


def is_between_others(kind: str) -> bool:
    """Return whether a mail is a partner's own word to its client, whose text is none of the provider's business."""
    return kind.startswith("reinvoice.")


def goes_by_mail(kind: str, *, is_chosen: bool) -> bool:
    """Return whether a notice is mailed to someone who has chosen its category, or has not."""
    return is_chosen or notice_kind(kind).required


def category_label(category: Category) -> str:
    """Return what a category is called."""
    return {
        Category.PARTNERSHIPS: _("Partnerships"),
        Category.RENEWALS: _("Renewals"),
        Category.SUPPORT: _("Support"),
        Category.PEOPLE: _("People and teams"),
        Category.ACCOUNT: _("Client account"),
        Category.PROGRAMME: _("Partner programme"),
        Category.REINVOICING: _("Re-invoicing"),
        Category.QUOTES: _("Quote requests"),
        Category.SECURITY: _("Your own account"),
    }[category]


def kept_by_mail(category: Category) -> tuple[NoticeKind, ...]:
    """Return the kinds of a category that go by mail whatever is chosen."""
    return tuple(one for one in KINDS.values() if one.category is category and one.required and one.in_console)
