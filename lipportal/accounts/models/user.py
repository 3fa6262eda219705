"""A person who signs in: how to write to them, in which language, and whether one proof is enough."""

from typing import Any

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lipportal.accounts.choices import CanadianZone, SpokenLanguage
from lipportal.shared import clock
from lipportal.shared.codes import new_code


class UserManager(BaseUserManager["User"]):
    """Makes users, and finds them by e-mail whatever the case it is typed in."""

    def create_user(self, email: str, password: str | None = None, *, name: str, **values: Any) -> "User":
        """A new user; without a password they sign in by mailed code or passkey."""
        user = self.model(email=email, name=name, **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail, in any case of letters."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in.

    Roles are held elsewhere, one by one and dated; nobody is all-powerful. `session_stamp` is part of what keeps a
    session alive: changing it ends every session the person has.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("As you write it yourself."))
    language = models.CharField(
        _("language"), max_length=2, choices=SpokenLanguage.choices, default=SpokenLanguage.ENGLISH
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, choices=CanadianZone.choices, default=CanadianZone.TORONTO
    )
    is_active = models.BooleanField(_("may sign in"), default=True, editable=False)
    needs_second_factor = models.BooleanField(_("needs a second proof"), default=False, editable=False)
    session_stamp = models.CharField(max_length=8, default=new_code, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person with an account")
        verbose_name_plural = _("people with an account")
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the e-mail in lower case, so that two people cannot differ by a capital."""
        self.email = (self.email or "").strip().lower()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Accounts are closed, not deleted (design 2.14)."""
        raise TypeError("An account is deactivated, with a reason; it is never deleted.")

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.name

    def get_short_name(self) -> str:
        """The same name: we do not cut people's names into parts."""
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the person holds a named permission, on one record if given; never when their account is closed."""
        return self.is_active and bool(rules.has_perm(perm, self, obj))

    def has_perms(self, perm_list: list[str], obj: Any = None) -> bool:
        """Whether the person holds each of these permissions."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether a rule is registered under the app's own name; Django's templates ask."""
        return self.is_active and bool(rules.has_perm(app_label, self))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to live on: the password and the stamp."""
        salt = "lipportal.accounts.User.session"
        return salted_hmac(salt, f"{self.password}{self.session_stamp}", secret=secret, algorithm="sha256").hexdigest()
