"""What can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(models.TextChoices):
    """In the order in which the filter offers them."""

    SYLLABUS = "syllabus", _("Syllabuses")
    LESSON = "lesson", _("Lessons")
    PLAN = "plan", _("Lesson plans")
    TEXTBOOK = "textbook", _("Textbooks")
    ENTREPRENEURSHIP = "entrepreneurship", _("Entrepreneurship")
    INFORMATION = "information", _("News and handbooks")
    RECORDING = "recording", _("Videos and audio")
    DOCUMENT = "document", pgettext_lazy("search", "Documents")
