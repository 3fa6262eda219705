"""What comes next: the steps of terms of reference, of a membership and of a motion."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import rules
from councils.queries import motions as queries
from lipportal.shared.workflow import Step, Workflow

RULE_FIELDS = frozenset(
    {
        "drafted_by",
        "change_summary",
        "quorum_kind",
        "quorum_value",
        "second_meeting_is_quorate",
        "decision_percent",
        "term_years",
        "most_terms",
        "meetings_a_year",
        "review_on",
    }
)
IN_A_MEETING = (rules.problems_with_meeting_of, rules.problems_with_attendance_at)
SECTION_FIELDS = frozenset({"text_en", "text_fr"})

TERMS = Workflow(
    noun="terms",
    steps=(
        Step(
            name="consult",
            label=_("Put out to consultation"),
            leaves=("drafting",),
            reaches="consultation",
            permission="councils.edit_terms",
            rules=(rules.problems_with_nothing_written,),
            tells=_("The draft goes to the gathered community. You can still change it with what you hear."),
        ),
        Step(
            name="endorse",
            label=_("Record the endorsement"),
            leaves=("consultation",),
            reaches="endorsed",
            permission="councils.edit_terms",
            rules=(rules.problems_with_nothing_written,),
            tells=_("Endorsement is the yes of the gathered community. Adoption by the council comes after it."),
        ),
        Step(
            name="redraft",
            label=_("Take back to drafting"),
            leaves=("consultation", "endorsed"),
            reaches="drafting",
            permission="councils.edit_terms",
            tells=_("The draft can be changed again, and goes out to consultation once more."),
            wants_reason=True,
        ),
        Step(
            name="adopt",
            label=_("Record the adoption"),
            leaves=("endorsed",),
            reaches="adopted",
            permission="councils.adopt_terms",
            rules=(rules.problems_with_languages, rules.problems_with_rule_numbers),
            tells=_("The wording and the numbers are fixed from here on. A change needs a next version."),
        ),
        Step(
            name="put_in_force",
            label=_("Put in force"),
            leaves=("adopted",),
            reaches="in_force",
            permission="councils.adopt_terms",
            tells=_(
                "Decisions are judged by this version from that day on. The version in force until now is superseded. "
                "If the body is public, everybody can read it."
            ),
        ),
        Step(
            name="withdraw",
            label=pgettext_lazy("terms", "Withdraw"),
            leaves=("drafting", "consultation", "endorsed", "adopted"),
            reaches="withdrawn",
            permission="councils.edit_terms",
            tells=_("This version ends here. It stays readable for those at the table, with the reason."),
            wants_reason=True,
        ),
    ),
    editable={"drafting": RULE_FIELDS | SECTION_FIELDS, "consultation": RULE_FIELDS | SECTION_FIELDS},
)

# Taken by `put_in_force` alone, on the version it replaces, in the same transaction; no page draws a button for it.
SUPERSESSION = Workflow(
    noun="terms",
    steps=(
        Step(
            name="supersede",
            label=_("Supersede"),
            leaves=("in_force",),
            reaches="superseded",
            permission="councils.adopt_terms",
        ),
    ),
)

MEMBERSHIP = Workflow(
    noun="membership",
    steps=(
        Step(
            name="confirm",
            label=pgettext_lazy("membership", "Confirm"),
            leaves=("proposed",),
            reaches="confirmed",
            permission="councils.confirm_membership",
            rules=(rules.problems_with_seat_of, rules.problems_with_taken_seat),
            tells=_("The seat is this person’s once the motion is recorded."),
        ),
        Step(
            name="activate",
            label=_("Welcome to the table"),
            leaves=("confirmed",),
            reaches="active",
            permission="councils.edit_membership",
            rules=(rules.problems_with_seat_of,),
            tells=_("The person has agreed to the terms of reference and declared conflicts of interest."),
        ),
        Step(
            name="take_leave",
            label=_("Record a leave"),
            leaves=("active",),
            reaches="on_leave",
            permission="councils.edit_membership",
            tells=_("The seat stays theirs. They are not expected at meetings until they are back."),
        ),
        Step(
            name="come_back",
            label=_("Record the return"),
            leaves=("on_leave",),
            reaches="active",
            permission="councils.edit_membership",
            tells=_("They are expected at meetings again."),
        ),
        Step(
            name="renew",
            label=_("Renew for a term"),
            leaves=("active",),
            reaches="active",
            permission="councils.confirm_membership",
            rules=(rules.problems_with_another_term,),
            tells=_("The next term begins where this one ends."),
        ),
        Step(
            name="replace",
            label=_("Replace by the organization"),
            leaves=("confirmed", "active", "on_leave"),
            reaches="ended",
            permission="councils.edit_membership",
            rules=(rules.problems_with_sending_another,),
            tells=_("This membership ends, and the next person of the organization is proposed for the seat."),
        ),
        Step(
            name="end",
            label=_("End the membership"),
            leaves=("proposed", "confirmed", "active", "on_leave"),
            reaches="ended",
            permission="councils.edit_membership",
            tells=_("The seat is free after that day. Who sat here stays on record."),
        ),
    ),
    editable={
        "proposed": frozenset({"organization", "alternate", "starts_on"}),
        "confirmed": frozenset({"alternate", "starts_on"}),
        "active": frozenset({"alternate", "ends_on"}),
        "on_leave": frozenset({"alternate", "ends_on"}),
    },
)

MOTION = Workflow(
    noun="motion",
    steps=(
        Step(
            name="put",
            label=_("Record who moved and seconded it"),
            leaves=("notice",),
            reaches="moved",
            permission="councils.edit_motion",
            rules=(*IN_A_MEETING, queries.problems_with_movers_of),
            tells=_("The motion is before the meeting from here on, and its wording is fixed."),
        ),
        Step(
            name="decide",
            label=_("Record the decision"),
            leaves=("moved",),
            reaches="carried",
            or_reaches=("defeated",),
            permission="councils.edit_motion",
            rules=(*IN_A_MEETING, queries.problems_with_deciding),
            tells=_(
                "The terms of reference in force on the day of the meeting say whether it carries. "
                "The result stays as it is, whatever the terms become."
            ),
        ),
        Step(
            name="lapse",
            label=_("Record that it lapsed"),
            leaves=("notice", "moved"),
            reaches="lapsed",
            permission="councils.edit_motion",
            rules=(*IN_A_MEETING, queries.problems_with_lapsing),
            tells=_("Without quorum nothing can be decided. Put it forward again at a meeting that has it."),
        ),
        Step(
            name="open_again",
            label=_("Open the wording again"),
            leaves=("moved",),
            reaches="notice",
            permission="councils.edit_motion",
            rules=(rules.problems_with_meeting_of,),
            tells=_("For a slip of the hand: who moved and seconded it is taken back, and recorded anew."),
            wants_reason=True,
        ),
        Step(
            name="defer",
            label=_("Defer to another meeting"),
            leaves=("notice", "moved"),
            reaches="deferred",
            permission="councils.edit_motion",
            tells=_("It is not decided here. Put it forward again at the meeting that takes it up."),
            wants_reason=True,
        ),
        Step(
            name="withdraw",
            label=pgettext_lazy("motion", "Withdraw"),
            leaves=("notice", "moved"),
            reaches="withdrawn",
            permission="councils.edit_motion",
            tells=_("It is not decided. It stays readable for those at the table, with the reason."),
            wants_reason=True,
        ),
    ),
    editable={"notice": frozenset({"text_en", "text_fr"})},
)
