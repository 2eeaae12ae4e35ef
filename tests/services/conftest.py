"""The organisations that most tests of services speak of."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org

from resellertui.domain.reinvoicing.bill import Bill
from resellertui.services.reinvoicing import crediting, issuing
from resellertui.services.reinvoicing.papers import Paper


@pytest.fixture
def client(make: Builder) -> Org:
    """Give a client with three domains."""
    return make.organisation("Bakery", email="owner@bakery.example", products=("bakery.ch", "shop.ch", "blog.ch"))


@pytest.fixture
def agency(make: Builder) -> Org:
    """Give an approved partner."""
    return make.partner("Agency", email="owner@agency.example")


@pytest.fixture
def studio(make: Builder) -> Org:
    """Give another approved partner."""
    return make.partner("Studio", email="owner@studio.example")


@pytest.fixture
def plain_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the papers of partners' documents cost nothing: for tests that are about everything else."""

    def papers(bill: Bill) -> tuple[Paper, ...]:
        return (Paper("pdf", f"{bill.number}.pdf", "application/pdf", f"{bill}".encode()),)

    for module in (issuing, crediting):
        monkeypatch.setattr(module, "papers_of", papers)
