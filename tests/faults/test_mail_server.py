"""A mail server in every temper: nothing is lost, nothing is sent twice, and what is uncertain is seen."""

import asyncio
import smtplib
import socket
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model

from lipportal.notices import services
from lipportal.notices.models import Mail
from lipportal.notices.services import delivery
from lipportal.shared import clock


class Temper:
    """What the server does at each stage; by default it takes everything and remembers it."""

    def __init__(self):
        self.at_mail = self.at_rcpt = self.at_data = ""
        self.taken = []

    async def handle_MAIL(self, server, session, envelope, address, mail_options):  # noqa: N802 - its caller's name
        if self.at_mail:
            return self.at_mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - its caller's name
        if self.at_rcpt == "hang":
            await asyncio.sleep(3)
        elif self.at_rcpt and address.startswith("bad"):
            return self.at_rcpt
        elif self.at_rcpt == "drop":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - likewise
        if self.at_data == "drop":
            self.taken.append(envelope)
            server.transport.abort()
            return "250 OK"
        if self.at_data == "hang":
            self.taken.append(envelope)
            await asyncio.sleep(3)
        elif self.at_data:
            return self.at_data
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def server(settings, db):
    temper = Temper()
    controller = Controller(temper, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.MAIL_HOST = "127.0.0.1"
    settings.MAIL_PORT = controller.port
    settings.MAIL_TLS, settings.MAIL_USER, settings.MAIL_TIMEOUT = False, "", 1
    settings.MAIL_FROM = "Portal <portal@example.org>"
    yield temper
    controller.stop()


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def post(count=1, address="reader{}@example.org", **values):
    reader = {"subject": "Boats", "body_text": ".\nA line that begins with a dot\n..\nété", "template": "boats"}
    return [
        Mail.objects.create(key=f"{address}:{number}", to_address=address.format(number), **{**reader, **values})
        for number in range(count)
    ]


def later():
    Mail.objects.filter(state="queued").update(next_try_at=clock.now() - timedelta(seconds=1))


def states():
    return Counter(Mail.objects.values_list("state", flat=True))


def test_a_mail_arrives_whole_and_once(server):
    [mail] = post(body_html="<p>été</p>", language="fr")

    services.send_due_mail()
    services.send_due_mail()

    [envelope] = server.taken
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.mail_from == "portal@example.org"
    assert envelope.rcpt_tos == ["reader0@example.org"]
    assert (message["Message-ID"], message["Content-Language"]) == (mail.message_id, "fr")
    assert (message["To"], message["Auto-Submitted"]) == ("reader0@example.org", "auto-generated")
    assert message.get_body(("plain",)).get_content().split() == mail.body_text.split()
    assert message.get_body(("html",)).get_content().strip() == "<p>été</p>"
    assert states() == {"sent": 1}


def test_two_hundred_mails_leave_over_one_line(server, monkeypatch):
    opened = []
    connected = delivery._connected
    monkeypatch.setattr(delivery, "_connected", lambda: opened.append(1) or connected())
    post(200)

    assert services.send_due_mail(limit=200) == 200
    assert len(opened) == 1
    assert len({tuple(envelope.rcpt_tos) for envelope in server.taken}) == 200


@pytest.mark.parametrize("answer", ["421 closing", "450 busy", "451 later", "452 full"])
def test_a_server_that_asks_to_wait_is_asked_again(server, answer):
    post(3)
    server.at_data = answer
    services.send_due_mail()
    assert states() == {"queued": 3}

    server.at_data = ""
    for _turn in range(3):
        later()
        services.send_due_mail()

    assert states() == {"sent": 3}
    assert len(server.taken) == 3


def test_a_server_that_asks_to_wait_for_ever_is_given_up_visibly(server):
    post()
    server.at_data = "451 later"
    for _turn in range(10):
        later()
        services.send_due_mail()

    mail = Mail.objects.get()
    assert (mail.state, mail.failure, mail.failure_detail, mail.attempts) == ("failed", "busy", "451", 6)
    assert mail.problem


def test_one_bad_address_fails_for_good_and_the_others_are_served(server):
    post(1, "bad{}@example.org")
    post(5)
    server.at_rcpt = "550 5.1.1 bad0@example.org unknown"

    services.send_due_mail()
    later()
    services.send_due_mail()

    bad = Mail.objects.get(state="failed")
    assert (bad.failure, bad.failure_detail, bad.attempts) == ("refused", "550", 1)
    assert states() == {"failed": 1, "sent": 5}


def test_an_address_nobody_can_write_to_fails_without_a_server(server):
    post(1, "no one at all{}")

    services.send_due_mail()

    assert Mail.objects.values_list("state", "failure").get() == ("failed", "address")


def test_a_mail_refused_after_its_words_is_refused(server):
    post()
    server.at_data = "554 not wanted"

    services.send_due_mail()

    assert states() == {"failed": 1}


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("at_mail", "550 5.7.1 sender refused"),
        ("at_mail", "530 5.7.0 sign in first"),
        ("at_rcpt", "530 5.7.0 sign in first"),
        ("at_data", "535 5.7.8 sign-in refused"),
    ],
)
def test_a_server_that_refuses_the_portal_itself_fails_no_mail(server, stage, answer):
    post(1, "bad{}@example.org", is_security=True)
    post(3)
    setattr(server, stage, answer)
    services.send_due_mail()

    first = Mail.objects.get(attempts=1)
    assert (first.state, first.failure, first.failure_detail) == ("queued", "unwelcome", answer[:3])
    assert (states(), first.body_text != "") == ({"queued": 4}, True)

    setattr(server, stage, "")
    later()
    assert services.send_due_mail() == 4


