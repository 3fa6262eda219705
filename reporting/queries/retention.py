"""How long the portal keeps what it holds, said in words: one line for each class of lipportal.audit.personal."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lipportal.audit.personal import KEPT_FOR


def _filled(words: Any, **figures: int) -> str:
    return str(words % figures)


# The sentence in the language being read, with its figures: the very periods by which the erasing goes.
_said = lazy(_filled, str)

RETENTION_WORDS: dict[str, tuple[Any, Any]] = {
    "account": (
        _("Your account: name, e-mail, language"),
        _("As long as you have the account. The portal does not erase it by itself afterwards; you can ask for that."),
    ),
    "membership": (
        _("Who sat at a table, from when to when"),
        _("The portal does not erase this by itself: it says who sat at the table when it decided."),
    ),
    "partnership": (
        _("What a partnership decided, planned and reported"),
        _("As long as the partnership is in the directory: it is the record of a public body."),
    ),
    "trail": (
        _("The trail: who did what, when"),
        _("The portal does not erase this by itself, nor the names and words in it."),
    ),
    "mail": (
        _("Mails the portal wrote, reminders and notices"),
        _said(
            _("%(years)s years. The words of a security mail are erased once it is sent."),
            years=KEPT_FOR["mail"].days // 365,
        ),
    ),
    "working": (
        _("Drafts, finished background work and the sheets it read"),
        _said(_("%(days)s days after they were last touched."), days=KEPT_FOR["working"].days),
    ),
    "session": (_("That you are signed in"), _("Until you sign out, or twelve hours.")),
    "platform": (_("Lists and settings; nothing about people"), _("As long as the portal runs.")),
}
