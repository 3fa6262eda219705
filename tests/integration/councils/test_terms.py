"""The pages of terms of reference: drafted in two languages, through every step, compared, and read by the public."""

from datetime import date

import pytest

from councils.models import TermsOfReference
from councils.services import terms as services
from tests.factories.councils import BodyFactory, PartnershipFactory, person_with_role
from tests.integration.councils.pages_of_tests import address, client_as, queries_of, send, take, words
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
NUMBERS = {
    "quorum_kind": "share", "quorum_value": "50", "decision_percent": "66.5", "term_years": "3", "most_terms": "2",
    "meetings_a_year": "4",
}  # fmt: skip


@pytest.fixture
def body():
    return BodyFactory(partnership=PartnershipFactory(slug="riverside"))


@pytest.fixture
def chair(body):
    return person_with_role("co_chair", body.partnership)


@pytest.fixture
def co_chair(chair):
    return signed_in_client(chair)


def draft(body, chair):
    terms = services.create_terms(body, {}, by=chair)
    terms.sections.update(text_en="We plan together.", text_fr="Nous planifions ensemble.")
    return terms


def in_force(body, chair):
    terms = services.consult_on_terms(draft(body, chair), by=chair)
    services.endorse_terms(terms, by=chair, on=DAY, endorsement="86 people")
    services.adopt_terms(terms, by=chair, on=DAY, motion="M")
    return services.put_in_force(terms, by=chair, on=DAY)


def section_address(terms, key):
    return address("terms_section_edit", terms.sections.get(key=key))


def step(client, terms, name, values=None, key=""):
    return take(client, address(f"terms_{name}", terms), f"councils.terms_{name}", values, record=terms.code, key=key)


def test_terms_go_from_draft_to_in_force_through_their_pages(body, chair, co_chair):
    for _ in range(2):
        send(co_chair, address("terms_create", body), "councils.new_terms", {"change_summary": "First"}, base=0)
    terms = TermsOfReference.objects.get()
    for section in terms.sections.all():
        url = address("terms_section_edit", section)
        texts = {"text_en": "We plan together.", "text_fr": "Nous planifions ensemble."}
        assert (
            send(co_chair, url, "councils.terms_section", texts, record=section.code, key=section.key).status_code
            == 302
        )
    step(co_chair, terms, "consult")
    step(co_chair, terms, "endorse", {"on": "2026-05-01", "endorsement": "86 people, all in favour"})
    step(co_chair, terms, "adopt", {"on": "2026-05-02", "motion": "That the terms be adopted."})
    answer = step(co_chair, terms, "put_in_force", {"on": "2026-05-03"})

    terms.refresh_from_db()
    assert terms.state == "in_force"
    seen = words(co_chair.get(answer.url))
    assert "86 people, all in favour" in seen
    assert "That the terms be adopted." in seen


def test_adoption_is_shut_while_french_is_missing_and_names_the_section(body, chair, co_chair):
    terms = services.consult_on_terms(draft(body, chair), by=chair)
    services.endorse_terms(terms, by=chair, on=DAY, endorsement="86 people")
    terms.sections.filter(key="quorum").update(text_fr="")

    assert "French is missing in: Quorum." in words(co_chair.get(terms.get_absolute_url()))
    seen = words(step(co_chair, terms, "adopt", {"on": "2026-05-02", "motion": "M"}))
    assert "French is missing in: Quorum." in seen


def test_a_tick_excepts_a_language_and_the_page_says_so(body, chair, co_chair, client):
    terms = draft(body, chair)
    section = terms.sections.get(key="staff")
    url = section_address(terms, "staff")

    send(
        co_chair, url, "councils.terms_section",
        {"text_en": "Staff serve the council.", "text_fr": "", "except_fr": "on"}, record=section.code,
    )  # fmt: skip

    assert "French will not be given" in words(co_chair.get(terms.get_absolute_url()))
    seen = co_chair.get(terms.get_absolute_url().replace("/en/", "/fr/"))
    assert "Staff serve the council." in words(seen)


def test_a_section_cannot_be_left_out_in_both_languages(body, chair, co_chair):
    terms = draft(body, chair)
    url = section_address(terms, "staff")

    answer = send(co_chair, url, "councils.terms_section", {"except_fr": "on", "except_en": "on"})

    assert "one language at least" in words(answer)


def test_two_people_writing_one_section_see_both_texts(body, chair, co_chair):
    section = draft(body, chair).sections.get(key="intent")
    section.refresh_from_db()
    url = section_address(section.terms, "intent")
    answers = [
        send(co_chair, url, "councils.terms_section", {"text_en": text, "text_fr": ""}, record=section.code, key=text)
        for text in ("We plan and act.", "We plan and hope.")
    ]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "hope." in words(answers[1])


def test_numbers_are_edited_and_shown_in_words(body, chair, co_chair):
    terms = draft(body, chair)

    answer = send(co_chair, address("terms_edit", terms), "councils.terms", NUMBERS, record=terms.code)

    assert "66.5 percent of the votes" in words(co_chair.get(answer.url))


