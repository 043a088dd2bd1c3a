"""A student watches a lesson's video, loses the connection, and comes back another time."""

import re
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import Collection

from cms.content.domain import add_page
from cms.content.models import LessonPage
from courses.delivery.domain import load_online_rules, set_online_resources
from courses.delivery.models import OnlineRule, OnlineStudy
from media.library.domain import set_captions, store_media
from media.library.models import LibraryMedia
from media.watching.models import WatchRecord
from tests.factories.content import make_syllabus
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import InstitutionFactory, RoleFactory
from tests.factories.library import DESCRIBED, WEBVTT, encoded
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 30


def make_video() -> LibraryMedia:
    """A real one of half a minute, with captions. It is silent: without a sound device a browser
    doesn't play sound, and then no picture either."""
    video = store_media(
        ContentFile(encoded(seconds=SECONDS, audio=""), name="renshi.webm"),
        title="认识自我",
        collection=Collection.get_first_root_node(),
        by=None,
        **DESCRIBED,
    )
    set_captions(video, language="zh", webvtt=WEBVTT)
    return video


@pytest.fixture
def lesson(db: None) -> LessonPage:
    """A published lesson with a counting video, in a course that one student is enrolled in."""
    institution = InstitutionFactory()
    syllabus = make_syllabus(institution)
    key = syllabus.units.first().key
    video = make_video()
    page = LessonPage(title="第一课 认识自我", unit_key=key, audience="course")
    page.body = [("video", {"video": video, "counts": True})]
    add_page(syllabus, page)
    outline = OutlineFactory(course=syllabus.course)
    outline.units.filter(online_hours__gt=0).update(key=key)
    load_online_rules()
    set_online_resources(outline, [(outline.units.get(key=key), video)])
    teaching_class = TeachingClassFactory(outline=outline, term__institution=institution)
    role = RoleFactory(kind="student", institution=institution)
    EnrolmentFactory(teaching_class=teaching_class, student__user=role.user)
    page.student = role.user
    return page


def seconds(page: Page) -> float:
    return float(page.locator("video").evaluate("video => video.currentTime"))


def play_until(page: Page, second: float) -> None:
    """Play, without sound, and stop at that second of content."""
    page.locator("video").evaluate(
        """(video, second) => new Promise((resolve, reject) => {
            video.muted = true;
            setTimeout(() => reject(new Error(`stopped at ${video.currentTime}`)), 25000);
            video.addEventListener("error", () => reject(new Error("the video doesn't play")));
            video.addEventListener("timeupdate", function look() {
                if (video.currentTime < second) return;
                video.removeEventListener("timeupdate", look);
                video.pause();
                resolve();
            });
            video.play().catch(reject);
        })""",
        second,
    )


def record() -> WatchRecord:
    return WatchRecord.objects.get()


def test_student_watches_loses_the_connection_and_continues_later(
    page_for: Callable[..., Page], lesson: LessonPage, axe: Callable[..., None]
) -> None:
    page = page_for(lesson.student, 390)
    page.goto(lesson.url_path)
    state = page.locator("[data-player-state]")
    expect(state).to_contain_text("0 %")
    play_until(page, 4)
    expect(state).to_contain_text(re.compile(r"1[1-9] %"))
    before = record().watched_ms
    assert 3_500 <= before <= 6_000
    assert OnlineStudy.objects.get().share > 0

    # The tunnel: what the buffer holds plays on, nothing reaches the server.
    page.wait_for_function(
        "video => video.buffered.length && video.buffered.end(0) > 20",
        arg=page.locator("video").element_handle(),
    )
    page.context.set_offline(True)
    play_until(page, 9)
    expect(state).to_contain_text("本机")
    assert record().watched_ms == before
    page.context.set_offline(False)
    expect(state).to_contain_text(re.compile(r"(29|3\d) %"))
    known = record()
    assert 8_500 <= known.watched_ms <= 11_000
    # Pausing and playing on leaves a millisecond between two ranges at most.
    assert known.ranges[-1][1] - known.ranges[0][0] - known.watched_ms < 100
    axe(page)

    page.reload()
    expect(state).to_contain_text("继续")
    assert seconds(page) == pytest.approx(known.position_ms / 1000, abs=0.5)

    # Seeking ahead doesn't count, double speed counts the content once.
    page.locator("video").evaluate("video => { video.currentTime = 20; }")
    page.get_by_label("播放速度").select_option("2")
    play_until(page, 26)
    expect(state).to_contain_text(re.compile(r"(4[5-9]|5\d) %"))
    later = record()
    assert not any(start <= 15_000 < end for start, end in later.ranges)
    assert later.watched_ms - known.watched_ms == pytest.approx(6_000, abs=1_500)

    page.goto("/my/delivery/mine/")
    expect(page.locator("main")).to_contain_text("认识自我")
    axe(page)


def test_what_was_not_sent_is_sent_from_another_page(
    page_for: Callable[..., Page], lesson: LessonPage
) -> None:
    page = page_for(lesson.student)
    page.goto(lesson.url_path)
    expect(page.locator("[data-player-state]")).to_contain_text("0 %")
    page.context.set_offline(True)
    video = page.locator("video")
    report = page.locator("[data-report]").get_attribute("data-report")
    # As the script leaves it when the tab is closed in the tunnel.
    viewer = page.locator("script[data-viewer]").get_attribute("data-viewer")
    assert viewer
    video.evaluate(
        "(video, [viewer, url]) => localStorage.setItem(`qihang-watch:${viewer}:${url}:x`, "
        "JSON.stringify({url, ranges: [[0, 5000]], position: 5000, at: Date.now()}))",
        [viewer, report],
    )
    page.context.set_offline(False)
    page.goto("/my/delivery/mine/")
    page.wait_for_function(
        "() => !Object.keys(localStorage).some(key => key.startsWith('qihang-watch:'))"
    )
    assert record().watched_ms == 5_000


def test_player_offers_no_speed_that_the_school_does_not_count(
    page_for: Callable[..., Page], lesson: LessonPage
) -> None:
    OnlineRule.objects.create(
        institution=lesson.get_parent().specific.course.institution,
        whole_share="0.9",
        step_hours="0.5",
        max_rate="1.25",
        citation="本校线上教学管理办法",
        valid_from=timezone.localdate(),
    )
    page = page_for(lesson.student)
    page.goto(lesson.url_path)
    speeds = page.get_by_label("播放速度").locator("option")
    expect(speeds).to_have_text(["0.75×", "1×", "1.25×"])
    video = page.locator("video")
    video.evaluate("video => { video.playbackRate = 2; }")
    page.wait_for_function("() => document.querySelector('video').playbackRate === 1.25")


def test_without_javascript_the_video_plays_and_the_page_says_that_nothing_counts(
    page_for: Callable[..., Page], lesson: LessonPage
) -> None:
    page = page_for(lesson.student, javascript=False)
    page.goto(lesson.url_path)
    # Playwright leaves <noscript> out of a text; its parts are elements only where no script runs.
    warning = page.locator("main noscript .state-warn")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("JavaScript")
    expect(page.locator("video[controls]")).to_have_count(1)
    assert not WatchRecord.objects.exists()
