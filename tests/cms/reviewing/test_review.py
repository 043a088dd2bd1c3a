"""教研室 → 院系 → 教务处: by role, in order, never by whoever wrote it."""

import pytest
from django.core import mail
from wagtail.models import TaskState

from cms.content.models import Approval
from cms.publishing.domain import release_syllabus
from cms.reviewing.domain import (
    ReviewRefused,
    approve_step,
    is_approved,
    return_step,
    send_for_review,
    withdraw_from_review,
)
from cms.reviewing.models import ReviewStep
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Role
from tests.factories.content import make_syllabus
from tests.factories.institutions import DepartmentFactory

pytestmark = pytest.mark.django_db


def test_three_levels_pass_a_page_and_the_last_publishes_it(campus, sent):
    levels = []
    for name in ("section", "department", "office"):
        step = campus.step_of(sent)
        levels.append(step.level)
        sent.refresh_from_db()
        assert not sent.live
        approve_step(step, comment="可以", by=campus.people[name])

    assert levels == ["section", "department", "office"]
    sent.refresh_from_db()
    assert sent.live
    assert is_approved(sent.live_revision)
    steps = Approval.objects.get(revision_id=sent.live_revision_id).steps
    assert [(one["step"], one["user"]) for one in steps] == [
        ("section", campus.section.pk),
        ("department", campus.people["department"].pk),
        ("office", campus.office.pk),
    ]


def test_approved_syllabus_is_released(campus, sent):
    campus.pass_all(sent)
    sent.refresh_from_db()
    assert release_syllabus(sent, by=campus.office).number == 1


def test_author_never_passes_their_own_page_whatever_their_roles(campus, sent):
    author = campus.instructor
    for kind in (R.SECTION_HEAD, R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR):
        Role.objects.create(user=author, kind=kind, institution=campus.institution)
    with pytest.raises(ReviewRefused):
        approve_step(campus.step_of(sent), by=author)
    assert campus.step_of(sent).level == "section"


def test_office_that_wrote_a_page_needs_another_person_of_the_office(campus):
    page = campus.draft(by=campus.office)
    send_for_review(page, by=campus.office)
    approve_step(campus.step_of(page), by=campus.section)
    # The office belongs to no department, so that step passed by itself.
    step = campus.step_of(page)
    assert step.level == "office"
    with pytest.raises(ReviewRefused):
        approve_step(step, by=campus.office)

    second = campus.enter(R.INSTITUTION_ADMINISTRATOR)
    approve_step(campus.step_of(page), by=second)
    page.refresh_from_db()
    assert page.live


def test_whoever_changed_a_word_since_the_last_approval_is_an_author(campus):
    page = campus.draft()
    page.description = "<p>教务处改了一句</p>"
    page.save_revision(user=campus.office)
    page.save_revision(user=campus.instructor)
    send_for_review(page, by=campus.instructor)
    writers = set(campus.step_of(page).writers.values_list("pk", flat=True))
    assert writers == {campus.instructor.pk, campus.office.pk}


def test_saving_without_changing_a_word_makes_no_author(campus):
    page = campus.draft()
    page.save_revision(user=campus.section)
    send_for_review(page, by=campus.instructor)
    assert campus.section.pk not in set(campus.step_of(page).writers.values_list("pk", flat=True))


def test_writers_of_an_approved_version_may_read_the_next_one(campus, sent):
    campus.pass_all(sent)
    page = type(sent).objects.get(pk=sent.pk)
    page.description = "<p>新的一年</p>"
    page.save_revision(user=campus.office)
    send_for_review(page, by=campus.office)
    writers = set(campus.step_of(page).writers.values_list("pk", flat=True))
    assert writers == {campus.office.pk}


@pytest.mark.parametrize("kind", ["instructor", "office", "department"])
def test_only_the_role_of_the_step_decides(campus, sent, kind):
    with pytest.raises(ReviewRefused):
        approve_step(campus.step_of(sent), by=campus.people[kind])


def test_nobody_of_another_institution_decides(campus, other_campus, sent):
    with pytest.raises(ReviewRefused):
        approve_step(campus.step_of(sent), by=other_campus.section)


