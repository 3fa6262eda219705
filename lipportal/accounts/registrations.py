"""What the accounts app registers with the platform beside it: the names of its mails."""

from django.utils.translation import gettext_lazy as _

from lipportal.notices.registry import register_mail

register_mail("account/sign_in_code", _("Code for signing in"))
register_mail("account/password_code", _("Code for a new password"))
register_mail("account/address_code", _("Code that confirms an e-mail"))
register_mail("account/address_taken", _("E-mail that has an account already"))
register_mail("account/unknown_address", _("E-mail without an account"))
register_mail("account/change_made", _("Change to a way of signing in"))
