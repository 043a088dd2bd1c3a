"""What blocks show, and what they refuse."""

import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlock, StreamBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from cms.content.blocks import body_blocks
from cms.content.domain import add_page
from cms.content.models import NewsIndexPage, NewsPage
from media.library.models import LibraryImage, LibraryMedia
from tests.cms.files_left_open import FILES_LEFT_OPEN

pytestmark = [pytest.mark.django_db, *FILES_LEFT_OPEN]
HEADING = "11111111-1111-4111-8111-111111111111"
CHART = {
    "title": "就业率逐年上升",
    "kind": "bar",
    "unit": "%",
    "source": "本校年报",
    "rows": "年份 | 就业率\n2024 | 91.5%\n2025 | ９３％",
}


@pytest.fixture
def show(client, home):
    """`show([(type, value), …])` → the HTML of a public page with this body."""
    index = add_page(home, NewsIndexPage(title="新闻"))

    def make(body, **fields):
        page = NewsPage(title="一则新闻", **fields)
        page.body = body
        return client.get(add_page(index, page).url).content.decode()

    return make


def test_heading_keeps_its_anchor(show):
    block = {"type": "heading", "value": {"text": "认识自我", "level": "2"}, "id": HEADING}

    html = show([block])

    assert f'<h2 id="h-{HEADING}" class="body-heading">认识自我</h2>' in html


def test_picture_offers_sizes_and_says_where_it_comes_from(show):
    image = LibraryImage.objects.create(
        title="图",
        file=get_test_image_file(size=(1600, 900)),
        alt_text="学生在招聘会",
        caption="秋季双选会",
        source="校就业中心",
        licence="CC BY 4.0",
    )

    html = show([("image", {"image": image, "caption": ""})])

    assert 'alt="学生在招聘会"' in html
    assert html.count(".width-") >= 3
    assert 'loading="lazy"' in html
    for words in ("秋季双选会", "校就业中心", "CC BY 4.0"):
        assert words in html


def test_table_has_a_caption_and_headings(show):
    html = show(
        [("table", {"caption": "学时", "rows": "单元 | 学时\n甲 | 4", "row_headings": True})]
    )

    assert "<caption>学时</caption>" in html
    assert '<th scope="col">学时</th>' in html
    assert '<th scope="row">甲</th>' in html


def test_chart_holds_its_figures_as_a_table(show):
    html = show([("chart", CHART)])

    assert 'data-figure="91.5"' in html
    assert 'data-figure="93.0"' in html
    assert "91.5%" in html
    assert html.count("cms/chart.js") == 1


def test_script_of_charts_is_loaded_only_with_a_chart(show):
    assert "cms/chart.js" not in show([("prose", "<p>字</p>")])


def test_chart_that_was_left_broken_still_shows_its_table(show):
    html = show([("chart", CHART | {"rows": "年份 | 就业率\n2024 | 很高"})])

    assert "很高" in html
    assert "data-chart" not in html


def test_place_of_a_quiz_is_shown_to_no_reader(show):
    assert "期中测验" not in show([("quiz", {"title": "期中测验", "code": "Q1", "note": ""})])


def test_place_of_a_quiz_says_to_authors_that_it_is_empty(rf):
    block = StreamBlock(body_blocks())
    request = rf.get("/")
    request.is_preview = True
    value = block.to_python(
        [{"type": "quiz", "value": {"title": "期中测验", "code": "Q1", "note": ""}}]
    )

    html = value[0].render({"request": request, "block": value[0]})

    assert "期中测验" in html
    assert "题库尚未建立" in html


