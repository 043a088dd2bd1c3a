"""Page types."""

from cms.content.models.approval import Approval, ApprovalKind
from cms.content.models.audience import Audience
from cms.content.models.entrepreneurship import (
    CasePage,
    EntrepreneurshipIndexPage,
    IncubationBasePage,
    PolicyPage,
    ProjectPage,
    TrainingEventPage,
)
from cms.content.models.home import HomePage
from cms.content.models.information import (
    GlossaryPage,
    GlossaryTerm,
    HandbookPage,
    NewsIndexPage,
    NewsPage,
    ReadingListItem,
    ReadingListPage,
)
from cms.content.models.lesson import LessonPage, LessonReading
from cms.content.models.syllabus import (
    SyllabusContribution,
    SyllabusObjective,
    SyllabusPage,
    SyllabusUnit,
)
from cms.content.models.textbook import ChapterPage, SectionPage, TextbookPage

__all__ = [
    "Approval",
    "ApprovalKind",
    "Audience",
    "CasePage",
    "ChapterPage",
    "EntrepreneurshipIndexPage",
    "GlossaryPage",
    "GlossaryTerm",
    "HandbookPage",
    "HomePage",
    "IncubationBasePage",
    "LessonPage",
    "LessonReading",
    "NewsIndexPage",
    "NewsPage",
    "PolicyPage",
    "ProjectPage",
    "ReadingListItem",
    "ReadingListPage",
    "SectionPage",
    "SyllabusContribution",
    "SyllabusObjective",
    "SyllabusPage",
    "SyllabusUnit",
    "TextbookPage",
    "TrainingEventPage",
]