@pytest.mark.parametrize("temper", ["hang", "drop"])
def test_a_line_that_breaks_before_the_words_loses_and_repeats_nothing(server, temper):
    post(2)
    server.at_rcpt = temper
    services.send_due_mail()
    assert states() == {"queued": 2}

    server.at_rcpt = ""
    later()
    services.send_due_mail()

    assert states() == {"sent": 2}
    assert len(server.taken) == 2


@pytest.mark.parametrize("temper", ["hang", "drop"])
def test_a_line_that_breaks_after_the_words_is_unknown_and_never_sent_again_by_itself(server, temper):
    post()
    server.at_data = temper
    services.send_due_mail()
    server.at_data = ""
    for _turn in range(5):
        later()
        services.send_due_mail()

    mail = Mail.objects.get()
    assert (mail.state, mail.failure) == ("unknown", "broken_off")
    assert len(server.taken) == 1


def test_after_unknown_the_others_are_still_served(server):
    post(3)
    server.at_data = "drop"
    services.send_due_mail(limit=1)
    server.at_data = ""

    services.send_due_mail()

    assert states() == {"unknown": 1, "sent": 2}


def test_what_a_person_sends_again_keeps_its_message_id(server):
    [mail] = post()
    server.at_data = "drop"
    services.send_due_mail()
    server.at_data = ""
    person = get_user_model().objects.create_user("admin@example.org", name="Jean Roy")

    services.retry_mail(mail, by=person)
    services.send_due_mail()

    first, second = (envelope.content.decode() for envelope in server.taken)
    assert f"Message-ID: {mail.message_id}" in first
    assert f"Message-ID: {mail.message_id}" in second


def test_a_server_that_is_not_there_keeps_everything_waiting(server, settings):
    settings.MAIL_PORT = 1
    post(50)

    services.send_due_mail()

    assert states() == {"queued": 50}
    assert Mail.objects.filter(attempts=0).count() == 49


def test_a_server_without_encryption_is_not_trusted_when_it_is_asked_for(server, settings):
    settings.MAIL_TLS = True
    post()

    services.send_due_mail()

    assert (states(), server.taken) == ({"queued": 1}, [])


def test_a_worker_killed_between_words_and_answer_leaves_a_visible_row(server, monkeypatch):
    """The process ends as the words go out: nothing after them is written."""

    class Killed(BaseException):
        pass

    def killed(_self):
        raise Killed

    post()
    monkeypatch.setattr(smtplib.SMTP, "getreply", _nth(smtplib.SMTP.getreply, killed, 6))
    with pytest.raises(Killed):
        services.send_due_mail()
    assert states() == {"sending": 1}
    monkeypatch.undo()
    Mail.objects.update(claimed_at=clock.now() - timedelta(minutes=10))

    services.send_due_mail()

    assert states() == {"unknown": 1}


def _nth(real, instead, number):
    """`instead` from the call after the first `number`; before it the real thing."""
    calls = []

    def method(self, *args):
        calls.append(1)
        return instead(self) if len(calls) > number - 1 else real(self, *args)

    return method
