"""Opening one's notices, and from a notice what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.notices import About
from resellertui.services.notices import NoticeView
from resellertui.tui import formats
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.quitting import unfinished_page

if TYPE_CHECKING:
    from resellertui.services.views import OrganisationChoice
    from resellertui.tui.app import ConsoleApp

SECTIONS = {
    About.DOCUMENT: "invoices",
    About.PRODUCT: "products",
    About.CASE: "support",
    About.TEAM: "people",
    About.ORGANISATION: "account",
    About.APPLICATION: "programme",
    About.PROGRAMME: "programme",
    About.REINVOICE: "invoices",
    About.QUOTE: "quotes",
    About.BREACH: "quote_routing",
}
"""The section of the menu in which each is opened; a partnership is opened on the side where it belongs."""
STAFFS = {About.APPLICATION: "applications", About.PROGRAMME: "applications", About.QUOTE: "quote_routing"}
"""Where the provider's staff follow what is in no section of their own organisation."""
WITHOUT_RECORD = frozenset({About.ORGANISATION, About.APPLICATION, About.PROGRAMME})
"""What is the section itself."""


def open_notices(app: ConsoleApp) -> None:
    """Open one's own notices above the page in front, once: what is unfinished there stays."""
    from resellertui.tui.screens.notices import NoticesPage

    if app.person is not None and not any(isinstance(one, NoticesPage) for one in app.screen_stack):
        app.push_screen(NoticesPage())


def leads_somewhere(app: ConsoleApp, notice: NoticeView) -> bool:
    """Return whether what a notice is about opens here, for the organisation that it was written to."""
    if notice.about is None or app.person is None:
        return False
    if notice.organisation_id and all(one.id != notice.organisation_id for one in app.person.organisations):
        return False
    return notice.about is About.PARTNERSHIP or _has_section(app, section_of(app, notice.about))


def open_subject(app: ConsoleApp, notice: NoticeView) -> None:
    """Open what a notice is about, acting for the organisation that it was written to."""
    if reason := unfinished_page(app):
        app.warn(reason)
        return
    choice = next((one for one in _organisations(app) if one.id == notice.organisation_id), app.choice)
    if choice is not None and (choice != app.choice or app.entered is not None):
        app.act_for(choice)
    if notice.about is About.PARTNERSHIP:
        app.open_partnership(notice.about_id)
    elif notice.about is not None:
        app.go(section_of(app, notice.about), "" if notice.about in WITHOUT_RECORD else notice.about_id)


def show_text(app: ConsoleApp, notice: NoticeView) -> None:
    """Show what a notice says."""
    head = " · ".join(part for part in (formats.moment(notice.at), notice.organisation, notice.about_id) if part)
    app.push_screen(ReadingDialog(notice.subject, [head, "", *(notice.body or "").rstrip().split("\n")]))


def section_of(app: ConsoleApp, about: About) -> str:
    """Return where something is opened: staff follow the programme and quotes in other sections than partners."""
    if about in STAFFS and not _has_section(app, SECTIONS[about]):
        return STAFFS[about]
    return SECTIONS[about]


def _has_section(app: ConsoleApp, section: str) -> bool:
    return any(one.id == section for one in app.sections)


def _organisations(app: ConsoleApp) -> tuple[OrganisationChoice, ...]:
    return tuple(app.person.organisations) if app.person is not None else ()
