"""The directory as a file to publish: JSON for programs, or one page of the web that needs nothing else."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import PurePath

from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.errors import Usage
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.languages import name_of_language
from resellertui.domain.organisation import web_link
from resellertui.domain.programme_membership.finding import Wish
from resellertui.domain.programme_membership.published import PublishedDirectory, PublishedListing
from resellertui.domain.text import publishable
from resellertui.domain.wording import _
from resellertui.formats import country, day
from resellertui.services.actor import Actor
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.models import Organisation, ProgrammeMember
from resellertui.store.queries import directory as queries
from resellertui.store.queries import organisations as organisation_queries

FORMAT = 1
"""The version of the JSON document: another one where a field changes its meaning or goes away."""


class DirectoryFormat(StrEnum):
    """How the directory is written."""

    JSON = "json"
    HTML = "html"

    @classmethod
    def of(cls, name: str, file: str) -> DirectoryFormat:
        """Return the format of a name, or where there is none the one that a file's name ends in; JSON else.

        Raises:
            Usage: there is no such format.
        """
        if not name:
            return cls.HTML if PurePath(file).suffix.lower() in {".html", ".htm"} else cls.JSON
        try:
            return cls(name)
        except ValueError as error:
            raise Usage(
                _("The directory is not written as “{name}”.").format(name=name),
                hint=_("Choose one of: {choices}.").format(choices=", ".join(cls)),
            ) from error


class ExportedDirectory(View):
    """The directory as a file."""

    partners: int
    content: bytes


class DirectoryExports:
    """Publishing the directory, in the provider's name: for its staff, and for whoever owns the database file."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def export(self, actor: Actor, kind: DirectoryFormat) -> ExportedDirectory:
        """Return the directory as a file; that it was taken out is recorded. The same listings give the same bytes.

        It holds what the listings say and no contact data besides: neither e-mail address nor telephone number.

        Raises:
            Forbidden: neither the provider's staff nor the owner of the database.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.DIRECTORY_EXPORT)
            directory = _published(unit)
            count = len(directory.listings)
            unit.record("directory.exported", "export", None, {"format": kind.value, "partners": count})
        if kind is DirectoryFormat.JSON:
            return ExportedDirectory(partners=count, content=_json(directory))
        from resellertui.adapters.directory_page import draw_directory  # late: its library serves nothing else

        return ExportedDirectory(partners=count, content=draw_directory(directory))


def _published(unit: Unit) -> PublishedDirectory:
    ids = queries.found(unit.session, Wish(), unit.today)
    provider = organisation_queries.names(unit.session, [unit.installation.provider_id])
    return PublishedDirectory(
        provider=publishable(provider.get(unit.installation.provider_id, "")),
        day=unit.today,
        day_words=day(unit.today),
        listings=tuple(_listing(org, member) for org, member in queries.listings(unit.session, ids)),
    )


def _listing(org: Organisation, member: ProgrammeMember) -> PublishedListing:
    verified = local_date(member.approved_at)
    link = web_link(org.website)
    return PublishedListing(
        id=show_id(Kind.ORGANISATION, org.id),
        name=publishable(org.name),
        city=publishable(org.city),
        country=org.country,
        country_name=country(org.country),
        languages=tuple((one, name_of_language(one)) for one in queries.words_of(publishable(member.languages))),
        services=tuple(map(publishable, queries.words_of(member.services))),
        description=publishable(member.description.strip()),
        website=link or publishable(org.website),
        link=link,
        verified_since=verified,
        verified_words=day(verified),
    )


def _json(directory: PublishedDirectory) -> bytes:
    """Return the document that docs/directory.md describes."""
    facts = {
        "format": FORMAT,
        "provider": directory.provider,
        "as_of": directory.day.isoformat(),
        "partners": [
            {
                "id": one.id,
                "name": one.name,
                "city": one.city,
                "country": one.country,
                "languages": [code for code, _name in one.languages],
                "services": list(one.services),
                "description": one.description,
                "website": one.link,
                "verified_since": one.verified_since.isoformat(),
            }
            for one in directory.listings
        ],
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()
