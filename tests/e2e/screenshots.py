"""Pictures of the demonstration for the documentation: `python -m tests.e2e.screenshots`.

Loads the small demonstration into a database of its own, serves it, signs in as the demo accounts
and writes docs/screenshots/*.png.
"""

import sys
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.chromium import FLAGS, PROGRAM
from tests.e2e.served_demo import PASSWORD, ROOT, served_demo

FOLDER = ROOT / "docs" / "screenshots"
PHONE, DESK, TALL = (390, 844), (1280, 800), (1280, 1060)
LARGEST = 250_000


def office_home(page: Page) -> None:
    page.goto("/my/")


def timetable(page: Page) -> None:
    """The whole term of the first room with classes, as it would be printed."""
    page.goto("/my/timetable/board/?kind=room")
    options = page.locator("#of option").evaluate_all("all => all.map(one => one.value)")
    for room in filter(None, options):
        page.goto(f"/my/timetable/board/?kind=room&of={room}&week=all")
        if page.locator(".timetable tbody td > *").count() > 1:
            break


def audit(page: Page) -> None:
    """A finding opened to its clause and arithmetic."""
    page.goto("/my/audit/")
    page.locator("details.finding > summary").first.click()


def roll_call_phone(page: Page) -> None:
    page.goto("/my/delivery/?show=all")
    page.locator(".meeting-link").first.click()
    page.locator("fieldset").nth(2).get_by_text("旷课").click()
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")


def student_home_phone(page: Page) -> None:
    page.goto("/my/")


def lesson_phone(page: Page) -> None:
    """The lesson to read before the next meeting."""
    page.goto("/my/")
    page.locator(".next-meeting a").first.click()
    page.locator(".reader-text h1").first.scroll_into_view_if_needed()


def search_phone(page: Page) -> None:
    page.goto("/search/?q=职业规划")


def difference(page: Page) -> None:
    """What a new edition of the province's master changes in the school's copy."""
    page.goto("/my/masters/")
    page.locator("main a[href*='/copy/']").first.click()


def import_preview(page: Page) -> None:
    """A roster with one bad cell."""
    page.goto("/my/institution/roster/")
    page.get_by_label("表格文件", exact=True).set_input_files(
        {"name": "2026级新生名册.csv", "mimeType": "text/csv", "buffer": ROSTER.encode("utf-8-sig")}
    )
    page.get_by_role("button", name="上传并检查").click()
    page.locator("td.cell-bad").first.wait_for()


def login(page: Page) -> None:
    page.goto("/accounts/login/")


ROSTER = """2026级新生名册,,,,,,
学号,姓名,性别,学院,专业,班级,入学年份
0269000001,买买提·艾力,男,机械与动力工程学院,机器人工程,机器人2601,2026
0269000002,欧阳明月,女,机械与动力工程学院,机器人工程,机器人2601,2026
0269000003,周海燕,不详,机械与动力工程学院,机器人工程,机器人2601,2026
0269000004,王䶮,男,机械与动力工程学院,机器人工程,机器人2601,2026
"""

PICTURES: tuple[tuple[str, str | None, tuple[int, int], Callable[[Page], None]], ...] = (
    ("office-home", "office", DESK, office_home),
    ("timetable", "office", TALL, timetable),
    ("audit", "office", DESK, audit),
    ("import", "office", DESK, import_preview),
    ("roll-call-phone", "instructor", PHONE, roll_call_phone),
    ("student-home-phone", "student", PHONE, student_home_phone),
    ("login", None, DESK, login),
    ("lesson-phone", "student", PHONE, lesson_phone),
    ("search-phone", "student", PHONE, search_phone),
    ("difference", "office", DESK, difference),
)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served_demo("small") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=[*FLAGS, "--lang=zh-CN"])
        for name, user, size, show in PICTURES:
            _take(browser, address, name, user, size, show)
        browser.close()
    return 0


def _take(
    browser: Browser,
    address: str,
    name: str,
    user: str | None,
    size: tuple[int, int],
    show: Callable[[Page], None],
) -> None:
    width, height = size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size == PHONE else 1,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=size == PHONE,
    )
    page = context.new_page()
    if user:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(user)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="登录").click()
        page.wait_for_url("**/my/**")
    show(page)
    page.wait_for_load_state("networkidle")
    target = FOLDER / f"{name}.png"
    page.screenshot(path=target)
    context.close()
    # A palette of 256 colours is enough for text, and a third of the size.
    Image.open(target).convert("RGB").quantize(256).save(target, optimize=True)
    weight = target.stat().st_size
    assert weight <= LARGEST, f"{target.name} weighs {weight} bytes"
    sys.stdout.write(f"{target.relative_to(ROOT)} {weight // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
