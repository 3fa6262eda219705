"""What a person can choose for themselves, a language and a time zone; and how long a reset waits."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

RESET_LASTS = timedelta(days=7)
# A code is worth minutes, but that a way of signing in was changed should reach its owner however late.
NEWS_OF_CHANGE_LASTS = timedelta(days=14)


class SpokenLanguage(models.TextChoices):
    """The languages in which the portal writes to a person, each named in itself."""

    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"
    SPANISH = "es", "Español"
    ARABIC = "ar", "العربية"


class CanadianZone(models.TextChoices):
    """The time zones people in Canada live by, from east to west."""

    ST_JOHNS = "America/St_Johns", _("Newfoundland (St. John’s)")
    HALIFAX = "America/Halifax", _("Atlantic (Halifax)")
    MONCTON = "America/Moncton", _("Atlantic (Moncton)")
    TORONTO = "America/Toronto", _("Eastern (Toronto, Montréal)")
    IQALUIT = "America/Iqaluit", _("Eastern (Iqaluit)")
    WINNIPEG = "America/Winnipeg", _("Central (Winnipeg)")
    REGINA = "America/Regina", _("Saskatchewan (Regina)")
    EDMONTON = "America/Edmonton", _("Mountain (Calgary, Edmonton, Yellowknife)")
    WHITEHORSE = "America/Whitehorse", _("Yukon (Whitehorse)")
    VANCOUVER = "America/Vancouver", _("Pacific (Vancouver)")
