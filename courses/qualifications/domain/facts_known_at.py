"""What the records said at an earlier moment of who may teach."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from courses.institutions.models import StaffMember, StaffPeriod
from courses.qualifications.domain.facts import Person, TeachingFacts
from courses.qualifications.domain.recognition import Readings
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import (
    CertificateRule,
    LevelRecognition,
    QualificationWaiver,
    StaffCertificate,
    TeachingRule,
)


def facts_known_at(staff: QuerySet[Any], *, known_at: datetime.datetime) -> TeachingFacts:
    """The facts as they were recorded at that moment, whatever was entered or corrected since.

    Employments, certificates and readings come from their history; waivers are never changed, so
    those granted by then. Rules are only entered ahead, so that today's say of an earlier day what
    was known on it; what counts as soon is today's too. A row that was brought in without a history
    (by a bulk import) is taken as it is now. A fixed number of queries, however many people.
    """
    members = StaffMember.objects.filter(pk__in=staff.order_by().values("pk")).select_related(
        "institution"
    )
    people = {member.pk: Person(member) for member in members.order_by("pk")}
    in_question = {"staff__in": staff.order_by().values("pk")}
    for period in _rows_at(StaffPeriod, known_at, in_question):
        if period.staff_id in people:
            people[period.staff_id].periods.append(period)
    certificates = [
        row
        for row in _rows_at(StaffCertificate, known_at, in_question)
        if row.state == CertificateState.VERIFIED and row.staff_id in people
    ]
    _with_relations(certificates)
    for certificate in certificates:
        people[certificate.staff_id].certificates.append(certificate)
    waivers = QualificationWaiver.objects.filter(created_at__lte=known_at, **in_question)
    for waiver in waivers:
        people[waiver.staff_id].waivers.append(waiver)
    places = {one.staff.institution_id: one.staff.institution for one in people.values()}
    provinces = {"", *(place.province for place in places.values())}
    reaching = Q(institution__in=places) | Q(institution=None, province__in=provinces)
    rules = list(TeachingRule.objects.filter(reaching))
    reminders = list(CertificateRule.objects.filter(reaching))
    readings = _rows_at(LevelRecognition, known_at, reaching)
    return TeachingFacts(people, rules, Readings(readings), reminders)


def _rows_at(model: Any, known_at: datetime.datetime, condition: Any) -> list[Any]:
    """The rows as they were; unsaved copies with their keys. Two queries."""
    wanted = condition if isinstance(condition, Q) else Q(**condition)
    rows = list(model.history.as_of(known_at).filter(wanted))
    recorded = model.history.order_by().values("id")
    without_history = model.objects.filter(wanted).exclude(pk__in=recorded)
    if model is StaffCertificate:
        without_history = without_history.filter(created_at__lte=known_at)
    return sorted([*rows, *without_history], key=lambda row: row.pk)


def _with_relations(certificates: Sequence[StaffCertificate]) -> None:
    """Level and evidence, as `select_related` would load them; one query."""
    ids = [row.pk for row in certificates]
    stored = StaffCertificate.objects.filter(pk__in=ids)
    now = {row.pk: row for row in stored.select_related("level__credential_type", "evidence")}
    for row in certificates:
        if row.pk in now and now[row.pk].level_id == row.level_id:
            row.level = now[row.pk].level
