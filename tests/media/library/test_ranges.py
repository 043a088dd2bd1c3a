"""The Range header, as RFC 9110 has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.library.ranges import Part, Unsatisfiable, parse_range

sizes = st.integers(min_value=0, max_value=2**40)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", Part(0, 1)),
        ("bytes=0-99", Part(0, 100)),
        ("bytes=10-", Part(10, 100)),
        ("bytes=10-5000", Part(10, 100)),
        ("bytes=-10", Part(90, 100)),
        ("bytes=-5000", Part(0, 100)),
        ("BYTES= 1-2", Part(1, 3)),
    ],
)
def test_range_is_read(header: str, part: Part) -> None:
    assert parse_range(header, 100) == part


@pytest.mark.parametrize(
    "header",
    [
        "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-2,5-6", "items=0-1", "bytes=5-2",
        "bytes=1 - 2", "bytes=--1", "bytes=１-２", "bytes=" + "9" * 5000 + "-",
    ],
)  # fmt: skip
def test_range_in_another_form_is_ignored(header: str) -> None:
    assert parse_range(header, 100) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=-1", 0)]
)
def test_range_outside_the_file_is_refused(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        parse_range(header, size)


@given(st.text(), sizes)
def test_any_header_gives_a_part_of_the_file_or_none(header: str, size: int) -> None:
    for text in (header, f"bytes={header}"):
        try:
            part = parse_range(text, size)
        except Unsatisfiable:
            continue
        assert part is None or 0 <= part.start < part.stop <= size


@given(sizes.filter(bool), st.data())
def test_first_and_last_byte_are_both_sent(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, 2**41))
    assert parse_range(f"bytes={first}-{last}", size) == Part(first, min(last + 1, size))


@given(sizes.filter(bool), st.integers(1, 2**41))
def test_suffix_counts_from_the_end(size: int, length: int) -> None:
    assert parse_range(f"bytes=-{length}", size) == Part(max(0, size - length), size)
