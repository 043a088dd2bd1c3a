"""Which files are taken as evidence."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from courses.qualifications.domain import evidence
from courses.qualifications.domain.evidence import read_evidence
from tests.courses.qualifications.files import pdf, picture, png_that_claims, upload


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (picture("PNG"), "证书.png", "image/png"),
        (picture("JPEG"), "IMG_0001.JPG", "image/jpeg"),
        (picture("JPEG"), "a.jpeg", "image/jpeg"),
        (pdf(), "扫描.pdf", "application/pdf"),
    ],
)
def test_scan_is_told_by_its_content(content, name, content_type) -> None:
    found = read_evidence(upload(content, name))
    assert (found.content, found.content_type) == (content, content_type)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "证书.png"),
        (b"hello", "证书.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "证书.svg"),
        (picture("GIF"), "证书.png"),
        (picture("BMP"), "证书.png"),
        (picture("PNG"), "证书.jpg"),
        (picture("PNG"), "证书.pdf"),
        (picture("PNG"), "证书.html"),
        (picture("PNG"), "证书"),
        (pdf(), "证书.png"),
        (pdf()[:30], "证书.pdf"),
        (picture("PNG")[:60], "证书.png"),
        (picture("JPEG")[:20], "证书.jpg"),
        (png_that_claims(60_000, 60_000), "bomb.png"),
        (png_that_claims(10_000, 10_000), "bomb.png"),
    ],
    ids=[
        "empty", "text", "svg", "gif", "bmp", "png as jpg", "png as pdf", "png as html",
        "no ending", "pdf as png", "half pdf", "half png", "half jpeg", "bomb", "small bomb",
    ],
)  # fmt: skip
def test_anything_else_is_refused(content, name) -> None:
    with pytest.raises(ValidationError):
        read_evidence(upload(content, name))


def test_file_above_the_limit_is_refused_unread(monkeypatch) -> None:
    monkeypatch.setattr(evidence, "MAX_BYTES", 100)
    large = upload(pdf() + b" " * 100, "a.pdf")
    with pytest.raises(ValidationError):
        read_evidence(large)
    assert large.tell() == 0


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
)
def test_any_bytes_are_taken_or_refused_with_a_sentence(content, start) -> None:
    # Any other exception than a sentence fails the test.
    with suppress(ValidationError):
        found = read_evidence(upload(start + content, "a.pdf"))
        assert found.content_type == "application/pdf"
