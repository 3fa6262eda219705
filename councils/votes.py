"""How many it takes: quorum and majority, as pure functions of what the terms say and who is there."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from councils.choices import QuorumKind
from councils.models import TermsOfReference

# Shares are kept with two decimals: 66.67 stands for two thirds, and two thirds of six people are four, not five.
HALF_THE_LAST_DECIMAL = Decimal("0.005")
HALF = Decimal(50)


def quorum_needed(terms: TermsOfReference, votes: int, *, is_second_call: bool = False) -> int:
    """How many voting members make a quorum under these terms, of so many `votes` held; never fewer than one.

    A second meeting goes ahead with whoever comes, where the terms say so (F10).
    """
    if is_second_call and terms.second_meeting_is_quorate:
        return 1
    if terms.quorum_kind == QuorumKind.COUNT:
        return max(1, int(terms.quorum_value))
    share = (Decimal(terms.quorum_value) - HALF_THE_LAST_DECIMAL) * votes / 100
    return max(1, int(share.to_integral_value(ROUND_CEILING)))


def share_that_carries(terms: TermsOfReference | None) -> Decimal:
    """How much of the votes cast must be in favour, in percent; where no terms are in force, more than half."""
    return Decimal(terms.decision_percent) if terms else HALF


def carries(percent: Decimal, in_favour: int, against: int) -> bool:
    """Whether so many votes carry where `percent` of those cast must be in favour; who abstains casts none.

    Half of the votes is a tie: 50 means more than half.
    """
    cast = in_favour + against
    if percent == HALF:
        return in_favour * 2 > cast
    return cast > 0 and in_favour * 100 >= (percent - HALF_THE_LAST_DECIMAL) * cast


def problems_with_votes(counts: Iterable[int], can_vote: int) -> list[Any]:
    """Why these votes cannot be right: together there are more of them than members who can vote."""
    counted = sum(counts)
    if counted <= can_vote:
        return []
    words = _("Votes counted: %(counted)s. Votes that can be cast: %(count)s. Count again.")
    return [words % {"counted": counted, "count": can_vote}]
