"""What every export must be able to print: one of every block, and a book of it."""

import io
import uuid
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from cms.content.domain import add_page, ensure_site_root
from cms.content.models import ChapterPage, SectionPage, TextbookPage
from media.library.models import LibraryImage
from tests.factories.content import make_home
from tests.factories.institutions import InstitutionFactory


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def island() -> LibraryImage:
    ensure_site_root()
    stored = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stored, "PNG")
    return LibraryImage.objects.create(
        title="兴趣岛",
        file=ImageFile(io.BytesIO(stored.getvalue()), name="island.png"),
        alt_text="六座兴趣岛的示意图",
        caption="兴趣岛",
        source="编写组",
        licence="CC BY 4.0",
    )


def one_of_every_block(image: LibraryImage) -> list[dict[str, Any]]:
    """What every export must be able to print."""
    return [
        block("heading", {"text": "认识兴趣", "level": "2"}),
        block("prose", "<p>兴趣是<b>动力</b>，见<a href='/documents/1/x.pdf'>附件</a>。</p>"),
        block("image", {"image": image.pk, "caption": ""}),
        block("quotation", {"text": "<p>知人者智</p>", "source": "《道德经》"}),
        block(
            "table",
            {"caption": "类型 & 职业", "rows": "类型|职业\n社会型|教师", "row_headings": True},
        ),
        block("callout", {"kind": "tip", "title": "提示", "text": "<p>先想 < 再做</p>"}),
        block(
            "activity",
            {
                "title": "兴趣岛",
                "minutes": 15,
                "form": "group",
                "materials": "海报",
                "text": "<p>分组</p>",
            },
        ),
        block(
            "case",
            {"title": "小林", "text": "<p>大二</p>", "questions": ["为什么？"], "source": "自编"},
        ),
        block("reflection", {"question": "你喜欢什么？", "hint": "想三件事", "may_share": True}),
        block(
            "policy",
            {
                "document": "课程教学要求",
                "number": "教高厅〔2007〕7号",
                "issuer": "教育部办公厅",
                "issued_on": "2007-12-28",
                "clause": "一",
                "text": "<p>建议不少于38学时</p>",
                "url": "",
            },
        ),
        block(
            "chart",
            {"title": "示例", "kind": "bar", "unit": "人", "rows": "类|数\n甲|3", "source": "示例"},
        ),
        block("quiz", {"title": "小测", "code": "", "note": ""}),
        block(
            "timeline",
            {"title": "四年", "steps": [{"when": "大一", "what": "适应", "text": "<p>好</p>"}]},
        ),
    ]


def book_with(body: list[dict[str, Any]], *, cover: LibraryImage) -> TextbookPage:
    """Two chapters of two sections, each with this body."""
    home = make_home(InstitutionFactory())
    book = add_page(
        home,
        TextbookPage(
            title="职业发展 & 就业指导",
            edition="第1版",
            authors="编写组",
            isbn="9787040000009",
            cover=cover,
            summary="<p>示例</p>",
        ),
    )
    for number in (1, 2):
        chapter = add_page(book, ChapterPage(title=f"第{number}章", introduction="<p>本章导读</p>"))
        for place in (1, 2):
            add_page(chapter, SectionPage(title=f"第{number}.{place}节", body=body))
    return TextbookPage.objects.get(pk=book.pk)
