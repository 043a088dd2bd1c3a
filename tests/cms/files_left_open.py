"""For modules that send pictures through Wagtail: `pytestmark = FILES_LEFT_OPEN`."""

import pytest

# Wagtail leaves the file of an uploaded picture, and the temporary one of each new size, to the
# garbage collector. They are collected before the module ends: a later one expects no warning.
FILES_LEFT_OPEN = [
    pytest.mark.usefixtures("files_left_open"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
