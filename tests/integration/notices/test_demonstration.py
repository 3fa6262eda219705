"""The demonstration's letter box, and that there is none anywhere else."""

import pytest

from lipportal.notices import services
from lipportal.notices.models import Mail


@pytest.fixture
def code():
    return Mail.objects.create(
        key="1",
        to_address="coordinator@example.org",
        subject="123456 is your sign-in code",
        body_text="Use 123456 or http://127.0.0.1:8000/en/",
        template="account/sign_in_code",
        is_security=True,
    )


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_letter_box_shows_a_code_to_the_person_trying_the_portal(client, settings, code, language):
    settings.DEMONSTRATION = True
    services.send_due_mail()

    listed = client.get(f"/{language}/demo/mail/").content.decode()
    opened = client.get(f"/{language}/demo/mail/{code.code}/").content.decode()

    assert "123456 is your sign-in code" in listed
    assert "123456" in opened
    assert 'href="http://127.0.0.1:8000/en/"' in opened


def test_letter_box_shows_no_code_once_it_is_erased(client, settings, code):
    settings.DEMONSTRATION = True
    Mail.objects.update(state="sent", sent_at="2026-01-01T00:00Z")
    services.erase_security_mail()

    assert "123456" not in client.get("/en/demo/mail/").content.decode()
    assert "fifteen minutes" in client.get(f"/en/demo/mail/{code.code}/").content.decode()


def test_letter_box_finds_by_address(client, settings, code):
    settings.DEMONSTRATION = True

    assert "is your sign-in code" in client.get("/en/demo/mail/?to=Coordinator@example.org").content.decode()
    assert "is your sign-in code" not in client.get("/en/demo/mail/?to=other@example.org").content.decode()


def test_letter_box_is_nowhere_else(client, settings, code):
    settings.DEMONSTRATION = False

    assert client.get("/en/demo/mail/").status_code == 404
    assert client.get(f"/en/demo/mail/{code.code}/").status_code == 404
