"""One person writing one form: kept while typing, saved once, never over somebody else's words."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from councils.models import Body
from councils.services.bodies import create_body, edit_body
from lipportal.drafts import services
from lipportal.drafts.models import Draft
from lipportal.shared import formats
from tests.factories.councils import PartnershipFactory, RoleHeldFactory, UserFactory, person_with_role
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db


def hold(user, role, partnership):
    return RoleHeldFactory(user=user, role=role, partnership=partnership)


@pytest.fixture
def coordinator():
    return UserFactory()


@pytest.fixture
def body(coordinator):
    partnership = PartnershipFactory()
    hold(coordinator, "coordinator", partnership)
    values = {"kind": "table", "name_en": "Health", "name_fr": "Santé", "theme": "Care"}
    return create_body(partnership, values, by=coordinator)


@pytest.fixture
def desk(coordinator):
    return signed_in_client(coordinator)


def edit_url(body):
    return reverse("councils:body_edit", kwargs={"slug": body.partnership.slug, "code": body.code})


def hidden(page) -> dict:
    """The hidden fields the form on the page carries."""
    text = page.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(_[a-z]+)" value="([^"]*)"', text))


def typed(body, page, **words) -> dict:
    values = {"kind": "table", "name_en": body.name_en, "name_fr": body.name_fr, "theme": body.theme, "is_public": "on"}
    return {**values, **hidden(page), **words}


def test_what_is_typed_is_kept_and_comes_back(desk, body):
    page = desk.get(edit_url(body))

    answer = desk.post(reverse("drafts:save"), typed(body, page, name_en="Health and housing"))

    assert "Saved at" in answer.json()["saved"]
    again = desk.get(edit_url(body)).content.decode()
    assert 'value="Health and housing"' in again
    assert f"What you typed on {formats.moment_text(Draft.objects.get().saved_at)} is back." in again
    assert Body.objects.get().name_en == "Health"


def test_saving_forgets_the_draft(desk, body):
    page = desk.get(edit_url(body))
    desk.post(reverse("drafts:save"), typed(body, page, name_en="Half"))

    desk.post(edit_url(body), typed(body, page, name_en="Whole"))

    assert Body.objects.get().name_en == "Whole"
    assert not Draft.objects.exists()


def test_a_kept_draft_can_be_thrown_away(desk, body):
    page = desk.get(edit_url(body))
    desk.post(reverse("drafts:save"), typed(body, page, name_en="Half"))

    desk.post(reverse("drafts:discard"), typed(body, page, _go=edit_url(body)))

    assert not Draft.objects.exists()


def test_nobody_sees_anothers_draft(desk, body):
    page = desk.get(edit_url(body))
    desk.post(reverse("drafts:save"), typed(body, page, name_en="Mine alone"))
    colleague = UserFactory()
    hold(colleague, "coordinator", body.partnership)

    assert "Mine alone" not in signed_in_client(colleague).get(edit_url(body)).content.decode()


def test_a_repeated_post_saves_once(desk, body):
    page = desk.get(edit_url(body))
    words = typed(body, page, name_en="Once")

    first, second = desk.post(edit_url(body), words), desk.post(edit_url(body), words)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Body.objects.get().version == 2


def test_other_words_from_the_same_page_are_not_taken_for_the_saved_ones(desk, body):
    page = desk.get(edit_url(body))
    desk.post(edit_url(body), typed(body, page, name_en="Once"))

    back = desk.post(edit_url(body), typed(body, page, name_en="Typed after going back"))

    assert back.status_code == 409
    assert "Typed after going back" in back.content.decode()
    assert Body.objects.get().name_en == "Once"


def test_words_that_were_saved_meanwhile_do_not_come_back_as_a_draft(desk, body):
    page = desk.get(edit_url(body))
    words = typed(body, page, name_en="Once")
    desk.post(edit_url(body), words)

    late = desk.post(reverse("drafts:save"), words)

    assert "Saved at" in late.json()["saved"]
    assert not Draft.objects.exists()


def test_a_form_that_comes_back_with_faults_is_kept_too(desk, body):
    page = desk.get(edit_url(body))

    desk.post(edit_url(body), typed(body, page, name_en="", name_fr="", theme="Typed beside a fault"))

    assert 'value="Typed beside a fault"' in desk.get(edit_url(body)).content.decode()


def test_two_editors_get_a_page_with_both_texts(desk, body):
    page = desk.get(edit_url(body))
    colleague = UserFactory()
    hold(colleague, "coordinator", body.partnership)
    edit_body(body, {"name_en": "Health of all"}, by=colleague, version=1)

    conflict = desk.post(edit_url(body), typed(body, page, name_en="Health and housing"))

    text = conflict.content.decode()
    assert conflict.status_code == 409
    assert "of all</ins>" in text
    assert "Health and housing" in text
    assert Body.objects.get().name_en == "Health of all"


def test_the_resolved_text_is_saved_over_the_newer_version(desk, body):
    page = desk.get(edit_url(body))
    edit_body(body, {"name_en": "Health of all"}, by=UserFactory(), version=1)
    conflict = desk.post(edit_url(body), typed(body, page, name_en="Health and housing"))

    desk.post(edit_url(body), typed(body, conflict, name_en="Health and housing of all"))

    assert Body.objects.get().name_en == "Health and housing of all"


def test_a_conflict_keeps_what_only_the_other_changed(desk, body):
    page = desk.get(edit_url(body))
    edit_body(body, {"theme": "Care for all"}, by=UserFactory(), version=1)

    conflict = desk.post(edit_url(body), typed(body, page, name_en="Health and housing"))

    assert 'name="theme" value="Care for all"' in conflict.content.decode()


def test_the_other_language_finds_what_was_typed(desk, body):
    page = desk.get(edit_url(body))
    french = edit_url(body).replace("/en/", "/fr/")

    answer = desk.post(reverse("drafts:keep"), typed(body, page, name_en="Half", _go=french))

    assert answer["Location"] == french
    assert 'value="Half"' in desk.get(french).content.decode()


def test_a_very_long_text_is_kept_for_the_other_language_and_across_signing_in(desk, body):
    page, long = desk.get(edit_url(body)), "é" * 250_000

    kept = desk.post(reverse("drafts:keep"), typed(body, page, theme=long, _go=edit_url(body)))
    late = Client().post(edit_url(body), typed(body, page, theme=long))

    assert (kept.status_code, late.status_code) == (302, 302)
    assert long in desk.get(edit_url(body)).content.decode()
    assert Draft.objects.count() == 2


def test_what_cannot_be_kept_is_shown_to_be_copied(desk, body, monkeypatch):
    page = desk.get(edit_url(body))
    monkeypatch.setattr(services, "MOST_DRAFTS", 0)

    kept = desk.post(reverse("drafts:keep"), typed(body, page, theme="Care for all", _go=edit_url(body)))
    late = Client().post(edit_url(body), typed(body, page, theme="Care for all"))

    assert (kept.status_code, late.status_code) == (413, 413)
    assert all("Care for all</textarea>" in answer.content.decode() for answer in (kept, late))


def test_a_visitor_keeps_nothing_but_a_form_of_ours(body):
    answer = Client().post(
        reverse("drafts:keep"), {"_form": "councils.body", "name_en": "x" * 9000, "_writer": "forged"}
    )

    assert answer.status_code == 302
    assert not Draft.objects.exists()


def test_a_form_given_out_long_ago_lets_nobody_write_without_signing_in(desk, body, monkeypatch):
    page = desk.get(edit_url(body))
    later = time.time() + 31 * 24 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    Client().post(edit_url(body), typed(body, page, theme="Care for all"))

    assert not Draft.objects.exists()


@pytest.mark.parametrize("base", ["²", "٣", "-1", "1e3", ""])
def test_a_version_that_is_no_number_is_taken_for_an_old_one(desk, body, base):
    page = desk.get(edit_url(body))

    assert desk.post(edit_url(body), typed(body, page, _base=base, name_en="Mine")).status_code == 409
    assert desk.post(reverse("drafts:save"), typed(body, page, _base=base)).status_code == 200


def ask_for_a_second_proof(client, person):
    """This open session is from now on one proof short."""
    session = client.session
    session.pop("second_factor", None)
    session.save()
    type(person).objects.filter(pk=person.pk).update(needs_second_factor=True)


def test_words_of_somebody_who_newly_needs_a_second_proof_are_kept(body, coordinator):
    client = signed_in_client(coordinator)
    page = client.get(edit_url(body))
    ask_for_a_second_proof(client, coordinator)

    answer = client.post(edit_url(body), typed(body, page, name_en="Not lost"))

    assert answer.status_code == 302
    assert "Not+lost" in Draft.objects.get(owner=coordinator).body


def test_somebody_elses_words_left_open_become_nobodys_draft_there(body, coordinator):
    page = signed_in_client(person_with_role("co_chair", body.partnership)).get(edit_url(body))
    client = signed_in_client(coordinator)
    ask_for_a_second_proof(client, coordinator)

    answer = client.post(edit_url(body), typed(body, page, name_en="Hers"))

    assert answer.status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("place", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_keeping_a_draft_leads_to_no_other_site(desk, body, place):
    page = desk.get(edit_url(body))

    answer = desk.post(reverse("drafts:keep"), typed(body, page, _go=place))

    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


def test_a_form_posted_after_the_session_ended_is_there_after_signing_in(desk, body, coordinator):
    page = desk.get(edit_url(body))
    visitor = Client()

    refused = visitor.post(edit_url(body), typed(body, page, name_en="Not lost"))
    assert refused.status_code == 302
    visitor.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = visitor.session
    session["second_factor"] = {"user": coordinator.pk, "by": "second_factor"}
    session.save()

    assert 'value="Not lost"' in visitor.get(edit_url(body)).content.decode()


def test_somebody_else_signing_in_there_does_not_get_it(desk, body):
    page = desk.get(edit_url(body))
    visitor, other = Client(), UserFactory()
    hold(other, "coordinator", body.partnership)

    visitor.post(edit_url(body), typed(body, page, name_en="Not for you"))
    visitor.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert not Draft.objects.filter(owner=other).exists()


@pytest.mark.parametrize("base", ["", "-1", "x", "99999999999999999999", "0"])
def test_a_spoilt_version_is_a_conflict_and_never_a_crash(desk, body, base):
    page = desk.get(edit_url(body))

    answer = desk.post(edit_url(body), typed(body, page, name_en="New", _base=base))

    assert answer.status_code == 409


def test_hidden_fields_with_nul_keep_the_words_on_either_engine(desk, body):
    values = hidden(desk.get(edit_url(body))) | {"_form": "councils.body\x00", "_key": "\x00", "theme": "Kept"}

    assert desk.post(reverse("drafts:save"), values).status_code == 200
    assert desk.post(reverse("drafts:discard"), values).status_code == 302
    assert desk.post(edit_url(body), values).status_code < 500


def test_conflict_with_oneself_is_told_as_one_text_on_two_pages(desk, body):
    first = hidden(desk.get(edit_url(body)))
    values = {"kind": "table", "name_en": "Health", "name_fr": "Santé"}
    desk.post(edit_url(body), {**first, **values, "theme": "Saved before"})

    answer = desk.post(edit_url(body), {**first, **values, "_key": "another", "theme": "From the old page"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "One text, two pages" in page
    assert "Saved by you, from another page" in page
    assert "Saved by the other" not in page
