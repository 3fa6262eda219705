"""How long the portal keeps what it holds, said in words: one line for each class of lipportal.audit.personal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

RETENTION_WORDS: dict[str, tuple[Any, Any]] = {
    "account": (
        _("Your account: name, e-mail, language"),
        _("While you have the account, and two years after it ends."),
    ),
    "membership": (
        _("Who sat at a table, from when to when"),
        _("Seven years after the membership ends: who sat at the table when it decided."),
    ),
    "partnership": (
        _("What a partnership decided, planned and reported"),
        _("As long as the partnership is in the directory: it is the record of a public body."),
    ),
    "trail": (
        _("The trail: who did what, when"),
        _("Ten years. Personal values in it are erased with the record they belong to."),
    ),
    "mail": (_("Mails the portal sent"), _("Two years. The words of a security mail are erased once it is sent.")),
    "working": (_("Drafts and finished background work"), _("Ninety days after they were last touched.")),
    "session": (_("That you are signed in"), _("Until you sign out, or twelve hours.")),
    "platform": (_("Lists and settings; nothing about people"), _("As long as the portal runs.")),
}
