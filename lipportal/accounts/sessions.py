"""What a session has proven, a second proof and by which means; and how long it still lasts."""

from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest

from lipportal.shared import clock

Means = Literal["second_factor", "organization", "demonstration"]
_GIVEN = "second_factor"
_CLAIMED = "organization_claim"
_BEGUN, _USED = "begun", "used"
# A use is noted at most this often, in seconds, so that reading page after page does not write each time.
NOTED_EVERY = 180
WARNED_BEFORE = 300


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


@dataclass(frozen=True)
class Left:
    """How many seconds a session lasts: if it is not used again, and however much it is used."""

    unused: int
    longest: int

    @property
    def is_over(self) -> bool:
        """Whether one of the two limits is reached."""
        return min(self.unused, self.longest) <= 0

    @property
    def warned_before(self) -> int:
        """How many seconds before its end the person is told; at most half of a short limit."""
        return min(WARNED_BEFORE, settings.SESSION_IDLE // 2)

    def __str__(self) -> str:
        return f"{self.unused} {self.longest}"


def begin_session(request: HttpRequest) -> None:
    """Count both limits from this moment, that of signing in."""
    request.session[_BEGUN] = request.session[_USED] = _now()


def left_of(request: HttpRequest) -> Left:
    """How long this session still lasts; one that does not say when it began is over."""
    begun, used = request.session.get(_BEGUN, 0), request.session.get(_USED, 0)
    return Left(used + settings.SESSION_IDLE - _now(), begun + settings.SESSION_LONGEST - _now())


def note_use(request: HttpRequest) -> None:
    """Count the time unused from this moment on, unless that was noted a few minutes ago."""
    if _now() - request.session.get(_USED, 0) >= min(NOTED_EVERY, settings.SESSION_IDLE // 10):
        note_use_now(request)


def note_use_now(request: HttpRequest) -> None:
    """Count the time unused from this very moment on."""
    request.session[_USED] = _now()


def _now() -> int:
    return int(clock.now().timestamp())
