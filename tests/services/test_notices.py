"""One's own notices: who reads which, what is unread, and which of them come by mail."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.services.life import rows

from resellertui import formats
from resellertui.domain import wording
from resellertui.domain.delivery import MailState
from resellertui.domain.errors import Forbidden, NotFound, Refused, Usage
from resellertui.domain.notices import About, Category
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.notices import MOST_SAID, NoticeQuery
from resellertui.services.outbox import queue
from resellertui.store.queries.people import Recipient

OPERATOR = Actor.operator()
UNREAD: NoticeQuery = NoticeQuery.of(unread=True)


def numbered(number: int) -> tuple[str, str]:
    return f"No. {number}", f"100% of {number}\n"


def subjects(services: Services, actor: Actor, query: NoticeQuery | None = None) -> list[str]:
    return [one.subject for one in services.notices.list(actor, query)]


def test_a_notice_is_unread_until_it_is_read_and_says_what_it_is_about(
    services: Services, client: Org, agency: Org, make: Builder
) -> None:
    before = services.notices.unread(agency.owner)
    reference = make.request(client, agency)
    (notice,) = services.notices.list(agency.owner, limit=1)
    assert notice.subject == "Bakery asks you to be its partner"
    assert (notice.about, notice.about_id, notice.organisation) == (About.PARTNERSHIP, reference, "Agency")
    assert (notice.read_at, notice.body, services.notices.unread(agency.owner)) == (None, None, before + 1)
    assert "accept or refuse" in (services.notices.show(agency.owner, notice.id).body or "")

    assert services.notices.read(agency.owner, [notice.id]) == 1
    assert services.notices.read(agency.owner, [notice.id]) == 0
    assert services.notices.list(agency.owner, limit=1)[0].read_at is not None
    assert services.notices.read(agency.owner, [notice.id], unread=True) == 1
    assert services.rehearsing().notices.read_all(agency.owner) == before + 1
    assert services.notices.read_all(agency.owner) == before + 1
    assert (services.notices.unread(agency.owner), subjects(services, agency.owner, UNREAD)) == (0, [])


def test_nobody_reads_or_marks_somebody_elses_notices(
    services: Services, client: Org, agency: Org, studio: Org, make: Builder
) -> None:
    make.request(client, agency)
    (notice,) = services.notices.list(agency.owner, limit=1)
    for stranger in (studio.owner, client.owner, make.staff):
        assert notice.subject not in subjects(services, stranger)
        with pytest.raises(NotFound):
            services.notices.show(stranger, notice.id)
        with pytest.raises(NotFound):
            services.notices.read(stranger, [notice.id])
        assert services.notices.position(stranger, NoticeQuery(), notice.id) is None
        services.notices.read_all(stranger)
    assert services.notices.list(agency.owner, limit=1)[0].read_at is None
    for nobody in (OPERATOR, Actor()):
        with pytest.raises(Forbidden):
            services.notices.list(nobody)


def test_whoever_has_left_an_organisation_reads_its_notices_no_more(
    services: Services, client: Org, make: Builder
) -> None:
    admin = make.person(client, Role.ADMINISTRATOR, email="admin@bakery.example")
    services.people.set_role(client.owner, "admin@bakery.example", Role.COLLABORATOR)
    assert subjects(services, admin) == ["Your role in Bakery has changed"]
    services.people.remove(client.owner, "admin@bakery.example")
    former = Actor(user_id=admin.user_id)
    assert subjects(services, former) == ["You no longer belong to Bakery"]
    assert services.notices.unread(former) == 1


def test_a_mail_with_a_token_is_no_notice(services: Services, client: Org) -> None:
    services.password_reset.request(client.email)
    (mail,) = services.mail.list(OPERATOR)[-1:]
    assert mail.kind == "password.reset"
    assert services.notices.unread(client.owner) == 0
    with pytest.raises(NotFound):
        services.notices.show(client.owner, mail.id)


def test_a_category_that_was_switched_off_stays_in_the_console_and_never_leaves(
    services: Services, client: Org, agency: Org, make: Builder
) -> None:
    choices = services.notices.choose(agency.owner, "partnerships", by_mail=False)
    assert [one.by_mail for one in choices if one.category is Category.PARTNERSHIPS] == [False]
    make.active(client, agency)
    (asked,) = services.notices.list(agency.owner, limit=1)
    assert asked.kind == "partnership.requested"
    kept = services.mail.list(OPERATOR, state=MailState.KEPT)
    assert [(one.recipient, one.kind) for one in kept] == [(agency.email, "partnership.requested")]
    with pytest.raises(Refused):
        services.outbox.resend(OPERATOR, kept[0].id)
    services.mail.deliver(OPERATOR)
    delivered = [one.read_text() for one in services.office.outbox_folder.glob("*.eml")]
    assert [agency.email in one for one in delivered] == [False] * len(delivered)
    assert delivered
    assert services.maintenance.check(OPERATOR).clean

    services.agreements.end(client.owner, asked.about_id, PASSWORD)
    ended = services.mail.list(OPERATOR, state=MailState.WAITING)
    assert (agency.email, "partnership.ended") in [(one.recipient, one.kind) for one in ended]
    services.notices.choose(agency.owner, "partnerships", by_mail=True)
    make.request(client, agency)
    assert [one.state for one in services.mail.list(OPERATOR)][-1] is MailState.WAITING


def test_only_what_can_be_switched_off_is_and_each_change_is_recorded_once(services: Services, client: Org) -> None:
    for category, error in (("security", Refused), ("programme", Refused), ("nonsense", Usage)):
        with pytest.raises(error):
            services.notices.choose(client.owner, category, by_mail=False)
    for _twice in range(2):
        services.notices.choose(client.owner, "support", by_mail=False)
    noted = "SELECT count(*) FROM audit_entries WHERE action = 'profile.notices_chosen'"
    assert rows(services, noted) == [(1,)]
    assert all(one.by_mail is (one.category is not Category.SUPPORT) for one in services.notices.choices(client.owner))


def test_a_mail_is_written_in_its_readers_language_and_names_it(services: Services, client: Org) -> None:
    def text() -> tuple[str, str]:
        return wording._("Your password has changed"), f"{formats.day(TODAY)} {formats.amount('1234.50')}\n"

    people = [Recipient(None, "", f"{language}@x.example", language) for language in ("de", "fr", "it", "rm", "en")]
    with services.office.writing(client.owner) as unit:
        unit.open_to_everyone("a test")
        queue(unit, people, "team.left", text, org_id=client.number)
        queue(unit, [Recipient(None, "", "own@x.example", "it")], "team.left", text)
    services.mail.deliver(OPERATOR)
    mails = [message_from_bytes(one.read_bytes(), policy=policy.SMTP) for one in outbox_files(services)]
    said = {str(one["To"]).partition("@")[0]: (one["Content-Language"], one["Subject"], body(one)) for one in mails}
    english = ("en", "Your password has changed", "23 Nov 2026 1234.50")
    assert said == {
        "de": ("de-CH", "Ihr Passwort wurde geändert", "23.11.2026 1’234.50"),
        "fr": ("fr-CH", "Votre mot de passe a été modifié", "23 nov. 2026 1’234.50"),
        "it": ("it-CH", "La Sua password è stata modificata", "23 nov 2026 1’234.50"),
        "own": ("it", "La Sua password è stata modificata", "23 nov 2026 1.234,50"),
        "rm": english,
        "en": english,
    }


def outbox_files(services: Services) -> list[Path]:
    return list(services.office.outbox_folder.glob("*.eml"))


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).strip()


def test_notices_are_read_in_windows_and_found_by_their_words(services: Services, client: Org) -> None:
    person = Recipient(client.owner.user_id, "Owner", client.email, "en")
    with services.office.writing(client.owner) as unit:
        unit.open_to_everyone("a test")
        for number in range(130):
            queue(unit, [person], "team.left", partial(numbered, number))
    assert services.notices.unread(client.owner) == MOST_SAID + 1
    first = services.notices.list(client.owner, limit=50)
    then = services.notices.list(client.owner, limit=50, before=first[-1].id)
    assert [one.subject for one in [*first, *then]] == [f"No. {number}" for number in range(129, 29, -1)]
    page = services.notices.page(client.owner, NoticeQuery(), 120, 50)
    assert ([one.subject for one in page.rows][::9], page.total, page.exact) == (["No. 9", "No. 0"], 130, True)
    assert services.notices.position(client.owner, NoticeQuery(), first[3].id) == 3
    assert subjects(services, client.owner, NoticeQuery.of(text="100% OF 77")) == ["No. 77"]
    assert subjects(services, client.owner, NoticeQuery.of(text="_%")) == []
