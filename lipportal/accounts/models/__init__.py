"""People who sign in, and the two-person way out of a lost second factor."""

from lipportal.accounts.models.second_factor_reset import SecondFactorReset
from lipportal.accounts.models.user import User

__all__ = ["SecondFactorReset", "User"]
