"""What I have read, and what I wrote beside it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cms.reading.domain.own_progress import reading_of
from cms.reading.models import Bookmark, Note, ReflectionAnswer
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.models import Student
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50


@allow(RoleKind.STUDENT)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """A student's courses, books and recordings, with how far each was read."""
    student = Student.objects.select_related("user").filter(user=request.user.pk).first()
    return render(
        request,
        "cms/reading/mine.html",
        {"student": student, "reading": reading_of(student) if student else None},
    )


@allow(*RoleKind.values)
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """My bookmarks, notes and answers, those beside deleted pages too."""
    own_notes = Note.objects.visible_to(request.user).select_related("page").order_by("-created_at")
    answers = ReflectionAnswer.objects.visible_to(request.user).select_related("page")
    bookmarks = Bookmark.objects.visible_to(request.user).select_related("page")
    return render(
        request,
        "cms/reading/notes.html",
        {
            "page_of_notes": Paginator(own_notes, PER_PAGE).get_page(request.GET.get("page")),
            "answers": answers.order_by("-updated_at")[:PER_PAGE],
            "bookmarks": bookmarks[:PER_PAGE],
        },
    )


@allow(*RoleKind.values)
@require_safe
def notes_export(request: HttpRequest) -> HttpResponse:
    """All of a person's own words as a spreadsheet."""
    own_notes = Note.objects.visible_to(request.user)
    answers = ReflectionAnswer.objects.visible_to(request.user)
    sheets = [
        SheetToWrite(
            _("Notes"),
            [
                SheetColumn(_("Page")),
                SheetColumn(pgettext("own words", "Note")),
                SheetColumn(_("Written on")),
            ],
            [(one.page_title, one.text, _when(one.created_at)) for one in own_notes],
        ),
        SheetToWrite(
            _("Answers"),
            [
                SheetColumn(_("Page")),
                SheetColumn(_("Question")),
                SheetColumn(_("Answer")),
                SheetColumn(_("Shared")),
                SheetColumn(_("Written on")),
            ],
            [
                (
                    one.page_title,
                    one.question,
                    one.text,
                    _("yes") if one.is_shared else _("no"),
                    _when(one.updated_at),
                )
                for one in answers
            ],
        ),
    ]
    response = HttpResponse(write_workbook(sheets), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="notes.xlsx"'
    return response


def _when(moment: object) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"  # type: ignore[arg-type]  # a datetime
