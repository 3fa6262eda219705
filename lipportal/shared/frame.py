"""What stands around every page: whose portal this is, its places, its languages, and who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lipportal.shared.languages import offered_languages, same_place

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}


@dataclass(frozen=True)
class Place:
    """One of the few places a person moves between; `narrow` ones stay under the thumb on a phone."""

    label: str
    url: str
    is_current: bool = False
    narrow: bool = True


@dataclass(frozen=True)
class LanguageChoice:
    """The same page in another language."""

    code: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Surroundings:
    """What an app above says about the frame: whose pages these are and where one can go from here."""

    brand_name: str
    brand_kind: str
    brand_url: str
    places: list[Place] = field(default_factory=list)
    account_label: str = ""
    is_public: bool = True


Author = Callable[[HttpRequest], Surroundings | None]
_authors: list[Author] = []


def frame_from(author: Author) -> Author:
    """Register who draws the surroundings; the last one registered that answers wins."""
    _authors.insert(0, author)
    return author


def _plain() -> Surroundings:
    return Surroundings(_("Local Immigration Partnerships"), _("The partnership’s memory"), reverse("home"))


def _languages(request: HttpRequest, *, is_public: bool) -> list[LanguageChoice]:
    """The languages this page is offered in; around one's own desk the two official ones are enough."""
    view = request.resolver_match.func if request.resolver_match else None
    current = get_language() or settings.LANGUAGE_CODE
    codes = offered_languages(view) if is_public or current not in settings.OFFICIAL_LANGUAGES else ("en", "fr")
    return [LanguageChoice(code, LANGUAGE_NAMES[code], same_place(request, code), code == current) for code in codes]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, for templates/base.html."""
    around = next((found for author in _authors if (found := author(request))), None) or _plain()
    is_signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    return {
        "frame": {
            "brand_name": around.brand_name,
            "brand_kind": around.brand_kind,
            "brand_url": around.brand_url,
            "places": around.places,
            "languages": _languages(request, is_public=around.is_public),
            "account_label": around.account_label,
            "account_url": reverse("account_settings" if is_signed_in else "account_login"),
            "is_public": around.is_public,
            "is_demonstration": settings.DEMONSTRATION,
            "home_url": reverse("home"),
            "search_url": reverse("search"),
            "keep_url": reverse("drafts:keep"),
        }
    }
