"""Every kind of mail, as it reads: a changed wording is seen in `every_mail.txt`, and nothing else changes it.

What the same mails say in French is in `every_mail_fr.txt`.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest
from tests.builders import Builder
from tests.meta.write_catalogues import LANGUAGES, read_catalogue
from tests.services.every_mail import told, write_every_mail

from resellertui.adapters.clock import FixedClock
from resellertui.domain import wording
from resellertui.domain.notices import KINDS
from resellertui.services import outbox
from resellertui.services.actor import Actor
from resellertui.services.console import Services

HELD = Path(__file__).with_name("every_mail.txt")
HELD_IN_FRENCH = Path(__file__).with_name("every_mail_fr.txt")


class Asked(gettext.NullTranslations):
    """Says the English words, and knows which message ids it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()

    def gettext(self, message: str) -> str:
        """Return the message itself."""
        self.ids.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return one of the two."""
        self.ids.add(msgid1)
        return msgid1 if n == 1 else msgid2


def listening(monkeypatch: pytest.MonkeyPatch) -> tuple[Asked, dict[tuple[str, str], tuple[str, str]]]:
    """Return what will know the message ids of mails, and what will hold their French beside the English."""
    asked, french = Asked(), dict[tuple[str, str], tuple[str, str]]()
    catalogue, written = wording._catalogue, outbox._written

    def listened(domain: str, language: str) -> gettext.NullTranslations:
        return asked if (domain, language) == (wording.MAILS, "en") else catalogue(domain, language)

    def both(text: outbox.Text, _language: str) -> tuple[str, str, str]:
        subject, body, _said_in = written(text, "fr_CH")
        english = written(text, "en")  # whoever reads it: what is held is in one language
        french[english[0], english[1]] = subject, body
        return english

    monkeypatch.setattr(wording, "_catalogue", listened)
    monkeypatch.setattr(outbox, "_written", both)
    return asked, french


def test_every_kind_of_mail_reads_as_it_did(
    services: Services, make: Builder, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compare with what is held; `UPDATE_MAILS=1` holds what is written now."""
    asked, french = listening(monkeypatch)
    write_every_mail(services, make, clock)
    text, in_french = told(services), told(services, french)
    if os.environ.get("UPDATE_MAILS"):
        HELD.write_text(text, encoding="utf-8")
        HELD_IN_FRENCH.write_text(in_french, encoding="utf-8")
    assert len(asked.ids) > 200
    for language in LANGUAGES:
        known = {one.id if isinstance(one.id, str) else one.id[0] for one in read_catalogue(language, wording.MAILS)}
        assert not asked.ids - known, "say in MAILS_SAY where that is said, then `make catalogues`, and translate it"
    assert in_french == HELD_IN_FRENCH.read_text(encoding="utf-8"), "run it with UPDATE_MAILS=1 and read the change"
    assert {line.removeprefix("=== ") for line in text.splitlines() if line.startswith("=== ")} == set(KINDS)
    assert text == HELD.read_text(encoding="utf-8"), "if this is meant, run it with UPDATE_MAILS=1 and read the change"
    assert services.mail.deliver(Actor.operator()).failed == 0


def test_the_vat_banner_of_renewal_mails_is_in_both_parts() -> None:
    kinds = dict(one.split("\n", 1) for one in HELD.read_text(encoding="utf-8").split("=== ")[1:])
    for kind in ("renewal.first", "renewal.invoice"):
        text, _head, html = kinds[kind].partition("--- HTML")
        for part in (text, html):
            assert "Bottega has no valid VAT number here." in part
            assert "resellertui org edit --vat-number NUMBER --accept-terms" in part
