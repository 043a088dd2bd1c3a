import shutil
from pathlib import Path

import pytest
import reportlab
from django.utils import translation

from media.pdf import FontsMissing, MissingGlyphs, render, render_html
from media.pdf.checks import check_pdf_fonts
from media.pdf.fonts import (
    BOLD_FILE,
    REGULAR_FILE,
    families_for,
    rare_files,
    required_files,
)

UNASSIGNED = "\U0003fffd"


def han_of(encoding, first_bytes):
    for first in first_bytes:
        for second in range(0x40, 0xFF):
            try:
                character = bytes([first, second]).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and "\u3400" <= character <= "\u9fff":
                yield character


@pytest.mark.parametrize("encoding", ["gb2312", "gbk"])
def test_main_font_alone_has_all_han_of_the_old_encodings(encoding, settings):
    settings.QIHANG_PDF_RARE_FONTS = []
    han = "".join(han_of(encoding, range(0x81, 0xFF)))
    assert len(han) >= 6763
    assert families_for(han)[1] == ""


@pytest.mark.parametrize("name", ["买买提·艾力", "䶮", "李㛃", "张堃喆", "赵龑", "王曌"])
def test_names_on_record_are_drawn_by_the_main_font(name, settings, text_of):
    settings.QIHANG_PDF_RARE_FONTS = []
    assert text_of(render_html(f"<p>{name} <b>{name}</b></p>")) == name * 2


@pytest.fixture
def latin_only(settings, tmp_path):
    """A main font without Chinese, so that ordinary Chinese plays the rare characters."""
    bundled = Path(reportlab.__file__).parent / "fonts"
    for source, target in (("Vera.ttf", REGULAR_FILE), ("VeraBd.ttf", BOLD_FILE)):
        (tmp_path / target).parent.mkdir()
        shutil.copy(bundled / source, tmp_path / target)
    rare = required_files()[0]
    settings.QIHANG_PDF_FONT_DIR = tmp_path
    settings.QIHANG_PDF_RARE_FONTS = [tmp_path / "absent.ttf", rare]


def test_rare_characters_are_drawn_by_the_second_font(latin_only, text_of):
    assert text_of(render_html("<h1>Ms 李</h1><code>code 中</code>")) == "Ms李code中"


def test_second_font_is_left_out_of_a_document_without_rare_characters(latin_only):
    assert len(families_for("plain")[0]) == 1
    assert len(families_for("plain 李")[0]) == 2


@pytest.mark.skipif(not rare_files(), reason="fonts-hanazono is not installed")
def test_hanazono_draws_the_characters_of_extension_b(text_of):
    assert text_of(render_html("<p><b>𠮷</b>永𪚥</p>")) == "𠮷永𪚥"


def test_characters_no_font_has_are_named(settings):
    settings.QIHANG_PDF_RARE_FONTS = []
    with pytest.raises(MissingGlyphs) as raised:
        render_html("<p>𠮷永 ☑ &#x20BB7; 甲</p>")
    assert raised.value.characters == "☑𠮷"
    assert "𠮷 (U+20BB7)" in str(raised.value)


def test_ordinary_documents_need_no_rare_font(settings, text_of):
    settings.QIHANG_PDF_RARE_FONTS = []
    assert text_of(render_html("<p>吉永</p>")) == "吉永"


def test_missing_glyph_in_a_template_variable_is_an_error():
    with pytest.raises(MissingGlyphs):
        render("pdf_samples/letter.html", {"title": "证书", "name": UNASSIGNED, "bio": ""})


@pytest.mark.parametrize("invisible", ["\u200b", "\ufeff", "\x00", "\x0b", "\u202e", "\U000e0100"])
def test_characters_without_a_shape_leave_no_box(invisible, text_of):
    assert text_of(render_html(f"<p>张{invisible}三</p>")) == "张三"


def test_fonts_that_are_not_installed_are_an_error_that_says_what_to_do(settings, tmp_path):
    settings.QIHANG_PDF_FONT_DIR = tmp_path
    with translation.override("en"), pytest.raises(FontsMissing, match="make setup"):
        render_html("<p>x</p>")


def test_damaged_font_is_an_error(settings, tmp_path):
    for path in (REGULAR_FILE, BOLD_FILE):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(b"not a font")
    settings.QIHANG_PDF_FONT_DIR = tmp_path
    with pytest.raises(FontsMissing):
        render_html("<p>x</p>")


def test_check_is_silent_where_the_fonts_are():
    assert check_pdf_fonts() == []


def test_check_says_how_to_get_the_fonts(settings, tmp_path):
    settings.QIHANG_PDF_FONT_DIR = tmp_path
    (error,) = check_pdf_fonts()
    assert error.id == "media.pdf.E001"
    assert "make setup" in error.hint