def test_all_other_blocks_show_their_words(show):
    html = show(
        [
            ("quotation", {"text": "<p>学而时习之</p>", "source": "《论语》"}),
            ("callout", {"kind": "warning", "title": "谨防诈骗", "text": "<p>不交押金</p>"}),
            (
                "activity",
                {
                    "title": "兴趣岛",
                    "minutes": 15,
                    "form": "group",
                    "materials": "A4 纸",
                    "text": "<p>分组讨论</p>",
                },
            ),
            (
                "case",
                {
                    "title": "返乡创业",
                    "text": "<p>故事</p>",
                    "questions": ["为什么？"],
                    "source": "采访",
                },
            ),
            (
                "policy",
                {
                    "document": "就业促进法",
                    "number": "主席令第70号",
                    "issuer": "全国人大常委会",
                    "issued_on": "2007-08-30",
                    "clause": "第三条",
                    "text": "<p>平等就业</p>",
                    "url": "",
                },
            ),
            (
                "timeline",
                {"title": "四年规划", "steps": [{"when": "大一", "what": "认识专业", "text": ""}]},
            ),
            ("reflection", {"question": "我喜欢什么？", "hint": "想三件事", "may_share": True}),
        ]
    )

    for words in (
        "学而时习之",
        "《论语》",
        "警告",
        "谨防诈骗",
        "不交押金",
        "15 分钟",
        "小组活动",
        "A4 纸",
        "为什么？",
        "采访",
        "主席令第70号",
        "第三条",
        "大一",
        "认识专业",
        "我喜欢什么？",
        "想三件事",
    ):
        assert words in html
    assert not re.search(r"<[^>]+\sstyle=", html)


def test_what_authors_type_is_escaped(show):
    bad = "<script>alert(1)</script>"
    html = show(
        [
            ("heading", {"text": bad, "level": "2"}),
            ("table", {"caption": bad, "rows": f"{bad} | b\n{bad} | d", "row_headings": True}),
            ("chart", CHART | {"title": bad, "unit": '" onload="x'}),
            ("reflection", {"question": bad, "hint": bad, "may_share": False}),
            ("timeline", {"title": bad, "steps": [{"when": bad, "what": bad, "text": ""}]}),
        ],
        summary=bad,
    )

    assert bad not in html
    assert '" onload="x' not in html


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_recording_without_captions_is_refused(kind):
    recording = LibraryMedia.objects.create(title="面试", type=kind, duration=10)
    block = StreamBlock(body_blocks())
    value = block.to_python([{"type": kind, "value": {kind: recording.pk}}])

    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(value)
    assert "还没有字幕" in str(refused.value.as_json_data())

    recording.tracks.create(language="zh", webvtt="WEBVTT\n\n00:00.000 --> 00:02.000\n你好\n")
    assert block.clean(value)


def test_page_refuses_links_into_the_school_network(home):
    index = add_page(home, NewsIndexPage(title="新闻"))
    page = NewsPage(title="内网")
    page.body = [("prose", '<p><a href="http://192.168.1.1/">登录</a></p>')]

    with pytest.raises(ValidationError) as refused:
        add_page(index, page)

    assert "192.168.1.1" in refused.value.message_dict["body"][0]
    assert not NewsPage.objects.exists()


def test_page_refuses_a_policy_citation_from_a_file(home):
    index = add_page(home, NewsIndexPage(title="新闻"))
    page = NewsPage(title="引用")
    page.body = [
        (
            "policy",
            {
                "document": "甲",
                "number": "",
                "issuer": "乙",
                "issued_on": None,
                "clause": "",
                "text": "<p>丙</p>",
                "url": "file:///etc/passwd",
            },
        )
    ]

    with pytest.raises(ValidationError, match="file:///etc/passwd"):
        add_page(index, page)


def test_page_keeps_only_plain_text_of_pasted_html(home):
    index = add_page(home, NewsIndexPage(title="新闻"))
    page = NewsPage(title="粘贴")
    page.body = [
        (
            "prose",
            '<p onclick="x()">留<b>下</b><script>alert(1)</script><iframe></iframe></p>',
        )
    ]

    add_page(index, page)

    assert NewsPage.objects.get().body[0].value.source == "<p>留<b>下</b></p>"


def test_introduction_is_cleaned_and_checked_too(home):
    home.introduction = '<p>欢迎<style>p{}</style> <a href="javascript:alert(1)">点我</a></p>'

    with pytest.raises(ValidationError) as refused:
        home.save()

    assert list(refused.value.message_dict) == ["introduction"]
