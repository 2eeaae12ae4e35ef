"""Proving people, teams, products, mails and the installation's own row (rules: sections 1 and 8)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from resellertui.domain.wording import _
from resellertui.services.proofs.finding import Finding, prove
from resellertui.store.queries import proofs


def findings(session: Session) -> Iterator[Finding]:
    """Yield every person, team, product, mail and identity that breaks a rule, and every list that is out of step."""
    yield from prove(session, "people", proofs.PEOPLE, _of_people())
    yield from prove(session, "teams", proofs.TEAMS, _of_teams())
    yield from prove(session, "products", proofs.PRODUCTS, _of_products())
    yield from prove(session, "outbox", proofs.OUTBOX, _of_mails())
    yield from prove(session, "support", proofs.SUPPORT, _of_support())
    yield from prove(session, "installation", proofs.INSTALLATION, _of_installation())
    yield from prove(session, "lists", proofs.LISTS, _of_lists())


def _of_people() -> dict[str, str]:
    return {
        "no_legal_representative": _("ORG-{id} has no legal representative."),
        "left_behind": _("USR-{user} belongs to ORG-{org}, which was deleted."),
        "two_roles": _("USR-{user} has several roles in ORG-{org}."),
        "unknown_role": _("USR-{user} has a role in ORG-{org} that does not exist."),
        "shared_address": _("The address {email} belongs to several people: {ids}."),
        "client_grant": _("USR-{user} is granted PTN-{id}, and is no collaborator of its active partner."),
        "product_grant": _("USR-{user} is granted PRD-{product}, which is not of the same organisation."),
    }


def _of_teams() -> dict[str, str]:
    return {
        "nobodys": _("TEAM-{id} belongs to an organisation that does not exist."),
        "same_name": _("ORG-{org} has several teams of the same name: {ids}."),
        "two_leaders": _("TEAM-{team} has {count} leaders."),
        "member": _("USR-{user} is in TEAM-{team}, and does not belong to its organisation."),
        "leader": _("USR-{user} leads TEAM-{team}, and does not belong to its organisation."),
        "product": _("TEAM-{team} is granted PRD-{product}, which is not of the same organisation."),
        "client": _("TEAM-{team} is granted PTN-{id}, which is no active partnership of its organisation."),
    }


def _of_products() -> dict[str, str]:
    return {
        "counts": _("PRD-{id} has a period, a quantity or an anchor day that can't be."),
        "nobody": _("PRD-{id} belongs to an organisation that does not exist."),
    }


def _of_mails() -> dict[str, str]:
    return {
        "shared_id": _("The Message-ID {message} is that of several mails: {ids}."),
        "sent_and_waiting": _("MAIL-{id} is sent, and yet waits for another attempt."),
        "sent_untried": _("MAIL-{id} is marked as sent, but was never tried."),
        "kept_and_tried": _("MAIL-{id} is for the console only, and yet its delivery was tried."),
        "parked_and_waiting": _("MAIL-{id} is parked, and yet waits for another attempt."),
        "nobody": _("MAIL-{id} goes to nobody."),
    }


def _of_support() -> dict[str, str]:
    return {
        "two_open": _("USR-{user} has several open accesses to {service} in ORG-{org}: {ids}."),
        "time": _("ACC-{id} is over before it began, or was open for too long."),
        "look_outside": _("Look {id} is outside the time of ACC-{access}."),
        "look_case": _("Look {id} names CASE-{case}, which is not of the same organisation."),
        "case_clock": _("CASE-{id} has a clock or dates that its state can't have."),
    }


def _of_installation() -> dict[str, str]:
    return {
        "not_one": _("The database has {count} identities; it must have one."),
        "no_provider": _("The provider ORG-{org} does not exist."),
    }


def _of_lists() -> dict[str, str]:
    return {
        "line": _("The list of clients does not say of PTN-{id} what its rows say."),
        "total": _("ORG-{partner} has another number of clients ({tab}, {access} access) than was counted."),
        "text": _("The index {name} does not hold every row that can be searched."),
    }
