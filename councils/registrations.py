"""What the councils app registers with the platform beneath it: who may open an account, and the sheets it keeps."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from councils.models import Invitation, Partnership
from councils.queries.people import IMPORT
from councils.queries.roles import INVITATION_IN_HAND, open_invitation_with
from councils.services.roles import accept_invitation
from lipportal.accounts.registry import Welcome, sign_up_allowed_with
from lipportal.files.registry import FileKind, register_kind
from lipportal.jobs.registry import register_kind as register_job_kind
from lipportal.notices.registry import register_mail, register_notice
from lipportal.shared import clock


@sign_up_allowed_with
def welcome_of(request: HttpRequest) -> Welcome | None:
    """The open invitation whose link this visitor followed, bound to their account once they have one."""
    fingerprint = request.session.get(INVITATION_IN_HAND, "")
    invitation = open_invitation_with(fingerprint, clock.now()) if fingerprint else None
    if invitation is None:
        return None

    def accepted(user: Any) -> None:
        accept_invitation(invitation, by=user)
        request.session.pop(INVITATION_IN_HAND, None)

    return Welcome(
        email=invitation.email,
        name=invitation.name,
        language=invitation.language,
        partnership_code=invitation.partnership.code if invitation.partnership else "",
        accepted=accepted,
    )


def may_open_import(user: Any, stored: Any) -> bool:
    """Only who sent a sheet opens it, while they keep that partnership's list of people."""
    if not getattr(user, "is_authenticated", False) or stored.uploaded_by_id != user.pk:
        return False
    partnership = Partnership.objects.filter(code=stored.partnership_code).first()
    return partnership is not None and user.has_perm("councils.edit_person", partnership)


register_kind(FileKind("councils.import", may_open=may_open_import, retention="working", accepts={"xlsx"}))
register_job_kind(IMPORT, _("People, from Excel"))


def is_invitation_open(mail: Any) -> bool:
    """Whether the link in an invitation that still waits opens: neither withdrawn, answered nor replaced by a newer."""
    waiting = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return any(each.mail_key == mail.key for each in waiting.filter(email=mail.to_address))


register_mail("invitation", _("Invitation"), is_wanted=is_invitation_open)
register_notice(
    "trail_does_not_fit",
    _("The trail was changed by another hand, or a line is gone: %(line)s. Whoever runs the portal can learn more."),
)
