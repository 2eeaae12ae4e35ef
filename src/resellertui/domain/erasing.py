"""Erasing a person: what goes, what stays, and what stands in its place.

Decided here, since the rules only say that a person can be erased and that the audit still proves whole:

- Only who belongs to no organisation is erased, oneself with the password, or by the provider's staff on request and
  with a reason. Who still belongs to one leaves it, or deletes it, first: every organisation in the way is named.
- The person's row keeps its number, to which entries, events and orders refer, and the day it was made. Name, address,
  password, time zone, keys, sessions, mailed tokens, invitations and the count of wrong passwords go.
- Of the audit, the values of every entry about the person go, and of every other one that holds an address of the
  person. The entries themselves stay, with who did what and when, under the number alone.
- An address is the person's once it has been shown to be, and as long as nobody else has it. One that was only stated
  may be anybody's, and so may a name, which everybody chooses: were other entries searched for them, whoever took
  somebody's address or a word of an entry for a name could empty what was recorded of others, or of the own deeds.
  Entries about something else name people by number.
- Of mails to the person, those that were sent keep their Message-ID, kind and dates, without recipient, subject and
  text; those that were not are deleted, since nobody has seen them. Files that were delivered are not the program's.
- As the contact of a request for quotes the person goes too, and a visitor's request of theirs with its whole text
  (`services/leads/leaving.py`).
- What others wrote stays theirs: mails to others, a partner's own records, reasons in a partnership's history, a name
  in a text of the audit. Issued documents and the data of organisations, deleted ones too, stay: the law asks for them.
- Nobody is told by mail: there is no address left to tell, and who asked is told by the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from resellertui.domain.text import fold
from resellertui.domain.wording import _

KEPT_ACTIONS = frozenset({"operation.done"})
"""Entries whose values prove something else and hold no words of people: keys, digests, numbers of documents."""

SHORTEST_NAME = 3
"""A name of fewer letters is looked for as a whole text only."""


def erased_person() -> str:
    """Return what stands in place of the name of who was erased."""
    return _("erased person")


def placeholder_key(number: int) -> str:
    """Return what keeps the place of an erased person's address: no address is like it."""
    return f"erased:{number}"


def proven_addresses(action: str, values: Mapping[str, object]) -> list[str]:
    """Return the addresses that an entry about a person shows to have been theirs."""
    if action == "user.joined":
        found = [values.get("email")]
    elif action == "profile.email_confirmed":
        found = [values.get("after"), values.get("before") if values.get("was_confirmed", True) else None]
    else:
        found = []
    return [one for one in found if isinstance(one, str)]


def holds_address(texts: Iterable[str], addresses: Iterable[str]) -> bool:
    """Return whether any text holds one of the addresses whole: not as a part of another one."""
    wanted = [re.compile(rf"(?<![\w.+-]){re.escape(fold(one))}(?![\w-]|\.\w)") for one in addresses if one]
    return any(one.search(folded) for folded in map(fold, texts) for one in wanted)


def holds_person(texts: Iterable[str], names: Iterable[str], addresses: Iterable[str]) -> bool:
    """Return whether any text holds one of the addresses, or one of the names as whole words."""
    wanted = [re.compile(rf"(?<!\w){re.escape(fold(one))}(?!\w)") for one in names if len(fold(one)) >= SHORTEST_NAME]
    whole = {fold(one) for one in names if fold(one)}
    held = list(texts)
    return holds_address(held, addresses) or any(
        folded in whole or any(one.search(folded) for one in wanted) for folded in map(fold, held)
    )
