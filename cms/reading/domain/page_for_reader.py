"""A page with everything that its reader left there and where they may go next."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms.content.models import LessonPage
from cms.content.readers import reader_of
from cms.content.structure import WORK_PATH
from cms.reading.domain.places import Entry, Group, Outline, outline_at
from cms.reading.domain.progress import WHOLE
from cms.reading.domain.rendering import ShownBlock, ShownPlan, ShownText, plan_of, text_of
from cms.reading.models import Bookmark, Note, PageProgress, ReflectionAnswer
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_text

STUDENTS_PAGE, LESSON_PLAN = "page", "plan"


@dataclass(frozen=True)
class EntryRead:
    """A page in the outline with how far the reader came, in percent."""

    entry: Entry
    share: int
    is_here: bool

    @property
    def is_finished(self) -> bool:
        return self.share == WHOLE


@dataclass(frozen=True)
class GroupRead:
    group: Group
    head: EntryRead | None
    entries: list[EntryRead]


@dataclass(frozen=True)
class BlockForReader:
    """A block with the reader's notes at it; a self-reflection with the reader's answer."""

    block: ShownBlock
    notes: list[Note]
    answer: ReflectionAnswer | None
    may_share: bool
    is_bookmarked: bool


@dataclass
class PageForReader:
    """What a template of a lesson or a textbook's page shows to one reader.

    `tab`: the students' page or the lesson plan; `may_see_plan`: whoever teaches or oversees there,
    so nobody else has a `plan`. In the editor's preview (`is_draft`) both parts are shown and
    nothing is anybody's.
    """

    page: Any
    user: Any
    tab: str = STUDENTS_PAGE
    preview: Any = None
    outline: Outline | None = None
    progress: dict[int, PageProgress] = field(default_factory=dict)
    bookmark: Bookmark | None = None
    notes: list[Note] = field(default_factory=list)
    answers: dict[str, ReflectionAnswer] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        return self.preview is not None

    @property
    def has_own_things(self) -> bool:
        """Whether somebody reads who can leave a bookmark, a note, an answer."""
        return not self.is_draft and self.user.is_authenticated

    @cached_property
    def may_see_plan(self) -> bool:
        if not isinstance(self.page, LessonPage):
            return False
        if self.is_draft or getattr(self.user, "is_superuser", False):
            return True
        return reader_of(self.user).oversees(self.page.path)

    @property
    def shows_plan(self) -> bool:
        return self.may_see_plan and (self.is_draft or self.tab == LESSON_PLAN)

    @property
    def shows_text(self) -> bool:
        return self.is_draft or not self.shows_plan

    @cached_property
    def plan(self) -> ShownPlan | None:
        return plan_of(self.page, preview=self.preview) if self.shows_plan else None

    @cached_property
    def text(self) -> ShownText:
        return text_of(self.page, preview=self.preview)

    @cached_property
    def blocks(self) -> list[BlockForReader]:
        at: dict[str, list[Note]] = {}
        for note in self.notes:
            if note.block_id:
                at.setdefault(str(note.block_id), []).append(note)
        marked = str(self.bookmark.block_id) if self.bookmark else ""
        return [
            BlockForReader(
                block=block,
                notes=at.get(block.id, []),
                answer=self.answers.get(block.id),
                may_share=block.may_share and isinstance(self.page, LessonPage),
                is_bookmarked=block.id == marked,
            )
            for block in self.text.blocks
        ]

    @cached_property
    def pieces(self) -> list[tuple[SafeString, BlockForReader | None]]:
        """The text in as few pieces as can be: HTML, and behind it a block at which the reader has
        something of their own or may write (None after the last)."""
        pieces: list[tuple[SafeString, BlockForReader | None]] = []
        plain: list[str] = []
        for one in self.blocks:
            asks = bool(one.block.question) and self.has_own_things
            if asks or one.notes or one.is_bookmarked:
                pieces.append((mark_safe("".join(plain)), one))  # noqa: S308 — rendered blocks
                plain = []
            else:
                plain.append(one.block.whole)
        pieces.append((mark_safe("".join(plain)), None))  # noqa: S308 — rendered blocks
        return pieces

    @cached_property
    def headings(self) -> list[ShownBlock]:
        """Where a note or a bookmark can be put, beside the whole page."""
        return [block for block in self.text.blocks if block.heading]

    @cached_property
    def note_lines(self) -> list[tuple[Note, str, str]]:
        """Notes, each with the id and the heading of its place; both empty where it stands at the
        whole page or at a block that is gone."""
        places = {block.id: block.heading or "…" for block in self.text.blocks}
        lines = []
        for note in self.notes:
            place = str(note.block_id) if note.block_id else ""
            lines.append((note, place if place in places else "", places.get(place, "")))
        return lines

    @cached_property
    def groups(self) -> list[GroupRead]:
        if self.outline is None:
            return []
        return [
            GroupRead(
                group,
                self._read(group.head) if group.head else None,
                [self._read(entry) for entry in group.entries],
            )
            for group in self.outline.groups
        ]

    def _read(self, entry: Entry) -> EntryRead:
        found = self.progress.get(entry.pk)
        return EntryRead(entry, found.share if found else 0, entry.pk == self.page.pk)

    @property
    def finished(self) -> int:
        """How many lessons or sections of the course or book the reader has finished."""
        return sum(one.is_finished for group in self.groups for one in group.entries)

    @cached_property
    def around(self) -> tuple[Entry | None, Entry | None]:
        return self.outline.around(self.page.pk) if self.outline else (None, None)

    @property
    def own_progress(self) -> PageProgress | None:
        return self.progress.get(self.page.pk)

    @property
    def is_finished(self) -> bool:
        return self.own_progress is not None and self.own_progress.share == WHOLE

    @property
    def counts_as_read(self) -> bool:
        """Chapters and books only lead to what is read."""
        return self.outline is not None and any(
            entry.pk == self.page.pk for entry in self.outline.leaves
        )


def page_for(page: Page, user: Any, *, tab: str = "", preview: Any = None) -> PageForReader:
    """`page` (specific) as `user` reads it. `tab` is what the address asks for; who may not see the
    lesson plan gets the students' page. `preview`: the request of the editor's preview.

    Four queries for what is the reader's own, whatever the size of class, course or book; none for
    somebody who isn't signed in.
    """
    shown = PageForReader(
        page=page, user=user, tab=tab or STUDENTS_PAGE, preview=preview, outline=outline_at(page)
    )
    if not shown.has_own_things:
        return shown
    here = {"user": user.pk, "page": page.pk}
    progress = _PROGRESS.all(user=user.pk, work=page.path[:WORK_PATH])
    shown.progress = {one.page_id: one for one in progress}
    shown.bookmark = _BOOKMARK.first(**here)
    shown.notes = _NOTES.all(**here)
    shown.answers = {str(answer.block_id): answer for answer in _ANSWERS.all(**here)}
    return shown


_PROGRESS: PreparedQuery[PageProgress] = PreparedQuery(
    lambda: (
        PageProgress.objects.filter(user=Parameter("user"))
        .annotate(work=Substr("page__path", 1, WORK_PATH))
        .filter(work=a_text("work"))
    )
)


def _own(model: Any) -> QuerySet[Any]:
    return model.objects.filter(user=Parameter("user"), page=Parameter("page"))


_BOOKMARK: PreparedQuery[Bookmark] = PreparedQuery(lambda: _own(Bookmark))
_NOTES: PreparedQuery[Note] = PreparedQuery(lambda: _own(Note))
_ANSWERS: PreparedQuery[ReflectionAnswer] = PreparedQuery(lambda: _own(ReflectionAnswer))
