"""What needs a person, found for whoever looks: a provider an area, all plain SQL, and only what one may act on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from resellertui.domain.attention import Fact
from resellertui.services.attention.desk import desk_facts
from resellertui.services.attention.leads import lead_facts
from resellertui.services.attention.money import money_facts
from resellertui.services.attention.notices import notice_facts
from resellertui.services.attention.onlooker import Onlooker
from resellertui.services.attention.partnerships import partnership_facts
from resellertui.services.attention.programme import programme_facts
from resellertui.services.attention.reinvoicing import reinvoicing_facts
from resellertui.services.attention.renewals import renewal_facts

Provider: TypeAlias = Callable[[Onlooker], Iterable[Fact]]
"""Finds the facts of one area, in a number of statements that does not grow, along indexes; asks the policy itself."""

PROVIDERS: tuple[Provider, ...] = (
    programme_facts,
    renewal_facts,
    money_facts,
    partnership_facts,
    lead_facts,
    reinvoicing_facts,
    desk_facts,
    notice_facts,
)
"""Their order does not matter: `domain/attention.ordered` has the order."""


def facts_for(who: Onlooker) -> list[Fact]:
    """Return everything that needs the onlooker, in no order."""
    return [fact for provider in PROVIDERS for fact in provider(who)]
