"""A form over a record leaves the record alone."""

from councils.models import Partnership
from lipportal.shared.record_form import RecordForm


class NameForm(RecordForm):
    class Meta:
        model = Partnership
        fields = ["contact_phone"]


def test_what_is_typed_never_reaches_the_record_the_page_shows():
    partnership = Partnership(contact_phone="519 555-0199")
    form = NameForm({"contact_phone": "519 555-0100"}, instance=partnership)

    form.is_valid()

    assert form.cleaned_data["contact_phone"] == "519 555-0100"
    assert partnership.contact_phone == "519 555-0199"
