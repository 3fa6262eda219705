"""Terms of reference from the first draft to superseded, in two languages, with rules as numbers."""

from datetime import date
from decimal import Decimal

import pytest

from councils.choices import Role, TermsSectionKey
from councils.models import TermsOfReference
from councils.queries.terms import (
    compared_rules,
    compared_sections,
    rule_words,
    section_lines,
    terms_in_force_on,
    terms_sections_visible_to,
    terms_visible_to,
    version_before,
)
from councils.rules import problems_with_languages, problems_with_rule_numbers
from councils.services import terms as services
from councils.workflow import SUPERSESSION, TERMS
from lipportal.audit.models import Entry
from lipportal.shared.errors import Conflict, Refused
from lipportal.shared.workflow import problems_with
from tests.factories.councils import (
    BodyFactory,
    PartnershipFactory,
    TermsOfReferenceFactory,
    TermsSectionFactory,
    UserFactory,
    person_with_role,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def co_chair(body):
    return person_with_role(Role.CO_CHAIR, body.partnership)


def written(body, by, **values):
    """A draft with every section there in both languages."""
    terms = services.create_terms(body, values, by=by)
    terms.sections.update(text_en="We plan together.", text_fr="Nous planifions ensemble.")
    return terms


def endorsed(body, by):
    terms = written(body, by)
    services.consult_on_terms(terms, by=by)
    return services.endorse_terms(terms, by=by, on=DAY, endorsement="86 people, all in favour")


def in_force(body, by, on=DAY):
    terms = endorsed(body, by)
    services.adopt_terms(terms, by=by, on=DAY, motion="That the terms be adopted.")
    return services.put_in_force(terms, by=by, on=on)


def test_create_terms_begins_with_the_seventeen_sections(body, co_chair):
    terms = services.create_terms(body, {}, by=co_chair)

    assert terms.number == 1
    assert [one.key for one in terms.sections.all()] == TermsSectionKey.values
    assert len(TermsSectionKey.values) == 17
    body.partnership.refresh_from_db()
    assert body.partnership.stages["terms"] == "now"


def test_create_terms_refuses_a_second_draft(body, co_chair):
    services.create_terms(body, {}, by=co_chair)

    with pytest.raises(Refused) as refusal:
        services.create_terms(body, {}, by=co_chair)

    assert "Version 1" in str(refusal.value.reasons[0])


def test_create_terms_copies_the_version_in_force(body, co_chair):
    first = in_force(body, co_chair)
    TermsOfReference.objects.filter(pk=first.pk).update(most_terms=3)
    first.sections.filter(key="staff").update(text_fr="", language_notes={"text": {"fr": "excepted"}})

    second = services.create_terms(body, {"change_summary": "Two newcomer seats"}, by=co_chair)

    assert (second.number, second.most_terms) == (2, 3)
    staff = second.sections.get(key="staff")
    assert (staff.text_en, staff.language_notes) == ("We plan together.", {"text": {"fr": "excepted"}})


def test_edit_terms_section_leaves_the_other_language_out_of_date(body, co_chair):
    section = written(body, co_chair).sections.get(key="intent")

    texts = {"text_en": "We plan and act.", "text_fr": section.text_fr}
    services.edit_terms_section(section, texts, by=co_chair, version=1)

    line = section_lines(section.terms)[0]
    assert [(one.code, one.state, one.words) for one in line.languages] == [
        ("en", "there", "English: there"),
        ("fr", "out_of_date", "French: out of date"),
    ]


def test_edit_terms_section_excepts_a_language_and_takes_it_back_when_written(body, co_chair):
    section = services.create_terms(body, {}, by=co_chair).sections.get(key="staff")
    texts = {"text_en": "Staff serve the council.", "text_fr": ""}

    excepted = services.edit_terms_section(section, texts, by=co_chair, version=1, exceptions={"fr": True})
    assert section_lines(section.terms)[13].languages[1].state == "excepted"
    texts["text_fr"] = "Le personnel sert le conseil."
    services.edit_terms_section(excepted, texts, by=co_chair, version=excepted.version, exceptions={"fr": True})

    assert section_lines(TermsOfReference.objects.get())[13].languages[1].state == "there"


def test_edit_terms_section_without_the_tick_takes_an_exception_back(body, co_chair):
    section = services.create_terms(body, {}, by=co_chair).sections.get(key="staff")
    texts = {"text_en": "Staff serve the council.", "text_fr": ""}
    excepted = services.edit_terms_section(section, texts, by=co_chair, version=1, exceptions={"fr": True})

    services.edit_terms_section(excepted, texts, by=co_chair, version=excepted.version, exceptions={"fr": False})

    assert section_lines(section.terms)[13].languages[1].state == "missing"


def test_edit_terms_section_keeps_both_texts_when_somebody_was_faster(body, co_chair):
    section = services.create_terms(body, {}, by=co_chair).sections.get(key="intent")
    services.edit_terms_section(section, {"text_en": "Ours", "text_fr": ""}, by=co_chair, version=1)

    with pytest.raises(Conflict) as conflict:
        services.edit_terms_section(section, {"text_en": "Mine", "text_fr": ""}, by=co_chair, version=1)

    assert conflict.value.record.text_en == "Ours"


def test_words_are_fixed_once_endorsed(body, co_chair):
    terms = endorsed(body, co_chair)

    with pytest.raises(Refused):
        services.edit_terms(terms, {"term_years": 3}, by=co_chair, version=terms.version)
    with pytest.raises(Refused):
        services.edit_terms_section(terms.sections.first(), {"text_en": "x", "text_fr": "y"}, by=co_chair, version=1)


def test_redraft_opens_the_words_again_and_drops_the_endorsement(body, co_chair):
    terms = services.redraft_terms(endorsed(body, co_chair), by=co_chair, because="The community asked for more")

    terms.refresh_from_db()
    assert (terms.state, terms.endorsed_on, terms.endorsement) == ("drafting", None, "")
    services.edit_terms(terms, {"term_years": 3}, by=co_chair, version=terms.version)


def test_adopt_refuses_a_section_that_lacks_a_language(body, co_chair):
    terms = endorsed(body, co_chair)
    terms.sections.filter(key__in=["quorum", "staff"]).update(text_fr="")

    with pytest.raises(Refused) as refusal:
        services.adopt_terms(terms, by=co_chair, on=DAY, motion="M")

    assert [str(reason) for reason in refusal.value.reasons] == ["French is missing in: Quorum, Role of the staff."]


def test_adopt_accepts_a_language_that_was_excepted(body, co_chair):
    terms = endorsed(body, co_chair)
    terms.sections.filter(key="staff").update(text_fr="", language_notes={"text": {"fr": "excepted"}})

    services.adopt_terms(terms, by=co_chair, on=DAY, no_motion_reason="By consensus, without a vote")

    terms.refresh_from_db()
    assert (terms.state, terms.adopted_on, terms.adopted_by) == ("adopted", DAY, co_chair)


@pytest.mark.parametrize(
    "values",
    [
        {"quorum_value": Decimal(0)},
        {"quorum_value": Decimal(101)},
        {"quorum_kind": "count", "quorum_value": Decimal("2.5")},
        {"decision_percent": Decimal(0)},
        {"term_years": 0},
        {"most_terms": 11},
        {"meetings_a_year": 0},
    ],
)
def test_rule_numbers_that_make_no_sense_are_named(values):
    sane = {"quorum_value": Decimal(50), "decision_percent": Decimal(50)}

    assert len(problems_with_rule_numbers(TermsOfReference(**{**sane, **values}))) == 1
    assert problems_with_rule_numbers(TermsOfReference(**sane)) == []


def test_terms_without_sections_cannot_be_adopted(body):
    assert len(problems_with_languages(TermsOfReferenceFactory(body=body))) == 1


@pytest.mark.parametrize("values", [{"motion": "", "no_motion_reason": " "}, {"motion": "M", "on": date(2999, 1, 1)}])
def test_adopt_refuses_without_motion_or_for_a_day_to_come(body, co_chair, values):
    with pytest.raises(Refused):
        services.adopt_terms(endorsed(body, co_chair), by=co_chair, **{"on": DAY, **values})


def test_adopt_refuses_a_day_before_the_endorsement(body, co_chair):
    with pytest.raises(Refused):
        services.adopt_terms(endorsed(body, co_chair), by=co_chair, on=date(2026, 4, 30), motion="M")


def test_endorse_refuses_without_saying_who(body, co_chair):
    terms = services.consult_on_terms(written(body, co_chair), by=co_chair)

    with pytest.raises(Refused):
        services.endorse_terms(terms, by=co_chair, on=DAY, endorsement=" ")


def test_put_in_force_marks_the_stage_and_dates_the_version(body, co_chair):
    terms = in_force(body, co_chair)

    body.partnership.refresh_from_db()
    assert body.partnership.stages["terms"] == "done"
    assert (terms.state, terms.in_force_on, terms.put_in_force_by) == ("in_force", DAY, co_chair)


def test_put_in_force_supersedes_the_version_before_in_the_same_transaction(body, co_chair):
    first = in_force(body, co_chair)
    second = in_force(body, co_chair, on=date(2026, 5, 10))

    first.refresh_from_db()
    assert (first.state, first.superseded_on, second.state) == ("superseded", date(2026, 5, 10), "in_force")
    assert Entry.objects.filter(action="terms.supersede").count() == 1
    assert terms_in_force_on(body, date(2026, 5, 9)) == first
    assert terms_in_force_on(body, date(2026, 5, 10)) == second
    assert terms_in_force_on(body, date(2026, 4, 1)) is None


def test_put_in_force_refuses_before_the_adoption_or_the_version_it_replaces(body, co_chair):
    in_force(body, co_chair, on=date(2026, 5, 10))
    second = endorsed(body, co_chair)
    services.adopt_terms(second, by=co_chair, on=DAY, motion="M")

    with pytest.raises(Refused):
        services.put_in_force(second, by=co_chair, on=date(2026, 4, 1))
    with pytest.raises(Refused):
        services.put_in_force(second, by=co_chair, on=date(2026, 5, 9))

    second.refresh_from_db()
    assert second.state == "adopted"
    assert TermsOfReference.objects.get(number=1).state == "in_force"


def test_withdraw_keeps_the_version_with_its_reason(body, co_chair):
    terms = written(body, co_chair)

    with pytest.raises(Refused):
        services.withdraw_terms(terms, by=co_chair, because=" ")
    services.withdraw_terms(terms, by=co_chair, because="Another plan")

    assert Entry.objects.get(action="terms.withdraw").because == "Another plan"
    assert services.create_terms(body, {}, by=co_chair).number == 2


def test_terms_out_of_order_are_refused_with_the_state(body, co_chair):
    terms = written(body, co_chair)

    with pytest.raises(Refused) as refusal:
        services.put_in_force(terms, by=co_chair, on=DAY)

    assert "Drafting" in str(refusal.value.reasons[0])


def test_a_table_puts_its_terms_in_force_without_touching_the_stages(co_chair, body):
    table = BodyFactory(partnership=body.partnership, kind="table")

    in_force(table, co_chair)

    body.partnership.refresh_from_db()
    assert body.partnership.stages["terms"] == "later"


def test_versions_are_compared_section_by_section_and_number_by_number(body, co_chair):
    first = in_force(body, co_chair)
    second = services.create_terms(body, {}, by=co_chair)
    services.edit_terms(second, {"most_terms": 3}, by=co_chair, version=1)
    section = second.sections.get(key="quorum")
    texts = {"text_en": "We plan and act together.", "text_fr": section.text_fr}
    services.edit_terms_section(section, texts, by=co_chair, version=1)
    second.refresh_from_db()

    changed = [one for one in compared_sections(second, version_before(second)) if one.is_changed]

    assert version_before(second) == first
    assert [one.key for one in changed] == ["quorum"]
    assert [(piece.kind, piece.text) for piece in changed[0].texts[0].pieces if piece.kind == "added"] == [
        ("added", "and act ")
    ]
    assert compared_rules(second, first) == [("Most terms in a row", "2", "3")]


def test_rule_words_read_as_sentences(body):
    terms = TermsOfReferenceFactory(
        body=body, quorum_kind="count", quorum_value=10, second_meeting_is_quorate=True, review_on=date(2027, 3, 1)
    )

    assert dict(rule_words(terms)) == {
        "Quorum": "10 voting members",
        "If there was no quorum": "a second meeting goes ahead with whoever comes",
        "A decision carries with": "more than half of the votes",
        "A term lasts": "2 years",
        "Most terms in a row": "2",
        "Meetings a year": "6",
        "To be reviewed by": "Monday 1\u00a0March 2027",
    }


def in_state(body, state, number):
    adopted = {"adopted_on": DAY, "motion": "M"} if state in {"adopted", "in_force", "superseded"} else {}
    dated = {"in_force_on": DAY} if state in {"in_force", "superseded"} else {}
    terms = TermsOfReferenceFactory(body=body, state=state, number=number, **adopted, **dated)
    TermsSectionFactory(terms=terms)
    return terms


STATES = ("drafting", "consultation", "endorsed", "adopted", "in_force", "superseded", "withdrawn")
OPEN = {
    "consult": {"drafting"},
    "endorse": {"consultation"},
    "redraft": {"consultation", "endorsed"},
    "adopt": {"endorsed"},
    "put_in_force": {"adopted"},
    "withdraw": {"drafting", "consultation", "endorsed", "adopted"},
}


@pytest.mark.parametrize("step", OPEN)
@pytest.mark.parametrize("state", STATES)
def test_terms_step_is_open_exactly_where_the_table_says(body, state, step):
    assert (problems_with(in_state(body, state, 1), TERMS.step(step)) == []) is (state in OPEN[step])


@pytest.mark.parametrize("state", STATES)
def test_only_what_is_in_force_can_be_superseded(body, state):
    assert (problems_with(in_state(body, state, 1), SUPERSESSION.step("supersede")) == []) is (state == "in_force")


@pytest.mark.parametrize("step", OPEN)
@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("coordinator", True), ("manager", True), ("co_chair", True), ("table_lead", False), ("member", False),
        ("newcomer_advisor", False), ("officer", False), ("administrator", False),
    ],
)  # fmt: skip
def test_terms_step_belongs_to_exactly_these_roles(body, role, may, step):
    terms = in_state(body, min(OPEN[step]), 1)
    user = person_with_role(role, None if role == "administrator" else body.partnership)

    assert user.has_perm(TERMS.step(step).permission, terms) is may


