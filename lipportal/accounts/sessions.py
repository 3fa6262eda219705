"""What a session has proven: whether its holder gave a second proof, and by which means."""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest

Means = Literal["second_factor", "organization", "demonstration"]
_GIVEN = "second_factor"
_CLAIMED = "organization_claim"


def give_second_factor(request: HttpRequest, user: Any, means: Means) -> None:
    """Note that the holder of this session proved twice to be `user`."""
    request.session[_GIVEN] = {"user": user.pk, "by": means}


def drop_second_factor(request: HttpRequest) -> None:
    """Forget the second proof, so that it is asked for again."""
    request.session.pop(_GIVEN, None)


def has_given_second_factor(request: HttpRequest) -> bool:
    """Whether this session carries a second proof of the very person signed in.

    Entering the demonstration counts as one, and only there.
    """
    given = request.session.get(_GIVEN) or {}
    if given.get("user") != request.user.pk:
        return False
    return given.get("by") != "demonstration" or settings.DEMONSTRATION


def note_claim(request: HttpRequest, user: Any) -> None:
    """Remember, until sign-in is over, that the person's organization vouches for a second proof."""
    request.session[_CLAIMED] = user.pk


def take_claim(request: HttpRequest, user: Any) -> bool:
    """Whether the organization vouched for `user` in this sign-in; asking uses the claim up."""
    return user is not None and request.session.pop(_CLAIMED, None) == user.pk


def drop_claim(request: HttpRequest) -> None:
    """Forget a claim that belongs to a sign-in that was not finished."""
    request.session.pop(_CLAIMED, None)
