"""Reads about terms of reference: the version in force, the sections with their languages, and what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils.choices import QuorumKind, TermsSectionKey, TermsState
from councils.models import Body, TermsOfReference, TermsSection
from councils.permissions import permitted_rows
from councils.votes import HALF
from lipportal.audit.queries import Piece, difference
from lipportal.shared.bilingual import OFFICIAL, State, state_of
from lipportal.shared.formats import day_text, number_text

WAS_IN_FORCE = (TermsState.IN_FORCE, TermsState.SUPERSEDED)
UNFINISHED = (TermsState.DRAFTING, TermsState.CONSULTATION, TermsState.ENDORSED, TermsState.ADOPTED)


def terms_visible_to(user: Any) -> QuerySet[TermsOfReference]:
    """The terms of reference this person sees: those in force or superseded of public bodies, all of their own."""
    rows = TermsOfReference.objects.select_related("partnership", "body__partnership", "drafted_by", "adopted_by")
    return permitted_rows(user, "councils.view_terms", rows)


def terms_sections_visible_to(user: Any) -> QuerySet[TermsSection]:
    """The sections of the terms this person sees."""
    rows = TermsSection.objects.select_related("partnership", "terms__body__partnership")
    return permitted_rows(user, "councils.view_terms_section", rows)


def words_version(terms: TermsOfReference) -> int:
    """One number that grows with each change to the terms or to any of their sections; one query."""
    return terms.version + (TermsSection.objects.filter(terms=terms).aggregate(all=Sum("version"))["all"] or 0)


def terms_in_force(body: Body) -> TermsOfReference | None:
    """The version in force now."""
    return TermsOfReference.objects.filter(body=body, state=TermsState.IN_FORCE).first()


def terms_in_force_on(body: Body, day: date) -> TermsOfReference | None:
    """The version a decision taken on `day` is judged by, for ever (design 2.5)."""
    rows = TermsOfReference.objects.filter(body=body, in_force_on__lte=day)
    return (
        rows.filter(Q(superseded_on__isnull=True) | Q(superseded_on__gt=day))
        .order_by("-in_force_on", "-number")
        .first()
    )


def unfinished_terms(body: Body) -> TermsOfReference | None:
    """The version still on its way, if any."""
    return TermsOfReference.objects.filter(body=body, state__in=UNFINISHED).first()


def bodies_open_to_a_next_version(versions: Iterable[TermsOfReference]) -> set[int]:
    """The bodies, by key, that work under a version in force and have no other on its way."""
    found = list(versions)
    busy = {one.body_id for one in found if one.state in UNFINISHED}
    ruled = {one.body_id for one in found if one.state == TermsState.IN_FORCE and not one.body.is_ended}
    return ruled - busy


def version_before(terms: TermsOfReference) -> TermsOfReference | None:
    """The version that was in force before this one: what a next version is compared with."""
    rows = TermsOfReference.objects.filter(body=terms.body_id, number__lt=terms.number, state__in=WAS_IN_FORCE)
    return rows.order_by("-number").first()


def versions_around(terms: TermsOfReference) -> tuple[TermsOfReference | None, TermsOfReference | None]:
    """The version that was in force before this one, and the one still on its way; one query."""
    was = Q(number__lt=terms.number, state__in=WAS_IN_FORCE)
    rows = TermsOfReference.objects.filter(was | Q(state__in=UNFINISHED), body=terms.body_id).order_by("-number")
    others = [one for one in rows if one.pk != terms.pk]
    before = next((one for one in others if one.state in WAS_IN_FORCE), None)
    return before, next((one for one in others if one.state in UNFINISHED), None)


# --- sections and their languages ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class LanguageOfSection:
    """How one section stands in one language."""

    code: str
    state: State

    @property
    def kind(self) -> str:
        """The shape this state wears."""
        return {"there": "done", "out_of_date": "risk", "excepted": "over", "missing": "missing"}[self.state]

    @property
    def words(self) -> str:
        """“French: out of date”."""
        says = {
            ("en", "there"): _("English: there"),
            ("en", "out_of_date"): _("English: out of date"),
            ("en", "excepted"): _("English will not be given"),
            ("en", "missing"): _("English: missing"),
            ("fr", "there"): _("French: there"),
            ("fr", "out_of_date"): _("French: out of date"),
            ("fr", "excepted"): _("French will not be given"),
            ("fr", "missing"): _("French: missing"),
        }
        return says[self.code, self.state]


@dataclass(frozen=True)
class SectionLine:
    """One section with the state of both languages."""

    section: TermsSection
    languages: list[LanguageOfSection]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing or out of date."""
        return all(language.state in {"there", "excepted"} for language in self.languages)

    @property
    def kind(self) -> str:
        """The shape of the worse of the two."""
        states = {language.state for language in self.languages}
        return "missing" if "missing" in states else "risk" if "out_of_date" in states else "done"


