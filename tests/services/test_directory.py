"""The directory: searched in the database as the domain says, page by page, and written down to be published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from tests.builders import Builder, Org
from tests.hostile import HOSTILE

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, Usage
from resellertui.domain.programme_membership.finding import Entry, Finder
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.directory_export import DirectoryFormat
from resellertui.services.inputs import Listing
from resellertui.services.views import PartnerCardView
from resellertui.store.models import ProgrammeMember

HOUSES = (
    ("Agence du Léman", "Genève", "CH", "fr,en", "web hosting,support"),
    ("Webwerk Zürich", "Zürich", "CH", "de,en", "cloud servers,web design"),
    ("Studio Ponte", "Milano", "IT", "it", "design,mail hosting"),
    ("Atelier Lyon-Sud", "Lyon", "FR", "fr", "WordPress"),
    ("San Marino Web", "Borgo Maggiore", "SM", "it,en", ""),
    ("Æsir [red]", "Straßburg", "FR", "fr,de", "100% %s design"),
)

Found = Callable[..., list[str]]


@pytest.fixture
def listed(services: Services, make: Builder) -> None:
    """Give partners in several places."""
    for name, city, country, languages, services_ in HOUSES:
        org = make.organisation(name, city=city, country=country)
        listing = Listing.of(
            services=tuple(filter(None, services_.split(","))), languages=tuple(languages.split(",")), description=name
        )
        services.programme.approve(make.staff, org.ref, listing)


@pytest.fixture
def found(services: Services, make: Builder, listed: None) -> Found:
    """Return the names that a query finds."""
    visitor = make.organisation("Visitor")

    def names(**query: str) -> list[str]:
        return [one.name for one in services.directory.search(visitor.owner, DirectoryQuery.of(**query)).rows]

    return names


def test_partners_are_found_by_name_place_language_and_service(found: Found) -> None:
    assert found(place="geneve") == ["Agence du Léman"]
    assert found(place="switzerland") == found(place="Suisse") == found(place="ch")
    assert found(place="ch") == ["Agence du Léman", "Webwerk Zürich"]
    assert found(place="strassburg") == ["Æsir [red]"]
    assert found(language="italiano") == found(language="IT") == ["San Marino Web", "Studio Ponte"]
    assert found(service="design") == ["Studio Ponte", "Webwerk Zürich", "Æsir [red]"]
    assert found(service="web design") == ["Webwerk Zürich"]
    assert found(service="design", language="german", place="france") == ["Æsir [red]"]
    assert found(text="service:hosting language:italian") == ["Studio Ponte"]
    assert found(text="hosting français") == ["Agence du Léman"]
    assert found(name="studio", place="lyon") == []
    assert found(language="klingon") == []


def test_the_database_leaves_nothing_out_that_the_domain_means(services: Services, make: Builder, listed: None) -> None:
    everyone = services.directory.search(make.staff).rows
    words = ("a", "s", "we", "web", "fr", "it", "de", "ch", "land", "sud", "lyon sud", "ital", "san m", "design, m")

    texts = (*words, *HOSTILE[::9], "%", "_", "1", "place:", "language:,", "service:web place:ch")
    for field, typed in product(DirectoryQuery.model_fields, texts):
        query = DirectoryQuery.of(**{field: typed})
        finder = Finder(query.wish())

        page = services.directory.search(make.staff, query)

        assert [one.id for one in page.rows] == [one.id for one in everyone if finder.finds(_entry(one))], query


def test_pages_reach_every_partner_in_order(services: Services, make: Builder, client: Org) -> None:
    for number in range(60):
        make.partner(f"House {number:03}")

    pages = [services.directory.search(client.owner, offset=offset, limit=25) for offset in (0, 25, 50, 75)]

    assert [one.total for one in pages] == [60] * 4
    assert [one.name for page in pages for one in page.rows] == [f"House {number:03}" for number in range(60)]
    last = pages[2].rows[-1]
    assert services.directory.position(client.owner, DirectoryQuery(), last.id) == 59
    assert services.directory.position(client.owner, DirectoryQuery(name="000"), last.id) is None


def test_only_staff_and_the_owner_of_the_database_publish_and_it_is_recorded(
    services: Services, make: Builder, agency: Org, listed: None
) -> None:
    for actor in (Actor(), agency.owner):
        with pytest.raises(Forbidden):
            services.directory_exports.export(actor, DirectoryFormat.JSON)

    staffs = services.directory_exports.export(make.staff, DirectoryFormat.JSON)
    owners = services.directory_exports.export(Actor.operator(), DirectoryFormat.JSON)

    assert (staffs.partners, staffs.content) == (len(HOUSES) + 1, owners.content)
    newest = services.activity.page(make.staff, ActivityQuery(action="directory.exported")).rows
    assert [one.words for one in newest] == ["Exported the directory of partners for publication."] * 2


def test_what_is_published_holds_listings_only_and_none_that_are_suspended_by_now(
    services: Services, make: Builder, clock: FixedClock, listed: None
) -> None:
    make.partner("Hidden", listed=False)
    make.approve(make.organisation("Late"), state="suspended")
    member = make.organisation("Soon", email="soon@secret.example")
    services.programme.approve(make.staff, member.ref, Listing.of(provisional=True, services=("x",)))

    facts = json.loads(services.directory_exports.export(make.staff, DirectoryFormat.JSON).content)

    assert (facts["format"], facts["provider"], facts["as_of"]) == (1, "Léman Hébergement SA", "2026-11-23")
    assert [one["name"] for one in facts["partners"]] == [
        *("Agence du Léman", "Atelier Lyon-Sud", "San Marino Web", "Soon", "Studio Ponte", "Webwerk Zürich"),
        "Æsir [red]",
    ]
    assert facts["partners"][0] == {
        "id": facts["partners"][0]["id"],
        "name": "Agence du Léman",
        "city": "Genève",
        "country": "CH",
        "languages": ["fr", "en"],
        "services": ["web hosting", "support"],
        "description": "Agence du Léman",
        "website": None,
        "verified_since": "2026-11-23",
    }
    for kind in DirectoryFormat:
        content = services.directory_exports.export(make.staff, kind).content.decode()
        assert "Soon" in content
        assert not re.search(r"\w@\w", content)
        assert "Hidden" not in content
        assert "Late" not in content

    with services.office.writing(Actor.operator()) as unit:  # as a review has warned it
        unit.open_to_everyone("a test sets a date")
        unit.session.get_one(ProgrammeMember, member.number).suspend_on = unit.today + timedelta(days=1)
    assert b"Soon" in services.directory_exports.export(make.staff, DirectoryFormat.HTML).content
    clock.advance(timedelta(days=1))
    assert b"Soon" not in services.directory_exports.export(make.staff, DirectoryFormat.HTML).content


def test_the_format_is_named_or_follows_from_the_files_name() -> None:
    assert DirectoryFormat.of("", "x.HTML") is DirectoryFormat.HTML
    assert DirectoryFormat.of("", "-") is DirectoryFormat.of("", "x.txt") is DirectoryFormat.JSON
    assert DirectoryFormat.of("html", "x.json") is DirectoryFormat.HTML
    with pytest.raises(Usage, match="pdf"):
        DirectoryFormat.of("pdf", "-")


def _entry(card: PartnerCardView) -> Entry:
    return Entry(card.name, card.email, card.city, card.country, card.languages, card.services)
