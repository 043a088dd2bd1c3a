"""Which blocks a body may hold, in the order that the editor offers them."""

from wagtail.blocks import Block

from cms.content.blocks.data import ChartBlock, TableBlock, TimelineBlock
from cms.content.blocks.media import AudioBlock, DocumentBlock, ImageBlock, VideoBlock
from cms.content.blocks.teaching import (
    ActivityBlock,
    CaseBlock,
    QuizPlaceBlock,
    ReflectionBlock,
)
from cms.content.blocks.text import (
    CalloutBlock,
    HeadingBlock,
    PolicyCitationBlock,
    ProseBlock,
    QuotationBlock,
)


def body_blocks() -> list[tuple[str, Block]]:
    """What students read."""
    return [
        ("heading", HeadingBlock()),
        ("prose", ProseBlock()),
        ("image", ImageBlock()),
        ("video", VideoBlock()),
        ("audio", AudioBlock()),
        ("document", DocumentBlock()),
        ("quotation", QuotationBlock()),
        ("table", TableBlock()),
        ("callout", CalloutBlock()),
        ("activity", ActivityBlock()),
        ("case", CaseBlock()),
        ("reflection", ReflectionBlock()),
        ("policy", PolicyCitationBlock()),
        ("chart", ChartBlock()),
        ("quiz", QuizPlaceBlock()),
        ("timeline", TimelineBlock()),
    ]


def plan_blocks() -> list[tuple[str, Block]]:
    """What only those who teach read: the steps of a lesson with their minutes."""
    return [
        ("activity", ActivityBlock()),
        ("prose", ProseBlock()),
        ("callout", CalloutBlock()),
        ("table", TableBlock()),
    ]