def section_lines(terms: TermsOfReference) -> list[SectionLine]:
    """The sections of a version in order, each with the state of its languages."""
    return [
        SectionLine(one, [LanguageOfSection(code, state_of(one, "text", code)) for code in OFFICIAL])
        for one in terms.sections.all()
    ]


def section_after(section: TermsSection) -> TermsSection | None:
    """The next section of the same version."""
    return TermsSection.objects.filter(terms=section.terms_id, place__gt=section.place).order_by("place").first()


# --- the rule numbers ------------------------------------------------------------------------------------------------
def rule_words(terms: TermsOfReference) -> list[tuple[str, str]]:
    """The numbers beside the wording, each as a label and words."""
    share = number_text(_trimmed(terms.quorum_value))
    is_share = terms.quorum_kind == QuorumKind.SHARE
    quorum = _("%(number)s percent of the voting members") if is_share else _("%(number)s voting members")
    words = [
        (_("Quorum"), quorum % {"number": share}),
        (_("If there was no quorum"), _second_meeting(terms)),
        (_("A decision carries with"), carries_words(terms.decision_percent)),
        (_("A term lasts"), _years(terms.term_years)),
        (_("Most terms in a row"), number_text(terms.most_terms)),
        (_("Meetings a year"), number_text(terms.meetings_a_year)),
    ]
    if terms.review_on:
        words.append((_("To be reviewed by"), day_text(terms.review_on, year=True, long=True)))
    return words


def carries_words(percent: Any) -> str:
    """The share of the votes that carries, in words. Half of them is a tie: who writes 50 means more than half."""
    if percent == HALF:
        return _("more than half of the votes")
    return _("%(number)s percent of the votes") % {"number": number_text(_trimmed(percent))}


def _second_meeting(terms: TermsOfReference) -> str:
    if terms.second_meeting_is_quorate:
        return _("a second meeting goes ahead with whoever comes")
    return _("a second meeting needs its quorum too")


def _years(count: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}


def _trimmed(value: Any) -> Any:
    return int(value) if value == int(value) else float(value)


# --- what changed ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ComparedText:
    """One section in one language, word by word beside the version before."""

    code: str
    pieces: list[Piece]

    @property
    def is_changed(self) -> bool:
        """Whether a word differs."""
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True)
class ComparedSection:
    """One section of two versions."""

    label: str
    key: str
    texts: list[ComparedText]

    @property
    def is_changed(self) -> bool:
        """Whether either language differs."""
        return any(text.is_changed for text in self.texts)


def compared_sections(terms: TermsOfReference, before: TermsOfReference) -> list[ComparedSection]:
    """Section by section, what was struck out and what was added since the version before."""
    now = {one.key: one for one in terms.sections.all()}
    then = {one.key: one for one in before.sections.all()}
    keys = [key for key in TermsSectionKey.values if key in now or key in then]
    return [ComparedSection(str(TermsSectionKey(key).label), key, _texts(then.get(key), now.get(key))) for key in keys]


def _texts(then: TermsSection | None, now: TermsSection | None) -> list[ComparedText]:
    return [ComparedText(code, difference(_said(then, code), _said(now, code))) for code in OFFICIAL]


def _said(section: TermsSection | None, code: str) -> str:
    return str(getattr(section, f"text_{code}")) if section is not None else ""


def compared_rules(terms: TermsOfReference, before: TermsOfReference) -> list[tuple[str, str, str]]:
    """The rule numbers that differ: what, before, now."""
    then, now = dict(rule_words(before)), dict(rule_words(terms))
    labels = list(dict.fromkeys([*then, *now]))
    return [(label, then.get(label, ""), now.get(label, "")) for label in labels if then.get(label) != now.get(label)]
