"""The office of the `school` demonstration builds, edits and publishes a term in the browser; an
instructor asks for another time on a phone, the department agrees, and the feed shows it.

`python -m tests.e2e.school_term` prints what each page took, by the wall. It is no test of the
suite: loading 42,000 students alone takes longer than a test may. `make bench` runs it and fails
with it; the same steps with two classes are in the tests beside this.
"""

import datetime
import re
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import icalendar
import recurring_ical_events
from playwright.sync_api import Browser, Locator, expect, sync_playwright

from tests.e2e.chromium import FLAGS, PROGRAM
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.served_demo import served_demo
from tests.e2e.visitor import Visit, Visitor

# The worker needs a moment to see a job; the search and the publication some seconds.
PATIENCE = 180_000
PLACE = re.compile(r"\?weekday=(?P<weekday>\d)&first_period=(?P<first_period>\d+)$")


def build(office: Visitor) -> str:
    """The whole term, by the worker; the address of the draft."""
    office.open("/my/timetable/build/")
    office.note("office: what is ready for the search")
    office.sees("117 个教学班", "0 个班没有任课教师")
    office.page.get_by_label("排课用时").select_option("30")
    with office.waiting("search for a timetable"):
        office.page.get_by_role("button", name="开始排课").click()
        office.page.wait_for_url("**/build/**", timeout=PATIENCE)
    office.click("第 1 版")
    office.note("office: the draft")
    office.sees("草稿", "0 个未排上")
    return urlsplit(office.page.url).path


def move_one(office: Visitor, draft: str) -> None:
    """Drags a weekly time on the board of its room to a place that its page calls free."""
    page = office.page
    version = draft.rstrip("/").rsplit("/", 1)[1]
    office.open(f"/my/timetable/board/?kind=room&version={version}")
    room = page.locator("#of option").nth(1).get_attribute("value")
    board = f"/my/timetable/board/?kind=room&version={version}&of={room}"
    office.open(board)
    office.note("office: the board of a room")
    entry = page.locator("[data-slot]").first
    slot = entry.get_attribute("data-slot")
    assert slot is not None
    taken = {
        (one.get_attribute("data-weekday"), one.get_attribute("data-period"))
        for one in page.locator("td[data-weekday]:has([data-slot])").all()
    }
    office.click(entry.get_by_role("link", name="移动或锁定"))
    office.note("office: every place of a weekly time")
    weekday, period = _free_place(office, but_for=taken)
    office.open(board)
    with page.expect_navigation():
        page.locator(f"[data-slot='{slot}']").drag_to(
            page.locator(f"td[data-weekday='{weekday}'][data-period='{period}']")
        )
    office.look()
    office.note("office: what a dragged time would clash with")
    office.sees("没有冲突", f"第{period}节开始")
    office.press("移到这里")
    office.note("office: moved")
    office.sees("已移动，草稿已保存")


def _free_place(office: Visitor, *, but_for: set[Any]) -> tuple[str, str]:
    free = office.page.locator(".slot-places a").filter(has_text="可排")
    for address in free.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        found = PLACE.search(address)
        assert found is not None
        if (found["weekday"], found["first_period"]) not in but_for:
            return found["weekday"], found["first_period"]
    raise AssertionError("the weekly time has no other place")


def publish(office: Visitor, draft: str) -> None:
    office.open(draft)
    office.click("发布")
    office.note("office: what publishing would change")
    office.sees("课次新增", "逐班对照")
    with office.waiting("publication"):
        office.page.locator("main").get_by_role("button", name="发布").click()
        office.page.wait_for_url(f"**{draft}", timeout=PATIENCE)
    office.look()
    office.sees("已发布")


def subscribe(person: Visitor, what: str) -> Callable[[], icalendar.Calendar]:
    """What a calendar on the phone does with the address that is shown."""
    person.open("/my/timetable/feed/")
    person.press("生成订阅地址")
    address = person.page.get_by_label("订阅地址").input_value()

    def fetch() -> icalendar.Calendar:
        began = time.monotonic()
        answer = person.page.request.get(address)
        took = 1000 * (time.monotonic() - began)
        assert answer.ok, answer.status
        person.visits.append(Visit(what, round(took)))
        return icalendar.Calendar.from_ical(answer.body())

    return fetch


