"""The words the trail is told in: what kinds of record there are, and what may happen to them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# An officer's notes are the federal side's own until they are sent, and each earlier wording of them for ever.
HIDDEN_NOUNS = ("reporting.reviewnote",)
# Records whose name is a person's: told only to those who may see the people of the partnership.
NOUNS_OF_PEOPLE = frozenset(
    {"councils.person", "councils.membership", "councils.attendance", "councils.declaredconflict"}
)

NOUNS = {
    "councils.partnership": _("Partnership"),
    "councils.agreement": _("Agreement"),
    "councils.organization": _("Organization"),
    "councils.person": _("Person"),
    "councils.body": _("Body"),
    "councils.seat": _("Seat"),
    "councils.membership": _("Membership"),
    "councils.meeting": _("Meeting"),
    "councils.attendance": _("Attendance"),
    "councils.motion": _("Motion"),
    "councils.declaredconflict": _("Conflict of interest"),
    "councils.involvement": _("Signature or contact"),
    "councils.partnerinitiative": _("Partner initiative"),
    "councils.roleheld": _("Role"),
    "councils.invitation": _("Invitation"),
    "councils.termsofreference": _("Terms of reference"),
    "councils.termssection": _("Section of the terms"),
    "strategies.strategy": _("Strategy"),
    "strategies.amendment": _("Amendment"),
    "strategies.direction": _("Direction"),
    "strategies.researchitem": _("Research"),
    "strategies.finding": _("Finding"),
    "actionplans.actionplan": _("Action plan"),
    "actionplans.action": _("Action"),
    "actionplans.update": _("Update"),
    "actionplans.evidence": _("Evidence"),
    "reporting.yearlyreport": _("Yearly report"),
    "reporting.reportsection": _("Section of the report"),
    "reporting.variancereason": _("Reason"),
    "files.storedfile": _("File"),
    "accounts.user": _("Account"),
    "audit.entry": _("Trail"),
    "notices.mail": pgettext_lazy("trail", "Mail"),
}

VERBS = {
    "created": pgettext_lazy("trail", "created"),
    "changed": pgettext_lazy("trail", "changed"),
    "ended": pgettext_lazy("trail", "ended"),
    "end": pgettext_lazy("trail", "ended"),
    "moved": pgettext_lazy("trail", "put in another place"),
    "amended": pgettext_lazy("trail", "amended"),
    "corrected": pgettext_lazy("trail", "corrected"),
    "kept": pgettext_lazy("trail", "kept"),
    "words_approved": pgettext_lazy("trail", "words approved as they stand"),
    "counted": pgettext_lazy("trail", "counts changed"),
    "followed": pgettext_lazy("trail", "state follows the update"),
    "imported": pgettext_lazy("trail", "imported from a sheet"),
    "names_changed": pgettext_lazy("trail", "names changed"),
    "stage_recorded": pgettext_lazy("trail", "stage recorded"),
    "reporting_dates_changed": pgettext_lazy("trail", "reporting dates changed"),
    "put": pgettext_lazy("trail", "moved and seconded"),
    "decide": pgettext_lazy("trail", "decision recorded"),
    "lapse": pgettext_lazy("trail", "lapsed for want of quorum"),
    "open_again": pgettext_lazy("trail", "opened again"),
    "defer": pgettext_lazy("trail", "deferred"),
    "attendance_noted": pgettext_lazy("trail", "attendance noted"),
    "sent_again": pgettext_lazy("trail", "sent again"),
    "withdrawn": pgettext_lazy("trail", "withdrawn"),
    "withdraw": pgettext_lazy("trail", "withdrawn"),
    "accepted": pgettext_lazy("trail", "accepted"),
    "accept": pgettext_lazy("trail", "accepted"),
    "consult": pgettext_lazy("trail", "put out to consultation"),
    "endorse": pgettext_lazy("trail", "endorsed"),
    "redraft": pgettext_lazy("trail", "taken back to drafting"),
    "adopt": pgettext_lazy("trail", "adopted"),
    "put_in_force": pgettext_lazy("trail", "put in force"),
    "supersede": pgettext_lazy("trail", "superseded"),
    "confirm": pgettext_lazy("trail", "confirmed"),
    "activate": pgettext_lazy("trail", "begun"),
    "take_leave": pgettext_lazy("trail", "leave recorded"),
    "come_back": pgettext_lazy("trail", "return recorded"),
    "renew": pgettext_lazy("trail", "renewed"),
    "replace": pgettext_lazy("trail", "replaced"),
    "put_to_community": pgettext_lazy("trail", "put to the community"),
    "review": pgettext_lazy("trail", "mid-term review begun"),
    "close": pgettext_lazy("trail", "closed"),
    "put_to_tables": pgettext_lazy("trail", "put to the tables"),
    "open_year": pgettext_lazy("trail", "year opened"),
    "ask_approval": pgettext_lazy("trail", "handed to the co-chairs"),
    "take_back": pgettext_lazy("trail", "taken back to writing"),
    "reopen_answers": pgettext_lazy("trail", "taken back to the answers"),
    "approve": pgettext_lazy("trail", "approved"),
    "submit": pgettext_lazy("trail", "submitted"),
    "resubmit": pgettext_lazy("trail", "submitted again"),
    "send_answers": pgettext_lazy("trail", "answers sent"),
    "return": pgettext_lazy("trail", "returned"),
    "publish": pgettext_lazy("trail", "published"),
    "read": pgettext_lazy("trail", "details opened"),
    "listed": pgettext_lazy("trail", "contact details listed"),
    "downloaded": pgettext_lazy("trail", "list downloaded"),
    "import_asked": pgettext_lazy("trail", "import from a sheet asked for"),
    "deactivated": pgettext_lazy("trail", "closed"),
    "reactivated": pgettext_lazy("trail", "opened again"),
}


# Figures that a line holds beside the columns of its record.
COUNTS = {
    "rows": pgettext_lazy("trail", "Rows"),
    "added": pgettext_lazy("trail", "Added"),
    "changed": pgettext_lazy("trail", "Changed"),
    "same": pgettext_lazy("trail", "As it was"),
    "sheet": pgettext_lazy("trail", "Sheet"),
}


def count_words(name: str) -> str:
    """What a figure of a line is called."""
    return str(COUNTS.get(name, name.replace("_", " ")))


def noun_words(noun: str) -> str:
    """A kind of record as people call it; its own name when nobody gave it words."""
    return str(NOUNS.get(noun, noun.rpartition(".")[2]))


def action_words(action: str) -> str:
    """What happened, in a word or two."""
    verb = action.rpartition(".")[2]
    return str(VERBS.get(verb, verb.replace("_", " ")))