def test_coordinator_of_another_department_does_not_decide(campus, sent):
    approve_step(campus.step_of(sent), by=campus.section)
    stranger = campus.enter(
        R.DEPARTMENT_COORDINATOR,
        "stranger",
        department=DepartmentFactory(institution=campus.institution),
    )
    with pytest.raises(ReviewRefused):
        approve_step(campus.step_of(sent), by=stranger)


def test_step_without_a_reader_passes_on_and_says_why(campus):
    Role.objects.filter(kind=R.SECTION_HEAD).delete()
    page = campus.draft()
    send_for_review(page, by=campus.instructor)
    skipped = ReviewStep.objects.get(status=TaskState.STATUS_SKIPPED)
    assert (skipped.level, skipped.skipped) == ("section", "nobody")
    assert campus.step_of(page).level == "department"


def test_step_whose_only_reader_wrote_the_page_passes_on_and_says_why(campus):
    page = campus.draft(by=campus.section)
    send_for_review(page, by=campus.section)
    skipped = {one.level: one.skipped for one in ReviewStep.objects.exclude(skipped="")}
    assert skipped == {"section": "only_author", "department": "no_department"}


def test_last_level_waits_rather_than_passing_by_itself(campus):
    Role.objects.exclude(kind=R.TEACHING_OFFICE).filter(institution=campus.institution).delete()
    page = make_syllabus(campus.institution, publish=False, by=campus.office)
    send_for_review(page, by=campus.office)
    assert campus.step_of(page).level == "office"
    assert not Approval.objects.filter(page_id=page.pk).exists()


def test_returned_page_is_read_again_from_the_first_level(campus, sent):
    approve_step(campus.step_of(sent), by=campus.section)
    return_step(campus.step_of(sent), reason="第二单元学时过多", by=campus.people["department"])
    page = type(sent).objects.get(pk=sent.pk)
    page.description = "<p>已修改</p>"
    page.save_revision(user=campus.instructor)
    send_for_review(page, by=campus.instructor)
    assert campus.step_of(page).level == "section"
    assert campus.step_of(page).revision == page.get_latest_revision()
    campus.pass_all(page)
    page.refresh_from_db()
    assert page.live
    assert "已修改" in page.description


def test_return_needs_a_reason(campus, sent):
    with pytest.raises(ReviewRefused):
        return_step(campus.step_of(sent), reason="  ", by=campus.section)
    assert campus.step_of(sent)


def test_decided_step_is_not_decided_again(campus, sent):
    step = campus.step_of(sent)
    approve_step(step, by=campus.section)
    second = campus.enter(R.SECTION_HEAD, "second")
    with pytest.raises(ReviewRefused):
        return_step(step, reason="晚了", by=second)


def test_page_in_review_is_locked_for_everybody(campus, sent):
    page = type(sent).objects.get(pk=sent.pk)
    for user in campus.people.values():
        assert page.get_lock().for_user(user)


def test_author_takes_the_page_back(campus, sent):
    withdraw_from_review(sent, by=campus.instructor)
    page = type(sent).objects.get(pk=sent.pk)
    assert page.get_lock() is None
    assert not ReviewStep.objects.waiting().exists()


def test_stranger_does_not_take_the_page_back(campus, sent):
    with pytest.raises(ReviewRefused):
        withdraw_from_review(sent, by=campus.office)


def test_nothing_new_is_not_sent(campus, sent):
    campus.pass_all(sent)
    with pytest.raises(ReviewRefused):
        send_for_review(type(sent).objects.get(pk=sent.pk), by=campus.instructor)


def test_later_draft_is_not_approved_with_the_earlier(campus, sent):
    campus.pass_all(sent)
    page = type(sent).objects.get(pk=sent.pk)
    page.description = "<p>之后</p>"
    assert not is_approved(page.save_revision(user=campus.instructor))


def test_mails_tell_readers_and_the_author_and_nobody_else(
    campus, other_campus, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = campus.draft()
        page.description = "<p>机密段落</p>"
        page.save_revision(user=campus.instructor)
        send_for_review(page, by=campus.instructor)
    assert [one.to for one in mail.outbox] == [[campus.section.email]]
    assert "机密段落" not in mail.outbox[0].body
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        return_step(campus.step_of(page), reason="请补充", by=campus.section)
    assert [one.to for one in mail.outbox] == [[campus.instructor.email]]
