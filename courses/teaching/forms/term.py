"""Forms of terms and teaching classes."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.curriculum.models import Outline
from courses.institutions.models import AdministrativeClass, Department, Institution, StaffMember
from courses.qualifications.models import QualificationWaiver
from courses.teaching.domain.workload import Workload
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import MOST_TARGET, TeachingClass, Term

# Browsers read only ISO dates in such a field, whatever the language.
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class OutlineField(forms.ModelChoiceField):
    """Course, number and hours."""

    def label_from_instance(self, obj: Any) -> str:
        return str(
            _("%(course)s (%(code)s), outline %(number)d, %(hours)d h")
            % {
                "course": obj.course.name,
                "code": obj.course.code,
                "number": obj.number,
                "hours": obj.contact_hours,
            }
        )


class WaiverField(forms.ModelChoiceField):
    """Last day and reason."""

    def label_from_instance(self, obj: Any) -> str:
        return str(
            _("until %(date)s: %(reason)s")
            % {
                "date": (obj.valid_to - datetime.timedelta(days=1)).isoformat(),
                "reason": obj.reason,
            }
        )


class TargetField(forms.ModelChoiceField):
    """Code and size."""

    def label_from_instance(self, obj: Any) -> str:
        return str(
            _("%(code)s, %(students)d students") % {"code": obj.code, "students": obj.students}
        )


class TermForm(forms.Form):
    code = forms.CharField(
        label=_("Term"), max_length=11, help_text=_("As the registry writes it: 2026-2027-1.")
    )
    first_monday = forms.DateField(
        label=_("First Monday"), widget=DAY, help_text=_("Monday of teaching week 1.")
    )
    weeks = forms.IntegerField(label=_("Number of weeks"), min_value=1, max_value=30, initial=18)
    exam_weeks = forms.IntegerField(
        label=_("Exam weeks after them"), min_value=0, max_value=4, initial=0, required=False
    )

    def clean_exam_weeks(self) -> int:
        return self.cleaned_data["exam_weeks"] or 0


class ExamWeeksForm(forms.Form):
    exam_weeks = forms.IntegerField(
        label=_("Exam weeks after the teaching weeks"),
        min_value=0,
        max_value=4,
        help_text=_("No class is placed or moved into them."),
    )


class JointClassForm(forms.Form):
    """What is proposed: course by its outline, students by entry year, limits."""

    outline = OutlineField(
        label=_("Course and outline"), queryset=Outline.objects.none(), to_field_name="public_id"
    )
    entry_year = forms.IntegerField(label=_("Entry year"), min_value=1980, max_value=2100)
    max_size = forms.IntegerField(
        label=_("Students at most"), min_value=1, max_value=1000, initial=150
    )
    max_classes = forms.IntegerField(
        label=_("Administrative classes at most"), min_value=1, max_value=10, initial=3
    )
    weekly_pattern = forms.ChoiceField(label=_("Meets"), choices=WeeklyPattern.choices)
    periods_per_meeting = forms.IntegerField(
        label=_("Periods in a row"), min_value=1, max_value=4, initial=2
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outline"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Outline.objects.filter(institution=institution)
            .select_related("course")
            .order_by("course__code", "-number")
        )


class ClassFilterForm(forms.Form):
    """Filters of the class list; all optional, all in the address."""

    q = forms.CharField(
        label=_("Class, administrative class or instructor"), required=False, max_length=50
    )
    course = forms.ChoiceField(label=_("Course"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    instructor = forms.ChoiceField(label=_("Instructor"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("Teaching class")),
            ("students", _("Most students")),
            ("instructor", _("Instructor")),
        ],
    )

    UNASSIGNED = "none"

    def __init__(
        self,
        *args: Any,
        departments: list[Department],
        instructors: list[StaffMember],
        courses: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("course", courses),
            ("department", [(str(each.public_id), each.name) for each in departments]),
            (
                "instructor",
                [
                    (self.UNASSIGNED, _("Nobody yet")),
                    *((str(each.public_id), each.name) for each in instructors),
                ],
            ),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen; a value that can't be is left out, so that a bad address still opens."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class AssignForm(forms.Form):
    """Who was chosen is in the address; here from when, and under which waiver."""

    valid_from = forms.DateField(label=_("Teaches from"), widget=DAY)
    waiver = WaiverField(
        label=_("Waiver"),
        queryset=QualificationWaiver.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("No waiver"),
    )

    def __init__(self, *args: Any, staff: StaffMember, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = term.first_monday
        field = self.fields["waiver"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = QualificationWaiver.objects.filter(
            staff=staff, valid_from__lte=term.last_day, valid_to__gt=term.first_monday
        ).order_by("-valid_to")
        if not field.queryset.exists():
            del self.fields["waiver"]


class TargetLoadsForm(forms.Form):
    """A percentage for each teacher."""

    def __init__(self, *args: Any, workloads: list[Workload], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._workloads = {f"target-{each.staff.public_id}": each for each in workloads}
        for name, each in self._workloads.items():
            self.fields[name] = forms.IntegerField(
                label=each.staff.name, min_value=0, max_value=MOST_TARGET, initial=each.target
            )

    def rows(self) -> list[tuple[Workload, forms.BoundField]]:
        return [(each, self[name]) for name, each in self._workloads.items()]

    def targets(self) -> dict[StaffMember, int]:
        """Of a valid form."""
        return {each.staff: self.cleaned_data[name] for name, each in self._workloads.items()}


class MoveForm(forms.Form):
    administrative_class = forms.ModelChoiceField(
        label=_("Administrative class"),
        queryset=AdministrativeClass.objects.none(),
        to_field_name="public_id",
    )
    target = TargetField(
        label=_("Move to"),
        queryset=TeachingClass.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("A new teaching class"),
    )

    def __init__(self, *args: Any, source: TeachingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moved, target = self.fields["administrative_class"], self.fields["target"]
        assert isinstance(moved, forms.ModelChoiceField)
        assert isinstance(target, forms.ModelChoiceField)
        moved.queryset = source.administrative_classes.order_by("name")
        others = TeachingClass.objects.filter(term=source.term, course=source.course)
        target.queryset = others.exclude(pk=source.pk).with_students()
