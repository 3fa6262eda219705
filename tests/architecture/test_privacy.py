"""Each column of each of our tables has a personal-data and a retention class."""

from lipportal.audit.personal import unclassified_columns

OUR_APPS = (
    "accounts",
    "actionplans",
    "audit",
    "councils",
    "drafts",
    "files",
    "jobs",
    "notices",
    "reporting",
    "strategies",
)


def test_every_column_is_classified():
    assert unclassified_columns(OUR_APPS) == []
