"""The mails of the programme: to an organisation's legal representatives, and to the provider's staff."""

from __future__ import annotations

from datetime import date

from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.notices import About
from resellertui.domain.programme_membership.conditions import threshold_words
from resellertui.domain.programme_membership.standing import ReviewOutcome, Step
from resellertui.domain.wording import _
from resellertui.formats import amount, day
from resellertui.services.outbox import Words, in_paragraphs, queue
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation
from resellertui.store.queries import people as people_queries

Subject = tuple[About, int]
"""What a notice is about, with its number."""


def tell_applicant(
    unit: Unit, org: Organisation, kind: str, words: Words, reference: str = "", about: Subject | None = None
) -> int:
    """Mail an organisation's legal representatives, and return to how many.

    What opens is what it is about, the application where one is named, or else the organisation's place.
    """
    people = people_queries.legal_representatives(unit.session, org.id)
    about = about or _application(reference) or (About.PROGRAMME, org.id)
    return queue(unit, people, kind, in_paragraphs(words), org_id=org.id, about=about)


def tell_staff(unit: Unit, org_id: int, kind: str, words: Words, reference: str = "") -> int:
    """Mail the provider's legal representatives and administrators of a partner or applicant; return to how many."""
    provider = unit.installation.provider_id
    people = people_queries.answering(unit.session, provider)
    about = _application(reference) or (About.PROGRAMME, org_id)
    return queue(unit, people, kind, in_paragraphs(words), org_id=provider, about=about)


def tell_of_submission(unit: Unit, org: Organisation, reference: str) -> None:
    """Tell both sides that an application waits for staff."""
    tell_applicant(
        unit,
        org,
        "programme.submitted",
        lambda: (
            _("Your application to the partner programme"),
            (
                _("{organisation} has applied to the partner programme ({id}).").format(
                    organisation=org.name, id=reference
                ),
                _("The provider's staff check it and answer by e-mail. Until then you can withdraw it."),
            ),
        ),
        reference,
    )
    tell_staff(
        unit,
        org.id,
        "programme.submitted",
        lambda: (
            _("{organisation} applies to the partner programme").format(organisation=org.name),
            (
                _("{organisation} has sent the application {id}.").format(organisation=org.name, id=reference),
                _("Open resellertui, Applications, to check and decide it."),
            ),
        ),
        reference,
    )


def tell_of_withdrawal(unit: Unit, org: Organisation, reference: str) -> None:
    """Tell both sides that an application was withdrawn."""

    def words() -> tuple[str, tuple[str, ...]]:
        return (
            _("{organisation} withdrew its application").format(organisation=org.name),
            (
                _("The application {id} of {organisation} to the partner programme was withdrawn.").format(
                    organisation=org.name, id=reference
                ),
            ),
        )

    tell_applicant(unit, org, "programme.withdrawn", words, reference)
    tell_staff(unit, org.id, "programme.withdrawn", words, reference)


def tell_of_approval(unit: Unit, org: Organisation, *, until: date | None = None, reference: str = "") -> None:
    """Tell the new partner, with the day on which an approval for a time ends, and staff of a decided application."""

    def said() -> tuple[str, ...]:
        approved = (
            _("{organisation} has been approved provisionally in the partner programme.")
            if until is not None
            else _("{organisation} has been approved in the partner programme.")
        )
        ends = _("On {day} either threshold has to be reached, or a warning follows.")
        what = approved.format(organisation=org.name)
        return (what, ends.format(day=day(until))) if until is not None else (what,)

    def subject() -> str:
        return _("{organisation} is now a partner").format(organisation=org.name)

    def to_partner() -> tuple[str, tuple[str, ...]]:
        return subject(), (*said(), _("Open resellertui to add your clients."))

    tell_applicant(unit, org, "programme.approved", to_partner, reference)
    if reference:
        tell_staff(unit, org.id, "programme.approved", lambda: (subject(), said()), reference)


