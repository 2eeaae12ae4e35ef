"""What was done, in words: every act that the audit records, the group it is in, and who sees it.

Decided here, since the rules only say what is recorded:

- An organisation sees what was done in its own name, and what others did for it or on it: its partners on what they
  share (the partnership itself, products, orders, its account), the provider's staff and the daily job on all of it.
- What goes on inside the other organisation stays there: which of its people a partner gives a client to, how it
  arranges its teams, what it exports, and when its people sign in.
- A partner never sees what a client does in its own name, but for what concerns their partnership.
- Which document an order became, and its total, is told to whom it is issued, as everywhere.
- The sign-ins of its own people are an organisation's to see, from the day on which they belong to it.
- Notes that only prove something (an operation done under its key) are no acts, and only the check reads them.
"""

from __future__ import annotations

from enum import StrEnum

from resellertui.domain.wording import _


class ActivityGroup(StrEnum):
    """What acts are filtered by."""

    AGREEMENTS = "agreements"
    PRODUCTS = "products"
    MONEY = "money"
    PEOPLE = "people"
    SIGN_INS = "sign_ins"
    ACCOUNT = "account"
    SUPPORT = "support"
    INSTALLATION = "installation"


AREAS: dict[ActivityGroup, tuple[str, ...]] = {
    ActivityGroup.AGREEMENTS: ("partnership", "client", "clients", "import", "activity", "quote", "outside"),
    ActivityGroup.PRODUCTS: ("product", "order"),
    ActivityGroup.MONEY: ("invoice", "invoices", "prepaid", "cashback", "billing_address", "reinvoice", "received"),
    ActivityGroup.PEOPLE: ("people", "user", "person", "grant", "team", "profile", "password", "ssh_key"),
    ActivityGroup.SIGN_INS: ("session",),
    ActivityGroup.ACCOUNT: ("organisation", "programme", "directory", "registry", "arrears"),
    ActivityGroup.SUPPORT: ("support", "access", "transfer_code"),
    ActivityGroup.INSTALLATION: ("installation", "database", "mail", "terms", "tick", "seed", "operation"),
}
"""The groups by what stands before the dot of an action's name."""

PROOFS_ONLY = frozenset({"operation.done"})

SHARED = (
    "partnership.",
    "product.",
    "order.",
    "client.entered",
    "organisation.",
    "invoice.",
    "programme.",
    "transfer_code.",
    "quote.",
    "outside.",
)
"""How the names begin of acts of another customer that are shown to whom they were done for or on."""

SIGN_IN = "session."


def group_of(action: str) -> ActivityGroup:
    """Return the group of an action; what no group names concerns the account."""
    area = action.partition(".")[0]
    return next((group for group, areas in AREAS.items() if area in areas), ActivityGroup.ACCOUNT)


def is_shared(action: str) -> bool:
    """Return whether an act of another customer is shown to the organisation that it was done for or on."""
    return action.startswith(SHARED)


def group_label(group: ActivityGroup) -> str:
    """Return what a group is called."""
    return {
        ActivityGroup.AGREEMENTS: _("Partnerships and clients"),
        ActivityGroup.PRODUCTS: _("Products and orders"),
        ActivityGroup.MONEY: _("Money"),
        ActivityGroup.PEOPLE: _("People"),
        ActivityGroup.SIGN_INS: _("Sign-ins"),
        ActivityGroup.ACCOUNT: _("Account"),
        ActivityGroup.SUPPORT: _("Support"),
        ActivityGroup.INSTALLATION: _("Installation"),
    }[group]


def known_actions() -> dict[str, str]:
    """Return every action that is recorded with its words, in the language in force."""
    return {
        **_agreement_words(),
        **_product_words(),
        **_money_words(),
        **_reinvoice_words(),
        **_quote_words(),
        **_people_words(),
        **_account_words(),
        **_support_words(),
        **_request_words(),
        **_installation_words(),
        **_offer_words(),
    }


def act_words(action: str) -> str:
    """Return what was done, in a sentence; of a newer program's act its name."""
    return known_actions().get(action) or _("An act that this version has no words for: {action}.").format(
        action=action
    )


def _agreement_words() -> dict[str, str]:
    return {
        "partnership.requested": _("Asked for a partnership."),
        "partnership.resent": _("Sent a request for a partnership again."),
        "partnership.withdrawn": _("Withdrew a request for a partnership."),
        "partnership.expired": _("A request for a partnership expired unanswered."),
        "partnership.accepted": _("Accepted a partnership."),
        "partnership.imported": _("Recorded a partnership that was agreed earlier."),
        "partnership.refused": _("Refused a partnership."),
        "partnership.access_changed": _("Changed what a partner has access to."),
        "partnership.payment_changed": _("Changed the payment method of a partnership."),
        "partnership.payment_proposed": _("Proposed another payment method."),
        "partnership.payment_declined": _("Declined a proposed payment method."),
        "partnership.paused": _("Paused a partnership."),
        "partnership.resumed": _("Ended the pause of a partnership."),
        "partnership.end_date_set": _("Set the end date of a partnership."),
        "partnership.end_date_cleared": _("Removed the end date of a partnership."),
        "partnership.reminded": _("Reminded of the end of a partnership."),
        "partnership.ended": _("Ended a partnership."),
        "partnership.ended_by_date": _("A partnership ended on its end date."),
        "partnership.adopted": _("Took over products that a partner proposed."),
        "partnership.limit": _("Set what a client's own orders may take in a month."),
        "partnership.history_exported": _("Exported the history of a partnership."),
        "client.entered": _("Opened a client's organisation to act inside it."),
        "client.billing_exported": _("Exported the documents about a client."),
        "clients.exported": _("Exported the list of clients."),
        "clients.imported": _("Imported clients from a file."),
        "import.columns": _("Chose what the columns of a file mean."),
        "activity.exported": _("Exported the activity."),
    }


