"""Common Cartridges, whole and hostile."""

import io
import stat
import zipfile

import pytest

from cms.importing.cartridge import read_cartridge
from cms.importing.errors import PageImportRefused
from tests.cms.importing.cartridges import NAMESPACES, PAGE, cartridge, manifest


def read(content, page_type="chapter"):
    return read_cartridge(io.BytesIO(content), page_type=page_type, report=lambda *_: None)


def notes(read):
    return " ".join(f.message for top in read.pages for p in top.walk() for f in p.findings)


@pytest.mark.parametrize("version", NAMESPACES)
def test_organisation_becomes_chapters_and_sections(version):
    found = read(cartridge(version))
    assert [(page.type, page.title) for page in found.pages] == [
        ("chapter", "第一章 职业"),
        ("chapter", "第二章 测验"),
    ]
    first = found.pages[0].children
    assert [section.title for section in first] == ["职业是什么", "学职平台"]
    assert [block["type"] for block in first[0].body] == [
        "heading",
        "prose",
        "image",
        "document",
        "prose",
    ]
    assert [(entry.name, entry.kind) for entry in first[0].files] == [
        ("img/island.png", "image"),
        ("files/form.txt", "document"),
    ]
    assert 'href="https://xz.chsi.com.cn/"' in first[1].body[0]["value"]


def test_leaves_become_lessons_of_a_syllabus():
    assert [(page.type, page.title) for page in read(cartridge(), "lesson").pages] == [
        ("lesson", "职业是什么"),
        ("lesson", "学职平台"),
        ("lesson", "表格"),
    ]


def outside_the_order():
    """A cartridge with a page that its organisation doesn't name."""
    extra = (
        '<resource identifier="r9" type="webcontent" href="pages/more.html">'
        '<file href="pages/more.html"/></resource></resources>'
    )
    return cartridge(
        parts={
            "imsmanifest.xml": manifest().replace("</resources>", extra),
            "pages/more.html": "<p>补充阅读</p>",
        }
    )


def test_page_outside_the_order_comes_last_in_a_chapter_of_its_own():
    last = read(outside_the_order()).pages[-1]
    assert (last.type, [page.title for page in last.children]) == ("chapter", ["more"])
    assert "补充阅读" in last.children[0].body[0]["value"]


def test_page_outside_the_order_is_told():
    page = read(outside_the_order(), "lesson").pages[-1]
    assert "不在资源包的编排之内" in " ".join(finding.message for finding in page.findings)


def test_quiz_is_kept_and_counted():
    assert read(cartridge()).kept == [{"title": "小测验", "questions": 2}]


def test_running_html_is_left_out_and_told():
    page = (
        "<p onclick='steal()'>文</p><script>steal()</script><iframe src='https://x.cn'></iframe>"
        "<svg onload='steal()'><text>画</text></svg><a href='javascript:steal()'>点</a>"
        "<a href='http://10.0.0.8/oa'>内网</a>"
    )
    found = read(cartridge(page=page), "lesson")
    body = str(found.pages[0].body)
    for word in ("steal", "script", "iframe", "svg", "onclick", "10.0.0.8"):
        assert word not in body
    assert "文" in body
    assert "内网" in body
    said = notes(found)
    assert "iframe, script, svg" in said
    assert "onclick" in said
    assert "10.0.0.8" in said


def test_svg_image_is_not_taken():
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>steal()</script></svg>"
    found = read(cartridge(page="<img src='../img/x.svg'>", parts={"img/x.svg": svg}), "lesson")
    assert found.pages[0].files == []
    assert "x.svg" in notes(found)


def test_svg_named_png_is_not_taken():
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>steal()</script></svg>"
    found = read(cartridge(parts={"img/island.png": svg}), "lesson")
    assert [entry.kind for entry in found.pages[0].files] == ["document"]


@pytest.mark.parametrize(
    "address", ["http://192.168.0.1/", "http://oa/", "file:///etc/passwd", "javascript:x", ""]
)
def test_link_that_readers_cannot_follow_is_taken_off(address):
    found = read(cartridge(address=address), "lesson")
    assert "href" not in found.pages[1].body[0]["value"]
    assert "学职平台" in found.pages[1].body[0]["value"]
    assert found.pages[1].findings


def test_image_address_that_leads_out_is_not_read():
    found = read(cartridge(page="<img src='../../../etc/passwd'>"), "lesson")
    assert found.pages[0].files == []


def linked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest())
        entry = zipfile.ZipInfo("pages/one.html")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


def nested(depth):
    """A manifest whose second chapter lies under so many folders more."""
    opened = "<item><title>深</title><item><title>旁</title></item>" * depth
    whole = manifest()
    return whole.replace('<item identifier="c2">', f'{opened}<item identifier="c2">').replace(
        "\n </item></organization>", "</item>" * depth + "\n </item></organization>"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text",
        cartridge(parts={"../../evil.html": "x"}),
        cartridge(parts={"/etc/evil.html": "x"}),
        cartridge(parts={"..\\evil.html": "x"}),
        cartridge(parts={"C:/evil.html": "x"}),
        cartridge(parts={"imsmanifest.xml": manifest(href="../../../etc/passwd")}),
        cartridge(parts={"imsmanifest.xml": manifest(href="/etc/passwd")}),
        cartridge(parts={"imsmanifest.xml": manifest("0.9")}),
        cartridge(parts={"imsmanifest.xml": "<manifest"}),
        cartridge(
            parts={
                "imsmanifest.xml": '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaa">'
                '<!ENTITY b "&a;&a;&a;">]>' + manifest().partition("?>")[2]
            }
        ),
        cartridge(parts={"quiz.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x/>'}),
        cartridge(parts={"imsmanifest.xml": nested(60)}),
        cartridge(parts={"pages/one.html": "a" * (61 * 1024 * 1024)}),
        cartridge(parts={f"x/{n}": "" for n in range(5001)}),
        linked(),
        cartridge()[:400],
    ],
    ids=[
        "empty", "text", "path outside", "absolute path", "backslashes", "drive", "href outside",
        "absolute href", "version", "broken manifest", "entity bomb", "entity in a quiz", "deep",
        "bomb", "entries", "symlink", "truncated",
    ],
)  # fmt: skip
def test_hostile_cartridge_is_refused_in_words(content):
    with pytest.raises(PageImportRefused) as refusal:
        read(content)
    assert str(refusal.value)


def test_folders_within_folders_are_read():
    titles = [page.title for page in read(cartridge(parts={"imsmanifest.xml": nested(5)})).pages]
    assert titles == ["第一章 职业", "深"]


def test_page_in_gbk_is_read():
    found = read(cartridge(parts={"pages/one.html": PAGE.encode("gb18030")}), "lesson")
    assert "社会分工" in str(found.pages[0].body)
