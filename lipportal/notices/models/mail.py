"""A mail in the outbox: written down first, handed to the mail server afterwards."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lipportal.notices.choices import SECURITY_LIFETIME, MailState, Problem
from lipportal.notices.registry import name_of_mail
from lipportal.shared import clock
from lipportal.shared.codes import new_code


def new_message_id() -> str:
    """A Message-ID fixed for the mail's whole life, so that a second handing-over can be recognised."""
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    return f"<{new_code()}{new_code()}@{host}>"


class Mail(models.Model):
    """One intention to tell one person something; the same `key` is never two mails.

    The words of a security mail are erased once it left, and shown nowhere but in the demonstration. `expires_at` says
    until when they are worth sending, where that is known; without it a security mail lasts an hour, any other always.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    key = models.CharField(_("the intention"), max_length=200, unique=True)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    to_address = models.CharField(_("address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, blank=True)
    template = models.CharField(_("kind of mail"), max_length=80)
    subject = models.CharField(_("subject"), max_length=300)
    body_text = models.TextField(_("words"), blank=True)
    body_html = models.TextField(_("words as a page"), blank=True)
    attachments = models.JSONField(_("enclosed"), default=list, blank=True)
    is_security = models.BooleanField(_("security mail"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=clock.now)
    claimed_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    handed_at = models.DateTimeField(_("handed over from"), null=True, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True, default=new_message_id)
    expires_at = models.DateTimeField(_("worth sending until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    is_shown_only = models.BooleanField(_("shown on a page only"), default=False)
    failure = models.CharField(_("why it did not leave"), max_length=20, blank=True)
    failure_detail = models.CharField(_("answer of the mail server"), max_length=10, blank=True)
    partnership_code = models.CharField(_("partnership"), max_length=8, blank=True, db_index=True)
    created_at = models.DateTimeField(_("written"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="mail_by_state"),
            models.Index(fields=["-created_at"], name="mail_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.code}"

    def get_absolute_url(self) -> str:
        """Its page in the outbox."""
        return reverse("notices:mail_detail", args=[self.code])

    @property
    def title(self) -> Any:
        """What the mail is called where others than its reader see it: the subject of a security mail may be a code."""
        return _("Security mail") if self.is_security else self.subject

    @property
    def kind_name(self) -> str:
        """What this kind of mail is called."""
        return name_of_mail(self.template)

    @property
    def problem(self) -> Any:
        """Why it did not leave, as a sentence; empty when nothing is wrong."""
        return dict(Problem.choices).get(self.failure, "")

    def is_worth_sending(self, at: datetime) -> bool:
        """Whether its words are still good at `at`."""
        if self.expires_at is not None:
            return self.expires_at > at
        return not self.is_security or self.created_at >= at - SECURITY_LIFETIME

    @property
    def is_retryable(self) -> bool:
        """Whether a person may ask for it to be sent again; a security mail is asked for anew instead."""
        return self.state in (MailState.FAILED, MailState.UNKNOWN) and not self.is_security