def _product_words() -> dict[str, str]:
    return {
        "product.auto_renewal": _("Switched the automatic renewal of a product."),
        "product.terminate": _("A product was terminated after its expiry."),
        "product.warranty": _("The Renewal Warranty renewed products."),
        "order.new": _("Placed an order."),
        "order.renewal": _("Ordered a renewal."),
    }


def _money_words() -> dict[str, str]:
    return {
        "invoice.pay": _("Paid an invoice."),
        "invoice.void": _("A pro forma was withdrawn."),
        "invoice.refund": _("Refunded an invoice."),
        "invoice.redraw": _("Made a pro forma anew."),
        "billing_address.added": _("Added a billing address."),
        "billing_address.changed": _("Changed a billing address."),
        "billing_address.removed": _("Removed a billing address."),
        "billing_address.usual": _("Chose the usual billing address."),
        "invoice.exported": _("Exported a document as PDF."),
        "invoices.exported": _("Exported a list of documents."),
        "prepaid.top_up": _("Topped the prepaid account up."),
        "prepaid.withdraw": _("Withdrew money from the prepaid account."),
        "cashback.exported": _("Exported the cashback."),
    }


def _reinvoice_words() -> dict[str, str]:
    """Return the words of what a partner does to bill its clients: its own affair, shown to nobody else."""
    return {
        "reinvoice.settings": _("Set how clients are billed."),
        "reinvoice.client": _("Set how one client is billed."),
        "reinvoice.margin_added": _("Added a margin."),
        "reinvoice.margin_ended": _("Ended a margin."),
        "reinvoice.priced": _("Set the resale price of charged lines."),
        "reinvoice.price_cleared": _("Gave charged lines back to what the margins say."),
        "reinvoice.waived": _("Waived charged lines."),
        "reinvoice.held": _("Held charged lines back."),
        "reinvoice.released": _("Opened charged lines again."),
        "reinvoice.lines_exported": _("Exported charged lines."),
        "reinvoice.issued": _("Issued an invoice to a client."),
        "reinvoice.credited": _("Issued a credit note to a client."),
        "reinvoice.sent": _("Sent a document to a client again."),
        "reinvoice.paid": _("Recorded a payment of a client."),
        "reinvoice.paid_back": _("Recorded a repayment to a client, or corrected a payment."),
        "reinvoice.reminded": _("Reminded a client of an invoice."),
        "reinvoice.exported": _("Exported documents to clients."),
        "reinvoice.paper_exported": _("Exported a document to a client as a file."),
        "reinvoice.papers_exported": _("Exported documents to clients as files, into a folder."),
        "reinvoice.statement_exported": _("Exported the statement of a client."),
        "received.exported": _("Exported documents of a partner."),
        "received.paper_exported": _("Exported a document of a partner as a file."),
    }


def _quote_words() -> dict[str, str]:
    """Return the words of what is done about requests for quotes; each side sees its own acts, and staff all."""
    return {
        "quote.filed": _("Filed a request for quotes."),
        "quote.viewed": _("Read a request for a quote."),
        "quote.declined": _("Declined a request for a quote."),
        "quote.withdrawn": _("Withdrew a request for quotes."),
        "quote.claimed": _("Made a visitor's request for quotes the organisation's."),
        "quote.sent": _("Sent a request for a quote to a partner."),
        "quote.closed": _("Took a request for quotes away."),
        "quote.expired": _("A request for quotes expired."),
        "quote.reminded": _("Reminded of a request for quotes that closes soon."),
    }


