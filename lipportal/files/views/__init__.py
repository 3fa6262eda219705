"""The files app's one page: none to look at, one to fetch."""
