"""An institution with one object of every kind, and another in a province next door."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from assessments.certificates.domain.training import issue_training
from assessments.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateTemplate,
    IssueRun,
)
from assessments.compliance.domain.audit import run_audit
from assessments.compliance.models import AuditRun, Finding, Rule
from assessments.grading.domain.sheets import open_sheet
from assessments.grading.models import GradeAmendment, GradeEntry
from cms.content.domain import create_home_page, create_syllabus_page
from cms.content.models import SyllabusPage
from cms.demo.loading import load_demo
from cms.importing.models import PageImport
from cms.reading.domain.own_words import add_note
from cms.users.models import User
from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import ChangeRequest, MeetingChange, Repair
from courses.fees.models import FeeStatement
from courses.institutions.models import Role, StaffContract, StaffMember, Student
from courses.qualifications.models import Dossier, StaffCertificate
from courses.teaching.models import Enrolment, TeachingClass, Term
from courses.timetable.domain.feeds import renew_feed, share_feed
from courses.timetable.models import (
    BellSchedule,
    BusyTime,
    CalendarDay,
    FreeWeeks,
    Meeting,
    Publication,
    Room,
    Slot,
    TimetableVersion,
)
from media.imports.models import ImportRun
from media.jobs.models import Job
from media.library.domain import store_private
from tests.access.reviews import add_review
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.curriculum import CourseFactory, OutlineFactory
from tests.factories.grading import GradeSheetFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
)
from tests.factories.library import collection_of, make_recording
from tests.factories.masters import make_adoption
from tests.factories.qualifications import StaffCertificateFactory
from tests.factories.reading import make_lesson
from tests.factories.rotation import PlannedSeatFactory, PlanPartFactory, RotationPlanFactory
from tests.factories.signing import signing_key
from tests.factories.teaching import (
    EnrolmentFactory,
    MixingRuleFactory,
    TeachingClassFactory,
    TermFactory,
)
from tests.factories.textbooks import TextbookAdoptionFactory, TextbookFactory
from tests.factories.timetable import MeetingFactory, RoomFactory
from tests.factories.training import (
    CompletionFactory,
    NominationFactory,
    TrainingBudgetFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)


@dataclass
class World:
    """`own` are rows that the demo people may meet, `foreign` the same kinds elsewhere."""

    clients: dict[str, Client] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)


def build_world() -> World:
    """Load the small demonstration and add what it lacks."""
    institution = load_demo("small", seed=7).institution
    world = World()
    for user in User.objects.filter(is_demo=True):
        client = Client()
        client.force_login(user, backend="cms.users.backends.AccountBackend")
        world.clients[user.username] = client
    office = User.objects.get(username="office")
    picture = Path(settings.MEDIA_ROOT) / "images" / "world.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"\x89PNG")
    world.own = _own(institution, office)
    world.foreign = _foreign()
    return world


def busy_time(term: Term, group: Any) -> BusyTime:
    return BusyTime.objects.create(
        institution=term.institution,
        term=term,
        administrative_class=group,
        weekday=1,
        first_period=1,
        periods=2,
        weeks=1,
        reason="高等数学",
        source="公共课",
    )


def free_weeks(term: Term) -> FreeWeeks:
    return FreeWeeks.objects.create(
        institution=term.institution, term=term, entry_year=2023, weeks=2, reason="求职"
    )


def _papers(staff: StaffMember, *, by: User) -> dict[str, Any]:
    """A contract, a dossier and a settled statement of the person."""
    days = {"starts_on": "2026-09-01", "ends_on": "2026-09-30"}
    place = {"staff": staff, "institution": staff.institution}
    return {
        "staff_contract": StaffContract.objects.create(
            **place, kind="external_expert", number="WORLD", starts_on="2026-09-01"
        ),
        "dossier": Dossier.objects.create(
            **place, **days, file=store_private(b"PK", name="dossier.zip", by=by)
        ),
        "fee_statement": FeeStatement.objects.create(
            **place,
            **days,
            year=2026,
            number=9000,
            hours=2,
            exact=300,
            total=300,
            round_to=1,
            settled_at=timezone.now(),
        ),
    }


def _printed(by: User) -> Job:
    file = store_private(b"%PDF-1.4", name="print.pdf", by=by)
    return Job.objects.create(
        kind="timetable.paper",
        title="课表",
        created_by=by,
        state="succeeded",
        result={"file": file.pk},
    )


def _own(institution: Any, office: User) -> dict[str, Any]:
    teacher = StaffMember.objects.get(user__username="instructor")
    student = Student.objects.get(user__username="student")
    own_class = TeachingClass.objects.get(enrolments__student=student)
    assert own_class.assignments.get(valid_to=None).staff == teacher
    term = Term.objects.get(institution=institution)
    sheet = open_sheet(own_class, by=None)
    entry = GradeEntry.objects.get(sheet=sheet, enrolment__student=student)
    batch = CertificateBatch.objects.get()
    issued = Certificate.objects.first()
    assert issued is not None
    enrolment = Enrolment.objects.get(student=student)
    mine = Certificate.objects.create(
        **_certificate(institution, enrolment, batch=batch, serial="WORLD-1", code="W" * 20)
    )
    audit = AuditRun.objects.get()
    return {
        **add_review(institution, by=teacher.user),
        "code": issued.code,
        "feed": renew_feed(student.user),
        "shared_feed": share_feed(own_class, by=office)[0],
        "busy_time": busy_time(term, own_class.administrative_classes.first()),
        "free_weeks": free_weeks(term),
        "mixing_rule": MixingRuleFactory(institution=institution),
        "printed_job": _printed(office),
        "job": _job(office),
        "import": _import(office, institution),
        "page_import": _page_import(office, institution),
        "applied_import": _import(office, institution, state="applied"),
        "role": Role.objects.get(user__username="counsellor"),
        "staff": teacher,
        **_papers(teacher, by=office),
        "staff_certificate": StaffCertificate.objects.filter(staff=teacher, state="verified").get(),
        "submitted_certificate": StaffCertificate.objects.filter(state="submitted").first(),
        "term": term,
        "class": own_class,
        "meeting": Meeting.objects.filter(teaching_class=own_class).first(),
        "change_request": _change_request(Meeting.objects.filter(teaching_class=own_class)[0]),
        "repair": _repair(Meeting.objects.filter(teaching_class=own_class)[0]),
        "make_up_day": CalendarDay.objects.filter(term=term, kind="make_up").first(),
        "special_day": CalendarDay.objects.create(
            term=term, institution=institution, date="2026-11-06", kind="special", name="运动会"
        ),
        "bell": BellSchedule.objects.filter(institution=institution).first(),
        "room": Room.objects.filter(institution=institution).first(),
        "version": TimetableVersion.objects.get(term=term),
        "publication": Publication.objects.get(term=term),
        "slot": Slot.objects.filter(version__term=term).first(),
        "grade_entry": entry,
        "amendment": _amendment(entry, office),
        "batch": batch,
        "certificate": mine,
        "signing_key": signing_key(demo=True).key_id,
        **_certifying(institution, term, teacher, office),
        "institution": institution,
        "audit": audit,
        "finding": Finding.objects.filter(run=audit).first(),
        "page": SyllabusPage.objects.get(pk=own_class.outline.page_id),
        "lesson": _lesson(SyllabusPage.objects.get(pk=own_class.outline.page_id)),
        "note": add_note(
            student.user, SyllabusPage.objects.get(pk=own_class.outline.page_id), text="笔记"
        ),
        "outline": own_class.outline,
        "course": own_class.course,
        # A book of the province: its officer may put it on the province's list.
        "textbook": TextbookFactory(institution=None, province=institution.province),
        "textbook_adoption": TextbookAdoptionFactory(course=own_class.course, term=term),
        "recording": make_recording(collection_of(institution)),
        **_training(teacher),
        **_masters(institution, own_class.course),
        **_rotation(teacher),
    }


def _rotation(staff: StaffMember) -> dict[str, Any]:
    """A proposal of the province with a seat for the person."""
    plan = RotationPlanFactory(province=staff.institution.province)
    PlanPartFactory(plan=plan, institution=staff.institution)
    return {"rotation_plan": plan, "planned_seat": PlannedSeatFactory(plan=plan, staff=staff)}


def _foreign() -> dict[str, Any]:
    institution = InstitutionFactory(code="4142099999", name="邻省大学", province="42")
    stranger = User.objects.create(username="stranger", name="外校人员")
    term = TermFactory(institution=institution)
    course = CourseFactory(institution=institution)
    outline = OutlineFactory(course=course)
    teaching_class = TeachingClassFactory(
        term=term,
        outline=outline,
        administrative_classes=[
            AdministrativeClassFactory(major__department__institution=institution)
        ],
    )
    enrolment = EnrolmentFactory(teaching_class=teaching_class)
    meeting = MeetingFactory(teaching_class=teaching_class)
    certificate = StaffCertificateFactory(
        staff=meeting.instructor,
        evidence=store_private(b"%PDF-1.4", name="x.pdf", by=stranger),
    )
    submitted = StaffCertificateFactory(staff=meeting.instructor, state="submitted")
    sheet = GradeSheetFactory(teaching_class=teaching_class)
    entry = GradeEntry.objects.create(sheet=sheet, enrolment=enrolment, institution=institution)
    batch = CertificateBatch.objects.create(teaching_class=teaching_class, institution=institution)
    issued = Certificate.objects.create(
        **_certificate(institution, enrolment, batch=batch, serial="FOREIGN-1", code="F" * 20)
    )
    audit = run_audit(institution, on=term.first_monday, by=stranger)
    page = create_syllabus_page(create_home_page(institution), course=course)
    return {
        "shared_feed": share_feed(teaching_class, by=stranger)[0],
        "busy_time": busy_time(term, teaching_class.administrative_classes.first()),
        "free_weeks": free_weeks(term),
        "mixing_rule": MixingRuleFactory(institution=institution),
        "printed_job": _printed(stranger),
        **add_review(institution, by=stranger),
        "job": _job(stranger),
        "import": _import(stranger, institution),
        "page_import": _page_import(stranger, institution),
        "applied_import": _import(stranger, institution, state="applied"),
        "role": RoleFactory(institution=institution),
        "staff": meeting.instructor,
        **_papers(meeting.instructor, by=stranger),
        "staff_certificate": certificate,
        "submitted_certificate": submitted,
        "term": term,
        "class": teaching_class,
        "meeting": meeting,
        "change_request": _change_request(meeting),
        "repair": _repair(meeting),
        "make_up_day": CalendarDay.objects.create(
            term=term, institution=institution, date="2026-09-20", kind="make_up"
        ),
        "special_day": CalendarDay.objects.create(
            term=term, institution=institution, date="2026-11-06", kind="special"
        ),
        "bell": BellSchedule.objects.create(
            institution=institution, name="外校", valid_from=term.first_monday
        ),
        "room": RoomFactory(campus__institution=institution),
        "version": (
            version := TimetableVersion.objects.create(term=term, institution=institution, number=1)
        ),
        "publication": Publication.objects.create(
            term=term,
            institution=institution,
            version=version,
            number=1,
            valid_from=term.first_monday,
            meetings_settled=0,
            meetings_same=0,
            meetings_changed=0,
            meetings_added=1,
            meetings_removed=0,
        ),
        "slot": Slot.objects.create(
            version=version,
            institution=institution,
            teaching_class=teaching_class,
            weekday=1,
            first_period=1,
            weeks=1,
            room=meeting.room,
            instructor=meeting.instructor,
        ),
        "grade_entry": entry,
        "amendment": _amendment(entry, stranger),
        "batch": batch,
        "certificate": issued,
        **_certifying(institution, term, meeting.instructor, stranger),
        "institution": institution,
        "audit": audit,
        "finding": Finding.objects.create(
            run=audit, rule=Rule.objects.first(), position=1, state="met", value="", threshold=""
        ),
        "page": page,
        "lesson": _lesson(page),
        "note": add_note(stranger, page, text="笔记"),
        "outline": outline,
        "course": course,
        "textbook": TextbookFactory(institution=institution),
        "textbook_adoption": TextbookAdoptionFactory(course=course, term=term),
        "recording": make_recording(collection_of(institution)),
        **_training(meeting.instructor),
        **_masters(institution, course),
        **_rotation(meeting.instructor),
    }


def _change_request(meeting: Meeting) -> ChangeRequest:
    """That a colleague without an account substitutes, which nobody has answered."""
    # The demonstration counts its staff as the factory does.
    colleague = StaffMemberFactory(institution=meeting.institution, staff_number="WORLD")
    request = ChangeRequest.objects.create(
        institution=meeting.institution,
        term=meeting.term,
        teaching_class=meeting.teaching_class,
        staff=meeting.instructor,
        substitute=colleague,
        kind="substitute",
        reason_kind="illness",
        periods=meeting.periods,
        first_date=meeting.date,
        steps=["substitute", "department"],
        waits_for="substitute",
        asked_at=timezone.now(),
    )
    before = Snapshot.of(meeting)
    MeetingChange.objects.create(
        request=request,
        institution=meeting.institution,
        teaching_class=meeting.teaching_class,
        meeting=meeting,
        before=before.stored(),
        after=before.taught_by(colleague).stored(),
        instructor_before=meeting.instructor,
        instructor_after=colleague,
    )
    return request


def _repair(meeting: Meeting) -> Repair:
    """Of an instructor who is away, with nothing proposed."""
    return Repair.objects.create(
        institution=meeting.institution,
        term=meeting.term,
        staff=meeting.instructor,
        first_date=meeting.date,
        last_date=meeting.date,
        reason="住院",
        made_at=timezone.now(),
    )


def _training(staff: StaffMember) -> dict[str, Any]:
    """A session of the province, to which the person is nominated."""
    programme = TrainingProgrammeFactory(province=staff.institution.province)
    session = TrainingSessionFactory(programme=programme)
    return {
        "training_programme": programme,
        "training_budget": TrainingBudgetFactory(institution=staff.institution),
        "training_session": session,
        "nomination": NominationFactory(session=session, staff=staff),
    }


def _masters(institution: Any, course: Any) -> dict[str, Any]:
    adoption = make_adoption(institution, course)
    return {
        "adoption": adoption,
        "edition": adoption.edition,
        "master": str(adoption.master.translation_key),
    }


def _lesson(syllabus: SyllabusPage) -> str:
    """The key of a lesson with a self-reflection, for students of the course."""
    return str(make_lesson(syllabus).translation_key)


def _job(by: User) -> Job:
    return Job.objects.create(kind="world", title="世界", created_by=by, state="succeeded")


def _import(by: User, institution: Any, state: str = "ready") -> ImportRun:
    return ImportRun.objects.create(
        kind="roster",
        context={"institution": institution.pk},
        source=store_private("学号\n".encode(), name="名单.csv", by=by),
        state=state,
        applied_at=timezone.now() if state == "applied" else None,
        uploaded_by=by,
    )


def _page_import(by: User, institution: Any) -> PageImport:
    return PageImport.objects.create(
        institution=institution,
        kind="markdown",
        source=store_private(b"---\n---\n", name="x.md", by=by),
        state="refused",
        uploaded_by=by,
    )


def _amendment(entry: GradeEntry, by: User) -> GradeAmendment:
    return GradeAmendment.objects.create(
        entry=entry,
        institution=entry.institution,
        old={"status": "normal", "scores": {}, "total": None},
        new={"status": "normal", "scores": {}, "total": None},
        reason="世界",
        requested_by=by,
    )


def _certifying(institution: Any, term: Term, staff: StaffMember, by: User) -> dict[str, Any]:
    """A run with its zip, a template, and a session whose certificate is issued."""
    run = IssueRun.objects.create(
        institution=institution,
        term=term,
        issued_on="2026-11-20",
        archive=store_private(b"PK", name="x.zip", by=by),
    )
    template: CertificateTemplate = CertificateTemplateFactory(institution=institution)
    programme = TrainingProgrammeFactory(institution=institution)
    completion = CompletionFactory(staff=staff, programme=programme)
    issue_training([completion], issued_on=term.first_monday, by=None)
    return {
        "issue_run": run,
        "certificate_template": template,
        "completed_session": completion.session,
        "training_completion": completion,
    }


def _certificate(institution: Any, enrolment: Any, **values: Any) -> dict[str, Any]:
    return {
        "institution": institution,
        "kind": "course_completion",
        "enrolment": enrolment,
        "holder_name": enrolment.student.name,
        "holder_number": enrolment.student.student_number,
        "course_name": enrolment.course.name,
        "hours": 38,
        "term_code": enrolment.term.code,
        "issued_on": "2026-11-20",
        **values,
    }
