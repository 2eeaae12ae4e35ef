"""Finding what a person names: by id, by exact name, by e-mail; only among what they may know of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from resellertui.domain.errors import Ambiguous, Invalid
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.organisation import email_key, email_key_of, normalise_email
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Organisation, Product
from resellertui.store.queries import organisations as queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries

Named = TypeVar("Named", Organisation, Product)


def organisations_called(unit: Unit, text: str, *, deleted: bool = False) -> list[Organisation]:
    """Return every organisation that the text may mean, whatever its case and accents; a deleted one only by its id.

    What the actor may know of them is the caller's to say, before an exact name is preferred: else an organisation that
    is none of the actor's business would change the answer.
    """
    session = unit.session
    if "@" in text:
        key = email_key_of(text)
        found = {one.id: one for one in queries.by_email(session, key)}
        for org_id in people_queries.legally_represented_by(session, key):
            org = queries.organisation(session, org_id)
            if org is not None:
                found.setdefault(org.id, org)
        return list(found.values())
    named = queries.by_name(session, text)
    number = parse_id(Kind.ORGANISATION, text)
    by_id = queries.organisation(session, number) if number is not None else None
    if by_id is not None and by_id.deleted_at is not None and not deleted:
        by_id = None
    if by_id is not None and all(one.id != by_id.id for one in named):
        named.append(by_id)
    return named


def the_organisation(
    unit: Unit, text: str, knows: Callable[[Organisation], bool], *, deleted: bool = False
) -> Organisation:
    """Return the one organisation that the text means among those the actor may know of.

    One that was deleted is found where `deleted` says so, for the provider's staff, and by its id only.

    Raises:
        NotFound: none.
        Ambiguous: several.
    """
    found = _exactly(text, [one for one in organisations_called(unit, text, deleted=deleted) if knows(one)])
    if not found:
        raise not_found(text)
    if len(found) > 1:
        raise Ambiguous(text, [f"{show_id(Kind.ORGANISATION, one.id)} {one.name}" for one in found])
    return found[0]


def _exactly(text: str, found: list[Named]) -> list[Named]:
    """Return those of exactly this name; where there is none, all of them."""
    return [one for one in found if one.name == text] or found


def addressee(unit: Unit, text: str, partner_id: int) -> int | None:
    """Return the organisation that a partner's request goes to, or None where the address leads to none for sure.

    The partner gets the same answer in both cases. Among several of the same name, one that the partner already
    deals with is meant; otherwise nobody can be meant. An address means first the organisation that its owner
    represents: that person has proved it by joining, while an organisation's own address is only stated.
    """
    found = [one.id for one in _exactly(text, organisations_called(unit, text))]
    if "@" in text and (represented := people_queries.legally_represented_by(unit.session, email_key_of(text))):
        found = represented
    mine = partnership_queries.known_clients(unit.session, partner_id, found)
    if len(mine) == 1:
        return mine.pop()
    return found[0] if len(found) == 1 else None


def address_key(text: str) -> str:
    """Return the key under which a typed address is compared: an e-mail's, else the folded text."""
    if "@" in text:
        try:
            return email_key(normalise_email(text))
        except Invalid as refusal:
            raise Invalid({"client": refusal.fields[0].reason}) from refusal
    return "name:" + fold(text)


def the_products(unit: Unit, org_id: int, texts: Sequence[str]) -> list[Product]:
    """Return the products of an organisation that the texts name.

    Raises:
        NotFound: a text names none of them.
        Ambiguous: a text names several.
    """
    products = {one.id: one for text in texts for one in [the_product(unit, org_id, text)]}
    return list(products.values())


def the_product(unit: Unit, org_id: int, text: str, knows: Callable[[Product], bool] | None = None) -> Product:
    """Return the one product of an organisation that the text names, by name or id, among those the actor may know of.

    Raises:
        NotFound: none.
        Ambiguous: several.
    """
    found = queries.products_named(unit.session, org_id, text)
    number = parse_id(Kind.PRODUCT, text)
    by_id = queries.product(unit.session, number) if number is not None else None
    if by_id is not None and by_id.org_id == org_id and all(one.id != by_id.id for one in found):
        found.append(by_id)
    found = _exactly(text, [one for one in found if knows is None or knows(one)])
    if not found:
        raise not_found(text)
    if len(found) > 1:
        raise Ambiguous(
            text,
            [
                _("{id} {name} ({sku})").format(id=show_id(Kind.PRODUCT, one.id), name=one.name, sku=one.sku)
                for one in found
            ],
        )
    return found[0]