@pytest.mark.parametrize(
    "wrong", [{"quorum_value": "0"}, {"decision_percent": "101"}, {"term_years": ""}, {"meetings_a_year": "-1"}]
)
def test_numbers_that_make_no_sense_are_refused_in_words(body, chair, co_chair, wrong):
    terms = draft(body, chair)

    answer = send(co_chair, address("terms_edit", terms), "councils.terms", {**NUMBERS, **wrong}, record=terms.code)

    assert answer.status_code == 200
    terms.refresh_from_db()
    assert terms.version == 1


def test_editing_endorsed_words_is_refused_with_the_way_out(body, chair, co_chair):
    terms = in_force(body, chair)
    url = section_address(terms, "intent")

    seen = words(send(co_chair, url, "councils.terms_section", {"text_en": "x", "text_fr": "y"}))

    assert "begin a next version" in seen


def test_adoption_from_a_page_opened_before_the_words_changed_is_refused(body, chair, co_chair):
    terms = services.consult_on_terms(draft(body, chair), by=chair)
    services.endorse_terms(terms, by=chair, on=DAY, endorsement="86 people")
    adopt = address("terms_adopt", terms)
    page = co_chair.get(adopt).context["writing"]
    terms.refresh_from_db()
    services.redraft_terms(terms, by=chair, because="One more word")
    section = terms.sections.get(key="intent")
    services.edit_terms_section(
        section, {"text_en": "The coordinator decides alone.", "text_fr": "Oui."}, by=chair, version=section.version
    )
    terms.refresh_from_db()
    services.endorse_terms(services.consult_on_terms(terms, by=chair), by=chair, on=DAY, endorsement="86 people")

    values = {**page.fields, "on": "2026-05-02", "motion": "That the terms be adopted."}
    seen = words(co_chair.post(adopt, values))

    terms.refresh_from_db()
    assert "changed after you opened the page" in seen
    assert "That the terms be adopted." in seen
    assert terms.state == "endorsed"
    again = co_chair.get(adopt)
    assert "That the terms be adopted." in words(again)
    co_chair.post(adopt, {**again.context["writing"].fields, "on": "2026-05-02", "motion": "That they be adopted."})
    terms.refresh_from_db()
    assert terms.state == "adopted"


def test_a_changed_section_alone_makes_the_page_old(body, chair, co_chair):
    terms = draft(body, chair)
    consult = address("terms_consult", terms)
    page = co_chair.get(consult).context["writing"]
    section = terms.sections.get(key="intent")
    services.edit_terms_section(
        section, {"text_en": "Another word.", "text_fr": "Oui."}, by=chair, version=section.version
    )

    assert "changed after you opened the page" in words(co_chair.post(consult, page.fields))


def test_a_step_out_of_order_says_why(body, chair, co_chair):
    terms = draft(body, chair)

    assert "This step is not open now" in words(co_chair.get(address("terms_put_in_force", terms)))
    assert "This step is not open now" in words(step(co_chair, terms, "put_in_force", {"on": "2026-05-03"}))


def test_redraft_and_withdraw_want_a_reason(body, chair, co_chair):
    terms = services.consult_on_terms(draft(body, chair), by=chair)

    assert "needs an answer" in words(step(co_chair, terms, "redraft", {"because": ""}))
    step(co_chair, terms, "redraft", {"because": "More voices"}, key="a")
    step(co_chair, terms, "withdraw", {"because": "Another plan"}, key="b")

    terms.refresh_from_db()
    assert terms.state == "withdrawn"


def test_a_next_version_is_compared_with_the_one_before(body, chair, co_chair):
    in_force(body, chair)
    send(co_chair, address("terms_create", body), "councils.new_terms", {"change_summary": "Two seats"}, base=0)
    second = TermsOfReference.objects.get(number=2)
    section = second.sections.get(key="composition")
    texts = {"text_en": "We plan and act together.", "text_fr": section.text_fr}
    services.edit_terms_section(section, texts, by=chair, version=1)

    seen = words(co_chair.get(address("terms_compare", second)))

    assert "<ins>and act </ins>" in seen
    assert "Unchanged" in seen


def test_a_body_may_draft_the_terms_of_another_and_the_page_says_which(body, co_chair):
    advisory = BodyFactory(partnership=body.partnership, kind="advisory", name_en="Advisory committee of 2009")
    values = {"change_summary": "First", "drafted_by": advisory.pk}

    answer = send(co_chair, address("terms_create", body), "councils.new_terms", values, base=0)

    assert TermsOfReference.objects.get().drafted_by == advisory
    seen = words(co_chair.get(answer.url))
    assert "Drafted by" in seen
    assert "Advisory committee of 2009" in seen


