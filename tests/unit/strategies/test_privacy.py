"""Every column of the strategies app has a personal-data class."""

from lipportal.audit.personal import unclassified_columns


def test_every_column_is_classified():
    assert unclassified_columns(["strategies"]) == []
