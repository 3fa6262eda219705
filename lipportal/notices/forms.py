"""What can be asked of the outbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lipportal.notices.choices import MailState


class OutboxFilter(forms.Form):
    """Words and a state, kept in the address."""

    q = forms.CharField(label=_("Find"), required=False, max_length=100, help_text=_("Subject, address or code"))
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All mail")), *MailState.choices])
