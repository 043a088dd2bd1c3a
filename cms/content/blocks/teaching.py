"""Blocks that ask somebody to do something."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    TextBlock,
)

from cms.content.blocks.text import PROSE


class ActivityBlock(StructBlock):
    """A classroom activity; in a lesson plan its minutes add up to the lesson."""

    title = CharBlock(label=_("activity"), max_length=120)
    minutes = IntegerBlock(label=_("minutes"), min_value=1, max_value=240)
    form = ChoiceBlock(
        label=_("form"),
        choices=[
            ("lecture", _("lecture")),
            ("discussion", _("discussion")),
            ("group", _("group work")),
            ("individual", _("individual work")),
            ("role_play", _("role play")),
            ("presentation", _("presentation")),
            ("test", _("test")),
        ],
        default="discussion",
    )
    materials = CharBlock(label=_("materials"), max_length=200, required=False)
    text = RichTextBlock(label=_("how it goes"), features=PROSE)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        forms = dict(self.child_blocks["form"].field.choices)
        label = forms.get(value["form"], "")
        return {**super().get_context(value, parent_context), "form_label": label}

    class Meta:
        icon = "group"
        label = _("Classroom activity")
        template = "cms/content/blocks/activity.html"


class QuestionBlock(CharBlock):
    """One of a list: Wagtail labels the list and not its items."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("question"), max_length=300, **kwargs)
        self.field.widget.attrs["aria-label"] = _("question")


class CaseBlock(StructBlock):
    """A case for discussion."""

    title = CharBlock(label=_("case"), max_length=120)
    text = RichTextBlock(label=_("story"), features=PROSE)
    questions = ListBlock(QuestionBlock(), label=_("questions"))
    source = CharBlock(label=_("source"), max_length=200, required=False)

    class Meta:
        icon = "form"
        label = _("Case for discussion")
        template = "cms/content/blocks/case.html"


class ReflectionBlock(StructBlock):
    """A question that a student answers for themselves; private unless the student shares it.

    The block's id is the key of the answers, so it must be kept when the page is copied.
    """

    question = TextBlock(label=_("question"), max_length=500)
    hint = CharBlock(label=_("hint"), max_length=300, required=False)
    may_share = BooleanBlock(
        label=_("students may share their answer with the instructor"), required=False, default=True
    )

    class Meta:
        icon = "edit"
        label = _("Self-reflection")
        template = "cms/content/blocks/reflection.html"


class QuizPlaceBlock(StructBlock):
    """Where a quiz of the question bank will stand; `code` names it."""

    title = CharBlock(label=_("quiz"), max_length=120)
    code = CharBlock(label=_("quiz code"), max_length=60, required=False)
    note = CharBlock(label=_("note"), max_length=200, required=False)

    class Meta:
        icon = "help"
        label = _("Quiz")
        template = "cms/content/blocks/quiz.html"
