"""Every kind of mail, as it reads: a changed wording is seen in `every_mail.txt`, and nothing else changes it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.builders import Builder
from tests.services.every_mail import told, write_every_mail

from resellertui.adapters.clock import FixedClock
from resellertui.domain.notices import KINDS
from resellertui.services.actor import Actor
from resellertui.services.console import Services

HELD = Path(__file__).with_name("every_mail.txt")


def test_every_kind_of_mail_reads_as_it_did(services: Services, make: Builder, clock: FixedClock) -> None:
    """Compare with what is held; `UPDATE_MAILS=1` holds what is written now."""
    write_every_mail(services, make, clock)
    text = told(services)
    if os.environ.get("UPDATE_MAILS"):
        HELD.write_text(text, encoding="utf-8")
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
