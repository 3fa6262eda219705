"""The last step of every way in: the second proof, unless the person's organization vouches for one."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from lipportal.accounts.sessions import give_second_factor, take_claim


class SecondFactorStage(AuthenticateStage):
    """Allauth's question for the second proof, not asked again when this very sign-in carried the claim."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        claimed = take_claim(request, user)
        records = get_authentication_records(request, user)
        if claimed and records and records[-1]["method"] == "socialaccount":
            give_second_factor(request, user, "organization")
            return False
        return bool(super()._should_handle(request))
