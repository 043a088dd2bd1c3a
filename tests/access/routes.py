"""The table of all routes: who gets through. A route that is missing here fails the suite."""

from dataclasses import dataclass

PROVINCE, ADMIN, OFFICE, DEPARTMENT = "province", "admin", "office", "department"
SECTION = "section"
INSTRUCTOR, COUNSELLOR, STUDENT, AUDITOR = "instructor", "counsellor", "student", "auditor"

EVERYBODY = frozenset(
    {PROVINCE, ADMIN, OFFICE, DEPARTMENT, SECTION, INSTRUCTOR, COUNSELLOR, STUDENT, AUDITOR}
)
OFFICES = frozenset({ADMIN, OFFICE})
READERS = OFFICES | {DEPARTMENT, AUDITOR}
STAFF = READERS | {INSTRUCTOR}
TEACHERS = OFFICES | {INSTRUCTOR}
STUDENT_READERS = READERS | {COUNSELLOR}
# Whoever may enter Wagtail's admin; others open a recording where a page that they read shows it.
AUTHORS = TEACHERS | {DEPARTMENT, SECTION}
AUDITORS = OFFICES | {AUDITOR, PROVINCE}
PAGE_WRITERS = OFFICES | {DEPARTMENT, SECTION, INSTRUCTOR}
PUBLIC = None
# What the revision of the world's invitation shows (tests/access/reviews.py).
SHOWN_RECORDING, SHOWN_DOCUMENT = "5d7a1d2e-3c1b-4a52-9a07-222222222222", "990001"
_RECORDING = (("public_id", SHOWN_RECORDING),)


@dataclass(frozen=True)
class Route:
    """`roles`: who gets through (None: everybody, also without signing in).

    `object`: key of World.own and World.foreign whose id goes into the address as `argument`.
    `form`: the object goes into the form under this name instead, as its row number.
    """

    name: str
    roles: frozenset[str] | None
    object: str = ""
    argument: str = "public_id"
    post: bool = False
    form: str = ""
    extra: tuple[tuple[str, str], ...] = ()


