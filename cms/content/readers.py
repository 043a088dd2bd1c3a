"""Who may read a page. Whoever may not gets a 404, so that nobody learns that it exists.

Pages are public, but for lessons and textbooks, which say who reads them (`WithAudience`); chapters
and sections follow their book.

| readers     | below an institution's home             | below a province's home (masters)      |
|-------------|-----------------------------------------|----------------------------------------|
| public      | everybody                               | everybody                              |
| institution | whoever has a role there                | whoever has a role at one of its schools |
| course      | its students (see below), and everybody | everybody who teaches or oversees at   |
|             | there who teaches or oversees           | one of its schools                     |

Province officers read everything of their province, superusers everything.

Students of a course are those with an enrolment, open or past, in a class of the course that the
lesson's syllabus is of. A textbook isn't bound to one course: its students are those with an
enrolment in any course of the institution. Either way the student's role must still stand.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.content.models import (
    Audience,
    ChapterPage,
    HomePage,
    LessonPage,
    SectionPage,
    SyllabusPage,
    TextbookPage,
)
from cms.content.structure import WORK_PATH
from courses.institutions.enums import RoleKind
from courses.institutions.models import Role
from courses.institutions.prepared_query import Parameter, PreparedQuery
from courses.institutions.scopes import scope_of
from courses.teaching.models import Enrolment

# A counsellor gives advice; whoever of them also teaches is an instructor too.
TEACH_OR_OVERSEE = frozenset(RoleKind) - {
    RoleKind.STUDENT,
    RoleKind.COUNSELLOR,
    RoleKind.PROVINCE_OFFICER,
}

# Beside the audiences of pages: what only those read who teach or oversee, such as a lesson's plan.
TEACHERS = "teachers"


@dataclass(frozen=True)
class _Home:
    path: str
    # Of the place where the person has a role; a province is only near its schools.
    own: bool
    # May read pages for the institution, for the course, and for students of any course.
    member: bool
    overseer: bool
    learner: bool


class Reader:
    """What a person may read beyond public pages, as paths of the tree: at most two queries beside
    the one of their roles, made only when they are needed."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.scope = scope_of(user)

    @cached_property
    def homes(self) -> list[_Home]:
        roles = self.scope.roles
        if not roles:
            return []
        institutions = {role.institution_id for role in roles if role.institution_id}
        officer_of = {role.province for role in roles if role.kind == RoleKind.PROVINCE_OFFICER}
        working = {role.institution_id for role in roles if role.kind in TEACH_OR_OVERSEE}
        working_near = {
            role.institution.province
            for role in roles
            if role.institution and role.kind in TEACH_OR_OVERSEE
        }
        found = _HOMES.all(user=self.user.pk)
        return [
            _Home(
                path=path,
                own=institution in institutions or province in officer_of,
                member=True,
                overseer=(
                    institution in working
                    or (province_of_school or province) in officer_of
                    or province in working_near
                ),
                learner=has_enrolment and institution in self._studies_at,
            )
            for path, institution, province_of_school, province, has_enrolment in found
        ]

    @cached_property
    def _studies_at(self) -> set[int]:
        kept = [role for role in self.scope.roles if role.kind == RoleKind.STUDENT]
        return {role.institution_id for role in kept if role.institution_id is not None}

    @cached_property
    def syllabuses(self) -> list[str]:
        """Paths of the syllabuses whose course the person learns or learned."""
        if not self._studies_at:
            return []
        return _SYLLABUSES.all(user=self.user.pk)

    def home_at(self, path: str) -> _Home | None:
        return next((home for home in self.homes if path.startswith(home.path)), None)

    def oversees(self, path: str) -> bool:
        """Whether the person teaches or oversees where the path lies; no query for a student."""
        if not self.scope.has(*TEACH_OR_OVERSEE, RoleKind.PROVINCE_OFFICER):
            return False
        home = self.home_at(path)
        return home is not None and home.overseer


def _homes() -> QuerySet[Any, Any]:
    """Homes of the institutions where the person has a role, of all institutions of a province
    whose officer they are, and of these provinces."""
    user = Parameter("user")
    roles = Role.objects.filter(user=user)
    officer_of = roles.filter(kind=RoleKind.PROVINCE_OFFICER).values("province")
    enrolled = Enrolment.objects.filter(institution=OuterRef("institution"), student__user=user)
    return (
        HomePage.objects.filter(
            Q(institution__in=roles.filter(institution__isnull=False).values("institution"))
            | Q(institution__province__in=officer_of)
            | Q(
                province__in=roles.filter(institution__isnull=False).values("institution__province")
            )
            | Q(province__in=officer_of)
        )
        .annotate(has_enrolment=Exists(enrolled))
        .values_list("path", "institution_id", "institution__province", "province", "has_enrolment")
    )


def _syllabuses() -> QuerySet[Any, str]:
    user = Parameter("user")
    studies_at = Role.objects.filter(user=user, kind=RoleKind.STUDENT).values("institution")
    courses = Enrolment.objects.filter(student__user=user, institution__in=studies_at)
    return SyllabusPage.objects.filter(course__in=courses.values("course")).values_list(
        "path", flat=True
    )


