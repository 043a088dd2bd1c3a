from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.content.addresses import check_address


@pytest.mark.parametrize(
    "address",
    [
        "https://www.moe.gov.cn/a?b=1#c",
        "http://job.zzu.edu.cn:8080/",
        "https://8.8.8.8/",
        "https://[2400:3200::1]/",
        "https://教育部.中国/",
    ],
)
def test_public_address_may_be_linked(address):
    check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/", "http://LOCALHOST./x", "http://a.localhost/", "http://jwxt/",
        "http://jw.internal/", "http://printer.local", "http://router.home.arpa/",
        "http://127.0.0.1/", "http://10.1.2.3/", "http://192.168.1.1:8080/", "http://172.16.0.9/",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://100.64.0.1/",
        "http://224.0.0.1/", "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/",
        "http://[2002:0a00:0001::1]/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
        "http://0x7f.1/", "http://017700000001/", "http://１２７.0.0.1/", "http://127。0。0。1/",
        "http://www.moe.gov.cn@127.0.0.1/", "http://www.moe.gov.cn@evil.example.com/",
        "http:\\\\127.0.0.1\\", "http://1.2.3.4.5/", "http:///x", "http://", "",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:x",
        "data:text/html,x", "file:///etc/passwd", "ftp://ftp.example.com/", "//10.0.0.1/x",
        "http://[::1", "http://a.cn:99999999/", "vbscript:x", "mailto:a@b.cn",
    ],
)  # fmt: skip
def test_address_inside_or_of_another_kind_is_refused(address):
    with pytest.raises(ValidationError):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    ["mailto:office@zzu.edu.cn", "tel:+8637167780000", "#h-1", "/10459/c1/", "//moe.gov.cn/"],
)
def test_link_in_a_text_may_also_be_direct_or_on_this_site(address):
    check_address(address, direct=True)


@pytest.mark.parametrize("address", ["/\\10.0.0.1/", "//10.0.0.1/", "//localhost/", "javascript:1"])
def test_link_in_a_text_may_not_leave_by_another_door(address):
    with pytest.raises(ValidationError):
        check_address(address, direct=True)


def test_refusal_quotes_the_address():
    with pytest.raises(ValidationError, match=r"10\.0\.0\.1"):
        check_address("http://10.0.0.1/")


@given(st.text(max_size=200))
def test_any_text_is_taken_or_refused_in_words(address):
    with suppress(ValidationError):
        check_address(address, direct=True)


@given(st.ip_addresses(v=4, network="10.0.0.0/8"), st.sampled_from(["{}", "{:#x}", "{:d}"]))
def test_no_way_to_write_a_private_number_gets_through(number, form):
    written = str(number) if form == "{}" else form.format(int(number))
    with pytest.raises(ValidationError):
        check_address(f"http://{written}/")
