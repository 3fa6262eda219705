"""Who may do what to an account; roles live above, so the app that knows them registers the predicate."""

RESET_SECOND_FACTOR = "accounts.reset_second_factor"
