"""Canary words: one for each column of text that is not public, in each of two partnerships, and who finds it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, URLField

from councils.models import Partnership
from lipportal.audit.models import FrozenCopy
from lipportal.audit.queries import frozen_copies_of
from lipportal.audit.services import seal_open
from lipportal.drafts.services import Holder, keep_draft
from lipportal.shared import clock
from reporting.models import ReportSection, YearlyReport
from tests.architecture.access_rows import AT_THE_TABLE, FEDERAL, STAFF
from tests.architecture.places import AGINCOURT, LONDON
from tests.bars.planted import poisoned, typed_columns
from tests.bars.routes import HURON, rows_of
from tests.bars.rows import unchecked
from tests.factories.councils import (
    AttendanceFactory,
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    OrganizationFactory,
    SeatFactory,
)
from tests.world import person_in

KEEPERS = f"{STAFF} co_chair"
READS_AGREEMENT = f"{KEEPERS} {FEDERAL} administrator"
READS_ROLES = f"{KEEPERS} administrator"
REVIEWERS = "officer other_officer regional_lead"
READS_NOTES = f"{AT_THE_TABLE} {FEDERAL}"
DRAFTS = Q(state__in=["drafting", "consultation"])
# Personal columns that are no free text.
ADDRESSES = {"councils.Person": ("email",), "councils.Invitation": ("email",)}
# Where one column is drawn in place of another, the first is left empty in Huron.
IN_PLACE_OF = {"no_motion_reason": "motion"}


@dataclass(frozen=True)
class Planting:
    """The private rows of a table, and who finds their words: everybody in `finders`, or whom `apart` names."""

    label: str
    finders: str
    rows: Q = field(default_factory=Q)
    apart: dict[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    slugs: tuple[str, ...] = (LONDON, HURON)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def columns(self) -> list[Any]:
        """The columns of text this planting speaks for."""
        fields = [*typed_columns(self.model), *map(self.model._meta.get_field, ADDRESSES.get(self.label, ()))]
        wanted = self.only or [each.name for each in fields]
        return [each for each in fields if each.name in wanted and f"{self.label}.{each.name}" not in NOT_PLANTED]


# What anybody may read with the partnership, or with the plan, strategy or report it is part of.
PUBLIC = (
    "actionplans.PlannedOutput",
    "councils.Alias",
    "councils.Body",
    "councils.Community",
    "councils.PartnerInitiative",
    "councils.Partnership",
    "councils.Sector",
    "strategies.Amendment",
)
# What is drawn on no page, or planted by another test; and why.
NOT_PLANTED = {
    "accounts.User.name": "Who did something is told wherever it is told; roles and people have tests of their own.",
    "actionplans.Action.ended_because": "An action taken out of a draft is told with its reason in the trail.",
    "actionplans.ActionPlan.motion": "Said once the plan is adopted, and public from then on.",
    "actionplans.ActionPlan.no_motion_reason": "Said once the plan is adopted, and public from then on.",
    "actionplans.Evidence.ended_because": "Told in the trail alone.",
    "audit.Checkpoint.signature": "A seal, no words.",
    "audit.Entry.because": "Sealed with the record it tells of; tests/integration/reporting/test_trail.py reads it.",
    "audit.Entry.mark": "A seal, no words.",
    "audit.Entry.on_behalf_of": "Sealed with the record it tells of; tests/integration/reporting/test_trail.py reads it.",
    "audit.FrozenCopy.mark": "A seal, no words.",
    "audit.Version.mark": "A seal, no words.",
    "councils.Organization.name_en": "Public wherever the organization has a seat or takes part in an action.",
    "councils.Organization.name_fr": "Public wherever the organization has a seat or takes part in an action.",
    "councils.Seat.ended_because": "Told in the trail alone.",
    "councils.TermsOfReference.endorsement": "Said once the terms are endorsed.",
    "councils.TermsOfReference.motion": "Said once the terms are adopted, and public with them.",
    "councils.TermsOfReference.no_motion_reason": "Said once the terms are adopted, and public with them.",
    "drafts.Draft.owner_link": "The name of a visit, no words.",
    "health.Pulse.name": "The name of a machine's process or of a queue.",
    "jobs.Job.failure": "A code of the portal's own.",
    "notices.Mail.body_html": "The same words as body_text, drawn in the demonstration alone.",
    "notices.Mail.failure": "A code of the portal's own.",
    "notices.Mail.failure_detail": "What the mail server said, for who runs the portal.",
    "notices.Notice.url": "An address of the portal's own.",
    "notices.Reminder.step": "A number of days.",
    "notices.Reminder.sweep": "Which round of the timetable made it.",
    "reporting.YearlyReport.motion": "Drawn from the frozen copy, never from the row.",
    "reporting.YearlyReport.no_motion_reason": "Drawn from the frozen copy, never from the row.",
    "strategies.Strategy.motion": "Said once the strategy is adopted, and public from then on.",
    "strategies.Strategy.no_motion_reason": "Said once the strategy is adopted, and public from then on.",
}

ON_THE_COVER = f"{READS_AGREEMENT} {AT_THE_TABLE}"
PLANTINGS = (
    Planting("accounts.SecondFactorReset", "administrator regional_lead", slugs=(LONDON,)),
    Planting("actionplans.Action", AT_THE_TABLE, Q(plan__state="drafting")),
    Planting("actionplans.ActionPlan", AT_THE_TABLE, Q(state="drafting")),
    Planting("actionplans.Evidence", AT_THE_TABLE),
    Planting("actionplans.Update", AT_THE_TABLE),
    Planting("councils.Body", AT_THE_TABLE, only=("ended_because",), slugs=(LONDON,)),
    # The cover of the report, which the table reads while it is drafted, names who holds the agreement.
    Planting("councils.Agreement", READS_AGREEMENT, apart=dict.fromkeys(("holder", "number"), ON_THE_COVER)),
    Planting("councils.Invitation", READS_ROLES),
    Planting("councils.Involvement", AT_THE_TABLE),
    Planting("councils.Meeting", AT_THE_TABLE),
    # Read by its body, which is the council here, and by those who keep the partnership.
    Planting("councils.DeclaredConflict", f"{KEEPERS} recruiter newcomer_advisor"),
    Planting("councils.Motion", AT_THE_TABLE),
    Planting("councils.Membership", AT_THE_TABLE),
    Planting("councils.Organization", AT_THE_TABLE),
    Planting("councils.Person", KEEPERS, apart={"name": AT_THE_TABLE}),
    Planting("councils.RoleHeld", READS_ROLES, apart={"ended_because": READS_AGREEMENT}),
    Planting("councils.TermsOfReference", AT_THE_TABLE, DRAFTS),
    Planting("councils.TermsSection", AT_THE_TABLE, Q(terms__state__in=["drafting", "consultation"])),
    Planting("files.StoredFile", AT_THE_TABLE, Q(kind="actionplans.evidence")),
    # The trail, read by the keepers, names the sheets that were sent.
    Planting("files.StoredFile", KEEPERS, Q(kind="councils.import")),
    Planting("jobs.Job", "coordinator"),
    Planting("notices.Mail", "administrator", slugs=(LONDON,)),
    Planting("reporting.ReportSection", AT_THE_TABLE, Q(report__state="drafting")),
    # An answer that is not sent yet is the partnership's own.
    Planting(
        "reporting.ReviewNote", READS_NOTES, Q(sent_at__isnull=False), slugs=(LONDON,), apart={"reply": AT_THE_TABLE}
    ),
    Planting("reporting.ReviewNote", REVIEWERS, Q(sent_at=None), only=("text",), slugs=(AGINCOURT,)),
    Planting("reporting.VarianceReason", AT_THE_TABLE, Q(report__state="drafting")),
    Planting("reporting.YearlyReport", AT_THE_TABLE, Q(state="published"), slugs=(LONDON,)),
    Planting("strategies.Direction", AT_THE_TABLE, Q(strategy__state="drafting")),
    Planting("strategies.Finding", AT_THE_TABLE, Q(directions=None)),
    Planting("strategies.ResearchItem", AT_THE_TABLE, ~Q(findings__directions__isnull=False)),
    Planting("strategies.Strategy", AT_THE_TABLE, DRAFTS),
)


@dataclass(frozen=True)
class Word:
    """One word: the column and the partnership it was planted in, and the roles that find it."""

    text: str
    column: str
    slug: str
    finders: frozenset[str]


def in_huron(finders: str) -> frozenset[str]:
    """Who finds in Huron what these find in London: its coordinator, and those whose reach goes beyond one place."""
    theirs = {"other_coordinator"} if "coordinator" in finders.split() else set()
    return frozenset(theirs | (set(finders.split()) & {"officer", "regional_lead", "administrator"}))


def plant() -> list[Word]:
    """Plant a word in each column of each planting, in what was typed and not saved, and in a frozen copy."""
    words: list[Word] = []
    with unchecked():
        for planting in PLANTINGS:
            for slug in planting.slugs:
                words += _planted(planting, slug, len(words))
    return [*words, *_typed(), _frozen(), *_not_shown()]


def pages_of_words() -> Iterator[str]:
    """The pages of the first and of the last row of each planting."""
    for planting in PLANTINGS:
        for slug in planting.slugs:
            rows = list(rows_of(planting.model, slug).filter(planting.rows).distinct())
            for row in (rows[0], rows[-1]):
                if hasattr(row, "get_absolute_url"):
                    yield row.get_absolute_url()


def _planted(planting: Planting, slug: str, begun: int) -> Iterator[Word]:
    """The words of one planting: English ones in London; in Huron the French ones, where English is missing."""
    rows = list(rows_of(planting.model, slug).filter(planting.rows).distinct())
    assert rows, f"nothing to plant in: {planting.label} {slug}"
    names = {each.name for each in planting.columns}
    if slug == LONDON and "ended_because" in names:
        rows[-1].ended_on = clock.now().date()
    changed = [name for name in ("ended_on", "replied_at") if hasattr(rows[-1], name)]
    for row in rows if "reply" in names else ():
        row.replied_at = clock.now()
    for column in planting.columns:
        left_empty = _left_empty(column.name, names, slug)
        if not left_empty:
            finders = planting.apart.get(column.name, planting.finders)
            there = in_huron(finders) if slug == HURON else frozenset(finders.split())
            word = Word(f"CANARY{begun:03d}X", f"{planting.label}.{column.name}", slug, there)
            begun += 1
            yield word
        for row in rows:
            setattr(row, column.attname, "" if left_empty else _value(column, word.text, row))
    planting.model._default_manager.bulk_update(rows, [*names, *changed], batch_size=100)


def _left_empty(name: str, names: set[str], slug: str) -> bool:
    """Whether this column makes way, so that the one drawn in its place is seen; in Huron nothing has ended."""
    french = f"{name.removesuffix('_en')}_fr"
    makes_way = (name.endswith("_en") and french in names) or name in set(IN_PLACE_OF.values()) & names
    is_second = name.endswith("_fr") or IN_PLACE_OF.get(name) in names
    return makes_way or name == "ended_because" if slug == HURON else is_second


def _value(column: Any, word: str, row: Any) -> str:
    if isinstance(column, URLField):
        return f"https://example.org/{word}/{row.pk}"
    if column.name == "email":
        return f"{word.lower()}.{row.pk}@example.org"
    return f"{word}{row.original_name}" if column.name == "original_name" else f"{word} {row.pk}"


def _typed() -> Iterator[Word]:
    """What the two coordinators typed into a section and did not save."""
    for slug, role in ((LONDON, "coordinator"), (HURON, "other_coordinator")):
        section = ReportSection.objects.get(report__partnership__slug=slug, report__state="drafting", number=7)
        word = Word(f"CANARYTYPED{len(slug)}X", "drafts.Draft.body", slug, frozenset({role}))
        typed = {"record_code": section.code, "base_version": section.version, "body": f"text_en={word.text}"}
        keep_draft(Holder(user=person_in(role)), form="reporting.section", **typed)
        yield word


def _not_shown() -> Iterator[Word]:
    """The names of a body not shown to the public, above one that is, and of an organization that sits there alone."""
    london = Partnership.objects.get(slug=LONDON)
    for number, name in enumerate(("councils.Body.name_en", "councils.Organization.name_en, seated there alone")):
        yield Word(f"CANARYUNSEEN{number}X", name, LONDON, frozenset(AT_THE_TABLE.split()))
    inner = BodyFactory(
        partnership=london, kind="executive", name_en="CANARYUNSEEN0X", name_fr="CANARYUNSEEN0X", is_public=False
    )
    names = {"name_en": "CANARYUNSEEN1X", "name_fr": "CANARYUNSEEN1X"}
    alone = OrganizationFactory(partnership=london, joined_on=london.today(), is_francophone=True, **names)
    held = MembershipFactory(seat=SeatFactory(body=inner), organization=alone)
    meeting = MeetingFactory(body=inner, starts_at=clock.now())
    AttendanceFactory(meeting=meeting, membership=held)
    # The last body of its kind, whose page every role opens: its crumbs lead over the one above.
    BodyFactory(partnership=london, kind="table", name_en="A public table", name_fr="Une table publique", parent=inner)


def _frozen() -> Word:
    """A word in every text of what London submitted and its officer returned."""
    report = YearlyReport.objects.get(partnership__slug=LONDON, state="returned")
    word = Word("CANARYFROZENX", "audit.FrozenCopy.body", LONDON, frozenset(READS_NOTES.split()))
    with seal_open():
        for copy in frozen_copies_of(report):
            body = poisoned(json.loads(copy.body), repeat(word.text))
            FrozenCopy.objects.filter(pk=copy.pk).update(body=json.dumps(body))
    return word
