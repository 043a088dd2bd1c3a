"""A whole day in one act: what it would do, then doing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.changes.domain import ChangeRefused, GroupPlan, change_group, preview_group
from courses.changes.domain.group import GroupPreview
from courses.changes.forms import GroupForm
from courses.changes.models import GroupChange
from courses.changes.views.people import OFFICES
from courses.institutions.access import allow, institution_of
from courses.teaching.models import Term
from courses.timetable.queries import term_on


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest) -> HttpResponse:
    """`look` previews, `act` carries out; both send the same form."""
    institution = institution_of(request, *OFFICES)
    form = GroupForm(request.POST or None, institution=institution)
    preview: GroupPreview | None = None
    refusals: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        term = term_on(institution.pk, form.cleaned_data["date"])
        try:
            if term is None:
                raise ChangeRefused(_("No term has been opened."))
            plan = _plan(form)
            if "act" in request.POST:
                made = change_group(
                    Term.objects.select_related("institution").get(pk=term.pk),
                    plan,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                )
                messages.success(request, _said(made))
                return redirect("changes:group")
            preview = preview_group(term, plan)
        except ChangeRefused as refused:
            refusals = refused.sentences
    acts = GroupChange.objects.visible_to(request.user).select_related("campus", "made_by")
    return render(
        request,
        "courses/changes/group.html",
        {"form": form, "preview": preview, "refusals": refusals, "acts": acts[:10]},
        status=422 if refusals or form.errors else 200,
    )


def _plan(form: GroupForm) -> GroupPlan:
    values = form.cleaned_data
    return GroupPlan(
        date=values["date"],
        action=values["action"],
        target=values["target"],
        campus=values["campus"],
        from_period=values["from_period"],
        cancel_rest=values["cancel_rest"],
    )


def _said(made: GroupChange) -> str:
    count = made.changes.count()
    return ngettext(
        "%(count)d meeting changed. Timetables and calendars show it.",
        "%(count)d meetings changed. Timetables and calendars show it.",
        count,
    ) % {"count": count}
