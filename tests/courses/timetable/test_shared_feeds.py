"""Calendars of classes and rooms: who makes them, who sees and revokes them."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.timetable.domain.feeds import revoke_feed, share_feed
from courses.timetable.domain.publication import publish
from courses.timetable.models import Meeting, Room, SharedFeed
from tests.courses.timetable.calendars import occurrences, stored
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, UserFactory

PAGE, MAKE = reverse("timetable:shared_feeds"), reverse("timetable:shared_feed_make")


@pytest.fixture
def term(institution):
    term = make_term(institution, classes=1)
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    publish(version, by=None)
    return term


def _make(client, kind, subject, **more):
    return client.post(MAKE, {"kind": kind, "of": str(subject.public_id), **more})


def _path(response):
    return "/calendar/" + response.context["address"].split("/calendar/")[1]


def _revoke(client, feed):
    return client.post(
        reverse("timetable:shared_feed_revoke", kwargs={"public_id": feed.public_id})
    )


@pytest.mark.parametrize("kind", ["teaching-class", "class", "room"])
def test_office_makes_the_address_of_anything(sign_in, term, kind):
    teaching_class = term.teaching_classes.get()
    subject = {
        "teaching-class": teaching_class,
        "class": teaching_class.administrative_classes.first(),
        "room": Meeting.objects.first().room,
    }[kind]
    response = _make(sign_in("office"), kind, subject, purpose="班级群")
    answer = Client().get(_path(response))
    assert occurrences(answer.content) == stored(Meeting.objects.all())
    feed = SharedFeed.objects.get()
    assert (feed.subject, feed.purpose, feed.made_by) == (
        subject,
        "班级群",
        response.wsgi_request.user,
    )


def test_address_is_shown_once_and_not_stored(sign_in, term):
    client = sign_in("office")
    response = _make(client, "room", Room.objects.first())
    secret = _path(response).removeprefix("/calendar/").removesuffix(".ics")
    assert response["Cache-Control"] == "private, no-store"
    assert secret not in client.get(PAGE).content.decode()
    assert secret not in str(SharedFeed.objects.values().get())


def test_instructor_makes_the_address_of_a_class_of_their_own(sign_in, term):
    client = sign_in("instructor")
    staff = term.teaching_classes.get().assignments.get().staff
    staff.user = client.user
    staff.save()
    assert _make(client, "teaching-class", term.teaching_classes.get()).status_code == 200
    assert _make(client, "teaching-class", make_class(term)).status_code == 422
    assert _make(client, "room", Room.objects.first()).status_code == 422
    assert SharedFeed.objects.count() == 1


def test_instructor_who_taught_the_class_before_makes_none(sign_in, term):
    client = sign_in("instructor")
    assignment = term.teaching_classes.get().assignments.get()
    assignment.staff.user = client.user
    assignment.staff.save()
    assignment.valid_to = "2026-10-01"
    assignment.save()
    assert _make(client, "teaching-class", term.teaching_classes.get()).status_code == 422


def test_coordinator_makes_the_addresses_of_the_departments_classes(sign_in, term):
    teaching_class = term.teaching_classes.get()
    group = teaching_class.administrative_classes.first()
    own = sign_in("department", department=group.department)
    foreign = sign_in("department", department=DepartmentFactory(institution=term.institution))
    for kind, subject in (("teaching-class", teaching_class), ("class", group)):
        assert _make(own, kind, subject).status_code == 200
        assert _make(foreign, kind, subject).status_code == 422
    assert _make(own, "room", Room.objects.first()).status_code == 422
    assert own.get(PAGE).context["page"].paginator.count == 2
    assert foreign.get(PAGE).context["page"].paginator.count == 0


def test_address_of_another_institution_is_neither_made_nor_seen(sign_in, term):
    stranger = sign_in("office", institution=InstitutionFactory())
    assert _make(stranger, "room", Room.objects.first()).status_code == 422
    feed, _secret = share_feed(Room.objects.first(), by=UserFactory())
    assert stranger.get(PAGE).context["page"].paginator.count == 0
    assert _revoke(stranger, feed).status_code == 404


def test_address_revoked_answers_gone_and_stays_in_the_list(sign_in, term):
    client = sign_in("office")
    feed, secret = share_feed(Room.objects.first(), by=UserFactory())
    _revoke(client, feed)
    assert Client().get(reverse("feeds:ics", kwargs={"token": secret})).status_code == 410
    assert client.get(PAGE).context["page"].paginator.count == 0
    listed = client.get(PAGE, {"state": "all"})
    assert listed.context["page"].paginator.count == 1
    assert "已作废" in listed.content.decode()


def test_address_revoked_twice_keeps_the_first_time(db, term):
    feed, _secret = share_feed(Room.objects.first(), by=UserFactory())
    first = revoke_feed(feed, by=UserFactory()).revoked_at
    assert revoke_feed(feed, by=UserFactory()).revoked_at == first


def test_address_of_a_room_that_is_gone_is_not_found(term):
    room = Room.objects.exclude(pk=Meeting.objects.first().room_id).get()
    _feed, secret = share_feed(room, by=UserFactory())
    room.delete()
    assert Client().get(reverse("feeds:ics", kwargs={"token": secret})).status_code == 404


def test_instructor_revokes_only_what_they_made(sign_in, term):
    client = sign_in("instructor")
    staff = term.teaching_classes.get().assignments.get().staff
    staff.user = client.user
    staff.save()
    others, _secret = share_feed(term.teaching_classes.get(), by=UserFactory())
    own, _secret = share_feed(term.teaching_classes.get(), by=client.user)
    assert _revoke(client, others).status_code == 403
    assert _revoke(client, own).status_code == 302
    assert SharedFeed.objects.standing().get() == others


def test_auditor_looks_and_makes_nothing(sign_in, term):
    client = sign_in("auditor")
    share_feed(Room.objects.first(), by=UserFactory())
    assert client.get(PAGE).context["page"].paginator.count == 1
    assert "生成地址" not in client.get(PAGE).content.decode()
    assert _make(client, "room", Room.objects.first()).status_code == 403


def test_list_takes_the_same_queries_for_one_address_and_three(
    sign_in, term, django_assert_max_num_queries
):
    client = sign_in("office")
    share_feed(Room.objects.first(), by=UserFactory())
    with django_assert_max_num_queries(10):
        client.get(PAGE)
    for subject in (Room.objects.last(), term.teaching_classes.get()):
        share_feed(subject, by=UserFactory())
    with django_assert_max_num_queries(10):
        assert client.get(PAGE).context["page"].paginator.count == 3


def test_list_is_searched_by_class_room_and_purpose(sign_in, term):
    client = sign_in("office")
    share_feed(term.teaching_classes.get(), purpose="班级群", by=UserFactory())
    share_feed(Room.objects.first(), by=UserFactory())
    assert client.get(PAGE, {"q": "班级群"}).context["page"].paginator.count == 1
    assert client.get(PAGE, {"kind": "nonsense"}).status_code == 404
