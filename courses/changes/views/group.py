"""A whole day in one act: what it would do, then doing it."""

import datetime
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.changes.domain import ChangeRefused, GroupPlan, change_group, preview_group
from courses.changes.domain.group import GroupLine, GroupPreview
from courses.changes.domain.other_classes import Placed
from courses.changes.forms import GroupForm
from courses.changes.models import GroupChange
from courses.changes.views.missing import missing_of_changes
from courses.changes.views.people import OFFICES
from courses.institutions.access import allow, institution_of
from courses.teaching.models import Term
from courses.teaching.views.missing import Missing
from courses.timetable.queries import term_on


@dataclass(frozen=True)
class Shown:
    """A preview: each line with the students who have another class at the new time, and how many
    different students that are."""

    preview: GroupPreview
    lines: list[tuple[GroupLine, Missing | None]]
    students: int


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest) -> HttpResponse:
    """`look` previews, `act` carries out; both send the same form."""
    institution = institution_of(request, *OFFICES)
    form = GroupForm(
        request.POST or None, institution=institution, initial={"date": _asked_date(request)}
    )
    shown: Shown | None = None
    refusals: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        term = term_on(institution.pk, form.cleaned_data["date"])
        try:
            if term is None:
                raise ChangeRefused(_("No term has been opened."))
            plan = _plan(form)
            if "act" in request.POST:
                reason = form.cleaned_data["reason"]
                made = change_group(term, plan, reason=reason, by=request.user)
                messages.success(request, _said(made))
                return redirect("changes:group")
            shown = _shown(request, term, preview_group(term, plan))
        except ChangeRefused as refused:
            refusals = refused.sentences
    acts = GroupChange.objects.visible_to(request.user).select_related("campus", "made_by", "term")
    return render(
        request,
        "courses/changes/group.html",
        {
            "form": form,
            "shown": shown,
            "preview": shown and shown.preview,
            "refusals": refusals,
            "acts": acts[:10],
        },
        status=422 if refusals or form.errors else 200,
    )


def _shown(request: HttpRequest, term: Term, preview: GroupPreview) -> Shown:
    placed = [Placed.by(line.change) for line in preview.lines]
    (missing,) = missing_of_changes(request.user, [term], [placed])
    lines = [(line, missing.by_line.get(line.change.meeting_id)) for line in preview.lines]
    return Shown(preview, lines, missing.students)


def _asked_date(request: HttpRequest) -> datetime.date | None:
    """Of an address that leads here from a day that must be moved."""
    try:
        return datetime.date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        return None


def _plan(form: GroupForm) -> GroupPlan:
    values = form.cleaned_data
    return GroupPlan(
        date=values["date"],
        action=values["action"],
        target=values["target"],
        campus=values["campus"],
        from_period=values["from_period"],
        cancel_rest=values["cancel_rest"],
        in_exam_week=values["in_exam_week"],
    )


def _said(made: GroupChange) -> str:
    count = made.changes.count()
    return ngettext(
        "%(count)d meeting changed. Timetables and calendars show it.",
        "%(count)d meetings changed. Timetables and calendars show it.",
        count,
    ) % {"count": count}
