"""What a syllabus, a lesson and a teaching calendar say, for Word and PDF alike: plain text and
lines, in the order in which universities print them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.content.models import HomePage, LessonPage, SyllabusPage
from cms.content.structure import home_of, syllabus_of, unit_of
from cms.exporting.domain.printing import Element, print_rich_text
from cms.reading.domain.lessons_ahead import lessons_ahead, with_hours_before
from courses.curriculum.enums import ObjectiveKind
from courses.teaching.models import TeachingClass
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting


def lines_of(elements: Iterable[Element]) -> list[str]:
    """Block elements as lines of text; items of lists are numbered or dotted."""
    lines: list[str] = []
    for one in elements:
        if one.tag in {"ul", "ol"}:
            for place, item in enumerate(one, start=1):
                mark = f"{place}. " if one.tag == "ol" else "· "
                lines.append(mark + "".join(item.itertext()).strip())
        else:
            lines.append("".join(one.itertext()).strip())
    return [line for line in lines if line]


def text_lines(source: str) -> list[str]:
    """Stored rich text as lines."""
    return lines_of(print_rich_text(source))


def institution_name(home: HomePage | None) -> str:
    if home is None:
        return ""
    return home.institution.name if home.institution else home.title


# A number is given by whoever files the paper; a released outline has one.
NO_NUMBER = "____________"


def syllabus_particulars(page: SyllabusPage, *, number: str = "") -> dict[str, Any]:
    """教学大纲: facts, objectives by kind, units with hours, the map, assessment, textbooks."""
    units = list(page.units.all())
    objectives = list(page.objectives.all())
    course = page.course
    hours = {
        kind: sum(getattr(unit, f"{kind}_hours") or 0 for unit in units)
        for kind in ("theory", "practice", "online")
    }
    numbers = {objective.key: place for place, objective in enumerate(objectives, start=1)}
    names = {unit.key: unit.title for unit in units}
    return {
        "document_number": number or NO_NUMBER,
        "institution": institution_name(home_of(page)),
        "title": page.title,
        "name": course.name if course else page.title,
        "name_en": (course.name_en if course else page.name_en) or "—",
        "code": course.code if course else "—",
        "nature": course.get_nature_display() if course else page.get_recommended_nature_display(),
        "credits": str((course.credits if course else page.recommended_credits) or "—"),
        "majors": page.majors or "—",
        "prerequisites": page.prerequisites or _("none"),
        "hours": {**hours, "total": sum(hours.values())},
        "description": text_lines(page.description),
        "objectives": [
            {
                "kind": str(label),
                "items": [
                    f"{numbers[one.key]}. {one.text}" for one in objectives if one.kind == kind
                ],
            }
            for kind, label in ObjectiveKind.choices
            if any(one.kind == kind for one in objectives)
        ],
        "units": [
            {
                "number": place,
                "title": unit.title,
                "content": unit.content,
                "lines": unit.content.splitlines(),
                "theory": unit.theory_hours or "",
                "practice": unit.practice_hours or "",
                "online": unit.online_hours or "",
                "total": unit.hours,
            }
            for place, unit in enumerate(units, start=1)
        ],
        "map": [
            {
                "objective": numbers[line.objective_key],
                "unit": names[line.unit_key],
                "assessment": line.assessment,
            }
            for line in page.contributions.all()
            if line.objective_key in numbers and line.unit_key in names
        ],
        "assessment": text_lines(page.assessment),
        "textbooks": text_lines(page.textbooks),
    }


def lesson_particulars(page: LessonPage) -> dict[str, Any]:
    """教案: what the lesson is for and its steps with minutes."""
    syllabus = syllabus_of(page)
    unit = unit_of(page)
    steps = []
    for block in page.plan:
        if block.block_type == "activity":
            forms = dict(block.block.child_blocks["form"].field.choices)
            steps.append(
                {
                    "title": block.value["title"],
                    "minutes": block.value["minutes"] or 0,
                    "form": str(forms.get(block.value["form"], "")),
                    "materials": block.value["materials"],
                    "lines": text_lines(block.value["text"].source),
                }
            )
    return {
        "document_number": NO_NUMBER,
        "institution": institution_name(home_of(page)),
        "course": syllabus.title if syllabus else "",
        "title": page.title,
        "unit": unit.title if unit else "—",
        "hours": page.hours,
        "minutes": page.minutes,
        "planned": page.planned_minutes,
        "methods": page.methods or "—",
        "materials": page.materials or "—",
        "objectives": text_lines(page.objectives),
        "key_points": text_lines(page.key_points),
        "difficulties": text_lines(page.difficulties),
        "steps": steps,
        "preparation": text_lines(page.preparation),
        "homework": text_lines(page.homework),
        "afterthought": text_lines(page.afterthought),
    }


WEEKDAYS = "一二三四五六日"
CHINESE_NUMBERS = "一二三四五六七八九十"


def section_numbers() -> list[str]:
    """What stands before the headings of an official paper: 一、二、三、, else 1. 2. 3."""
    if (get_language() or "").startswith("zh"):
        return [f"{number}、" for number in CHINESE_NUMBERS]
    return [f"{number}. " for number in range(1, 11)]


def calendar_particulars(teaching_class: TeachingClass) -> dict[str, Any]:
    """教学日历: a row a meeting, with the lesson that it teaches. A fixed number of queries."""
    meetings = list(
        with_hours_before(
            Meeting.objects.filter(teaching_class=teaching_class).select_related(
                "unit", "instructor", "room"
            )
        )
        .exclude(status=MeetingStatus.CANCELLED)
        .order_by("starts_at")
    )
    lessons = lessons_ahead(meetings)
    course, outline = teaching_class.course, teaching_class.outline
    groups = list(teaching_class.administrative_classes.select_related("major").order_by("name"))
    weeks = sorted({teaching_class.term.week_of(_day(one)) for one in meetings})
    hours = sum(one.periods for one in meetings)
    return {
        "document_number": NO_NUMBER,
        "institution": teaching_class.institution.name,
        "term": teaching_class.term.code,
        "course": course.name,
        "code": teaching_class.code,
        "majors": "、".join(sorted({group.major.name for group in groups})) or "—",
        "groups": "、".join(group.name for group in groups) or "—",
        "instructors": "、".join(dict.fromkeys(one.instructor.name for one in meetings)) or "—",
        "total_hours": course.contact_hours,
        "term_hours": hours,
        "online_hours": outline.online_hours,
        "weeks": _weeks(weeks),
        "weekly_hours": _per_week(hours, len(weeks)),
        "rows": [_calendar_row(one, lessons.get(one.pk, []), teaching_class) for one in meetings],
    }


def _day(meeting: Any) -> Any:
    return timezone.localtime(meeting.starts_at).date()


def _weeks(weeks: Sequence[int]) -> str:
    if not weeks:
        return "—"
    return ngettext("%(n)d week", "%(n)d weeks", len(weeks)) % {"n": len(weeks)}


def _per_week(hours: int, weeks: int) -> str:
    return f"{hours / weeks:.1f}".removesuffix(".0") if weeks else "—"


def _calendar_row(
    meeting: Any, lessons: Sequence[LessonPage], teaching_class: TeachingClass
) -> dict[str, Any]:
    day = _day(meeting)
    titles = [lesson.title for lesson in lessons]
    unit = meeting.unit.title if meeting.unit else ""
    homework = [line for lesson in lessons for line in text_lines(lesson.homework)]
    return {
        "week": teaching_class.term.week_of(day),
        "date": day.isoformat(),
        "weekday": WEEKDAYS[day.weekday()],
        "hours": meeting.periods,
        "chapter": "；".join([unit, *titles] if unit else titles) or "—",
        "method": "；".join(dict.fromkeys(x.methods for x in lessons if x.methods)) or "—",
        "aids": "；".join(dict.fromkeys(x.materials for x in lessons if x.materials)) or "—",
        "homework": " ".join(homework) or "—",
    }