def _people_words() -> dict[str, str]:
    return {
        "people.invited": _("Invited a person."),
        "people.role_changed": _("Changed a person's role."),
        "people.accounting_changed": _("Changed a person's right to the accounting."),
        "people.invitation_resent": _("Sent an invitation again."),
        "people.invitation_withdrawn": _("Withdrew an invitation."),
        "people.reminders": _("Changed who gets the reminders of what is to pay."),
        "people.removed": _("Took a person out of the organisation."),
        "user.joined": _("Joined with an invitation."),
        "user.signed_up": _("Signed up."),
        "grant.given": _("Gave a person a right."),
        "grant.revoked": _("Took a right back from a person."),
        "person.erased": _("Erased what was kept about a person."),
        "team.created": _("Made a team."),
        "team.changed": _("Changed a team's name or colour."),
        "team.deleted": _("Deleted a team."),
        "team.grant_given": _("Gave a team a right."),
        "team.grant_revoked": _("Took a right back from a team."),
        "team.leader_changed": _("Changed a team's leader."),
        "team.member_added": _("Put a person into a team."),
        "team.member_removed": _("Took a person out of a team."),
        "profile.changed": _("Changed the own profile."),
        "profile.notices_chosen": _("Chose which notices come by mail."),
        "profile.confirmation_sent": _("Had the token to confirm the address sent again."),
        "profile.email_asked": _("Asked for another address to sign in with."),
        "profile.email_confirmed": _("Confirmed an address to sign in with."),
        "password.changed": _("Changed the own password."),
        "password.reset_asked": _("Asked for a token to choose a new password."),
        "password.reset": _("Chose a new password by a mailed token."),
        "ssh_key.added": _("Added an SSH key."),
        "ssh_key.removed": _("Removed an SSH key."),
        "session.revoked": _("Ended one of the own sessions."),
        "session.others_revoked": _("Ended all other own sessions."),
        "session.started": _("Signed in."),
        "session.ended": _("Signed out."),
        "session.failed": _("Failed to sign in: the password was wrong."),
    }


def _account_words() -> dict[str, str]:
    return {
        "organisation.created": _("Made the organisation."),
        "organisation.changed": _("Changed the client account."),
        "organisation.deleted": _("Deleted the organisation."),
        "registry.queued": _("Had a registry asked about a number."),
        "registry.answered": _("A registry answered about a number."),
        "programme.approved": _("Approved the organisation in the partner programme."),
        "programme.drafted": _("Prepared an application to the partner programme."),
        "programme.submitted": _("Applied to the partner programme."),
        "programme.withdrawn": _("Withdrew an application to the partner programme."),
        "programme.confirmed": _("Confirmed what an application to the partner programme declares."),
        "programme.rejected": _("Rejected an application to the partner programme."),
        "programme.listing_changed": _("Changed the listing in the directory."),
        "programme.licence_assigned": _("Assigned the key of the theme licence."),
        "programme.licence_removed": _("Took back the key of the theme licence."),
        "directory.exported": _("Exported the directory of partners for publication."),
        "programme.reviewed": _("Reviewed the organisation's place in the partner programme."),
        "arrears.told": _("Told the partner that a client's invoice is overdue."),
        "arrears.raised": _("Gave staff an overdue invoice of a partner's client as a task."),
        "arrears.done": _("Finished the task of an overdue invoice."),
    }


def _support_words() -> dict[str, str]:
    return {
        "support.code_issued": _("Got a support code."),
        "support.code_renewed": _("Renewed a support code."),
        "support.code_shown": _("Looked at a support code."),
        "support.code_copied": _("Copied a support code."),
        "support.code_recognised": _("The support recognised a caller by a code."),
        "support.code_unknown": _("Tried an unknown code at the support desk."),
        "support.desk_closed": _("Had to wait at the support desk after unknown codes."),
        "support.key_rotated": _("Replaced the key of all support codes."),
        "transfer_code.entered": _("Entered the transfer code of a domain."),
        "transfer_code.shown": _("Looked at the transfer code of a domain."),
        "transfer_code.dropped": _("Dropped the transfer code of a domain: the key that opened it was lost."),
        "transfer_code.key_rotated": _("Replaced the key of all transfer codes."),
    }


def _request_words() -> dict[str, str]:
    return {
        "access.granted": _("Let support look into the own content."),
        "access.revoked": _("Took back support's access to the own content."),
        "access.ended": _("Support's access to a person's content ended."),
        "access.looked": _("Looked into a person's content."),
        "access.signing_key_made": _("Made the key that signs looks into content."),
        "support.requested": _("Asked for support."),
        "support.replied": _("Wrote to the support again."),
        "support.closed": _("Closed a request for support."),
        "support.call_noted": _("Noted a call."),
        "support.answered": _("Answered a request for support."),
        "support.noted": _("Wrote a note among staff."),
    }


def _offer_words() -> dict[str, str]:
    return {
        "quote.offered": _("Made an offer on a request for a quote."),
        "quote.accepted": _("Accepted an offer."),
        "quote.ordered": _("Ordered what was offered."),
        "quote.reopened": _("Left what was offered to order again: its order was declined."),
        "outside.noted": _("Noted a product of another provider."),
        "outside.settled": _("Settled the matter of a product of another provider."),
    }


def _installation_words() -> dict[str, str]:
    return {
        "installation.founded": _("Made this installation."),
        "database.backed_up": _("Made a backup of the database."),
        "database.restored": _("Restored the database from a backup."),
        "mail.delivered": _("Delivered mails."),
        "mail.resent": _("Sent a mail again."),
        "mail.password_kept": _("Kept the password of the mail server."),
        "terms.published": _("Published programme terms."),
        "seed.batch": _("Made example clients."),
        "operation.done": _("Noted that an operation was done under its key."),
    }
