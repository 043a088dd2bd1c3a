"""Every address of Wagtail's that publishes: none lets anybody past the review."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.models import Page

from cms.content.approvals import is_approved
from cms.reviewing.domain import approve_step, send_for_review
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(campus, as_user):
    """Somebody of the office with a draft of their own, signed in."""
    page = campus.draft(by=campus.office)
    client = as_user(campus.office)
    client.own = page
    return client


def form_of(client, page):
    """What the editor would send, unchanged."""
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    form = html.context["form"]
    data = {}
    for one in [form, *_children(form)]:
        for field in one:
            value = field.value()
            if isinstance(field.field.widget, DraftailRichTextArea):
                value = field.field.widget.format_value(value)
            data[field.html_name] = "" if value is None else value
    for formset in form.formsets.values():
        for field in formset.management_form:
            data[field.html_name] = field.value()
    return {name: value for name, value in data.items() if not isinstance(value, bool) or value}


def _children(form):
    return [child for formset in form.formsets.values() for child in formset.forms]


def unpublished(page):
    found = Page.objects.get(pk=page.pk)
    return not found.live and not found.revisions.exclude(approved_go_live_at=None).exists()


def test_publish_button_of_the_editor_saves_a_draft_only(manager):
    data = form_of(manager, manager.own) | {"action-publish": "1"}
    answer = manager.post(reverse("wagtailadmin_pages:edit", args=[manager.own.pk]), data)
    assert answer.status_code in (200, 302)
    assert unpublished(manager.own)


def test_scheduling_is_refused_too(manager):
    later = (timezone.localtime() + timezone.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    data = form_of(manager, manager.own) | {"action-publish": "1", "go_live_at": later}
    manager.post(reverse("wagtailadmin_pages:edit", args=[manager.own.pk]), data)
    assert unpublished(manager.own)


def test_bulk_publish_is_refused(manager):
    address = f"/admin/bulk/wagtailcore/page/publish/?id={manager.own.pk}&next=/admin/"
    manager.post(address, {"include_descendants": "on"})
    assert unpublished(manager.own)


def test_api_of_the_admin_does_not_publish(manager):
    address = f"/admin/api/main/pages/{manager.own.pk}/action/publish/"
    answer = manager.post(address, json.dumps({}), content_type="application/json")
    assert answer.status_code in (400, 403, 404)
    assert unpublished(manager.own)


def test_reverting_to_an_old_version_leaves_a_draft(manager):
    old = manager.own.get_latest_revision()
    manager.own.description = "<p>新</p>"
    manager.own.save_revision(user=manager.own.owner)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[manager.own.pk, old.pk])
    assert manager.get(address).status_code == 200
    data = form_of(manager, manager.own) | {"action-publish": "1", "revision": str(old.pk)}
    manager.post(reverse("wagtailadmin_pages:edit", args=[manager.own.pk]), data)
    assert unpublished(manager.own)


def test_copy_of_a_page_is_never_published(manager, campus):
    home = manager.own.get_parent()
    manager.post(
        reverse("wagtailadmin_pages:copy", args=[manager.own.pk]),
        {
            "new_title": "副本",
            "new_slug": "copy",
            "new_parent_page": str(home.pk),
            "publish_copies": "on",
            "alias": "on",
        },
    )
    assert not Page.objects.child_of(home).live().exists()


def test_author_does_not_approve_a_copy_that_a_colleague_made(campus, as_user):
    page = campus.draft(by=campus.section)
    copy = page.copy(
        update_attrs={"slug": "copy", "title": "副本"}, user=campus.instructor, keep_live=False
    )
    send_for_review(copy, by=campus.instructor)
    assert not campus.step_of(copy).may_be_decided_by(campus.section)


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_workflow_address_refuses_the_author(campus, sent, as_user, action):
    Role.objects.create(user=campus.instructor, kind=R.SECTION_HEAD, institution=campus.institution)
    step = campus.step_of(sent)
    client = as_user(campus.instructor)
    for name in ("workflow_action", "collect_workflow_action_data"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[sent.pk, action, step.pk])
        assert client.post(address, {"comment": "自己"}).status_code in (302, 403)
    assert campus.step_of(sent).pk == step.pk


def test_workflow_address_lets_the_reader_pass_it(campus, sent, as_user):
    step = campus.step_of(sent)
    address = reverse("wagtailadmin_pages:workflow_action", args=[sent.pk, "approve", step.pk])
    as_user(campus.section).post(address, {"comment": ""})
    assert campus.step_of(sent).level == "department"


def test_workflow_address_refuses_a_return_without_a_reason(campus, sent, as_user):
    step = campus.step_of(sent)
    address = reverse("wagtailadmin_pages:workflow_action", args=[sent.pk, "reject", step.pk])
    as_user(campus.section).post(address, {"comment": ""})
    assert campus.step_of(sent).pk == step.pk


def test_step_of_one_page_does_not_pass_another(campus, sent, as_user):
    """Wagtail takes the page and the task state from the address and never compares them."""
    own = campus.draft(by=campus.section)
    send_for_review(own, by=campus.section)
    step = campus.step_of(own)
    address = reverse("wagtailadmin_pages:workflow_action", args=[sent.pk, "approve", step.pk])
    as_user(campus.section).post(address, {"comment": ""})
    assert campus.step_of(own).pk == step.pk


def test_own_page_posts_are_refused_on_the_portal(campus, as_user):
    page = campus.draft(by=campus.office)
    send_for_review(page, by=campus.office)
    approve_step(campus.step_of(page), by=campus.section)
    step = campus.step_of(page)
    as_user(campus.office).post(reverse("reviews:approve", args=[step.public_id]))
    assert campus.step_of(page).pk == step.pk
    assert not is_approved(page.get_latest_revision())
