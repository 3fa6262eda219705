"""Writes about terms of reference: from the first draft to in force, and the version after."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from councils.choices import BodyKind, Stage, StageState, TermsSectionKey, TermsState
from councils.models import Body, TermsOfReference, TermsSection
from councils.queries.terms import terms_in_force, unfinished_terms
from councils.services.days import refuse_a_day_to_come
from councils.services.partnerships import record_stage
from councils.workflow import SUPERSESSION, TERMS
from lipportal.audit.services import change, create
from lipportal.shared import clock
from lipportal.shared.bilingual import OFFICIAL, excepted
from lipportal.shared.errors import Refused
from lipportal.shared.workflow import move

COPIED = (
    "quorum_kind",
    "quorum_value",
    "second_meeting_is_quorate",
    "decision_percent",
    "term_years",
    "most_terms",
    "meetings_a_year",
)


@transaction.atomic
def create_terms(body: Body, values: Mapping[str, Any], *, by: Any) -> TermsOfReference:
    """Begin a version: the first from the template of seventeen sections, a next one from the version in force.

    Raises Refused while another version is on its way: one draft at a time.
    """
    Body.objects.select_for_update().get(pk=body.pk)
    if on_its_way := unfinished_terms(body):
        raise Refused(
            _("Version %(number)s is still on its way. Finish or withdraw it first.") % {"number": on_its_way.number}
        )
    source = terms_in_force(body)
    number = (TermsOfReference.objects.filter(body=body).aggregate(last=Max("number"))["last"] or 0) + 1
    copied = {name: getattr(source, name) for name in COPIED} if source else {}
    draft = TermsOfReference(partnership=body.partnership, body=body, number=number, **{**copied, **values})
    terms: TermsOfReference = create(draft, by=by)
    for section in _sections_for(terms, source):
        create(section, by=by)
    if body.kind == BodyKind.COUNCIL and body.partnership.stages.get(Stage.TERMS) == StageState.LATER:
        record_stage(body.partnership, Stage.TERMS, StageState.NOW, by=by)
    return terms


def _sections_for(terms: TermsOfReference, source: TermsOfReference | None) -> list[TermsSection]:
    known = {one.key: one for one in source.sections.all()} if source else {}
    sections = []
    for place, key in enumerate(TermsSectionKey.values, start=1):
        section = TermsSection(partnership=terms.partnership, terms=terms, key=key, place=place)
        if older := known.get(key):
            section.text_en, section.text_fr = older.text_en, older.text_fr
            section.written_in, section.language_notes = older.written_in, dict(older.language_notes)
        sections.append(section)
    return sections


@transaction.atomic
def edit_terms(terms: TermsOfReference, values: Mapping[str, Any], *, by: Any, version: int) -> TermsOfReference:
    """Change the numbers beside the wording, and what changes and why; only before the endorsement."""
    _refuse_unless_editable(terms)
    changed: TermsOfReference = change(terms, values, by=by, version=version)
    return changed


@transaction.atomic
def edit_terms_section(
    section: TermsSection,
    texts: Mapping[str, str],
    *,
    by: Any,
    version: int,
    exceptions: Mapping[str, bool] | None = None,
) -> TermsSection:
    """Change one section's wording, and say for which language none will be given.

    A text written after all takes its exception back. Raises Refused once the version is endorsed.
    """
    _refuse_unless_editable(section.terms)
    values = {name: texts[name] for name in ("text_en", "text_fr")}
    changed: TermsSection = change(section, values, by=by, version=version)
    notes = dict(changed.language_notes)
    for language in OFFICIAL:
        is_wanted = (exceptions or {}).get(language, False) and not values[f"text_{language}"].strip()
        notes = _with_exception(notes, language, is_wanted=is_wanted)
    if notes != changed.language_notes:
        noted = {**values, "language_notes": notes}
        changed = change(changed, noted, by=by, version=changed.version, action="language_excepted")
    return changed


def _with_exception(notes: dict[str, Any], language: str, *, is_wanted: bool) -> dict[str, Any]:
    if is_wanted:
        return excepted(notes, "text", language)
    states = {code: state for code, state in notes.get("text", {}).items() if (code, state) != (language, "excepted")}
    rest = {name: each for name, each in notes.items() if name != "text"}
    return {**rest, "text": states} if states else rest


def _refuse_unless_editable(terms: TermsOfReference) -> None:
    """Refuse a change to words the community has endorsed; waits for a step somebody is taking on them now."""
    current = TermsOfReference.objects.select_for_update().get(pk=terms.pk)
    if current.state not in TERMS.editable:
        raise Refused(
            _(
                "These terms are “%(state)s”; their words are fixed. "
                "Take them back to drafting, or begin a next version."
            )
            % {"state": current.get_state_display()}
        )


# --- steps -----------------------------------------------------------------------------------------------------------
def _step(terms: TermsOfReference, name: str, *, by: Any, because: str = "", **values: Any) -> TermsOfReference:
    moved: TermsOfReference = move(terms, TERMS, name, by=by, at=clock.now(), because=because, **values).record
    return moved


def consult_on_terms(terms: TermsOfReference, *, by: Any) -> TermsOfReference:
    """Put a draft out to the gathered community."""
    return _step(terms, "consult", by=by)


def endorse_terms(terms: TermsOfReference, *, by: Any, on: date, endorsement: str) -> TermsOfReference:
    """Record that the gathered community endorsed the draft: who, and how. Adoption is another thing (design 2.6)."""
    refuse_a_day_to_come(terms.partnership, on)
    if not endorsement.strip():
        raise Refused(_("Say who endorsed it, and how."))
    return _step(terms, "endorse", by=by, endorsed_on=on, endorsement=endorsement.strip())


def redraft_terms(terms: TermsOfReference, *, by: Any, because: str) -> TermsOfReference:
    """Take a version back to drafting, for a reason; an endorsement it had no longer stands."""
    return _step(terms, "redraft", by=by, because=because, endorsed_on=None, endorsement="")


def adopt_terms(
    terms: TermsOfReference, *, by: Any, on: date, motion: str = "", no_motion_reason: str = ""
) -> TermsOfReference:
    """Record the adoption by a motion, or without one for a reason.

    Raises Refused while a section lacks a language that was not excepted, or a rule number makes no sense.
    """
    refuse_a_day_to_come(terms.partnership, on)
    if not motion.strip() and not no_motion_reason.strip():
        raise Refused(_("Give the motion, or say why there was none."))
    if terms.endorsed_on and on < terms.endorsed_on:
        raise Refused(_("It was endorsed after that day; the adoption comes later."))
    values = {"motion": motion.strip(), "no_motion_reason": no_motion_reason.strip()}
    return _step(terms, "adopt", by=by, adopted_on=on, adopted_by=by, **values)


@transaction.atomic
def put_in_force(terms: TermsOfReference, *, by: Any, on: date) -> TermsOfReference:
    """Put an adopted version in force from a day, and supersede the one before in the same transaction.

    Raises Refused for a day before the adoption or before the version it replaces; marks the council's stage.
    """
    refuse_a_day_to_come(terms.partnership, on)
    if terms.adopted_on and on < terms.adopted_on:
        raise Refused(_("It was adopted after that day."))
    before = TermsOfReference.objects.filter(body=terms.body_id, state=TermsState.IN_FORCE).exclude(pk=terms.pk).first()
    if before is not None and terms.state == TermsState.ADOPTED:
        if before.in_force_on and on < before.in_force_on:
            raise Refused(_("The version it replaces came into force after that day."))
        move(before, SUPERSESSION, "supersede", by=by, at=clock.now(), superseded_on=on)
    try:
        in_force = _step(terms, "put_in_force", by=by, in_force_on=on, put_in_force_by=by)
    except IntegrityError as error:
        raise Refused(_("Another version has just been put in force. Look again before you go on.")) from error
    if terms.body.kind == BodyKind.COUNCIL:
        record_stage(terms.partnership, Stage.TERMS, StageState.DONE, by=by)
    return in_force


def withdraw_terms(terms: TermsOfReference, *, by: Any, because: str) -> TermsOfReference:
    """Withdraw a version that is not in force, for a reason; it stays readable at the table."""
    return _step(terms, "withdraw", by=by, because=because)
