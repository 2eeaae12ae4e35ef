"""Who gains or loses access to what, in sentences: two states of an organisation's rights compared.

The same sentences stand under a dialog's question before an act that moves rights, whatever the act is: what a person
holds in another way as well is neither gained nor lost (rules: a user's rights are the union of its own and its
teams').
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from resellertui.domain.consequence import enumerate_names
from resellertui.domain.roles import ProductRight, Role, may_manage_people, reaches_every_client, reaches_every_product
from resellertui.domain.wording import _


@dataclass(frozen=True)
class Holding:
    """What one person reaches; with a role that reaches everything, nothing else has to be said."""

    name: str
    role: Role
    accounting: bool = False
    """Whether the person has the accounting, by the role or by a grant."""
    products: Mapping[int, ProductRight] = field(default_factory=dict)
    """The strongest right on each product that there is."""
    families: Mapping[str, ProductRight] = field(default_factory=dict)
    """The strongest right on products of a family that come later."""
    clients: Collection[int] = ()
    """Active clients, by partnership; none for roles that never reach one."""


@dataclass(frozen=True)
class Names:
    """What the sentences call things."""

    products: Mapping[int, str]
    clients: Mapping[int, str]
    families: Mapping[str, str]
    has_clients: bool
    """Whether the organisation is a partner with clients to reach."""


Said = Callable[[str], str]
"""A sentence that waits for the names of the people it is about."""


def moved_sentences(before: Mapping[int, Holding], after: Mapping[int, Holding], names: Names) -> tuple[str, ...]:
    """Return what each person gains and loses; people of whom the same is said stand in one sentence."""
    people: dict[str, list[str]] = {}
    said: dict[str, Said] = {}
    for who in dict.fromkeys([*before, *after]):
        one, other = before.get(who), after.get(who)
        name = (one or other or _NOBODY).name
        for sentence in _changes(one, other, names):
            key = sentence("")
            said.setdefault(key, sentence)
            people.setdefault(key, []).append(name)
    return tuple(said[key](enumerate_names(who)) for key, who in people.items())


def moved_clients(before: Mapping[int, Holding], after: Mapping[int, Holding]) -> set[int]:
    """Return the clients that the sentences will name."""
    found: set[int] = set()
    for who in {*before, *after}:
        one, other = before.get(who, _NOBODY), after.get(who, _NOBODY)
        found |= set(one.clients) ^ set(other.clients)
        if reaches_every_client(one.role) is not reaches_every_client(other.role):
            found |= {*one.clients, *other.clients}
    return found


_NOBODY = Holding("", Role.EXTERNAL)


def _changes(before: Holding | None, after: Holding | None, names: Names) -> Iterator[Said]:
    if after is None:
        yield lambda who: _("{people} no longer belongs to the organisation.").format(people=who)
    one, other = before or _NOBODY, after or _NOBODY
    yield from _of_products(one, other, names)
    if names.has_clients:
        yield from _of_clients(one, other, names)
    if one.accounting is not other.accounting:
        yield _accounting(other)
    if may_manage_people(one.role) is not may_manage_people(other.role):
        yield _management(other)


def _accounting(after: Holding) -> Said:
    if after.accounting:
        return lambda who: _("{people} may see and pay invoices from now on, and use the prepaid accounts.").format(
            people=who
        )
    return lambda who: _("{people} may no longer see the invoices and the prepaid accounts.").format(people=who)


def _management(after: Holding) -> Said:
    if may_manage_people(after.role):
        return lambda who: _("{people} may invite people and change roles and rights from now on.").format(people=who)
    return lambda who: _("{people} may no longer invite people or change roles and rights.").format(people=who)


def _of_products(before: Holding, after: Holding, names: Names) -> Iterator[Said]:
    had, has = reaches_every_product(before.role), reaches_every_product(after.role)
    if has:
        if not had:
            yield lambda who: _("{people} may change every product from now on, also those that come later.").format(
                people=who
            )
        return
    if had:
        yield _only_products([names.products[one] for one in after.products])
        yield from _of_families({}, after.families, names)
        return
    for sentence, chosen in _compared(before.products, after.products):
        yield _about(sentence, "products", enumerate_names([names.products[one] for one in chosen]))
    yield from _of_families(before.families, after.families, names)


def _of_families(before: Mapping[str, ProductRight], after: Mapping[str, ProductRight], names: Names) -> Iterator[Said]:
    for family in dict.fromkeys([*before, *after]):
        label = names.families.get(family, family)
        right = after.get(family)
        if right is before.get(family):
            continue
        yield _about(_family_words(right), "family", label)


def _family_words(right: ProductRight | None) -> Callable[[], str]:
    if right is ProductRight.TECHNICAL:
        return lambda: _("{people} may change products of the family {family} that come later.")
    if right is ProductRight.STATISTICS:
        return lambda: _("{people} may look at products of the family {family} that come later.")
    return lambda: _("{people} will not reach products of the family {family} that come later.")


def _compared(
    before: Mapping[int, ProductRight], after: Mapping[int, ProductRight]
) -> Iterator[tuple[Callable[[], str], list[int]]]:
    technical, statistics = ProductRight.TECHNICAL, ProductRight.STATISTICS
    gained = [one for one, right in after.items() if right is technical and before.get(one) is not technical]
    seen = [one for one, right in after.items() if right is statistics and one not in before]
    lowered = [one for one, right in after.items() if right is statistics and before.get(one) is technical]
    lost = [one for one in before if one not in after]
    for chosen, words in (
        (gained, lambda: _("{people} may change {products} from now on.")),
        (seen, lambda: _("{people} may look at {products} from now on.")),
        (lowered, lambda: _("{people} may only look at {products} from now on.")),
        (lost, lambda: _("{people} may no longer reach {products}.")),
    ):
        if chosen:
            yield words, chosen


def _only_products(left: Sequence[str]) -> Said:
    if not left:
        return lambda who: _("{people} may no longer reach any product.").format(people=who)
    return _about(
        lambda: _("{people} may no longer reach every product, only {products}."), "products", enumerate_names(left)
    )


def _of_clients(before: Holding, after: Holding, names: Names) -> Iterator[Said]:
    had, has = reaches_every_client(before.role), reaches_every_client(after.role)
    if has:
        if not had:
            yield lambda who: _("{people} may reach every client from now on.").format(people=who)
        return
    if had:
        left = enumerate_names(sorted(names.clients[one] for one in after.clients))
        if left:
            yield _about(lambda: _("{people} may no longer reach every client, only {clients}."), "clients", left)
        else:
            yield lambda who: _("{people} may no longer reach any client.").format(people=who)
        return
    gained, lost = set(after.clients) - set(before.clients), set(before.clients) - set(after.clients)
    if gained:
        called = enumerate_names(sorted(names.clients[one] for one in gained))
        yield _about(lambda: _("{people} may reach {clients} from now on."), "clients", called)
    if lost:
        called = enumerate_names(sorted(names.clients[one] for one in lost))
        yield _about(lambda: _("{people} may no longer reach {clients}."), "clients", called)


def _about(words: Callable[[], str], place: str, called: str) -> Said:
    return lambda who: words().format(people=who, **{place: called})