def starts_in(feed: icalendar.Calendar) -> list[datetime.datetime]:
    """Every meeting of the next half year, as the phone shows it."""
    today = datetime.date.today()
    events = recurring_ical_events.of(feed).between(today, today + datetime.timedelta(days=180))
    return sorted(event["DTSTART"].dt for event in events)


def ask_for_another_time(instructor: Visitor, student_meets: list[datetime.datetime]) -> str:
    """On a phone, for a meeting of the student's class; the date of the time that was chosen."""
    instructor.open("/my/changes/")
    said = [rf"(?<!\d)0?{one.month}月{one.day}日 .*{one:%H:%M}" for one in student_meets]
    meeting = instructor.page.locator("main .points a").filter(has_text=re.compile("|".join(said)))
    instructor.click(meeting)
    instructor.click("调课")
    instructor.note("instructor: times that fit everybody")
    wanted: Locator = instructor.page.locator("input[name=choice]").first
    value = wanted.get_attribute("value")
    assert value is not None
    wanted.check()
    instructor.page.get_by_label("生病").check()
    instructor.press("提交申请")
    instructor.sees("申请已提交")
    return value.partition("_")[0]


def agree(department: Visitor) -> None:
    department.open("/my/")
    department.click("条调课申请待审批")
    department.click("调课")
    department.note("department: the request")
    department.sees("均空闲")
    department.press("同意")
    department.note("department: carried out")
    department.sees("课表和日历已同步")


def feed_shows(before: icalendar.Calendar, after: icalendar.Calendar, date: str) -> None:
    """One meeting has gone to that date; whatever belongs to it counts as newer than before."""

    def on_the_date(feed: icalendar.Calendar) -> list[Any]:
        events = feed.walk("VEVENT")
        return [one for one in events if one["DTSTART"].dt.date().isoformat() == date]

    known = {str(event["UID"]): int(event["SEQUENCE"]) for event in before.walk("VEVENT")}
    came = [one for one in on_the_date(after) if "RECURRENCE-ID" in one]
    assert len(came) == 1, came
    assert not [one for one in on_the_date(before) if "RECURRENCE-ID" in one]
    uid = str(came[0]["UID"])
    for event in after.walk("VEVENT"):
        if str(event["UID"]) == uid:
            assert int(event["SEQUENCE"]) > known[uid], (event["SEQUENCE"], known[uid])


def walk(browser: Browser, address: str) -> list[Visit]:
    expect.set_options(timeout=30_000)
    visits: list[Visit] = []
    shapes: set[str] = set()

    def enter(username: str, width: int) -> Visitor:
        entered = Visitor(browser, address, width, visits, shapes)
        entered.sign_in(username)
        return entered

    office, instructor = enter("office", DESK), enter("instructor", PHONE)
    department, student = enter("department", DESK), enter("student", PHONE)
    draft = build(office)
    move_one(office, draft)
    publish(office, draft)
    fetch = subscribe(instructor, "feed of the instructor")
    fetch_for_student = subscribe(student, "feed of the student")
    before, student_meets = fetch(), starts_in(fetch_for_student())
    date = ask_for_another_time(instructor, student_meets)
    agree(department)
    feed_shows(before, fetch(), date)
    now = starts_in(fetch_for_student())
    assert len(now) == len(student_meets)
    assert [one.date().isoformat() for one in now if one not in student_meets] == [date]
    student.open("/my/")
    student.note("student: home with the news of it")
    month, day = (int(part) for part in date.split("-")[1:])
    student.sees(f"{month}月{day}日")
    expect(student.page.get_by_role("button", name="知道了").first).to_be_visible()
    trouble = [
        line for one in (office, instructor, department, student) for line in one.watch.trouble
    ]
    assert not trouble, "\n".join(trouble)
    return visits


def main() -> None:
    before = ("-m", "tests.e2e.before_the_term")
    with served_demo("school", prepare=before) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        visits = walk(browser, address)
        browser.close()
    for visit in visits:
        sys.stdout.write(f"{visit.said}\n")


if __name__ == "__main__":
    main()
