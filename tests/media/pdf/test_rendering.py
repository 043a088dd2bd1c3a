import io
import logging
import threading
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pypdf
import pytest
from django.utils import translation

from media.pdf import RenderFailed, qr_data_uri, render, render_html


def reader_of(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def certificates(count):
    return {
        "certificates": [
            {
                "name": f"欧阳{chr(0x4E00 + number * 7)}",
                "student_number": f"20260101{number:04}",
                "code": f"QH26{number:06}",
                "qr": qr_data_uri(f"https://qihang.example.edu.cn/verify/QH26{number:06}/"),
            }
            for number in range(count)
        ]
    }


def sheet(rows=2):
    row = {
        "number": "202601010001",
        "name": "张晓明",
        "class_name": "计算机科学与技术2026级1班",
        "coursework": 80,
        "final": 90,
        "total": 86,
    }
    return {
        "rows": [row] * rows,
        "document_number": "教务〔2026〕12号",
        "signers": ["任课教师", "教务处"],
    }


def fonts_of(reader):
    return [
        font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
        if "/DescendantFonts" in font.get_object()
        else font.get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        if "/FontDescriptor" in font.get_object() or "/DescendantFonts" in font.get_object()
    ]


def test_render_writes_chinese_that_can_be_copied_out(text_of):
    assert "课程：大学生职业发展与就业指导" in text_of(render("pdf_samples/sheet.html", sheet()))


def test_render_makes_one_page_a_certificate():
    assert len(reader_of(render("pdf_samples/certificates.html", certificates(3))).pages) == 3


def test_render_embeds_every_font_it_draws_with():
    reader = reader_of(render("pdf_samples/certificates.html", certificates(1)))
    descriptors = fonts_of(reader)
    assert descriptors
    assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_render_keeps_the_subset_small():
    assert len(render("pdf_samples/certificates.html", certificates(1))) < 100_000


def test_render_is_the_same_twice():
    first = render("pdf_samples/certificates.html", certificates(2))
    render("pdf_samples/sheet.html", sheet())
    assert render("pdf_samples/certificates.html", certificates(2)) == first


def test_render_fills_in_title_author_and_language():
    reader = reader_of(render("pdf_samples/sheet.html", sheet()))
    assert reader.metadata is not None
    assert reader.metadata.title == "成绩登记表"
    assert reader.metadata.author == "河南某大学教务处"
    assert reader.trailer["/Root"]["/Lang"].lower() == "zh-hans"


def test_render_writes_the_date_it_is_given():
    made_at = datetime(2027, 1, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    reader = reader_of(render("pdf_samples/sheet.html", sheet(), made_at=made_at))
    assert reader.metadata.creation_date == made_at
    assert "张晓明" in reader.pages[0].extract_text()


def test_render_writes_no_date_unasked():
    reader = reader_of(render("pdf_samples/sheet.html", sheet()))
    assert reader.metadata.creation_date is None


def test_document_numbers_its_pages_and_repeats_the_header(text_of):
    pdf = render("pdf_samples/sheet.html", sheet(rows=60))
    assert len(reader_of(pdf).pages) == 2
    assert "第2页，共2页" in text_of(pdf)
    assert text_of(pdf).count("序号") == 2


def test_document_has_number_and_signature_lines(text_of):
    text = text_of(render("pdf_samples/sheet.html", sheet()))
    assert "编号：教务〔2026〕12号" in text
    assert "任课教师（签字）：" in text
    assert "年____月____日" in text


def test_document_speaks_english_too(text_of):
    with translation.override("en"):
        text = text_of(render("pdf_samples/sheet.html", sheet()))
    assert "Page1of1" in text


def test_landscape_document_is_wider_than_high():
    page = reader_of(render("media/pdf/document_landscape.html", {})).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_long_chinese_wraps_inside_its_cell(text_of):
    context = sheet()
    context["rows"] = [dict(context["rows"][0], class_name="计算机科学与技术" * 12)]
    pdf = render("pdf_samples/sheet.html", context)
    assert "计算机科学与技术" * 12 not in reader_of(pdf).pages[0].extract_text()
    assert text_of(pdf).count("计算机科学与技术") >= 10


@pytest.mark.parametrize(
    "html",
    [
        "<style>p { border-collapse: collapse; }</style><p>x</p>",
        '<p style="font-family: Helvetica">中文</p>',
        "<p style='font-size: 5000pt'>x</p>",
        f"{'<div>' * 300}x",
    ],
)
def test_render_html_refuses_what_the_renderer_warns_of(html):
    with pytest.raises(RenderFailed):
        render_html(html)


def test_render_html_works_again_after_a_failure(text_of):
    with pytest.raises(RenderFailed):
        render_html("<p style='font-size: 5000pt'>x</p>")
    assert text_of(render_html("<p>好</p>")) == "好"


def test_render_leaves_the_logging_of_the_project_alone(caplog):
    logger = logging.getLogger("xhtml2pdf")
    before = (logger.level, logger.propagate, list(logger.handlers))
    with pytest.raises(RenderFailed) as raised:
        render_html('<img src="http://127.0.0.1/secret.png">')
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
    assert any("secret" in finding for finding in raised.value.findings)
    assert "secret" not in caplog.text


def test_two_hundred_certificates_take_seconds():
    context = certificates(200)
    started = time.monotonic()
    pdf = render("pdf_samples/certificates.html", context)
    assert time.monotonic() - started < 10  # 0.7 s on a quiet machine
    assert len(reader_of(pdf).pages) == 200


def test_two_threads_render_their_own_documents(text_of):
    texts = {}

    def write(name):
        with translation.override("zh-hans"):
            for _ in range(3):
                texts[name] = text_of(render_html(f"<h1>{name}</h1>" * 20))

    names = ["欧阳娜", "司马光", "诸葛亮"]
    threads = [threading.Thread(target=write, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {name: name * 20 for name in names}
