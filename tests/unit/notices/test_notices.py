"""Notices inside the portal, what may be read of mail, and the beat."""

import pytest
from django.utils.translation import gettext_lazy, override

from lipportal.notices import queries, services
from lipportal.notices.models import Mail, Notice


def test_notify_tells_in_the_language_of_reading(person, empty_registry):
    empty_registry.register_notice("boat", gettext_lazy("Sunday"))
    notice = services.notify(person, "boat", "/en/boats/")

    with override("fr"):
        assert notice.text == "dimanche"
    with override("en"):
        assert notice.text == "Sunday"


def test_notify_fills_in_its_params(person, empty_registry):
    empty_registry.register_notice("boat", "Boat %(name)s is in")
    empty_registry.register_notice("float", lambda params: f"Float {params['name']}")

    assert services.notify(person, "boat", "", name="Ann").text == "Boat Ann is in"
    assert services.notify(person, "float", "", name="Ann").text == "Float Ann"
    assert services.notify(person, "boat", "").text == "Boat %(name)s is in"
    assert services.notify(person, "old_kind", "").text == "old kind"


def test_notify_with_a_key_tells_once(person):
    assert services.notify(person, "boat", "", key="k") == services.notify(person, "boat", "", key="k")
    assert services.notify(person, "boat", "") != services.notify(person, "boat", "")


@pytest.mark.parametrize("url", ["https://elsewhere.example", "//elsewhere.example", "javascript:x"])
def test_notify_leads_nowhere_else(person, url):
    with pytest.raises(ValueError, match="page of the portal"):
        services.notify(person, "boat", url)


def test_mark_read_keeps_the_first_moment(person):
    notice = services.notify(person, "boat", "")
    services.mark_read(notice)
    first = Notice.objects.get().read_at

    services.mark_read(notice)

    assert Notice.objects.get().read_at == first
    assert list(queries.unread_notices(person)) == []


def test_notices_are_ones_own(person, francophone):
    services.notify(francophone, "boat", "")
    mine = services.notify(person, "boat", "")

    assert list(queries.notices_of(person)) == [mine]
    assert services.mark_all_read(person) == 1
    assert queries.unread_notices(francophone).count() == 1


def test_outbox_finds_by_words_and_state_but_not_by_the_words_of_a_code(letters, person):
    plain = services.post_mail(letters, to_user=person, context={"title": "tall ship"}, key="1")
    services.post_mail(letters, to_user=person, context={"title": "tall 123456"}, key="2", is_security=True)

    assert list(queries.outbox(words="tall")) == [plain]
    assert queries.outbox(words="reader@").count() == 2
    assert queries.outbox(state="sent").count() == 0
    assert queries.mail_counts() == {"queued": 2}


def test_demonstration_mail_is_nowhere_else(letters, person, settings):
    settings.DEMONSTRATION = False
    services.post_mail(letters, to_user=person, context={}, key="1")

    assert Mail.objects.count() == 1
    assert list(queries.demonstration_mail()) == []
