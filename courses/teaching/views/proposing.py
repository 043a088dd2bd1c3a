"""Joint classes: proposed, looked at, created."""

import hashlib
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.curriculum.models import Outline
from courses.institutions.access import allow
from courses.institutions.models import Department
from courses.teaching.domain.joint_classes import JointClass, propose_joint_classes
from courses.teaching.domain.members import class_sizes
from courses.teaching.domain.mixing import MixingRules, rule_said
from courses.teaching.domain.teaching_classes import create_teaching_classes
from courses.teaching.forms import JointClassForm
from courses.teaching.models import Term
from courses.teaching.views.audience import OFFICE, say, term_or_404


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET with choices in the address shows proposals; POST creates exactly what was shown."""
    term = term_or_404(request, public_id)
    data = request.POST if request.method == "POST" else request.GET
    asked = "outline" in data
    form = JointClassForm(
        data if asked else None,
        institution=term.institution,
        initial=_initial(request, term),
    )
    rules = MixingRules.of_term(term)
    proposals: list[JointClass] | None = None
    if asked and form.is_valid():
        proposals = _proposals(term, form, rules)
        if request.method == "POST":
            if request.POST.get("seen") == _fingerprint(proposals):
                created = _created(request, term, form, proposals)
                if created is not None:
                    return created
            else:
                form.add_error(
                    None, _("Students or classes changed meanwhile. Look at the new proposal.")
                )
    departments = Department.objects.filter(institution=term.institution)
    names = dict(departments.values_list("pk", "name"))
    return render(
        request,
        "courses/teaching/propose.html",
        {
            "term": term,
            "form": form,
            "proposals": proposals,
            "mixing_rules": [(rule, rule_said(rule)) for rule in rules.rules],
            "rows": [_row(each, names) for each in proposals or ()],
            "students": sum(each.size for each in proposals or ()),
            "seen": _fingerprint(proposals or []),
        },
        status=422 if asked and form.errors else 200,
    )


def _initial(request: HttpRequest, term: Term) -> dict[str, object]:
    """From the plan: its course (by the newest outline) and entry year."""
    initial: dict[str, object] = {"entry_year": request.GET.get("entry_year") or term.code[:4]}
    try:
        course = uuid.UUID(request.GET.get("course", ""))
    except ValueError:
        return initial
    outlines = Outline.objects.filter(institution=term.institution, course__public_id=course)
    return initial | {"outline": outlines.order_by("-number").first()}


def _proposals(term: Term, form: JointClassForm, rules: MixingRules) -> list[JointClass]:
    chosen = form.cleaned_data
    sizes = class_sizes(term, course=chosen["outline"].course, entry_year=chosen["entry_year"])
    return propose_joint_classes(
        sizes,
        max_size=chosen["max_size"],
        max_classes=chosen["max_classes"],
        mixing=rules.for_proposals,
    )


def _created(
    request: HttpRequest, term: Term, form: JointClassForm, proposals: list[JointClass]
) -> HttpResponse | None:
    chosen = form.cleaned_data
    try:
        classes = create_teaching_classes(
            term,
            outline=chosen["outline"],
            proposals=proposals,
            weekly_pattern=chosen["weekly_pattern"],
            periods_per_meeting=chosen["periods_per_meeting"],
            by=request.user,
        )
    except ValidationError as error:
        say(form, error)
        return None
    number = len(classes)
    text = ngettext(
        "%(number)d teaching class created.", "%(number)d teaching classes created.", number
    )
    messages.success(request, text % {"number": number})
    return redirect("teaching:classes", public_id=term.public_id)


def _row(joint: JointClass, departments: dict[int, str]) -> dict[str, object]:
    ids = dict.fromkeys(each.department_id for each in joint.classes)
    return {"joint": joint, "departments": [departments[each] for each in ids]}


def _fingerprint(proposals: list[JointClass]) -> str:
    """Of who sits with whom and how many, so that nothing is created that nobody looked at."""
    text = "|".join(
        ",".join(f"{each.id}:{each.size}" for each in joint.classes) for joint in proposals
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]
