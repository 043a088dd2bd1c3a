"""Blocks of words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import CharBlock, ChoiceBlock, DateBlock, RichTextBlock, StructBlock, URLBlock

# Inside a block: no headings (they are blocks), no images (they need a licence).
PROSE = ["bold", "italic", "ul", "ol", "link", "document-link", "superscript", "subscript"]


class HeadingBlock(StructBlock):
    """Second or third level; the page's title is the first."""

    text = CharBlock(label=_("heading"), max_length=120)
    level = ChoiceBlock(
        label=_("level of the heading"),
        choices=[("2", _("section")), ("3", _("subsection"))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/content/blocks/heading.html"


class ProseBlock(RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=PROSE, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/content/blocks/prose.html"


class QuotationBlock(StructBlock):
    text = RichTextBlock(label=_("quoted words"), features=["bold", "italic"])
    source = CharBlock(label=_("who said it, and where"), max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/content/blocks/quotation.html"


CALLOUT_ICONS = {
    "note": "info-circle",
    "tip": "lightbulb",
    "important": "exclamation-circle",
    "warning": "exclamation-triangle",
}


class CalloutBlock(StructBlock):
    kind = ChoiceBlock(
        label=_("kind of callout"),
        choices=[
            ("note", pgettext_lazy("callout", "Note")),
            ("tip", _("Tip")),
            ("important", _("Important")),
            ("warning", _("Warning")),
        ],
        default="note",
    )
    title = CharBlock(label=_("title"), max_length=80, required=False)
    text = RichTextBlock(label=_("text"), features=PROSE)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        kinds = dict(self.child_blocks["kind"].field.choices)
        return {
            **super().get_context(value, parent_context),
            "kind_label": kinds.get(value["kind"], ""),
            "icon": CALLOUT_ICONS.get(value["kind"], "info-circle"),
        }

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "cms/content/blocks/callout.html"


class PolicyCitationBlock(StructBlock):
    """A clause with the document it stands in."""

    document = CharBlock(label=pgettext_lazy("policy", "document"), max_length=200)
    number = CharBlock(label=_("document number"), max_length=80, required=False)
    issuer = CharBlock(label=_("issuing body"), max_length=120)
    issued_on = DateBlock(label=_("dated"), required=False)
    clause = CharBlock(label=_("clause"), max_length=80, required=False)
    text = RichTextBlock(label=_("wording"), features=["bold"])
    url = URLBlock(label=_("address"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Policy citation")
        template = "cms/content/blocks/policy.html"
