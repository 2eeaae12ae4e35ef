"""The outbox through a real mail server: as the settings say, and without losing or changing anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

import pytest
from tests.builders import Builder
from tests.mail_server import PASSWORD, USER, Received, make_certificates, serving
from tests.services.test_mail import OPERATOR, put

from resellertui.adapters.clock import FixedClock
from resellertui.domain.delivery import MailState
from resellertui.domain.errors import Forbidden, Invalid, Refused
from resellertui.services.console import Services
from resellertui.services.jobs.delivering import deliver_mails
from resellertui.services.mail import Mail
from resellertui.services.opening import open_services
from resellertui.services.unit import Office
from resellertui.settings import Settings, load_settings

_DELIVER = """
import sys
from datetime import datetime
from resellertui.adapters.clock import FixedClock
from resellertui.services.actor import Actor
from resellertui.services.opening import open_services
from resellertui.settings import load_settings

services = open_services(load_settings(), clock=FixedClock(datetime.fromisoformat(sys.argv[1])))
services.mail.deliver(Actor.operator())
"""


def set_up(settings: Settings, port: int, **lines: str) -> Settings:
    """Write the settings of a machine whose mails go to a server."""
    settings.config_dir.mkdir(parents=True, exist_ok=True)
    table = {"host": '"127.0.0.1"', "port": str(port), "security": '"none"', "timeout": "5"} | lines
    text = "[mail]\n" + "".join(f"{name} = {value}\n" for name, value in table.items())
    settings.settings_file.write_text(text)
    return load_settings()


def test_what_waits_goes_to_the_server_of_the_settings_with_the_password_from_the_secrets(
    services: Services, office: Office, settings: Settings, tmp_path: Path
) -> None:
    ca_file, certificate = make_certificates(tmp_path)
    put(office, "a@x.example", "b@x.example", "a@x.example")
    with serving(certificate=certificate, asks_password=True) as server:
        lines = {"security": '"starttls"', "user": f'"{USER}"', "ca_file": f'"{ca_file}"', "sender": '"no@p.example"'}
        wanted = set_up(settings, server.port, **lines)
        opened = open_services(wanted, clock=office.clock)
        report = opened.mail.deliver(OPERATOR)
        assert (report.failed, report.waiting) == (1, 3)
        assert "resellertui mail password" in report.trouble
        assert (opened.mail.list(OPERATOR)[0].attempts, opened.mail.list(OPERATOR)[1].attempts) == (1, 0)
        assert "secrets" in opened.outbox.keep_password(OPERATOR, PASSWORD).place
        assert PASSWORD not in settings.settings_file.read_text()
        opened.outbox.resend(OPERATOR, opened.mail.list(OPERATOR)[0].id)
        assert deliver_mails(opened.office, OPERATOR) == {"sent": 3, "failed": 0}
        opened.close()
    assert [one.recipient[0] for one in server.received] == ["a", "b", "a"]
    assert {one.sender for one in server.received} == {"no@p.example"}
    assert server.connections == 1, "one for the batch, and none without a password"
    assert not list(office.outbox_folder.glob("*.eml"))


def test_a_password_is_kept_only_for_a_server_that_asks_for_one(
    services: Services, office: Office, settings: Settings, make: Builder
) -> None:
    with pytest.raises(Refused):
        services.outbox.keep_password(OPERATOR, "x")
    opened = open_services(set_up(settings, 2525, user='"me"'), clock=office.clock)
    for wrong in ("", "é", "a\nb"):
        with pytest.raises(Invalid):
            opened.outbox.keep_password(OPERATOR, wrong)
    with pytest.raises(Forbidden):
        opened.outbox.keep_password(make.organisation("Stranger").owner, "x")
    opened.close()


def test_those_who_are_refused_wait_and_the_others_get_their_mails_in_order(
    services: Services, office: Office, settings: Settings, clock: FixedClock
) -> None:
    put(office, "full@x.example", "a@x.example", "full@x.example", "gone@x.example", "cut@x.example", "a@x.example")
    with serving() as server:
        server.answers = {"full": "452 Mailbox full", "gone": "550 No such user", "cut": "drop after"}
        opened = open_services(set_up(settings, server.port), clock=clock)
        report = opened.mail.deliver(OPERATOR)
        assert (report.sent, report.failed, report.waiting, report.trouble) == (2, 3, 4, "")
        assert "550" in opened.mail.list(OPERATOR, state=MailState.FAILED)[1].last_error
        clock.advance(minutes=1)
        (trouble,) = [one.trouble for one in opened.tick.run(OPERATOR) if one.trouble]
        assert "4 mails wait for another attempt" in trouble
        server.answers = {}
        clock.advance(minutes=2)
        assert opened.mail.deliver(OPERATOR).sent == 4
        opened.close()
    subjects = [message_from_bytes(one)["Subject"] for one in server.contents("full")]
    assert subjects == ["No. 1", "No. 3"]
    assert len(set(server.contents("cut"))) == 1


def test_a_run_of_the_jobs_says_what_keeps_every_mail_from_leaving(office: Office, settings: Settings) -> None:
    put(office, "a@x.example")
    with serving() as server:
        port = server.port
    opened = open_services(set_up(settings, port), clock=office.clock)
    (report,) = [one for one in opened.tick.run(OPERATOR) if one.trouble]
    opened.close()
    assert (report.job, report.counts) == ("deliver", {"sent": 0, "failed": 1})
    assert f"127.0.0.1:{port} can't be reached" in report.trouble
    assert "[mail]" in report.trouble, "it says what to do"


def test_a_process_killed_between_sending_and_writing_down_sends_the_same_bytes_again(
    services: Services, office: Office, settings: Settings
) -> None:
    put(office, "a@x.example", "b@x.example", "c@x.example")
    with serving() as server:
        wanted = set_up(settings, server.port)
        process: list[subprocess.Popen[bytes]] = []

        def kill(mail: Received) -> None:
            if mail.recipient.startswith("b@"):
                os.kill(process[0].pid, signal.SIGKILL)

        server.on_mail = kill
        process.append(subprocess.Popen([sys.executable, "-c", _DELIVER, office.clock.now().isoformat()]))
        assert process[0].wait(30) == -signal.SIGKILL
        assert [one.recipient[0] for one in server.received] == ["a", "b"]
        server.on_mail = lambda _mail: None
        opened = open_services(wanted, clock=office.clock)
        assert Mail(opened.office).deliver(OPERATOR).sent == 3
        opened.close()
    for name in ("a", "b"):
        first, second = server.contents(name)
        assert first == second
    assert len(server.contents("c")) == 1
