"""Mail written down: one intention one row, in the reader's language, nothing smuggled into a header."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, get_connection, send_mail
from django.utils.translation import get_language, override

from lipportal.audit.models import Entry
from lipportal.notices import services
from lipportal.notices.models import Mail
from lipportal.shared import clock
from lipportal.shared.errors import Refused


def test_post_mail_writes_once_for_one_intention(letters, person, queued):
    first = services.post_mail(letters, to_user=person, context={"words": "hello"}, key="boats:1")
    second = services.post_mail(letters, to_user=person, context={"words": "other"}, key="boats:1")

    assert second == first
    assert Mail.objects.count() == 1
    assert queued == ["notices.send_mail"]


def test_post_mail_speaks_the_readers_language_not_the_senders(letters, francophone):
    with override("en"):
        mail = services.post_mail(letters, to_user=francophone, context={"words": "bonjour"}, key="boats:1")
        spoken = get_language()

    assert (mail.subject, mail.language) == ("fr: boats", "fr")
    assert "words in fr: bonjour" in mail.body_text
    assert '<div lang="fr" dir="ltr"' in mail.body_html
    assert "page in fr" in mail.body_html
    assert spoken == "en"


def test_post_mail_to_someone_unknown_is_in_both_official_languages(letters, db):
    mail = services.post_mail(letters, to_address="new@example.org", context={"words": "x"}, key="boats:1")

    assert (mail.language, mail.subject) == ("", "en: boats / fr: boats")
    assert mail.body_text.index("words in en") < mail.body_text.index("words in fr")
    assert mail.body_html.index('<div lang="en"') < mail.body_html.index('<div lang="fr"')


def test_post_mail_in_arabic_runs_from_right_to_left(letters, db):
    mail = services.post_mail(letters, to_address="a@example.org", language="ar", context={}, key="boats:1")

    assert '<html lang="ar" dir="rtl">' in mail.body_html


def test_a_thousand_mails_in_turn_carry_no_language_over(letters, db):
    turn = ("en", "fr", "es", "ar", "")
    before = get_language()
    for number in range(1000):
        language = turn[number % len(turn)]
        words = services.words.words_of(letters, (language,) if language else ("en", "fr"), {"words": "x"})
        wanted = {language} if language else {"en", "fr"}
        for other in ("en", "fr", "es", "ar"):
            assert (f"words in {other}:" in words.text) == (other in wanted)
            assert (f"page in {other}:" in words.html) == (other in wanted)
        assert get_language() == before


def test_post_mail_writes_times_on_the_partnerships_clock(letters, person):
    noon = datetime(2026, 7, 1, 16, 0, tzinfo=UTC)

    mail = services.post_mail(letters, to_user=person, context={"when": noon}, key="boats:1", zone="America/Vancouver")

    assert "9:00" in mail.body_text


def test_post_mail_gives_whole_addresses_in_the_readers_language(letters, francophone, settings):
    settings.PORTAL_URL = "https://portal.example.org"

    mail = services.post_mail(letters, to_user=francophone, context={"url": "/en/p/london/"}, key="boats:1")

    assert "https://portal.example.org/fr/p/london/" in mail.body_text


@pytest.mark.parametrize("title", ["one\r\nBcc: all@example.org", "one\u2028two\x00\x0bthree"])
def test_post_mail_keeps_a_subject_on_one_line(letters, person, title):
    mail = services.post_mail(letters, to_user=person, context={"title": title}, key="boats:1")

    assert mail.subject.isprintable()
    assert "\n" not in mail.subject


def test_post_mail_escapes_on_the_page_and_not_in_the_text(letters, person):
    mail = services.post_mail(letters, to_user=person, context={"words": "<b> & ’"}, key="boats:1")

    assert "words in en: <b> & ’" in mail.body_text
    assert "page in en: &lt;b&gt; &amp; ’" in mail.body_html


def test_post_mail_refuses_what_is_not_plain(letters, person):
    with pytest.raises(TypeError, match="record is a User"):
        services.post_mail(letters, to_user=person, context={"record": person}, key="boats:1")


def test_post_mail_needs_someone_to_write_to(letters, db):
    with pytest.raises(ValueError, match="person or an address"):
        services.post_mail(letters, context={}, key="boats:1")


@pytest.mark.parametrize(
    ("template", "subject"),
    [
        ("report_submitted", "London & Middlesex: yearly report on 2025–26 submitted"),
        ("report_returned", "London & Middlesex: yearly report on 2025–26 returned with notes"),
        ("report_accepted", "London & Middlesex: yearly report on 2025–26 accepted"),
    ],
)
def test_the_subject_of_a_mail_about_a_report_names_partnership_and_year(person, template, subject):
    context = {"partnership_name": "London & Middlesex", "year": "2025–26", "url": "/en/", "answer_by": None}

    assert services.post_mail(template, to_user=person, context=context, key="report:1").subject == subject


def test_report_due_says_when_and_names_nobody_in_its_subject(person):
    context = {
        "partnership_name": "London & Middlesex",
        "due_on": datetime(2026, 5, 29, tzinfo=UTC).date(),
        "days_left": 14,
        "is_late": False,
        "url": "/en/p/london/report/",
    }

    mail = services.post_mail("report_due", to_user=person, context=context, key="report:1")

    assert mail.subject == "The yearly report is due in 14 days"
    assert "The yearly report of London & Middlesex is due on Friday 29\u00a0May 2026." in mail.body_text
    assert "London &amp; Middlesex" in mail.body_html


def test_backend_keeps_whatever_a_package_sends_as_security_mail(person, settings):
    settings.EMAIL_BACKEND = "lipportal.notices.backend.OutboxBackend"

    count = send_mail("Code", "123", None, ["reader@example.org", "other@example.org"])

    assert count == 1
    assert set(Mail.objects.values_list("to_address", "to_user", "is_security", "body_text")) == {
        ("reader@example.org", person.pk, True, "123"),
        ("other@example.org", None, True, "123"),
    }


def test_backend_keeps_pages_and_enclosed_files(db):
    message = EmailMultiAlternatives(
        "Invitation", "words", to=["a@example.org"], headers={"X-Portal-Security": "no", "X-Portal-Key": "invite:1"}
    )
    message.attach_alternative("<p>words</p>", "text/html")
    message.attach("meeting.ics", "BEGIN:VCALENDAR", "text/calendar")

    backend = get_connection("lipportal.notices.backend.OutboxBackend")
    backend.send_messages([message])
    backend.send_messages([message])

    mail = Mail.objects.get()
    assert (mail.body_html, mail.is_security, mail.attachments[0]["name"]) == ("<p>words</p>", False, "meeting.ics")
    assert "a@example.org" not in mail.key


def test_backend_refuses_a_header_with_two_lines(db):
    with pytest.raises(BadHeaderError):
        services.keep_message(EmailMessage("one\nBcc: all@example.org", "x", to=["a@example.org"]))

    assert Mail.objects.count() == 0


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_retry_mail_queues_it_again_and_leaves_a_line(letters, person, state):
    mail = services.post_mail(letters, to_user=person, context={}, key="boats:1")
    Mail.objects.update(state=state, attempts=6)
    mail.refresh_from_db()
    message_id = mail.message_id

    services.retry_mail(mail, by=person)

    assert (mail.state, mail.attempts, mail.message_id) == ("queued", 0, message_id)
    assert Entry.objects.filter(action="mail.retried", record_code=mail.code).count() == 1


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "withdrawn"])
def test_retry_mail_refuses_what_waits_for_no_decision(letters, person, state):
    mail = services.post_mail(letters, to_user=person, context={}, key="boats:1")
    Mail.objects.update(state=state)

    with pytest.raises(Refused):
        services.retry_mail(mail, by=person)


def test_retry_mail_refuses_security_mail(letters, person):
    mail = services.post_mail(letters, to_user=person, context={}, key="boats:1", is_security=True)
    Mail.objects.update(state="failed")

    with pytest.raises(Refused):
        services.retry_mail(mail, by=person)


@pytest.mark.parametrize(("demonstration", "minutes", "erased"), [(False, 0, True), (True, 1, False), (True, 16, True)])
def test_security_mail_is_erased_once_it_left(letters, person, settings, demonstration, minutes, erased):  # noqa: PLR0917
    settings.DEMONSTRATION = demonstration
    services.post_mail(letters, to_user=person, context={"words": "123456"}, key="code", is_security=True)
    services.post_mail(letters, to_user=person, context={"words": "kept"}, key="other")
    Mail.objects.update(state="sent", sent_at=clock.now() - timedelta(minutes=minutes))

    services.erase_security_mail()
    services.erase_security_mail()

    mail = Mail.objects.get(key="code")
    assert ((mail.subject, mail.body_text, mail.body_html) == ("", "", "")) is erased
    assert "kept" in Mail.objects.get(key="other").body_text


def test_two_people_with_the_same_template_are_two_mails(letters, person, francophone):
    for user in get_user_model().objects.all():
        services.post_mail(letters, to_user=user, context={}, key=f"boats:{user.pk}")

    assert set(Mail.objects.values_list("subject", flat=True)) == {"en: boats", "fr: boats"}
