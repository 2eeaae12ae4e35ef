"""The organisations that most tests of services speak of."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org


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
