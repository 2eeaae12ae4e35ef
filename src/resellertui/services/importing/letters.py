"""The mail that a client made by an import gets: the invitation and the request in one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from resellertui.domain.consequence import enumerate_names
from resellertui.domain.partnership import Access, access_label
from resellertui.domain.wording import _, in_mail_language
from resellertui.formats import day
from resellertui.services.importing.writing import Wish
from resellertui.services.invitations import join_line
from resellertui.services.partnerships.sentences import arrangement_words


class _Wording(NamedTuple):
    subject: str
    body: str
    arrangement: str
    with_products: str
    joining: str
    answer_by: str


@dataclass
class Letters:
    """Writes the letters of one batch, each language's wording looked up once."""

    partner: str
    wish: Wish
    answer_by: date
    _wordings: dict[str, _Wording] = field(default_factory=dict)

    def invitation(self, client: str, products: list[str], token: str, language: str) -> tuple[str, str]:
        """Return subject and body in the client's language."""
        words = self._wordings.get(language)
        if words is None:
            words = self._wordings[language] = self._wording(language)
        arrangement = words.arrangement
        if products and self.wish.access is Access.LIMITED:
            arrangement = words.with_products.format(access=arrangement, products=enumerate_names(products))
        body = words.body.format(partner=self.partner, client=client, arrangement=arrangement, day=words.answer_by)
        return words.subject.format(partner=self.partner), f"{body}\n\n{words.joining.format(token=token)}\n"

    def _wording(self, language: str) -> _Wording:
        with in_mail_language(language):
            limited = self.wish.access is Access.LIMITED
            details = {"access": self.wish.access.value, "payment": self.wish.payment}
            return _Wording(
                _("{partner} asks to be your partner"),
                _(
                    "{partner} keeps {client} in its list of clients, invites you as its legal representative, and "
                    "asks for {arrangement}. You can accept, grant something else, or refuse until {day}; join first."
                ),
                access_label(self.wish.access) if limited else arrangement_words(details),
                _("{access} to {products}"),
                join_line("{token}"),
                day(self.answer_by),
            )
