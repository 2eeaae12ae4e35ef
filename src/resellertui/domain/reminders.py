"""Who gets the reminders of what is to pay and to renew, and who is told whatever they have switched off.

The rules (section 5) leave both open; this is decided:

- Reminders (a renewal that comes up, a pro forma that waits, what was paid by itself) go to the people with the right
  to the accounting who have them on: legal representatives, administrators, and collaborators with that right.
  Everybody has them on until they are switched off.
- At least one of an organisation's people keeps them on: the last one can't switch them off. Where that one leaves or
  loses the right, the legal representatives get them until somebody switches them on.
- What has legal consequences is no reminder: a renewal that failed and was made up for by the Renewal Warranty, what is
  blocked or terminated, a partnership that ends. It goes to the legal representatives whatever they have switched off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from resellertui.domain.access import Action, Relation, Stance, decide
from resellertui.domain.roles import Role


class Reader(Protocol):
    """A person in an organisation, as far as reminders go."""

    @property
    def role(self) -> Role:
        """The role."""

    @property
    def accounting(self) -> bool:
        """The right to the accounting that a collaborator was given."""

    @property
    def wants(self) -> bool:
        """Whether reminders are on."""


R = TypeVar("R", bound=Reader)


def may_get(one: Reader) -> bool:
    """Return whether reminders are for this person at all: they tell of the accounting."""
    stance = Stance(relation=Relation.OWN, role=one.role, accounting=one.accounting)
    return bool(decide(Action.ACCOUNTING_VIEW, stance))


def reminded(people: Sequence[R]) -> list[R]:
    """Return those of an organisation's people who get reminders; the legal representatives where nobody else does."""
    return [one for one in people if one.wants and may_get(one)] or [one for one in people if _is_legal(one)]


def told_of_consequences(people: Sequence[R]) -> list[R]:
    """Return those who are told of what has legal consequences: every legal representative, and who gets reminders."""
    on = reminded(people)
    return [one for one in people if _is_legal(one) or one in on]


def is_last(people: Sequence[R], one: R) -> bool:
    """Return whether this person is the only one who has reminders on."""
    return one.wants and may_get(one) and not any(p.wants and may_get(p) for p in people if p is not one)


def _is_legal(one: Reader) -> bool:
    return one.role is Role.LEGAL_REPRESENTATIVE
