"""What comes next for a yearly report: one table of steps (domain b2, design 2.7, 2.13)."""

from django.utils.translation import gettext_lazy as _

from lipportal.shared.workflow import Step, Workflow
from reporting import rules
from reporting.choices import ReportState as S
from reporting.queries import readiness

WRITING_STATES = (S.DRAFTING, S.RETURNED)

REPORT = Workflow(
    noun="report",
    steps=(
        Step(
            name="ask_approval",
            label=_("Hand to the co-chairs"),
            leaves=(S.DRAFTING, S.RETURNED),
            reaches=S.COUNCIL_REVIEW,
            permission="reporting.ask_approval",
            rules=(readiness.problems_with_gaps, rules.problems_with_open_answers),
            tells=_(
                "The co-chairs are asked to approve the report as it stands. You can take it back while they read."
            ),
        ),
        Step(
            name="take_back",
            label=_("Take back to writing"),
            leaves=(S.COUNCIL_REVIEW, S.APPROVED),
            reaches=S.DRAFTING,
            permission="reporting.take_back_report",
            rules=(rules.problems_with_having_been_submitted,),
            tells=_("The report opens for writing again. An approval already given must be given again."),
        ),
        Step(
            name="reopen_answers",
            label=_("Take back to the answers"),
            leaves=(S.COUNCIL_REVIEW, S.APPROVED),
            reaches=S.RETURNED,
            permission="reporting.take_back_report",
            rules=(rules.problems_with_never_submitted,),
            tells=_("The report opens for writing again. An approval already given must be given again."),
        ),
        Step(
            name="approve",
            label=_("Approve for the council"),
            leaves=(S.COUNCIL_REVIEW,),
            reaches=S.APPROVED,
            permission="reporting.approve_report",
            rules=(readiness.problems_with_gaps,),
            tells=_(
                "You approve the report in the council’s name, by its motion or with the reason why there was none."
            ),
        ),
        Step(
            name="submit",
            label=_("Submit the report"),
            leaves=(S.APPROVED,),
            reaches=S.SUBMITTED,
            permission="reporting.submit_report",
            rules=(
                readiness.problems_with_gaps,
                rules.problems_with_having_been_submitted,
                rules.problems_with_officer,
                readiness.problems_with_words_since_approval,
            ),
            stamps=(("submitted_by", "submitted_at"),),
            tells=_(
                "It goes to the officer, frozen as it is now: every word and figure. "
                "You can add a supplement later; you cannot change these words."
            ),
        ),
        Step(
            name="resubmit",
            label=_("Submit the report again"),
            leaves=(S.APPROVED,),
            reaches=S.RESUBMITTED,
            permission="reporting.submit_report",
            rules=(
                readiness.problems_with_gaps,
                rules.problems_with_never_submitted,
                rules.problems_with_officer,
                rules.problems_with_open_answers,
                readiness.problems_with_words_since_approval,
            ),
            stamps=(("submitted_by", "submitted_at"),),
            tells=_("It goes back to the officer, frozen as it is now. The first version stays readable beside it."),
        ),
        Step(
            name="send_answers",
            label=_("Send the answers alone"),
            leaves=(S.RETURNED,),
            reaches=S.RESUBMITTED,
            permission="reporting.submit_report",
            rules=(
                rules.problems_with_officer,
                rules.problems_with_open_answers,
                rules.problems_with_lost_approval,
                readiness.problems_with_changed_words,
            ),
            stamps=(("submitted_by", "submitted_at"),),
            tells=_(
                "Nothing in the report has changed, so the co-chairs need not approve it again. The answers go "
                "to the officer."
            ),
        ),
        Step(
            name="return",
            label=_("Return with notes"),
            leaves=(S.SUBMITTED, S.RESUBMITTED),
            reaches=S.RETURNED,
            permission="reporting.return_report",
            rules=(rules.problems_with_nothing_to_fix,),
            stamps=(("returned_by", "returned_at"),),
            tells=_("The partnership receives your notes, each beside its section, and 15 working days to answer."),
        ),
        Step(
            name="accept",
            label=_("Accept the report"),
            leaves=(S.SUBMITTED, S.RESUBMITTED),
            reaches=S.ACCEPTED,
            permission="reporting.accept_report",
            rules=(rules.problems_with_open_must_fix,),
            stamps=(("accepted_by", "accepted_at"),),
            tells=_(
                "The partnership is told, with your observations. It can then publish the report. This cannot "
                "be undone."
            ),
        ),
        Step(
            name="publish",
            label=_("Publish the report"),
            leaves=(S.ACCEPTED,),
            reaches=S.PUBLISHED,
            permission="reporting.publish_report",
            stamps=(("published_by", "published_at"),),
            tells=_(
                "Anyone can read the accepted report on the partnership’s page, in the language each part is "
                "written in. Its cover names the coordinator, the co-chairs and the federal officer."
            ),
        ),
    ),
)


def is_writable(state: str) -> bool:
    """Whether the partnership may still change the report’s words in this state."""
    return state in WRITING_STATES
