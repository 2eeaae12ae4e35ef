"""Reminders of what is to pay and to renew: who gets them, and who has switched them off (rule: `domain/reminders`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Ambiguous, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.organisation import email_key_of
from resellertui.domain.reminders import is_last, may_get, reminded, told_of_consequences
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.addressing import Choice, reminded_besides
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import RemindersView
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import reminders as queries
from resellertui.store.queries.people import Recipient
from resellertui.store.queries.reminders import Member


class Reminders:
    """Each person's own switch; legal representatives and administrators have the others' too."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self, actor: Actor) -> tuple[RemindersView, ...]:
        """Return for whom of the actor's organisation reminders are, and who has them on. Changes nothing.

        Raises:
            Forbidden: an external user.
            NotFound: inside a client's organisation: they are its people's.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PEOPLE_VIEW, _own(unit))
            return tuple(_view(one) for one in queries.members(unit.session, own_org(unit)) if may_get(one))

    def switch(self, actor: Actor, who: str, *, on: bool) -> RemindersView:
        """Switch the reminders of a person on or off: one's own, or another's; an empty text is oneself.

        Raises:
            NotFound: no such person in the organisation.
            Forbidden: another person's, without managing people; or no right to the accounting.
            Refused: reminders are not for this person, or nobody else would get them.
            Ambiguous: several people are called so.
        """
        with self._office.writing(actor) as unit:
            people = queries.members(unit.session, own_org(unit))
            mine = [one for one in people if one.recipient.user_id == actor.user_id]
            if who and not any(_is_called(one, who) for one in mine):
                unit.allow(Action.PEOPLE_CHANGE, _own(unit))
                found = [one for one in people if _is_called(one, who)]
            else:
                allow_accounting(unit, Action.ACCOUNTING_VIEW, own_org(unit))
                found = mine
            if not found:
                raise not_found(who)
            if len(found) > 1:
                raise Ambiguous(who, [f"{_id(one)} {one.recipient.name} <{one.recipient.email}>" for one in found])
            person = found[0]
            _check(people, person, on=on)
            row = people_queries.membership(unit.session, person.recipient.user_id or 0, own_org(unit))
            if row is not None and row.billing_reminders is not on:
                row.billing_reminders = on
                unit.record("people.reminders", "user", row.user_id, {"before": not on, "after": on})
            return _view(person._replace(wants=on))


def reminded_people(unit: Unit, org_id: int, choices: Iterable[Choice] = ()) -> list[Recipient]:
    """Return to whom an organisation's reminders go: its people, and the billing addresses that are chosen."""
    return _besides(unit, org_id, reminded(queries.members(unit.session, org_id)), choices)


def people_told_of_consequences(unit: Unit, org_id: int, choices: Iterable[Choice] = ()) -> list[Recipient]:
    """Return who of an organisation is told of what has legal consequences, and the billing addresses besides."""
    return _besides(unit, org_id, told_of_consequences(queries.members(unit.session, org_id)), choices)


def _besides(unit: Unit, org_id: int, people: Sequence[Member], choices: Iterable[Choice]) -> list[Recipient]:
    """Return the people, and after them each further address that is none of theirs."""
    found = [one.recipient for one in people]
    known = {email_key_of(one.email) for one in found}
    return found + [one for one in reminded_besides(unit, org_id, choices) if email_key_of(one.email) not in known]


def _own(unit: Unit) -> Stance:
    return Stance(relation=Relation.OWN if unit.actor.for_client_id is None else Relation.NONE)


def _check(people: list[Member], person: Member, *, on: bool) -> None:
    name = person.recipient.name
    if not may_get(person):
        raise Refused(
            _("Reminders are not for {name}: they tell of the accounting.").format(name=name),
            _("Nothing was changed."),
            _("Legal representatives, administrators and collaborators with the right to the accounting get them."),
        )
    if not on and is_last(people, person):
        raise Refused(
            _("{name} is the last one of your organisation who gets reminders.").format(name=name),
            _("Nothing was changed: somebody has to hear what is to pay and to renew."),
            _("Switch them on for somebody else first."),
        )


def _is_called(one: Member, who: str) -> bool:
    user = one.recipient
    return (
        user.user_id == parse_id(Kind.USER, who)
        or email_key_of(user.email) == (email_key_of(who) or None)
        or fold(user.name) == fold(who)
    )


def _id(one: Member) -> str:
    return show_id(Kind.USER, one.recipient.user_id or 0)


def _view(one: Member) -> RemindersView:
    return RemindersView(id=_id(one), name=one.recipient.name, email=one.recipient.email, on=one.wants)