ROUTES = (
    Route("start", PUBLIC),
    Route("language", PUBLIC),
    Route("choose_language", PUBLIC, post=True),
    Route("healthz", PUBLIC),
    Route("readyz", PUBLIC),
    Route("verify:form", PUBLIC),
    Route("verify:certificate", PUBLIC, "code", "code"),
    Route("feeds:ics", PUBLIC, "feed", "token"),
    Route("public_image", PUBLIC, extra=(("name", "images/world.png"),)),
    Route("portal:home", EVERYBODY),
    Route("portal:more", EVERYBODY),
    # Long work and imports belong to whoever started them; the world's were started by the office.
    Route("jobs:list", EVERYBODY),
    Route("jobs:detail", frozenset({OFFICE}), "job"),
    Route("jobs:cancel", frozenset({OFFICE}), "job", post=True),
    Route("imports:list", EVERYBODY),
    Route("imports:detail", frozenset({OFFICE}), "import"),
    Route("imports:apply", frozenset({OFFICE}), "import", post=True),
    Route("imports:check", frozenset({OFFICE}), "import", post=True),
    Route("imports:receipt", frozenset({OFFICE}), "applied_import"),
    Route("imports:source", frozenset({OFFICE}), "import"),
    Route("institutions:students", STUDENT_READERS),
    Route("institutions:students_export", STUDENT_READERS),
    Route("institutions:classes", STUDENT_READERS),
    Route("institutions:roster", OFFICES),
    Route("institutions:roster_template", OFFICES),
    Route("institutions:roles", frozenset({ADMIN})),
    Route("institutions:role_withdraw", frozenset({ADMIN}), "role", form="role", post=True),
    Route("institutions:staff_add", OFFICES),
    Route("institutions:staff_employment", OFFICES, "staff"),
    Route("qualifications:list", READERS),
    Route("qualifications:mine", frozenset({INSTRUCTOR})),
    Route("qualifications:submit", frozenset({INSTRUCTOR})),
    Route("qualifications:inbox", OFFICES),
    Route("qualifications:readings", STAFF),
    Route(
        "qualifications:reading-record",
        OFFICES,
        extra=(("type_code", "vocational-guidance-old"), ("level_code", "3")),
    ),
    Route("qualifications:certificate", OFFICES | {AUDITOR, INSTRUCTOR}, "staff_certificate"),
    Route("qualifications:evidence", OFFICES | {AUDITOR, INSTRUCTOR}, "staff_certificate"),
    Route("qualifications:verify", OFFICES, "submitted_certificate", post=True),
    Route("qualifications:return", OFFICES, "submitted_certificate", post=True),
    Route("qualifications:revoke", OFFICES, "staff_certificate", post=True),
    Route("qualifications:staff", OFFICES | {AUDITOR, INSTRUCTOR}, "staff"),
    Route("qualifications:submit-for", OFFICES, "staff"),
    Route("qualifications:waiver", OFFICES, "staff"),
    Route("teaching:terms", STAFF),
    Route("teaching:open", OFFICES),
    Route("teaching:term", READERS, "term"),
    Route("teaching:propose", OFFICES, "term"),
    Route("teaching:classes", STAFF, "term"),
    Route("teaching:instructors", OFFICES, "term"),
    Route("teaching:class", STAFF, "class"),
    Route("teaching:assign", OFFICES, "class"),
    Route("teaching:move", OFFICES, "class"),
    Route("teaching:remove", OFFICES, "class"),
    Route("timetable:mine", STAFF | {STUDENT}),
    Route("timetable:board", READERS),
    Route("timetable:calendar", READERS),
    Route("timetable:calendar_propose", OFFICES, post=True),
    Route("timetable:special_add", OFFICES, post=True),
    Route("timetable:make_up_answer", OFFICES, "make_up_day", post=True),
    Route("timetable:special_remove", OFFICES, "special_day", post=True),
    Route("timetable:bells", READERS),
    Route("timetable:bells_sample", OFFICES, post=True),
    Route("timetable:bell_add", OFFICES),
    Route("timetable:bell_edit", OFFICES, "bell"),
    Route("timetable:bell_remove", OFFICES, "bell", post=True),
    Route("timetable:rooms", READERS),
    Route("timetable:room_add", OFFICES),
    Route("timetable:rooms_free", READERS | {INSTRUCTOR}),
    Route("timetable:room_edit", OFFICES, "room"),
    Route("timetable:build", READERS),
    Route("timetable:build_start", OFFICES, post=True),
    Route("timetable:version", OFFICES | {AUDITOR}, "version"),
    Route("timetable:version_changes", OFFICES | {AUDITOR}, "version"),
    Route("timetable:version_publish", OFFICES, "version", post=True),
    Route("timetable:version_copy", OFFICES, "version", post=True),
    Route("timetable:version_solve", OFFICES, "version", post=True),
    Route("timetable:slot", OFFICES, "slot"),
    Route("timetable:slot_move", OFFICES, "slot", post=True),
    Route("timetable:slot_lock", OFFICES, "slot", post=True),
    Route("timetable:feed", frozenset({INSTRUCTOR, STUDENT})),
    Route("timetable:feed_renew", frozenset({INSTRUCTOR, STUDENT}), post=True),
    Route("timetable:feed_off", frozenset({INSTRUCTOR, STUDENT}), post=True),
    Route("changes:mine", frozenset({INSTRUCTOR})),
    Route("changes:list", READERS),
    Route("changes:detail", STAFF, "change_request"),
    Route("changes:withdraw", frozenset({INSTRUCTOR}), "change_request", post=True),
    # The substitute of the world's request is a colleague without an account.
    Route("changes:answer", OFFICES | {DEPARTMENT}, "change_request", post=True),
    Route("changes:decide", OFFICES | {DEPARTMENT}, "change_request", post=True),
    Route("changes:choose", frozenset({INSTRUCTOR}), "meeting"),
    Route("changes:ask", frozenset({INSTRUCTOR}), "meeting", extra=(("kind", "move"),)),
    Route("changes:incidents", STAFF),
    Route("changes:incident_add", OFFICES | {DEPARTMENT}, "meeting"),
    Route("changes:group", OFFICES),
    Route("changes:rules", STAFF),
    Route("changes:rule_add", OFFICES),
    Route("changes:rule_withdraw", OFFICES, post=True),
    Route("changes:read", frozenset({INSTRUCTOR, STUDENT}), post=True),
    Route("delivery:meetings", STAFF),
    Route("delivery:mine", frozenset({STUDENT})),
    Route("delivery:online_rules", STAFF),
    Route("delivery:online_rule_add", OFFICES),
    Route("delivery:online_rule_withdraw", OFFICES, post=True),
    Route("delivery:class", STAFF, "class"),
    Route("delivery:roll_call", STAFF, "meeting"),
    Route("grading:sheets", STAFF),
    Route("grading:mine", frozenset({STUDENT})),
    Route("grading:schemes", OFFICES | {AUDITOR}),
    Route("grading:scheme_new", OFFICES),
    Route("grading:amendments", STAFF),
    Route("grading:decide", OFFICES | {DEPARTMENT}, "amendment", post=True),
    Route("grading:entry", STAFF, "grade_entry"),
    Route("grading:amend", TEACHERS, "grade_entry", post=True),
    Route("grading:sheet", STAFF, "class", "teaching_class"),
    Route("grading:open", TEACHERS, "class", "teaching_class", post=True),
    Route("grading:scores", TEACHERS, "class", "teaching_class", post=True),
    Route("grading:template", TEACHERS, "class", "teaching_class"),
    Route("grading:upload", TEACHERS, "class", "teaching_class"),
    Route("grading:submit", TEACHERS, "class", "teaching_class", post=True),
    Route("grading:return", OFFICES | {DEPARTMENT}, "class", "teaching_class", post=True),
    Route("grading:lock", OFFICES, "class", "teaching_class", post=True),
    Route("certificates:list", READERS),
    Route("certificates:export", READERS),
    Route("certificates:own", frozenset({STUDENT})),
    Route("certificates:classes", OFFICES),
    Route("certificates:class", OFFICES, "class"),
    Route("certificates:batch", OFFICES, "batch"),
    Route("certificates:batch_document", OFFICES, "batch"),
    Route("certificates:make_batch_document", OFFICES, "batch", post=True),
    Route("certificates:detail", READERS, "certificate"),
    Route("certificates:revoke", OFFICES, "certificate", post=True),
    Route("certificates:document", OFFICES | {STUDENT}, "certificate"),
    Route("compliance:index", AUDITORS),
    Route("compliance:institutions", frozenset({PROVINCE})),
    Route("compliance:institution", AUDITORS, "institution"),
    Route("compliance:start", AUDITORS, "institution", post=True),
    Route("compliance:run", AUDITORS, "audit"),
    Route("compliance:download", AUDITORS, "audit", extra=(("report_format", "json"),)),
    Route("compliance:finding", AUDITORS, "finding"),
    Route("curriculum:courses", STAFF),
    Route("curriculum:add", OFFICES),
    Route("curriculum:edit", OFFICES, "course"),
    Route("publishing:list", STAFF | {PROVINCE}),
    Route("publishing:release", OFFICES | {DEPARTMENT, INSTRUCTOR}, "page", "page_id"),
    Route("publishing:release_now", OFFICES, "page", "page_id", post=True),
    Route("publishing:outline", EVERYBODY, "outline"),
    Route("textbooks:term", STAFF | {SECTION}),
    Route("textbooks:propose", OFFICES | {DEPARTMENT, SECTION, INSTRUCTOR}),
    Route("textbooks:decide", OFFICES, "textbook_adoption", post=True),
    Route("textbooks:end", OFFICES, "textbook_adoption"),
    Route("textbooks:books", STAFF | {SECTION, PROVINCE}),
    Route("textbooks:add", OFFICES | {PROVINCE}),
    Route("textbooks:approve", OFFICES | {PROVINCE}, "textbook"),
    Route("textbooks:usage", READERS),
    Route("textbooks:usage_export", READERS),
    Route("library:media", AUTHORS, "recording"),
    Route("library:poster", AUTHORS, "recording"),
    Route("library:captions", AUTHORS, "recording", extra=(("language", "zh"),)),
    Route("library:transcript", AUTHORS, "recording"),
    Route("watching:state", AUTHORS, "recording"),
    Route("watching:report", AUTHORS, "recording", post=True),
    # Provinces order their masters: tests/cms/publishing/test_ordering.py.
    Route("order_pages", OFFICES, "page", "page_id"),
    Route("masters:available", TEACHERS | {DEPARTMENT, SECTION}),
    Route("masters:editions", frozenset({PROVINCE})),
    Route("masters:open_home", frozenset({PROVINCE}), post=True),
    Route("masters:master", frozenset({PROVINCE}), "master", "key"),
    Route("masters:edition", TEACHERS | {DEPARTMENT, SECTION, PROVINCE}, "edition"),
    Route("masters:adopt", OFFICES, "edition"),
    Route("masters:difference", TEACHERS | {DEPARTMENT, SECTION}, "adoption"),
    Route("masters:merge", OFFICES, "adoption", post=True),
    Route("reading:mine", frozenset({STUDENT})),
    Route("reading:notes", EVERYBODY),
    Route("reading:notes_export", EVERYBODY),
    # A note is its author's; the world's was written by the student.
    Route("reading:note_edit", frozenset({STUDENT}), "note"),
    Route("reading:note_delete", frozenset({STUDENT}), "note", post=True),
    Route("reading:progress", EVERYBODY - {COUNSELLOR}, "lesson", "key", post=True),
    Route("reading:bookmark", EVERYBODY - {COUNSELLOR}, "lesson", "key", post=True),
    Route("reading:note_add", EVERYBODY - {COUNSELLOR}, "lesson", "key", post=True),
    Route(
        "reading:answer",
        EVERYBODY - {COUNSELLOR},
        "lesson",
        "key",
        post=True,
        extra=(("block_id", "8f3cf4b0-7e0f-4b5f-9c6e-111111111111"),),
    ),
    Route("reading:class", STAFF, "class"),
    Route("reading:class_export", STAFF, "class"),
    Route("reading:answers", frozenset({INSTRUCTOR}), "class"),
    Route("content_imports:new", OFFICES | {DEPARTMENT, SECTION, INSTRUCTOR}),
    Route("content_imports:detail", frozenset({OFFICE}), "page_import"),
    Route("content_imports:confirm", frozenset({OFFICE}), "page_import", post=True),
    Route("content_imports:source", frozenset({OFFICE}), "page_import"),
    Route("reviews:inbox", OFFICES | {SECTION, DEPARTMENT, PROVINCE}),
    Route("reviews:mine", PAGE_WRITERS | {PROVINCE}),
    Route("reviews:times", OFFICES),
    Route("reviews:page", PAGE_WRITERS, "page", "page_id"),
    Route("reviews:send", PAGE_WRITERS, "page", "page_id", post=True),
    Route("reviews:withdraw", PAGE_WRITERS, "page", "page_id", post=True),
    Route("reviews:invite", PAGE_WRITERS, "page", "page_id", post=True),
    Route("reviews:revoke", PAGE_WRITERS, "review_invitation", post=True),
    Route("reviews:step", PAGE_WRITERS, "review_step"),
    Route("reviews:approve", PAGE_WRITERS - {INSTRUCTOR}, "review_step", post=True),
    Route("reviews:return", PAGE_WRITERS - {INSTRUCTOR}, "review_step", post=True),
    Route("reviews:comment", PAGE_WRITERS - {INSTRUCTOR}, "review_step", post=True),
    Route("expert:review", PUBLIC, "expert_token", "token"),
    Route("expert:media", PUBLIC, "expert_token", "token", extra=_RECORDING),
    Route("expert:poster", PUBLIC, "expert_token", "token", extra=_RECORDING),
    Route(
        "expert:captions",
        PUBLIC,
        "expert_token",
        "token",
        extra=(*_RECORDING, ("language", "zh")),
    ),
    Route("expert:document", PUBLIC, "expert_token", "token", extra=(("number", SHOWN_DOCUMENT),)),
    Route("delivery:outline_classes", OFFICES, "outline"),
    Route("delivery:move", OFFICES, "class", extra=(("number", "1"),)),
    Route("exports:page", EVERYBODY, "page", "page_id", extra=(("export_format", "docx"),)),
    Route("exports:outline", EVERYBODY, "outline", extra=(("export_format", "docx"),)),
    Route(
        "exports:calendar",
        STAFF,
        "class",
        extra=(("export_format", "docx"),),
    ),
    Route("search:results", PUBLIC),
)

BY_NAME = {route.name: route for route in ROUTES}

# Below /admin/, for Wagtail's own gate to answer; tests/cms/publishing walks them by role.
LEFT_TO_WAGTAIL = "cms.publishing.admin_views"
