"""Input about one's own account: how one is called and written to, opening it, and a reset for somebody else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lipportal.accounts.choices import CanadianZone, SpokenLanguage


class PersonForm(forms.Form):
    """How a person is called, written to, and on which clock they live."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As you write it yourself, in any script."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our mail to you"), choices=SpokenLanguage.choices, widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=CanadianZone.choices, help_text=_("For your own deadlines and calendar.")
    )


class OpenAccountForm(forms.Form):
    """The little that an invited person is asked."""

    name = PersonForm.base_fields["name"]
    language = PersonForm.base_fields["language"]


class AskResetForm(forms.Form):
    """Why somebody's second proof has to be taken off."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("How did you make sure that it is really this person? The reason is kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
