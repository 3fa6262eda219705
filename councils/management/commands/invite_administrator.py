"""Invites an administrator: how a new portal gets its first one, and how one is got back when none is left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from councils.services import invite_administrator
from lipportal.shared.errors import Refused


class Command(BaseCommand):
    """`manage.py invite_administrator kim@example.org "Kim Lee"`."""

    help = "Mail somebody an invitation to look after the portal; the link opens their account and lasts fourteen days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom to invite, and in which language."""
        parser.add_argument("email", help="the address the invitation is mailed to")
        parser.add_argument("name", help="what the person is called")
        parser.add_argument("--language", choices=["en", "fr"], default="en", help="the language of the mail")
        parser.add_argument("--again", action="store_true", help="mail another link when one is open already")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Invite, and say so in one sentence; fail with one when it cannot be done."""
        asked = {name: options[name] for name in ("email", "name", "language", "again")}
        try:
            invitation = invite_administrator(**asked, because="manage.py invite_administrator")
        except Refused as refused:
            raise CommandError(" ".join(str(reason) for reason in refused.reasons)) from refused
        told = _("An invitation to look after the portal is on its way to %(email)s.") % {"email": invitation.email}
        self.stdout.write(told)
