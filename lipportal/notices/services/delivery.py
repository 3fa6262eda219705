"""The line to the mail server: what it answers, and whether a mail may be tried again."""

import base64
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lipportal.notices.choices import Problem
from lipportal.notices.models import Mail
from lipportal.shared import clock

SUBMISSIONS_PORT = 465
# The server wants us to sign in first, or otherwise, or over a safe line (RFC 4954): no fault of any mail.
ABOUT_SIGN_IN = {530, 534, 535, 538}


class NotSent(Exception):
    """A mail did not leave; `problem` says why, `detail` is the server's number."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        self.problem = problem
        self.detail = detail
        super().__init__(problem.value)


class TryLater(NotSent):
    """The mail is still ours and may be tried again."""


class ServerAway(TryLater):
    """So is every other mail: the server does not answer."""


class RefusedForGood(NotSent):
    """The server will never take this mail."""


class BrokenOff(NotSent):
    """The line broke after the words were handed over: nobody knows whether they arrived."""


class Line:
    """One connection to the mail server, opened when first needed and again after it broke."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self.drop()
        self._server = None

    def drop(self) -> None:
        """Forget the connection; the next mail opens another."""
        if self._server is not None:
            self._server.close()
        self._server = None

    def hand_over(self, mail: Mail, on_handing: Callable[[], None]) -> None:
        """Give one mail to the server; returns when it has taken it, raises a NotSent otherwise.

        `on_handing` is called just before the words go out: until then the mail is surely ours.
        """
        message = composed(mail)
        server = self._open()
        try:
            self._answer(server, server.mail(parseaddr(settings.MAIL_FROM)[1]), is_about_us=True)
            self._answer(server, server.rcpt(mail.to_address))
            self._answer(server, server.docmd("DATA"), wanted=354)
            on_handing()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self.drop()
            raise ServerAway(Problem.AWAY) from error
        except Exception:
            self._begin_again(server)
            raise
        try:
            server.send(message + b".\r\n")
            answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise BrokenOff(Problem.BROKEN_OFF) from error
        self._answer(server, answer)

    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = _connected()
            except (OSError, smtplib.SMTPException) as error:
                problem = Problem.UNWELCOME if isinstance(error, smtplib.SMTPAuthenticationError) else Problem.AWAY
                raise ServerAway(problem, str(getattr(error, "smtp_code", ""))) from error
        return self._server

    def _answer(
        self, server: smtplib.SMTP, answer: tuple[int, bytes], wanted: int = 250, *, is_about_us: bool = False
    ) -> None:
        """Turn the server's number into an outcome: 4yz is "later", 5yz is "never".

        Unless it is our sender or sign-in that is refused: every other mail would be refused too until the settings
        are mended, so none of them is at fault.
        """
        code = answer[0]
        if code == wanted or (wanted == 250 and code == 251):
            return
        if code == 421:
            self.drop()
            raise ServerAway(Problem.BUSY, str(code))
        if code in ABOUT_SIGN_IN or (is_about_us and code >= 500):
            raise ServerAway(Problem.UNWELCOME, str(code))
        if code >= 500:
            raise RefusedForGood(Problem.REFUSED, str(code))
        if code < 0:
            self.drop()
            raise ServerAway(Problem.AWAY)
        raise TryLater(Problem.BUSY, str(code))

    def _begin_again(self, server: smtplib.SMTP) -> None:
        """Leave the line ready for the next mail, or drop it."""
        if self._server is None:
            return
        try:
            if server.rset()[0] != 250:
                self.drop()
        except (OSError, smtplib.SMTPException):
            self.drop()


def _connected() -> smtplib.SMTP:
    here = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    is_wrapped = settings.MAIL_PORT == SUBMISSIONS_PORT and settings.MAIL_TLS
    kind: Any = smtplib.SMTP_SSL if is_wrapped else smtplib.SMTP
    keywords = {"context": ssl.create_default_context()} if is_wrapped else {}
    server: smtplib.SMTP = kind(
        settings.MAIL_HOST, settings.MAIL_PORT, local_hostname=here, timeout=settings.MAIL_TIMEOUT, **keywords
    )
    try:
        server.ehlo_or_helo_if_needed()
        if settings.MAIL_TLS and not is_wrapped:
            server.starttls(context=ssl.create_default_context())
        if settings.MAIL_USER:
            server.login(settings.MAIL_USER, settings.MAIL_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server


def composed(mail: Mail) -> bytes:
    """The mail as it travels, dots doubled; RefusedForGood when its address cannot be written to."""
    try:
        validate_email(mail.to_address)
        local, _at, domain = mail.to_address.rpartition("@")
        to = Address(username=local, domain=domain.encode("idna").decode())
    except (ValidationError, ValueError) as error:
        raise RefusedForGood(Problem.ADDRESS) from error
    message = EmailMessage(policy=SMTP if local.isascii() else SMTPUTF8)
    message["Subject"] = mail.subject
    message["From"] = settings.MAIL_FROM
    message["To"] = to
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body_text)
    if mail.body_html:
        message.add_alternative(mail.body_html, subtype="html")
    for file in mail.attachments:
        _enclose(message, file)
    if mail.language:
        message["Content-Language"] = mail.language
    lines = message.as_bytes()
    lines = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def _enclose(message: EmailMessage, file: Mapping[str, str]) -> None:
    raw = base64.b64decode(file["base64"]) if "base64" in file else file.get("text", "").encode()
    main, _slash, sub = file.get("type", "").partition(";")[0].partition("/")
    message.add_attachment(raw, maintype=main or "application", subtype=sub or "octet-stream", filename=file["name"])
