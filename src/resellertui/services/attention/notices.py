"""What was written to the onlooker and is not read."""

from __future__ import annotations

from collections.abc import Iterator

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.attention import Fact, Need, Place
from resellertui.domain.identifiers import Kind, show_id
from resellertui.services.attention.onlooker import Onlooker
from resellertui.store.queries import attention

ANSWER = "support.answer"
MOST_COUNTED = 100


def notice_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield answers of the support in this organisation, and all other unread notices."""
    if not who.may(Action.OWN_SESSION, Stance(relation=Relation.OWN)):
        return
    unread = attention.unread_notices(who.reader, who.user_id, MOST_COUNTED)
    answers = [one for one in unread if one.kind == ANSWER and one.org_id == who.org_id and one.about_id is not None]
    cases = list(dict.fromkeys(one.about_id for one in reversed(answers) if one.about_id is not None))
    is_more = len(unread) == MOST_COUNTED
    if cases:
        record = show_id(Kind.CASE, cases[0])
        yield Fact(Need.ANSWERS_UNREAD, len(cases), Place("support", "requests", record=record), name=record)
    yield Fact(Need.NOTICES_UNREAD, len(unread) - len(answers), Place("notices"), is_more=is_more)
