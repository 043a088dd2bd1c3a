import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.masters.texts import linked_pages, plain_html, with_links

FEATURES = ["bold", "italic", "ul", "ol", "link", "superscript", "subscript"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>一<strong>二</strong><em>三</em></p>",
        "<ul>\n<li>a</li>\n<li> b <b>c</b></li>\n</ul>\n<p>x<br/>y</p>",
        '<p>见<a href="https://x.cn/?a=1&amp;b=2">链接</a>&quot;引&quot; it&#x27;s</p>',
        "<p> a </p>\n<p>b</p>",
    ],
)
def test_opening_and_saving_a_text_in_the_editor_is_no_change(html):
    converter = ContentstateConverter(features=FEATURES)

    saved = converter.to_database_format(converter.from_database_format(html))

    assert plain_html(saved) == plain_html(html)


def test_links_in_text_streams_and_readings_lead_elsewhere():
    link = '<p><a linktype="page" id="3">教程</a></p>'
    content = {
        "description": link,
        "body": json.dumps([{"type": "prose", "id": "x", "value": link}]),
        "readings": [{"pk": 3, "reading": 3}],
        "title": 'linktype="page" id="3"',
    }

    moved = with_links(content, {3: 30})

    assert linked_pages(content) == {3}
    assert linked_pages(moved) == {30}
    assert moved["readings"] == [{"pk": 3, "reading": 30}]
    assert moved["title"] == content["title"]