def test_the_public_sees_terms_in_force_and_superseded_of_public_bodies_only(body):
    seen = {in_state(body, state, number).state for number, state in enumerate(STATES, start=1)}
    private = BodyFactory(partnership=body.partnership, is_public=False, kind="table")
    in_state(private, "in_force", 1)
    hidden_partnership = BodyFactory(partnership=PartnershipFactory(is_public=False))
    in_state(hidden_partnership, "in_force", 1)
    visitor, member = UserFactory(), person_with_role(Role.MEMBER, body.partnership)
    officer = person_with_role(Role.OFFICER, body.partnership)

    assert seen == set(STATES)
    assert {one.state for one in terms_visible_to(visitor)} == {"in_force", "superseded"}
    assert terms_visible_to(visitor).count() == 2
    assert terms_visible_to(officer).count() == 3
    assert terms_visible_to(member).filter(body=body).count() == 7
    assert terms_sections_visible_to(visitor).count() == 2


def test_terms_without_a_word_cannot_be_put_out_to_consultation(body, co_chair):
    terms = services.create_terms(body, {}, by=co_chair)

    with pytest.raises(Refused) as refusal:
        services.consult_on_terms(terms, by=co_chair)

    assert [str(reason) for reason in refusal.value.reasons] == [
        "There is nothing to read yet. Write at least one section."
    ]


def test_terms_emptied_in_consultation_cannot_be_endorsed(body, co_chair):
    terms = services.consult_on_terms(written(body, co_chair), by=co_chair)
    terms.sections.update(text_en="", text_fr="")

    assert len(problems_with(terms, TERMS.step("endorse"))) == 1
