"""The products of a row: which kind a cell means, and what is wrong with one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date

from resellertui.domain.client_file.dates import DateOrder, parse_date
from resellertui.domain.client_file.fields import Field, Target
from resellertui.domain.client_file.records import ProductRow
from resellertui.domain.client_file.vocabulary import months_called, yes_or_no
from resellertui.domain.errors import FieldProblem
from resellertui.domain.hostname import ascii_hostname
from resellertui.domain.programme import ProductKind, Terms, check_product_name
from resellertui.domain.text import visible
from resellertui.domain.wording import _


class ProductReader:
    """Reads product cells with the terms' catalogue; the problems it finds go to the list it is given."""

    def __init__(self, terms: Terms, order: DateOrder) -> None:
        self._terms = terms
        self._order = order
        self._named: dict[tuple[str, str], ProductKind] = {}
        self._dates: dict[str, date] = {}

    def read(self, cells: Mapping[Field, str], number: int, problems: list[FieldProblem]) -> ProductRow | None:
        """Return the product that these cells describe, or None: there is none, or something is wrong with it."""
        if not any(cells.values()):
            return None

        def blame(field: Field, reason: str) -> None:
            problems.append(FieldProblem(str(Target(field, number)), reason))

        before = len(problems)
        text, name = cells.get(Field.PRODUCT, ""), cells.get(Field.PRODUCT_NAME, "")
        kind, name, reason = self._kind(text, name)
        if kind is None:
            blame(Field.PRODUCT, reason)
        elif refusal := check_product_name(kind, name):
            blame(Field.PRODUCT_NAME, refusal.reason)
        expiry, reason = self._expiry(cells.get(Field.PRODUCT_EXPIRY, ""))
        if reason:
            blame(Field.PRODUCT_EXPIRY, reason)
        period_text, renewal_text = cells.get(Field.PRODUCT_PERIOD, ""), cells.get(Field.PRODUCT_AUTO_RENEWAL, "")
        period = months_called(period_text) if period_text else kind.period_months if kind else None
        if period_text and period is None:
            blame(
                Field.PRODUCT_PERIOD, _("This is no period: give 1 to 120 months, or a word such as monthly or yearly.")
            )
        auto_renew = yes_or_no(renewal_text) if renewal_text else None
        if renewal_text and auto_renew is None:
            blame(Field.PRODUCT_AUTO_RENEWAL, _("Answer yes or no."))
        if kind is None or expiry is None or period is None or len(problems) > before:
            return None
        return ProductRow(name, text, kind, expiry, period, auto_renew)

    def _kind(self, text: str, name: str) -> tuple[ProductKind | None, str, str]:
        """Return the kind, the product's name as it is stored, and the reason if there is no kind."""
        if not name and ascii_hostname(text):
            text, name = "", text
        if text:
            kind = self._resolve(text, name)
            reason = "" if kind else self._unknown(text)
        else:
            kind = self._terms.for_domain(name)
            reason = "" if kind else _unclear(name)
        if kind is None:
            return None, name, reason
        if kind.names_domain:
            return kind, name.lower(), ""
        return kind, name or kind.label, ""

    def _resolve(self, text: str, name: str) -> ProductKind | None:
        """Return the kind that the terms find: most rows of a file use the same few words and domain endings."""
        key = (text, name.rpartition(".")[2].lower())
        kind = self._named.get(key) or self._terms.resolve(text, name)
        if kind:
            self._named[key] = kind
        return kind

    def _unknown(self, text: str) -> str:
        near = self._near(text)
        shown = visible(text[:60])
        if near:
            return _("There is no product “{name}”. Perhaps it is one of: {near}.").format(
                name=shown, near=", ".join(near)
            )
        return _("There is no product “{name}” in the catalogue.").format(name=shown)

    def _near(self, text: str) -> Sequence[str]:
        """Return the skus of the family that the text means, else those spelt alike."""
        folded = text.casefold().strip()
        for family in self._terms.families:
            if folded in {name.casefold() for name in (family.id, family.label, *family.aliases)}:
                return [kind.sku for kind in self._terms.kinds_of(family.id)][:8]
        skus = {
            name.casefold(): kind.sku for kind in self._terms.kinds for name in (kind.sku, kind.label, *kind.aliases)
        }
        return list(dict.fromkeys(skus[name] for name in difflib.get_close_matches(folded[:60], skus, n=4)))[:3]

    def _expiry(self, text: str) -> tuple[date | None, str]:
        if not text:
            return None, _("A product needs the date on which it expires.")
        try:
            if text not in self._dates:
                self._dates[text] = parse_date(text, self._order)
        except ValueError as trouble:
            return None, str(trouble)
        return self._dates[text], ""


def _unclear(name: str) -> str:
    host = ascii_hostname(name)
    if host:
        return _("There is no product for domain names that end in .{tld}.").format(tld=host.rpartition(".")[2])
    return _("Say which product it is.")
