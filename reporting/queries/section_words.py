"""What each section of the yearly report asks for, said to the person who writes it (domain c1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.choices import SectionNumber as N

# One or two sentences a section: what a reader will look for there.
ASKS: dict[int, Any] = {
    N.COVER: _("Taken from the agreement, the roles and the approval. What is wrong here is mended there."),
    N.YEAR_IN_BRIEF: _(
        "Three main results, one setback, one change of course. This is the part everybody reads, so it "
        "is public and in both languages."
    ),
    N.PARTNERSHIP: _("Who came, who left and why, who is missing, and what is being done about it."),
    N.ENGAGEMENT: _(
        "Consultations, events and calls: who took part, in which languages, what they said, and what was done with it."
    ),
    N.STRATEGY: _("Only if the direction changed: what was learned, and what you do differently now."),
    N.PLAN: _("Only if the lines above need a word together, such as a hall that was closed all winter."),
    N.RESULTS: _(
        "For each direction: what changed, and for whom. How sure you are, how you know, and whether "
        "you led, contributed or convened."
    ),
    N.INDICATORS: _("Where you started, where you are, where you want to be, and where the count comes from."),
    N.CHARACTERISTICS: _("Which ones you worked on this year. Say plainly where a partnership has little influence."),
    N.CONTRIBUTIONS: _("Who gave time, rooms or money, how it was counted, and how much of it the partner confirmed."),
    N.WIDER_ISSUES: _(
        "What no council can solve alone: what you tried, what you ask of which government, and its answer."
    ),
    N.PRACTICES: _("One thing another partnership could do tomorrow, and whether they may hear of it."),
    N.LESSONS: _(
        "What did not work. How you keep going, how you weigh the community’s wishes and the funder’s, "
        "and what you would count together with others."
    ),
    N.EQUITY: _("Who was not reached. What was offered in French, and what made taking part easier."),
    N.NEXT_YEAR: _("What comes first, what could go wrong, and what help you want from the department."),
    N.ATTACHMENTS: _("The plan, the minutes of the approval and the evidence. Name what a reader should open first."),
}