def tell_of_rejection(unit: Unit, org: Organisation, reference: str, reasons: str) -> None:
    """Tell both sides why an application was rejected."""

    def words() -> tuple[str, tuple[str, ...]]:
        return (
            _("The application of {organisation} was rejected").format(organisation=org.name),
            (
                _("The provider's staff have rejected the application {id} of {organisation}:").format(
                    organisation=org.name, id=reference
                ),
                reasons,
                _("Once the reasons are put right, you can apply again."),
            ),
        )

    tell_applicant(unit, org, "programme.rejected", words, reference)
    tell_staff(unit, org.id, "programme.rejected", words, reference)


def tell_of_review(unit: Unit, org: Organisation, step: Step) -> None:
    """Tell a partner and staff what a review changes, or will change; an ordinary one that is met tells nobody."""
    if step.outcome is ReviewOutcome.MET and step.kind.value != "grace_end":
        return

    def words() -> tuple[str, tuple[str, ...]]:
        return _review_subject(step).format(organisation=org.name), _review_text(unit, org, step)

    tell_applicant(unit, org, "programme.reviewed", words)
    tell_staff(unit, org.id, "programme.reviewed", words)


def tell_of_arrears(unit: Unit, partner: Organisation, client: str, days: int, partnership_id: int) -> None:
    """Tell a partner, without amounts, that an invoice of its client is overdue; the client opens from it."""
    tell_applicant(
        unit,
        partner,
        "programme.arrears",
        lambda: (
            _("An invoice of {client} is overdue").format(client=client),
            (
                _("{client}, whom you manage with full access, has not paid an invoice for {days} days.").format(
                    client=client, days=days
                ),
                _("As its partner you answer for its invoices: please speak to your client."),
                _("The invoice and its amounts are your client's; they are not told here."),
            ),
        ),
        about=(About.PARTNERSHIP, partnership_id),
    )


def tell_staff_of_arrears(unit: Unit, partner_id: int, client: str, partner: str, document: str) -> None:
    """Tell staff of a new task about an overdue invoice."""
    tell_staff(
        unit,
        partner_id,
        "programme.arrears_raised",
        lambda: (
            _("{document} of {client} is still to pay").format(document=document, client=client),
            (
                _("{partner}, which answers for {client}, was told, and {document} is still to pay.").format(
                    partner=partner, client=client, document=document
                ),
                _("Open resellertui, Applications, Arrears, to follow it."),
            ),
        ),
    )


def _review_subject(step: Step) -> str:
    return {
        ReviewOutcome.WARNED: _("{organisation} is below the threshold of the partner programme"),
        ReviewOutcome.SUSPENDED: _("{organisation} is suspended in the partner programme"),
        ReviewOutcome.RESTORED: _("{organisation} is in good standing in the partner programme again"),
        ReviewOutcome.MET: _("{organisation} is in good standing in the partner programme again"),
    }[step.outcome]


def _review_text(unit: Unit, org: Organisation, step: Step) -> tuple[str, ...]:
    if step.outcome is ReviewOutcome.WARNED:
        return (
            _("The yearly value that {organisation} manages was reviewed for {day}: it takes {threshold}.").format(
                organisation=org.name, day=day(step.due_on), threshold=threshold_words(unit.terms, amount)
            ),
            _("If it is still below on {day}, the approval is suspended from then on.").format(
                day=day(step.after.suspend_on)
            ),
            _("What counts, and how far it is, is on the page Programme."),
        )
    if step.outcome is ReviewOutcome.SUSPENDED:
        return (
            _("The approval of {organisation} is suspended since {day}.").format(
                organisation=org.name, day=day(step.due_on)
            ),
            _("Partnerships stay. New orders and renewals earn neither discount nor cashback."),
            _("Once the threshold is reached again, this ends within a day, by itself."),
        )
    return (
        _("The threshold is reached: new orders and renewals of {organisation} earn as before.").format(
            organisation=org.name
        ),
        _("The next review is on {day}.").format(day=day(step.after.review_on)),
    )


def _application(reference: str) -> Subject | None:
    number = parse_id(Kind.APPLICATION, reference) if reference else None
    return None if number is None else (About.APPLICATION, number)