_HOMES: PreparedQuery[tuple[str, int | None, str | None, str, bool]] = PreparedQuery(_homes)
_SYLLABUSES: PreparedQuery[str] = PreparedQuery(_syllabuses)


def reader_of(user: Any) -> Reader:
    """Kept on the user object like `scope_of`: a request loads a fresh one."""
    cached: Reader | None = getattr(user, "_qihang_reader", None)
    if cached is None:
        cached = Reader(user)
        if getattr(user, "is_authenticated", False):
            user._qihang_reader = cached
    return cached


def audience_of(page: Page) -> str:
    """Who the page is for; for a chapter or section one query, for others none. `page` must be
    specific."""
    if isinstance(page, LessonPage | TextbookPage):
        return page.audience
    if isinstance(page, ChapterPage | SectionPage):
        books = TextbookPage.objects.filter(path=page.path[:WORK_PATH])
        # Without a book above it nobody has said who may read.
        return books.values_list("audience", flat=True).first() or Audience.COURSE
    return Audience.PUBLIC


def may_read(page: Page, user: Any, *, audience: str | None = None) -> bool:
    """Whether the person may read the published page. Says nothing of drafts.

    At most two queries beside the person's roles; a public page asks nothing of the person.
    `audience` is that of the page where the caller has asked for it already.
    """
    page = page.specific
    audience = audience or audience_of(page)
    if audience == Audience.PUBLIC:
        return True
    if getattr(user, "is_superuser", False):
        return True
    reader = reader_of(user)
    is_lesson = isinstance(page, LessonPage)
    # First what nearly every reader of a lesson is: a student of its course.
    if is_lesson and page.path[:WORK_PATH] in reader.syllabuses:
        return True
    home = reader.home_at(page.path)
    if home is None:
        return False
    if home.overseer or audience == Audience.INSTITUTION:
        return True
    return home.learner and not is_lesson


def readable_pages(user: Any, pages: PageQuerySet | None = None) -> PageQuerySet:
    """`pages` (of any page type; by default all published ones) narrowed to what the person may
    read. No query of its own beyond the one or two that find the person's places."""
    if pages is None:
        pages = Page.objects.live()
    if getattr(user, "is_superuser", False):
        return pages
    reader = reader_of(user)
    work_path = Substr(OuterRef("path"), 1, WORK_PATH)
    lessons = LessonPage.objects.filter(pk=OuterRef("pk")).order_by()
    books = TextbookPage.objects.filter(path=work_path).order_by()
    public = ~Exists(lessons.exclude(audience=Audience.PUBLIC)) & ~Exists(
        books.exclude(audience=Audience.PUBLIC)
    )
    # Lessons lie below syllabuses, chapters and sections below books: no page is both.
    for_members = Exists(lessons.filter(audience=Audience.INSTITUTION)) | Exists(
        books.filter(audience=Audience.INSTITUTION)
    )
    return pages.filter(
        _allowed(reader, public=Q(public), for_members=Q(for_members), in_book=Q(Exists(books)))
    )


def readable_rows(
    user: Any, *, path: str = "page__path", audience: str = "audience", in_book: str = "in_book"
) -> Q:
    """Which rows of a table the person may read, for tables that keep of each page who may read it.

    The arguments name columns: the path of the page, its audience (that of the book for a chapter
    or section; TEACHERS for the teacher's part), and whether it is a part of a textbook. Says
    nothing of drafts. No query beyond the one or two that find the person's places.
    """
    if getattr(user, "is_superuser", False):
        return Q()
    return _allowed(
        reader_of(user),
        public=Q(**{audience: Audience.PUBLIC}),
        for_members=Q(**{audience: Audience.INSTITUTION}),
        in_book=Q(**{in_book: True}),
        for_students=~Q(**{audience: TEACHERS}),
        path=path,
    )


def _allowed(
    reader: Reader,
    *,
    public: Q,
    for_members: Q,
    in_book: Q,
    for_students: Q | None = None,
    path: str = "path",
) -> Q:
    """The table of this module's docstring, of pages or of rows that keep something of them."""
    for_students = for_students or Q()
    allowed = public
    members, overseers, learners = (
        _below((home.path for home in reader.homes if getattr(home, kind)), path)
        for kind in ("member", "overseer", "learner")
    )
    if members is not None:
        allowed |= members & for_members
    if overseers is not None:
        allowed |= overseers
    if learners is not None:
        allowed |= learners & in_book & for_students
    taught = _below(reader.syllabuses, path)
    if taught is not None:
        allowed |= taught & for_students
    return allowed


def _below(paths: Any, column: str = "path") -> Q | None:
    """None where there are no paths: an empty Q would let everything through."""
    found: Q | None = None
    for path in paths:
        below = Q(**{f"{column}__startswith": path})
        found = below if found is None else found | below
    return found