def test_the_power_to_decide_changes_with_a_version_and_the_one_before_keeps_its_own(body, chair, co_chair):
    first = in_force(body, chair)
    second = services.create_terms(body, {"change_summary": "More advisory"}, by=chair)
    send(co_chair, address("terms_edit", second), "councils.terms", NUMBERS, record=second.code)
    section = second.sections.get(key="decisions")
    texts = {"text_en": "The council advises; the funder decides.", "text_fr": "Le conseil conseille."}
    send(co_chair, address("terms_section_edit", section), "councils.terms_section", texts, record=section.code)
    second.refresh_from_db()
    services.endorse_terms(services.consult_on_terms(second, by=chair), by=chair, on=DAY, endorsement="86 people")
    services.put_in_force(services.adopt_terms(second, by=chair, on=DAY, motion="M2"), by=chair, on=DAY)

    now, then = (words(co_chair.get(each.get_absolute_url())) for each in (second, first))

    assert ("66.5 percent of the votes" in now, "The council advises" in now) == (True, True)
    assert ("66.5 percent of the votes" in then, "The council advises" in then) == (False, False)
    assert "Superseded" in then


def test_list_and_page_of_terms_in_force_lead_to_the_next_version(client, body, chair, co_chair):
    terms = in_force(body, chair)
    begin, pages = (
        address("terms_create", body),
        (address("terms_list", slug="riverside"), address("terms_detail", terms)),
    )

    for url in pages:
        assert f'href="{begin}"' in words(co_chair.get(url))
        for reader in (client, client_as("member", body.partnership), client_as("officer", body.partnership)):
            assert begin not in words(reader.get(url))

    following = draft(body, chair)
    listed, page = (words(co_chair.get(url)) for url in pages)
    assert (begin in listed, begin in page) == (False, False)
    assert f'href="{following.get_absolute_url()}"' in page


def test_a_body_that_has_ended_begins_no_next_version(body, chair, co_chair):
    terms = in_force(body, chair)
    type(body).objects.update(ended_on=DAY, ended_because="Merged")

    for url in (address("terms_list", slug="riverside"), address("terms_detail", terms)):
        assert address("terms_create", body) not in words(co_chair.get(url))


def test_the_first_version_has_nothing_to_be_compared_with(body, chair, co_chair):
    assert "first version" in words(co_chair.get(address("terms_compare", draft(body, chair))))


def test_a_second_draft_is_refused(body, chair, co_chair):
    draft(body, chair)

    seen = words(send(co_chair, address("terms_create", body), "councils.new_terms", {}, base=0))

    assert "still on its way" in seen


def test_the_public_reads_what_is_in_force_in_its_own_language_and_no_draft(client, body, chair):
    terms = in_force(body, chair)
    next_version = services.create_terms(body, {}, by=chair)

    assert "We plan together." in words(client.get(terms.get_absolute_url()))
    assert "Nous planifions ensemble." in words(client.get(terms.get_absolute_url().replace("/en/", "/fr/")))
    assert client.get(next_version.get_absolute_url()).status_code == 404
    assert client.get(address("terms_compare", next_version)).status_code == 404
    listed = words(client.get(address("terms_list", slug="riverside")))
    assert ("Version 1" in listed, "Version 2" in listed) == (True, False)


def test_the_public_is_told_when_a_language_is_missing(client, body, chair):
    terms = in_force(body, chair)
    terms.sections.filter(key="staff").update(text_fr="", language_notes={"text": {"fr": "excepted"}})

    for language in ("fr", "es", "ar"):
        seen = client.get(terms.get_absolute_url().replace("/en/", f"/{language}/"))
        assert seen.status_code == 200
        assert 'lang="en"' in words(seen)


def test_officers_read_terms_in_force_and_no_drafts(body, chair):
    terms = in_force(body, chair)
    body.is_public = False
    body.save()
    next_version = services.create_terms(body, {}, by=chair)
    officer = client_as("officer", body.partnership)

    assert officer.get(terms.get_absolute_url()).status_code == 200
    assert officer.get(next_version.get_absolute_url()).status_code == 404


def test_another_partnerships_draft_answers_404_and_a_member_may_not_write(body, chair):
    terms = draft(body, chair)
    stranger, member = client_as("co_chair", PartnershipFactory()), client_as("member", body.partnership)

    assert stranger.get(terms.get_absolute_url()).status_code == 404
    assert stranger.get(address("terms_adopt", terms)).status_code == 404
    assert member.get(terms.get_absolute_url()).status_code == 200
    assert member.get(address("terms_adopt", terms)).status_code == 403
    assert member.get(section_address(terms, "intent")).status_code == 403


def test_list_and_page_cost_the_same_for_one_version_and_three(body, chair, co_chair):
    terms = in_force(body, chair)
    urls = (address("terms_list", slug="riverside"), terms.get_absolute_url())
    one = [queries_of(co_chair, url) for url in urls]
    in_force(body, chair)
    draft(body, chair)

    assert [queries_of(co_chair, url) for url in urls] == one
    assert max(one) <= 12
