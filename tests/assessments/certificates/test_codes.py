"""Codes that are typed from paper."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.certificates.domain.codes import (
    ALPHABET,
    LENGTH,
    grouped,
    new_code,
    normalise_code,
    verification_url,
)


def test_code_holds_at_least_80_bits():
    assert len(ALPHABET) ** LENGTH >= 2**80


def test_code_fits_an_address_unquoted():
    assert set(ALPHABET) <= set(string.ascii_uppercase + string.digits)
    assert not set(ALPHABET) & set("OIL")


def test_codes_differ():
    assert len({new_code() for _ in range(500)}) == 500


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_normalise_reads_a_sloppy_code_as_it_was_meant(code):
    sloppy = grouped(code).lower().replace("-", " - ").replace("0", "o").replace("1", "l")
    assert normalise_code(sloppy) == normalise_code(code) == code


@given(st.text(max_size=200))
def test_normalise_gives_plain_letters_and_digits_whatever_comes(typed):
    code = normalise_code(typed)
    assert code == "" or (code.isascii() and code.isalnum())
    assert normalise_code(code[:64]) == code[:64]


def test_normalise_takes_full_width_characters():
    assert normalise_code("ＡＢＣ－１２３") == "ABC123"


@pytest.mark.parametrize(
    "base", ["https://qihang.example.edu.cn", "https://qihang.example.edu.cn/"]
)
def test_verification_url_is_on_the_public_address(settings, base):
    settings.BASE_URL = base
    assert verification_url("ABC") == "https://qihang.example.edu.cn/verify/ABC/"
