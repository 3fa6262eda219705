"""Sending without a server: who claims, what is withdrawn, what a killed worker leaves."""

from datetime import timedelta

import pytest

from lipportal.notices import queries, services
from lipportal.notices.choices import Problem
from lipportal.notices.models import Mail, Reminder
from lipportal.notices.registry import Deadline
from lipportal.notices.services import sending
from lipportal.notices.services.delivery import ServerAway
from lipportal.shared import clock


@pytest.fixture
def server(monkeypatch, settings):
    """A mail server that takes everything; a test may give it a temper."""
    settings.MAIL_HOST = "mail.example.org"
    taken = []

    def hand_over(_line, mail, on_handing):
        for trouble in server_temper:
            trouble(mail)
        on_handing()
        taken.append(mail.code)

    server_temper = []
    monkeypatch.setattr("lipportal.notices.services.delivery.Line.hand_over", hand_over)
    return type("Server", (), {"taken": taken, "temper": server_temper})


def post(letters, person, key="boats:1", **values):
    return services.post_mail(letters, to_user=person, context={"words": "x"}, key=key, **values)


def state():
    return Mail.objects.values_list("state", "failure").get()


def test_send_due_mail_sends_once(letters, person, server):
    mail = post(letters, person)

    assert [services.send_due_mail(), services.send_due_mail()] == [1, 0]
    assert server.taken == [mail.code]
    assert state() == ("sent", "")


def test_send_due_mail_sends_security_mail_first(letters, person, server):
    post(letters, person)
    code = post(letters, person, key="code", is_security=True)

    services.send_due_mail()

    assert server.taken[0] == code.code
    assert Mail.objects.get(key="code").body_text == ""


def test_a_claimed_mail_is_nobody_elses(letters, person, server):
    mail = post(letters, person)

    assert sending._claimed(mail.pk) is not None
    assert sending._claimed(mail.pk) is None
    assert services.send_due_mail() == 0


def test_without_a_server_mail_waits_and_the_page_can_say_so(letters, person, settings):
    settings.MAIL_HOST, settings.DEMONSTRATION = "", False
    post(letters, person)

    assert services.send_due_mail() == 0
    assert state() == ("queued", "")
    assert Mail.objects.get().attempts == 0
    assert queries.is_mail_server_missing()


def test_the_demonstration_shows_mail_on_a_page_only(letters, person, settings):
    settings.MAIL_HOST, settings.DEMONSTRATION = "mail.example.org", True
    post(letters, person, is_security=True)

    services.send_due_mail()

    mail = Mail.objects.get()
    assert (mail.state, mail.is_shown_only) == ("sent", True)
    assert "words in en" in mail.body_text
    assert list(queries.demonstration_mail()) == [mail]


@pytest.fixture
def reminder(letters, person, empty_registry):
    due = {"boat2345"}
    empty_registry.register_deadline(Deadline("boats", lambda _now: [], lambda code: code in due, letters))
    mail = post(letters, person)
    row = Reminder.objects.create(
        key="k", user=person, kind="boats", record_code="boat2345", step="7", due_at=clock.now(), mail=mail
    )
    row.due = due
    return row


def test_a_reminder_whose_thing_was_done_meanwhile_is_withdrawn(server, reminder):
    reminder.due.clear()

    services.send_due_mail()

    reminder.refresh_from_db()
    assert server.taken == []
    assert state() == ("withdrawn", "done")
    assert (reminder.state, reminder.dropped_because) == ("dropped", "done")


def test_a_reminder_whose_thing_is_still_due_is_sent(server, reminder):
    services.send_due_mail()

    reminder.refresh_from_db()
    assert reminder.state == "sent"


def test_mail_to_a_closed_account_is_withdrawn(letters, person, server):
    post(letters, person)
    type(person).objects.update(is_active=False)

    services.send_due_mail()

    assert (state(), server.taken) == (("withdrawn", "gone"), [])


def test_mail_its_own_app_no_longer_wants_is_withdrawn(letters, person, server, empty_registry):
    post(letters, person)
    empty_registry.register_mail(letters, "Letters", is_wanted=lambda _mail: False)

    services.send_due_mail()

    assert (state(), server.taken) == (("withdrawn", "done"), [])


def test_a_security_mail_that_waited_too_long_is_withdrawn_and_erased(letters, person, server):
    post(letters, person, is_security=True)
    Mail.objects.update(created_at=clock.now() - timedelta(hours=2))

    services.send_due_mail()

    assert (state(), server.taken) == (("withdrawn", "expired"), [])
    assert Mail.objects.get().body_text == ""


def away(_mail):
    raise ServerAway(Problem.AWAY)


def turns(number):
    for _turn in range(number):
        services.send_due_mail()
        Mail.objects.filter(state="queued").update(next_try_at=clock.now())


def test_a_security_mail_whose_words_stay_good_outlasts_an_hour_and_many_tries(letters, person, server):
    post(letters, person, is_security=True, expires_at=clock.now() + timedelta(days=14))
    Mail.objects.update(created_at=clock.now() - timedelta(days=2))
    server.temper.append(away)
    turns(20)

    assert (Mail.objects.get().attempts, state()) == (20, ("queued", "away"))
    server.temper.clear()
    services.send_due_mail()

    assert state() == ("sent", "")
    assert Mail.objects.get().body_text == ""


