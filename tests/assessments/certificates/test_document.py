"""The printed certificate: what it says, and that nothing in it runs."""

import base64
import io
import socket
import subprocess
from pathlib import Path

import pytest
import segno
from pypdf import PdfReader

from assessments.certificates.domain import certificate_document
from assessments.certificates.domain.codes import grouped, verification_url
from assessments.certificates.domain.pages import page_of
from assessments.certificates.domain.wording import term_in_words
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db

TOUCHED = Path("/tmp/qihang-certificate-payload")
PAYLOADS = [
    "<img src=file:///etc/passwd>",
    "<img src='http://127.0.0.1:9/x.png'>",
    "{{7*7}}{% debug %}",
    "{holder.__class__.__mro__}%(name)s%s",
    "</b></p><pdf:nextpage></pdf:nextpage><script>alert(1)</script>",
    f"<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('touch {TOUCHED}')",
    '<para backColor="rgb(1,1,1"/>&#x0;&lt;b&gt;',
]


def text_of(content):
    # Line breaks come from the layout.
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_document_says_who_what_and_when(settings):
    settings.BASE_URL = "https://qihang.example.edu.cn"
    certificate = CertificateFactory(
        holder_name="王小明", holder_number="0260100001", serial="4141010459-2026-000001"
    )
    text = text_of(certificate_document(certificate))
    for part in (
        "课程结业证书",
        "编号：4141010459-2026-000001",
        "王小明",
        "0260100001",
        "《大学生职业发展与就业指导》",
        "38学时",
        "2026—2027学年第一学期",
        "2026年12月30日",
        certificate.institution.name,
        grouped(certificate.code),
        "qihang.example.edu.cn/verify",
    ):
        assert part in text


def test_document_embeds_its_fonts():
    page = PdfReader(io.BytesIO(certificate_document(CertificateFactory()))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if "NotoSansSC" in font["/BaseFont"]]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)


def test_document_is_chinese_in_an_english_interface():
    from django.utils import translation

    certificate = CertificateFactory()
    with translation.override("en"):
        assert "课程结业证书" in text_of(certificate_document(certificate))


def test_qr_code_holds_the_address_of_this_certificate():
    certificate = CertificateFactory()
    expected = io.BytesIO()
    url = verification_url(certificate.code)
    segno.make_qr(url, error="m").save(expected, kind="png", scale=4)
    shown = base64.b64decode(page_of(certificate)["qr"].partition(",")[2])
    assert shown == expected.getvalue()
    assert certificate.code in url


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_name_is_printed_and_never_run(monkeypatch, payload):
    def forbidden(*args, **kwargs):
        raise AssertionError("a document may start no process and open no socket")

    certificate = CertificateFactory(holder_name=payload[:100], course_name=payload[:100])
    certificate.institution.name = payload[:100]
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    monkeypatch.setattr(socket, "create_connection", forbidden)
    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr("os.system", forbidden)
    content = certificate_document(certificate)
    assert not TOUCHED.exists()
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    shown = "".join(payload[:100].replace("\x00", "").split())
    assert shown in text_of(content)
    assert "root:" not in text_of(content)


def test_longest_names_still_fit_one_page():
    certificate = CertificateFactory(
        holder_name="名" * 100, course_name="课" * 100, holder_number="9" * 32
    )
    certificate.institution.name = "校" * 100
    assert len(PdfReader(io.BytesIO(certificate_document(certificate))).pages) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2026-2027-1", "2026—2027学年第一学期"),
        ("2026-2027-2", "2026—2027学年第二学期"),
        ("2026秋", "2026秋"),
    ],
)
def test_term_is_written_out(code, words):
    assert term_in_words(code) == words
