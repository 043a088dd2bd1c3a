"""Tests are handed out by file, the longest first."""

from pathlib import Path

import pytest

from tests.scheduling import BROWSER_TESTS, LONGEST_FIRST, piece_of_work, rank

ROOT = Path(__file__).resolve().parent.parent


def test_a_file_is_one_piece_of_work() -> None:
    cases = ("tests/media/test_a.py::test_b[1]", "tests/media/test_a.py::Machine::test_c")
    assert {piece_of_work(case) for case in cases} == {"tests/media/test_a.py"}


def test_browser_tests_are_one_piece_of_work_and_begin_first() -> None:
    cases = (f"{BROWSER_TESTS}/test_video.py::test_a", f"{BROWSER_TESTS}/test_term.py::test_b")
    assert {piece_of_work(case) for case in cases} == {BROWSER_TESTS}
    assert {rank(case) for case in cases} == {0}
    assert rank("tests/media/library/test_a.py::test_b") == len(LONGEST_FIRST)


@pytest.mark.parametrize("start", LONGEST_FIRST)
def test_what_takes_longest_is_still_where_it_was(start: str) -> None:
    assert (ROOT / start).exists()
