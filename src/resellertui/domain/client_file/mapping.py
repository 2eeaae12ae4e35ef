"""Which column of a client list means what: guessed from its header, adjusted by the user, remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from resellertui.domain.client_file.fields import PRODUCT_FIELDS, Field, Target
from resellertui.domain.client_file.synonyms import ranked_synonyms, spaced_synonyms, words_of
from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_NUMBER = re.compile(r"\d+")
_EXACT, _PARTIAL, _LEAST = 10_000, 800, 420
_BARE_NAMES = frozenset(("name", "nome", "nom"))
_MOST_PRODUCTS = 50


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column of one header means; a column that means nothing to us has no target."""

    header: tuple[str, ...]
    targets: tuple[Target | None, ...]

    def with_column(self, index: int, field: Field | None, number: int = 1) -> ColumnMapping:
        """Return the mapping with this column meaning that field, or nothing; another column that meant it is freed.

        Raises:
            Invalid: there is no such column, or the field can't have a second value.
        """
        if not 0 <= index < len(self.header):
            raise Invalid({"column": _("There is no column {number}.").format(number=index + 1)})
        if number < 1 or (number > 1 and field not in PRODUCT_FIELDS):
            raise Invalid({"column": _("Only the columns of products are numbered.")})
        target = Target(field, number) if field else None
        freed = [None if target is not None and other == target else other for other in self.targets]
        freed[index] = target
        return replace(self, targets=tuple(freed))

    def column_of(self, field: Field, number: int = 1) -> int | None:
        """Return the index of the column that means this, or None."""
        target = Target(field, number)
        return self.targets.index(target) if target in self.targets else None

    @property
    def product_numbers(self) -> tuple[int, ...]:
        """The numbers of the products that one row can have."""
        return tuple(sorted({target.number for target in self.targets if target and target.field in PRODUCT_FIELDS}))

    def missing(self, *, default_country: str | None = None) -> tuple[Field, ...]:
        """Return the fields without which no row can be taken."""
        mapped = {target.field for target in self.targets if target}
        needed = (
            (Field.NAME, {Field.NAME, Field.CONTACT_NAME, Field.CONTACT_LAST_NAME}),
            (Field.EMAIL, {Field.EMAIL, Field.CONTACT_EMAIL}),
            (Field.COUNTRY, {Field.COUNTRY}),
        )
        return tuple(
            field
            for field, served_by in needed
            if not mapped & served_by and not (field is Field.COUNTRY and default_country)
        )

    def to_dict(self) -> dict[str, list[str]]:
        """Return plain lists, to be stored under the header's `signature`."""
        return {"header": list(self.header), "targets": [str(target) if target else "" for target in self.targets]}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Sequence[str]]) -> ColumnMapping:
        """Return what `to_dict` stored.

        Raises:
            Invalid: it is something else.
        """
        try:
            header = tuple(stored["header"])
            targets = tuple(Target.parse(text) if text else None for text in stored["targets"])
        except (KeyError, TypeError, ValueError, AttributeError):
            header, targets = (), (None,)
        used = [target for target in targets if target]
        if len(header) != len(targets) or len(set(used)) != len(used):
            raise Invalid({"mapping": _("The remembered columns can't be read.")})
        return cls(header, targets)


def signature(header: Sequence[str]) -> str:
    """Return a short key under which the mapping of this header is remembered, whatever its case and accents."""
    return hashlib.sha256("\x1f".join(words_of(name) for name in header).encode()).hexdigest()[:32]


def guess_mapping(header: Sequence[str], remembered: ColumnMapping | None = None) -> ColumnMapping:
    """Return what the columns most likely mean; a remembered mapping is believed for the columns it knows.

    Of two columns that mean the same, the likelier is taken and the other left out, unless they are called exactly
    the same and speak of products: then they are a row's first, second, third product.
    """
    known = _remembered_targets(header, remembered)
    targets: list[Target | None] = [known.get(index) for index in range(len(header))]
    taken = {target for target in targets if target}
    claims = [claim for index, name in enumerate(header) if index not in known for claim in _claims(index, name)]
    names: dict[Target, str] = {}
    for _score, index, target in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        name = words_of(header[index])
        free = _next_free(target, taken, names, name)
        if free is not None:
            targets[index] = free
            taken.add(free)
            names[free] = name
    return _settle_names(ColumnMapping(tuple(header), tuple(targets)), frozenset(known))


def _remembered_targets(header: Sequence[str], remembered: ColumnMapping | None) -> dict[int, Target | None]:
    """Return the targets, by index, of the columns that a remembered mapping knows by name and occurrence."""
    if remembered is None:
        return {}
    stored = dict(zip(_occurrences(remembered.header), remembered.targets, strict=True))
    return {index: stored[key] for index, key in enumerate(_occurrences(header)) if key in stored}


def _occurrences(header: Sequence[str]) -> list[tuple[str, int]]:
    names = [words_of(name) for name in header]
    return [(name, names[:index].count(name)) for index, name in enumerate(names)]


def _claims(index: int, name: str) -> list[tuple[int, int, Target]]:
    """Return at most one claim of a column on a field: its score, the column, the target."""
    plain = words_of(_CAMEL.sub(" ", _BRACKETS.sub(" ", name)))
    exact = ranked_synonyms().get(plain.replace(" ", ""))
    if exact:
        return [(_EXACT - exact[1], index, Target(exact[0]))]
    numbers = _NUMBER.findall(plain)
    words = " ".join(_NUMBER.sub(" ", plain).split())
    number = int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) < 3 else 1
    score, field = _best_field(words)
    if field is None or (number > 1 and field not in PRODUCT_FIELDS) or not 1 <= number <= _MOST_PRODUCTS:
        return []
    return [(score, index, Target(field, number))]


def _best_field(words: str) -> tuple[int, Field | None]:
    exact = ranked_synonyms().get(words.replace(" ", ""))
    if exact:
        return _EXACT - exact[1], exact[0]
    padded = f" {words} "
    score, synonym, field = max(
        ((len(synonym), synonym, field) for synonym, field in spaced_synonyms() if synonym in padded),
        default=(0, "", None),
    )
    share = score * _PARTIAL // len(padded)
    return (share, field) if synonym and share >= _LEAST else (0, None)


def _next_free(target: Target, taken: set[Target], names: Mapping[Target, str], name: str) -> Target | None:
    if target not in taken:
        return target
    if target.field not in PRODUCT_FIELDS or names.get(target) != name:
        return None
    return next(
        (free for number in range(2, _MOST_PRODUCTS + 1) if (free := Target(target.field, number)) not in taken), None
    )


def _settle_names(mapping: ColumnMapping, fixed: frozenset[int]) -> ColumnMapping:
    """Decide what a bare “name” is beside columns of a person's or a company's name."""
    bare = [i for i, name in enumerate(mapping.header) if words_of(name) in _BARE_NAMES and i not in fixed]
    if len(bare) != 1 or mapping.targets[bare[0]] not in (None, Target(Field.NAME)):
        return mapping
    has_first = mapping.column_of(Field.CONTACT_FIRST_NAME) is not None
    has_last = mapping.column_of(Field.CONTACT_LAST_NAME) is not None
    if has_last and not has_first:
        return mapping.with_column(bare[0], Field.CONTACT_FIRST_NAME)
    if has_first and not has_last:
        return mapping.with_column(bare[0], Field.CONTACT_LAST_NAME)
    if mapping.targets[bare[0]] is None and mapping.column_of(Field.CONTACT_NAME) is None and not has_first:
        return mapping.with_column(bare[0], Field.CONTACT_NAME)
    return mapping
