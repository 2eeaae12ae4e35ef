"""Delivering the outbox: in order, once, never lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from tests.builders import Builder

from resellertui.adapters.clock import FixedClock
from resellertui.adapters.mail import DeliveryFailed, EmlFolder, OutgoingMail, ServerSilent, TransportTrouble
from resellertui.domain.delivery import LONGEST_DELAY, MOST_ATTEMPTS, MailState, next_attempt
from resellertui.domain.errors import Busy, Forbidden, NotFound
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.mail import BATCH, PATIENCE, Failure, Mail
from resellertui.services.opening import open_services
from resellertui.services.outbox_desk import OutboxQuery
from resellertui.services.unit import Office
from resellertui.settings import Settings
from resellertui.store.models import OutboxAttachment, OutboxMail, ReinvoiceDocument, ReinvoicePaper

OPERATOR = Actor.operator()


class Post:
    """A transport that remembers what it was given, and refuses whom it is told to refuse."""

    def __init__(self, *, refusing: Sequence[str] = (), crash_after: int | None = None) -> None:
        self.delivered: list[OutgoingMail] = []
        self.refusing = set(refusing)
        self.crash_after = crash_after

    def deliver(self, message: OutgoingMail) -> None:
        if message.recipient in self.refusing:
            raise DeliveryFailed("The mailbox is full.")
        self.delivered.append(message)
        if self.crash_after is not None and len(self.delivered) >= self.crash_after:
            raise KeyboardInterrupt

    def close(self) -> None:
        pass


def put(office: Office, *recipients: str) -> None:
    """Put one mail for each recipient into the outbox, numbered in their subjects."""
    with office.filling() as session:
        session.add_all(
            OutboxMail(
                message_id=f"{recipient.partition('@')[0]}.{number}.{id(recipients)}@resellertui.invalid",
                user_id=None,
                recipient=recipient,
                recipient_name="Reader",
                language="en",
                kind="test",
                subject=f"No. {number}",
                body=f"Hello {number}\n",
                partnership_id=None,
                created_at=office.clock.now(),
                attempts=0,
                next_attempt_at=None,
                last_error="",
                sent_at=None,
            )
            for number, recipient in enumerate(recipients, 1)
        )


def attach(office: Office, partner: int, client: int, *papers: str) -> None:
    """Let files of a document go with the newest mail, in this order; their content is their kind."""
    day = office.clock.now().date()
    with office.filling() as session:
        facts = dict.fromkeys(("net", "vat", "total", "paid", "credited", "reminded"), 0)
        document = ReinvoiceDocument(
            kind="invoice",
            partner_id=partner,
            client_id=client,
            currency="CHF",
            **dict.fromkeys(("period_from", "period_to", "issued_on", "due_on"), day),
            year=day.year,
            sequence=1,
            number="R-1",
            seller={},
            buyer={},
            language="de",
            reference="",
            reason="",
            made_at=office.clock.now(),
            **facts,
        )
        session.add(document)
        session.flush()
        mail_id = max(one.id for one in session.query(OutboxMail))
        for place, kind in enumerate(papers, 1):
            facts_of_file = {"name": f"R-1 {kind}.pdf", "media_type": "application/pdf", "digest": "0" * 64}
            session.add(ReinvoicePaper(document_id=document.id, kind=kind, content=kind.encode(), **facts_of_file))
            session.flush()
            session.add(OutboxAttachment(mail_id=mail_id, position=place, document_id=document.id, paper=kind))


def files(office: Office) -> Iterator[Path]:
    return (one for one in office.outbox_folder.iterdir() if one.suffix == ".eml")


def read(file: Path) -> Message:
    return message_from_bytes(file.read_bytes())


def test_each_waiting_mail_becomes_one_file_from_the_provider(services: Services, office: Office) -> None:
    put(office, "a@x.example", "b@x.example")
    report = services.mail.deliver(OPERATOR)
    assert (report.sent, report.failed, report.waiting) == (2, 0, 0)
    mails = sorted((read(one) for one in files(office)), key=lambda one: str(one["To"]))
    assert ["a@x.example" in str(mails[0]["To"]), "b@x.example" in str(mails[1]["To"])] == [True, True]
    assert "staff@provider.example" in str(mails[0]["From"])


def test_files_go_with_their_mail_in_their_order_and_with_no_other(
    services: Services, office: Office, make: Builder
) -> None:
    partner, client = make.partner("Agency"), make.organisation("Bakery", email="owner@bakery.example")
    services.mail.deliver(OPERATOR)
    put(office, "a@x.example", "b@x.example")
    attach(office, partner.number, client.number, "ubl", "pdf")
    post = Post()
    Mail(office, post).deliver(OPERATOR)

    without, having = post.delivered
    assert without.attachments == ()
    assert [(one.name, one.content) for one in having.attachments] == [("R-1 ubl.pdf", b"ubl"), ("R-1 pdf.pdf", b"pdf")]


def test_a_second_delivery_sends_nothing_again(services: Services, office: Office) -> None:
    put(office, "a@x.example")
    services.mail.deliver(OPERATOR)
    assert services.mail.deliver(OPERATOR).sent == 0
    assert len(list(files(office))) == 1


def test_mails_to_one_reader_keep_their_order_across_batches(services: Services, office: Office) -> None:
    put(office, *(["a@x.example", "b@x.example"] * BATCH))
    post = Post()
    Mail(office, post).deliver(OPERATOR)
    for recipient in ("a@x.example", "b@x.example"):
        numbers = [int(one.subject.split()[1]) for one in post.delivered if one.recipient == recipient]
        assert numbers == sorted(numbers)
        assert len(numbers) == BATCH


def test_a_failed_mail_is_kept_and_tried_again_later(services: Services, office: Office, clock: FixedClock) -> None:
    put(office, "a@x.example")
    post = Post(refusing=["a@x.example"])
    mail = Mail(office, post)
    assert (mail.deliver(OPERATOR).failed, len(post.delivered)) == (1, 0)
    (waiting,) = services.mail.list(OPERATOR, waiting=True)
    assert waiting.attempts == 1
    assert "mailbox is full" in waiting.last_error
    post.refusing.clear()
    assert mail.deliver(OPERATOR).sent == 0, "it is not tried again before its time"
    clock.advance(minutes=1)
    post.refusing.add("a@x.example")
    assert mail.deliver(OPERATOR).failed == 1
    post.refusing.clear()
    clock.advance(minutes=1)
    assert mail.deliver(OPERATOR).sent == 0, "each wait is longer than the one before"
    clock.advance(minutes=1)
    assert mail.deliver(OPERATOR).sent == 1
    (sent,) = services.mail.list(OPERATOR)
    assert (sent.attempts, sent.last_error) == (3, "")


def test_a_failed_mail_holds_back_later_mails_to_its_reader_only(services: Services, office: Office) -> None:
    put(office, "a@x.example", "b@x.example", "A@x.Example")
    post = Post(refusing=["a@x.example"])
    report = Mail(office, post).deliver(OPERATOR)
    assert (report.sent, report.failed, report.waiting) == (1, 1, 2), "an address in other letters is the same reader's"
    put(office, "A@x.example")
    post.refusing.clear()
    assert Mail(office, post).deliver(OPERATOR).sent == 0


def test_the_wait_between_attempts_doubles_up_to_half_a_day(clock: FixedClock) -> None:
    waits = [next_attempt(clock.now(), attempts) - clock.now() for attempts in range(1, 30)]
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == LONGEST_DELAY
    assert waits == sorted(waits)


def test_what_was_sent_before_a_crash_goes_out_again_as_the_same_file(services: Services, office: Office) -> None:
    put(office, "a@x.example", "b@x.example")

    class Crashing(Post):
        def deliver(self, message: OutgoingMail) -> None:
            EmlFolder(office.outbox_folder).deliver(message)
            super().deliver(message)

    with pytest.raises(KeyboardInterrupt):
        Mail(office, Crashing(crash_after=1)).deliver(OPERATOR)
    (first,) = files(office)
    before = first.read_bytes()
    assert len(services.mail.list(OPERATOR, waiting=True)) == 2
    assert services.mail.deliver(OPERATOR).sent == 2
    assert first.read_bytes() == before
    assert len(list(files(office))) == 2


def test_what_was_handed_over_before_somebody_stops_the_delivery_is_not_sent_again(office: Office) -> None:
    put(office, "a@x.example", "b@x.example", "c@x.example", "d@x.example")
    with pytest.raises(KeyboardInterrupt):
        Mail(office, Post(refusing=("b@x.example",), crash_after=2)).deliver(OPERATOR)
    again = Post()
    report = Mail(office, again).deliver(OPERATOR)
    assert [one.recipient[0] for one in again.delivered] == ["c", "d"]
    assert (report.sent, report.waiting) == (2, 1)


@pytest.mark.parametrize(("times", "again"), [(PATIENCE, 0), (PATIENCE + 1, 2)])
def test_what_was_sent_is_recorded_once_another_console_has_written(office: Office, times: int, again: int) -> None:
    put(office, "a@x.example", "b@x.example")

    class Crowded(Mail):
        left = times

        def _write_down(self, actor: Actor, sent: Sequence[int], failures: Sequence[Failure]) -> int:
            self.left -= 1
            if self.left >= 0:
                raise Busy("Another console is writing.", "Nothing was changed.")
            return super()._write_down(actor, sent, failures)

    if again:
        with pytest.raises(Busy) as refused:
            Crowded(office, Post()).deliver(OPERATOR)
        assert "2 mails were handed over" in refused.value.detail, "and not that nothing was changed"
    else:
        assert Crowded(office, Post()).deliver(OPERATOR).sent == 2
    assert Mail(office, Post()).deliver(OPERATOR).sent == again


def test_two_deliverers_at_once_send_each_mail_once(services: Services, office: Office, settings: Settings) -> None:
    put(office, *(f"r{number}@x.example" for number in range(3 * BATCH)))
    other = open_services(settings, clock=office.clock)
    post = Post()
    workers = [threading.Thread(target=Mail(one, post).deliver, args=(OPERATOR,)) for one in (office, other.office)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    other.close()
    assert len(post.delivered) == 3 * BATCH
    assert len({one.message_id for one in post.delivered}) == 3 * BATCH
    assert services.mail.list(OPERATOR, waiting=True) == ()


def test_no_lock_of_the_database_is_held_while_a_mail_is_handed_over(services: Services, office: Office) -> None:
    put(office, "a@x.example")

    class Writing(Post):
        def deliver(self, message: OutgoingMail) -> None:
            put(office, "later@x.example")
            super().deliver(message)

    post = Writing()
    assert Mail(office, post).deliver(OPERATOR, limit=1).sent == 1


def test_a_limit_leaves_the_rest_waiting(services: Services, office: Office) -> None:
    put(office, "a@x.example", "b@x.example", "c@x.example")
    report = services.mail.deliver(OPERATOR, limit=2)
    assert (report.sent, report.waiting) == (2, 1)


def test_a_rehearsal_counts_and_sends_nothing(services: Services, office: Office) -> None:
    put(office, "a@x.example", "b@x.example")
    report = services.rehearsing().mail.deliver(OPERATOR)
    assert (report.sent, report.waiting) == (2, 0)
    assert not office.outbox_folder.exists()
    assert len(services.mail.list(OPERATOR, waiting=True)) == 2


def test_an_unwritable_folder_loses_no_mail(services: Services, office: Office, tmp_path: Path) -> None:
    put(office, "a@x.example")
    blocked = tmp_path / "file"
    blocked.write_text("")
    report = Mail(office, EmlFolder(blocked)).deliver(OPERATOR)
    assert (report.failed, report.waiting) == (1, 1)
    report = Mail(replace(office, outbox_folder=blocked)).deliver(OPERATOR)
    assert (report.sent, report.failed, report.waiting) == (0, 0, 1)
    assert str(blocked) in report.trouble


def test_the_body_is_shown_with_one_mail_and_not_in_the_list(services: Services, office: Office) -> None:
    put(office, "a@x.example")
    (listed,) = services.mail.list(OPERATOR)
    assert listed.body is None
    assert services.mail.show(OPERATOR, listed.id).body == "Hello 1\n"
    with pytest.raises(NotFound):
        services.mail.show(OPERATOR, "MAIL-99")


def test_only_staff_and_the_owner_of_the_file_look_and_deliver(services: Services, make: Builder) -> None:
    stranger = make.organisation("Stranger").owner
    for verb in (services.mail.list, services.mail.deliver):
        with pytest.raises(Forbidden):
            verb(stranger)
        verb(make.staff)
        verb(OPERATOR)


def test_in_locked_mode_nobody_comes_as_the_owner_of_the_file(
    services: Services, settings: Settings, office: Office
) -> None:
    locked = open_services(settings, clock=office.clock, locked=True)
    with pytest.raises(Forbidden):
        locked.mail.deliver(OPERATOR)
    locked.close()


def test_a_mail_that_keeps_failing_is_parked_and_goes_out_again_by_hand(
    services: Services, office: Office, clock: FixedClock, make: Builder
) -> None:
    put(office, "a@x.example", "b@x.example", "a@x.example")
    post = Post(refusing=["a@x.example"])
    mail = Mail(office, post)
    parked = 0
    for _attempt in range(MOST_ATTEMPTS):
        parked += mail.deliver(OPERATOR, limit=2).parked
        clock.advance(hours=12)
    assert (parked, [one.recipient for one in post.delivered]) == (1, ["b@x.example"])
    (given_up,) = services.mail.list(OPERATOR, state=MailState.PARKED)
    assert (given_up.attempts, given_up.next_attempt_at) == (MOST_ATTEMPTS, None)
    post.refusing.clear()
    assert mail.deliver(OPERATOR).sent == 1, "what is parked holds nothing back, and does not go by itself"
    assert services.maintenance.check(OPERATOR).clean
    stranger = make.organisation("Stranger").owner
    with pytest.raises(Forbidden):
        services.outbox.resend(stranger, given_up.id)
    assert services.outbox.resend(make.staff, given_up.id).state is MailState.WAITING
    assert mail.deliver(OPERATOR).sent == 1
    assert [one.subject for one in post.delivered] == ["No. 2", "No. 3", "No. 1"]
    (again,) = {one.message_id for one in post.delivered if one.subject == "No. 1"}
    assert again == given_up.message_id


def test_trouble_that_is_no_mails_fault_parks_nothing_and_leaves_the_rest_untried(
    services: Services, office: Office, clock: FixedClock
) -> None:
    put(office, "a@x.example", "b@x.example")

    class Down(Post):
        def deliver(self, message: OutgoingMail) -> None:
            raise TransportTrouble("The server is down.", "", "Start it.")

    for _attempt in range(MOST_ATTEMPTS + 2):
        report = Mail(office, Down()).deliver(OPERATOR, limit=5)
        assert (report.parked, report.waiting, "Start it." in report.trouble) == (0, 2, report.failed == 1)
        clock.advance(minutes=15)
    assert [one.state for one in services.mail.list(OPERATOR)] == [MailState.FAILED, MailState.WAITING]
    assert Mail(office, post := Post()).deliver(OPERATOR).sent == 2
    assert [one.subject for one in post.delivered] == ["No. 1", "No. 2"]


def test_trouble_that_lasts_does_not_count_against_the_mail_it_met(office: Office, clock: FixedClock) -> None:
    put(office, "a@x.example")

    class Down(Post):
        def deliver(self, message: OutgoingMail) -> None:
            raise TransportTrouble("The server is down.")

    for _attempt in range(MOST_ATTEMPTS + 2):
        Mail(office, Down()).deliver(OPERATOR)
        clock.advance(minutes=15)
    report = Mail(office, post := Post(refusing=["a@x.example"])).deliver(OPERATOR)
    assert (report.failed, report.parked, report.waiting) == (1, 0, 1), "greylisted once is not given up"
    post.refusing.clear()
    clock.advance(hours=1)
    assert Mail(office, post).deliver(OPERATOR).sent == 1


def test_a_server_that_says_nothing_of_one_mail_is_asked_about_the_next_ones_later(office: Office) -> None:
    put(office, "a@x.example", "b@x.example", "a@x.example")

    class Silent(Post):
        def deliver(self, message: OutgoingMail) -> None:
            if message.recipient == "a@x.example":
                raise ServerSilent("It did not answer.")
            super().deliver(message)

    report = Mail(office, post := Silent()).deliver(OPERATOR)
    assert (report.sent, report.failed, report.waiting, report.trouble) == (0, 1, 3, "It did not answer.")
    assert Mail(office, post).deliver(OPERATOR).sent == 1, "the next delivery begins with whom it can reach"
    assert [one.recipient for one in post.delivered] == ["b@x.example"]


def test_a_clock_that_was_wrong_keeps_no_mail_waiting_for_years(office: Office, clock: FixedClock) -> None:
    put(office, "a@x.example", "a@x.example")
    clock.advance(days=4000)
    Mail(office, Post(refusing=["a@x.example"])).deliver(OPERATOR)
    clock.advance(days=-4000)
    report = Mail(office, post := Post()).deliver(OPERATOR)
    assert (report.sent, [one.subject for one in post.delivered]) == (2, ["No. 1", "No. 2"])


def test_the_outbox_is_read_by_state_and_in_windows(services: Services, office: Office, make: Builder) -> None:
    put(office, *(f"r{number}@x.example" for number in range(30)))
    Mail(office, Post(refusing=["r3@x.example"])).deliver(OPERATOR, limit=10)
    by_state = {state: len(services.mail.list(OPERATOR, state=state)) for state in MailState}
    assert by_state == {"waiting": 20, "failed": 1, "sent": 9, "parked": 0, "kept": 0}
    newest = services.mail.list(OPERATOR, limit=5)
    assert [one.recipient for one in services.mail.list(OPERATOR, limit=2, before=newest[0].id)] == [
        "r23@x.example",
        "r24@x.example",
    ]
    query: OutboxQuery = OutboxQuery.of(state=MailState.SENT, text="R1@")
    page = services.outbox.page(make.staff, query)
    assert ([one.recipient for one in page.rows], page.total) == (["r1@x.example"], 1)
    assert services.outbox.position(make.staff, OutboxQuery(), newest[0].id) == 4
    with pytest.raises(Forbidden):
        services.outbox.page(make.organisation("Stranger").owner, query)
