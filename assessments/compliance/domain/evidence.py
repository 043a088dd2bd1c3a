"""The rows behind a figure, read by the ids that were counted and never by asking again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.compliance.models import Finding
from courses.institutions.models import StaffMember, Student
from courses.qualifications.models import StaffCertificate
from media.addressing import Addressable

_MODELS: dict[str, type[Addressable]] = {
    "students": Student,
    "staff": StaffMember,
    "staff_without": StaffMember,
    "staff_waived": StaffMember,
    "staff_undecided": StaffMember,
    "certificates": StaffCertificate,
    "certificates_undecided": StaffCertificate,
}
# SQLite takes 32,766 parameters in one statement.
_CHUNK = 10_000


@dataclass(frozen=True)
class StudentRow:
    """A student who was counted, as recorded now. A row deleted since has its id only."""

    number: str
    name: str
    class_name: str
    department: str


def public_evidence(finding: Finding) -> dict[str, list[str]]:
    """{kind: public ids}, in the order counted and as many as were counted.

    A row that has been deleted since appears as "deleted-" and its number: no count shrinks.
    """
    ids_by_model: dict[type[Addressable], set[int]] = {}
    for kind, ids in finding.evidence.items():
        ids_by_model.setdefault(_MODELS[kind], set()).update(ids)
    names = {
        model: {
            pk: str(public_id)
            for chunk in _chunks(sorted(ids))
            for pk, public_id in model._default_manager.filter(pk__in=chunk).values_list(
                "pk", "public_id"
            )
        }
        for model, ids in ids_by_model.items()
    }
    return {
        kind: [names[_MODELS[kind]].get(pk, f"deleted-{pk}") for pk in ids]
        for kind, ids in finding.evidence.items()
    }


def counted_departments(finding: Finding) -> Iterator[tuple[str, int]]:
    """(department at the audit, student id) of every student counted, in order."""
    students = iter(finding.evidence.get("students", []))
    for department in finding.figures.get("departments", []):
        for _number, student_id in zip(range(department["students"]), students, strict=False):
            yield department["name"], student_id


def student_rows(counted: Sequence[tuple[str, int]]) -> list[StudentRow]:
    """The students of (department, id) pairs in that order; one query for each 10,000."""
    found: dict[int, tuple[str, str, str]] = {}
    for chunk in _chunks([student_id for _department, student_id in counted]):
        for pk, number, name, class_name in Student.objects.filter(pk__in=chunk).values_list(
            "pk", "student_number", "name", "administrative_class__name"
        ):
            found[pk] = (number, name, class_name)
    rows = []
    for department, student_id in counted:
        number, name, class_name = found.get(student_id, (f"deleted-{student_id}", "", ""))
        rows.append(StudentRow(number, name, class_name, department))
    return rows


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def matching(finding: Finding, number: str) -> set[int]:
    """Ids of the counted students whose number contains the text; one query."""
    counted = set(finding.evidence.get("students", []))
    students = Student.objects.filter(
        institution_id=finding.run.institution_id, student_number__contains=number
    )
    return counted.intersection(students.values_list("pk", flat=True))
