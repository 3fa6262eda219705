"""Each test remembers its own newest checkpoint, and none of another test's."""

import pytest


@pytest.fixture(autouse=True)
def _own_data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
