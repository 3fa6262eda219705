"""How days, times and numbers are written for a reader, in each of the four languages."""

# ruff: noqa: SIM905 - a row of words reads better than a list of quotes

from datetime import date, datetime, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

_NBSP: Final = "\u00a0"
_NOON: Final = 12

# Monday first, as date.weekday() counts.
WEEKDAYS: Final = MappingProxyType(
    {
        "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
        "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
        "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
        "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split(),
    }
)
SHORT_WEEKDAYS: Final = MappingProxyType(
    {
        "en": "Mon Tue Wed Thu Fri Sat Sun".split(),
        "fr": "lun. mar. mer. jeu. ven. sam. dim.".split(),
        "es": "lun. mar. mié. jue. vie. sáb. dom.".split(),
        "ar": WEEKDAYS["ar"],
    }
)
MONTHS: Final = MappingProxyType(
    {
        "en": ("January February March April May June July August September October November December").split(),
        "fr": ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split(),
        "es": ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre").split(),
        "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
    }
)
SHORT_MONTHS: Final = MappingProxyType(
    {
        "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
        "fr": "janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.".split(),
        "es": "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.".split(),
        "ar": MONTHS["ar"],
    }
)


def page_language() -> str:
    """The two letters of the language being written now; English where it is none of ours."""
    code = (translation.get_language() or "en")[:2]
    return code if code in MONTHS else "en"


def day_text(on: date, *, year: bool = False, long: bool = False, weekday: bool = True) -> str:
    """A day as people plan by it: “Tue 12 May”, « mar. 12 mai », with the year when asked."""
    language = page_language()
    months = (MONTHS if long else SHORT_MONTHS)[language]
    weekdays = (WEEKDAYS if long else SHORT_WEEKDAYS)[language]
    number = "1er" if language == "fr" and on.day == 1 else str(on.day)
    of = " de " if language == "es" and long else _NBSP
    text = f"{number}{of}{months[on.month - 1]}"
    if year:
        text += f"{' de ' if of == ' de ' else ' '}{on.year}"
    if not weekday:
        return text
    comma = "," if language == "es" else ""
    return f"{weekdays[on.weekday()]}{comma} {text}"


def month_text(on: date) -> str:
    """A month and its year: “March 2026”."""
    language = page_language()
    return f"{MONTHS[language][on.month - 1]}{' de ' if language == 'es' else ' '}{on.year}"


def time_text(at: datetime) -> str:
    """The time on the clock of `at` itself: “15:12”, « 15 h 12 »."""
    language = page_language()
    if language == "fr":
        minutes = f"{_NBSP}{at.minute:02d}" if at.minute else ""
        return f"{at.hour}{_NBSP}h{minutes}"
    if language == "ar":
        half = "صباحًا" if at.hour < _NOON else "مساءً"
        return f"{at.hour % _NOON or _NOON}:{at.minute:02d}{_NBSP}{half}"
    return f"{at.hour}:{at.minute:02d}"


def in_zone(at: datetime, zone: tzinfo | str | None = None) -> datetime:
    """The same moment on the clock of `zone`, or of the zone in force; naive moments stay."""
    if timezone.is_naive(at):
        return at
    if isinstance(zone, str):
        zone = ZoneInfo(zone) if zone else None
    return timezone.localtime(at, zone)


def moment_text(at: datetime, zone: tzinfo | str | None = None, *, year: bool = True) -> str:
    """A day and a time in the partnership's zone: “Fri 22 May 2026, 15:12”."""
    local = in_zone(at, zone)
    comma = "،" if page_language() == "ar" else ","
    return f"{day_text(local, year=year)}{comma} {time_text(local)}"


def number_text(value: float | Decimal, decimals: int | None = None) -> str:
    """A number with its thousands set apart the way the reader's language does it."""
    if isinstance(value, float) and decimals is None and value.is_integer():
        value = int(value)
    places = decimals
    if places is None and isinstance(value, float):
        places = 1
    if page_language() == "fr":
        return _grouped(value, places, thousands=_NBSP, point=",")
    return _grouped(value, places, thousands=",", point=".")


def _grouped(value: float | Decimal, places: int | None, *, thousands: str, point: str) -> str:
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def fiscal_year_text(starts_on: date) -> str:
    """A fiscal year as everyone writes it: “2026–27”, never broken over two lines."""
    return f"{starts_on.year}–\u2060{(starts_on.year + 1) % 100:02d}"
