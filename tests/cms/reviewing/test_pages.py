"""The portal's pages of reviews: who sees what, and how many queries it takes."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from cms.reviewing.domain import (
    ReviewRefused,
    comment_on,
    return_step,
    send_for_review,
    set_review_days,
)
from cms.reviewing.models import ReviewStep
from cms.reviewing.parts import parts_of
from courses.institutions.enums import RoleKind as R

pytestmark = pytest.mark.django_db
INBOX, MINE = reverse("reviews:inbox"), reverse("reviews:mine")


def test_inbox_shows_what_waits_for_me(campus, sent, as_user):
    assert sent.title in as_user(campus.section).get(INBOX).content.decode()
    assert sent.title not in as_user(campus.office).get(INBOX).content.decode()


def test_inbox_shows_nothing_of_another_institution(campus, other_campus, sent, as_user):
    step = campus.step_of(sent)
    client = as_user(other_campus.section)
    assert sent.title not in client.get(INBOX).content.decode()
    for name in ("step", "approve", "return", "comment"):
        address = reverse(f"reviews:{name}", args=[step.public_id])
        answer = client.get(address) if name == "step" else client.post(address, {"text": "x"})
        assert answer.status_code == 404, name
    for name in ("page", "send", "withdraw", "invite"):
        address = reverse(f"reviews:{name}", args=[sent.pk])
        answer = client.get(address) if name == "page" else client.post(address)
        assert answer.status_code == 404, name


@pytest.mark.parametrize("address", [INBOX, MINE])
def test_lists_take_the_same_queries_for_one_and_three_rows(
    campus, as_user, django_assert_num_queries, django_assert_max_num_queries, address
):
    def page():
        send_for_review(campus.draft(), by=campus.instructor)

    client = as_user(campus.section if address == INBOX else campus.instructor)
    page()
    client.get(address)
    with django_assert_max_num_queries(12) as one:
        client.get(address)
    page()
    page()
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_reader_comments_at_one_place_and_the_author_meets_it(campus, sent, as_user):
    step = campus.step_of(sent)
    address = reverse("reviews:comment", args=[step.public_id])
    answer = as_user(campus.section).post(address, {"path": "units", "text": "实践学时太少"})
    assert answer.url.endswith("#part-units")
    comment = Comment.objects.get(page=sent)
    assert (comment.contentpath, comment.user) == ("units", campus.section)
    html = as_user(campus.instructor).get(reverse("reviews:page", args=[sent.pk])).content.decode()
    assert "实践学时太少" in html


def test_comment_at_a_place_that_is_not_there_is_refused(campus, sent):
    step = campus.step_of(sent)
    parts = parts_of(step.revision.as_object())
    with pytest.raises(ReviewRefused):
        comment_on(step, parts=parts, path="nowhere", text="x", by=campus.section)
    with pytest.raises(ReviewRefused):
        comment_on(step, parts=parts, path="units", text=" ", by=campus.section)
    with pytest.raises(ReviewRefused):
        comment_on(step, parts=parts, path="units", text="x", by=campus.instructor)
    assert not Comment.objects.exists()


def test_review_shows_what_a_version_changes(campus, sent, as_user):
    campus.pass_all(sent)
    page = type(sent).objects.get(pk=sent.pk)
    page.description = "<p>全新的课程简介</p>"
    page.save_revision(user=campus.instructor)
    send_for_review(page, by=campus.instructor)
    html = (
        as_user(campus.section)
        .get(reverse("reviews:step", args=[campus.step_of(page).public_id]))
        .content.decode()
    )
    assert 'class="addition"' in html
    assert "全新的课程简介" in html


def test_returned_page_says_why_on_my_pages_and_is_sent_again(campus, sent, as_user):
    step = campus.step_of(sent)
    as_user(campus.section).post(
        reverse("reviews:return", args=[step.public_id]), {"reason": "第三单元缺少案例"}
    )
    client = as_user(campus.instructor)
    assert "第三单元缺少案例" in client.get(MINE).content.decode()
    client.post(reverse("reviews:send", args=[sent.pk]))
    assert campus.step_of(sent).level == "section"


def test_overdue_review_says_so(campus, sent, as_user):
    ReviewStep.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=2))
    html = as_user(campus.section).get(INBOX).content.decode()
    assert "bi-alarm" in html


def test_days_to_read_are_those_of_the_institution_on_that_day(campus):
    today = timezone.localdate()
    set_review_days(campus.institution, level="section", days=9, valid_from=today, by=campus.office)
    set_review_days(
        campus.institution,
        level="section",
        days=20,
        valid_from=today + datetime.timedelta(days=1),
        by=campus.office,
    )
    page = campus.draft()
    send_for_review(page, by=campus.instructor)
    assert campus.step_of(page).due_on == today + datetime.timedelta(days=9)


@pytest.mark.parametrize("days", [0, 61])
def test_days_out_of_range_are_refused(campus, days):
    with pytest.raises(ReviewRefused):
        set_review_days(
            campus.institution,
            level="section",
            days=days,
            valid_from=timezone.localdate(),
            by=campus.office,
        )


def test_office_sets_the_days_on_screen(campus, as_user):
    client = as_user(campus.office)
    data = {"level": "office", "days": "7", "valid_from": "2026-01-01"}
    assert client.post(reverse("reviews:times"), data).status_code == 302
    assert client.post(reverse("reviews:times"), data | {"days": "99"}).status_code == 422


def test_home_of_a_head_of_section_shows_what_waits(campus, sent, as_user):
    html = as_user(campus.section).get("/my/").content.decode()
    assert sent.title in html


@pytest.mark.parametrize("kind", [R.DEPARTMENT_COORDINATOR, R.TEACHING_OFFICE])
def test_home_points_to_reviews_that_wait(campus, sent, as_user, kind):
    from cms.reviewing.domain import approve_step

    for name in ("section", "department"):
        if name == kind:
            break
        approve_step(campus.step_of(sent), by=campus.people[name])
    assert f'href="{INBOX}"' in as_user(campus.people[kind]).get("/my/").content.decode()


def test_menu_of_the_editor_speaks_of_reviews(campus, sent, as_user):
    """Not of Wagtail's workflows and of a task that is named by a code."""
    address = reverse("wagtailadmin_pages:edit", args=[sent.pk])
    client = as_user(campus.instructor)
    locked = client.get(address).content.decode()
    assert "撤回修改" in locked
    assert "保存并提交审核" not in locked

    return_step(campus.step_of(sent), reason="请改", by=campus.section)
    returned = client.get(address).content.decode()
    assert "保存并提交审核" in returned
    for words in ("撤回修改", "工作流", "提交给"):
        assert words not in re.sub(r"<script.*?</script>", "", returned, flags=re.S)