def test_a_code_is_still_given_up_after_six_tries(letters, person, server):
    post(letters, person, is_security=True)
    server.temper.append(away)
    turns(8)

    assert (state(), Mail.objects.get().body_text) == (("failed", "away"), "")


def test_the_waits_of_a_mail_whose_words_stay_good_grow_as_those_of_any_other(letters, person, server):
    post(letters, person, is_security=True, expires_at=clock.now() + timedelta(days=14))
    Mail.objects.update(attempts=30)
    server.temper.append(away)

    services.send_due_mail()

    assert Mail.objects.get().next_try_at > clock.now() + timedelta(hours=2)


@pytest.mark.parametrize("is_security", [True, False])
def test_a_mail_whose_words_are_no_longer_good_is_withdrawn(letters, person, server, is_security):
    post(letters, person, is_security=is_security, expires_at=clock.now() + timedelta(days=14))
    Mail.objects.update(expires_at=clock.now())

    services.send_due_mail()

    assert (state(), server.taken) == (("withdrawn", "expired"), [])
    assert (Mail.objects.get().body_text == "") == is_security


def test_a_killed_worker_does_not_end_a_mail_whose_words_stay_good(letters, person):
    post(letters, person, is_security=True, expires_at=clock.now() + timedelta(days=14))
    Mail.objects.update(state="sending", attempts=30, claimed_at=clock.now() - timedelta(minutes=6))

    sending.take_up_stale_mail()

    assert state() == ("queued", "")


def test_a_security_mail_its_own_app_no_longer_wants_is_withdrawn(letters, person, server, empty_registry):
    post(letters, person, is_security=True, expires_at=clock.now() + timedelta(days=14))
    empty_registry.register_mail(letters, "Letters", is_wanted=lambda _mail: False)

    services.send_due_mail()

    assert (state(), server.taken) == (("withdrawn", "done"), [])


def test_a_mail_that_breaks_holds_up_nobody_and_is_given_up_in_the_end(letters, person, server, caplog):
    def trouble(mail):
        if mail.key == "bad":
            raise LookupError("a private word")

    server.temper.append(trouble)
    post(letters, person, key="bad")
    post(letters, person, key="good")

    for _turn in range(8):
        services.send_due_mail()
        Mail.objects.filter(state="queued").update(next_try_at=clock.now())

    assert dict(Mail.objects.values_list("key", "state")) == {"bad": "failed", "good": "sent"}
    assert Mail.objects.get(key="bad").attempts == 6
    assert "a private word" not in caplog.text


def test_a_server_that_is_away_costs_one_try_and_not_all(letters, person, server):
    server.temper.append(away)
    for number in range(20):
        post(letters, person, key=f"boats:{number}")

    services.send_due_mail()

    assert Mail.objects.filter(state="queued", attempts=0).count() == 19
    waiting = Mail.objects.get(attempts=1)
    assert waiting.next_try_at > clock.now() + timedelta(seconds=50)


def test_waits_grow_and_outlast_two_hours():
    from lipportal.notices.choices import WAITS

    assert list(WAITS) == sorted(WAITS)
    assert sum(WAITS[:4], timedelta()) + WAITS[4] * 0.9 > timedelta(hours=2)


@pytest.mark.parametrize(
    ("handed", "minutes", "expected"),
    [(True, 6, ("unknown", "worker_died")), (False, 6, ("queued", "")), (True, 1, ("sending", ""))],
)
def test_what_a_killed_worker_held_is_settled_honestly(letters, person, handed, minutes, expected):
    post(letters, person)
    then = clock.now() - timedelta(minutes=minutes)
    Mail.objects.update(state="sending", attempts=1, claimed_at=then, handed_at=then if handed else None)

    sending.take_up_stale_mail()
    sending.take_up_stale_mail()

    assert state() == expected


def test_a_slow_worker_that_was_thought_lost_may_still_say_it_was_sent(letters, person, server):
    mail = post(letters, person)
    held = sending._claimed(mail.pk)
    Mail.objects.update(state="unknown")

    sending._settle(held, "sent")

    assert Mail.objects.get().state == "sent"


def test_a_mail_queued_again_by_a_person_is_not_settled_by_the_slow_worker(letters, person, server):
    mail = post(letters, person)
    held = sending._claimed(mail.pk)
    Mail.objects.update(state="unknown")
    mail.refresh_from_db()
    services.retry_mail(mail, by=person)

    with pytest.raises(sending.LostMail):
        sending._settle(held, "sent")

    assert Mail.objects.get().state == "queued"


def test_mail_taken_away_before_the_words_go_out_is_not_sent(letters, person, server):
    mail = post(letters, person)
    server.temper.append(lambda _mail: Mail.objects.update(state="withdrawn"))

    services.send_due_mail()

    assert (server.taken, Mail.objects.get(pk=mail.pk).state) == ([], "withdrawn")
