from copy import deepcopy

import pytest

from cms.content.models import LessonPage
from cms.masters.domain import MasterRefused, PageState, differences, merge_edition, release_edition
from cms.masters.merging import Outcome
from tests.factories.masters import block, change, make_lesson

A1, A2 = block("a1", "<p>从兴趣说起。</p>"), block("a2", "<p>性格没有好坏之分。</p>")
OWN = block("91", "<p>我校的案例。</p>")


@pytest.fixture
def world(kept_adopted, db):
    return deepcopy(kept_adopted)


@pytest.fixture
def master(world):
    return world.master


@pytest.fixture
def edition(world):
    return world.edition


@pytest.fixture
def adopted(world):
    return world.adopted


@pytest.fixture
def lessons(master):
    return list(LessonPage.objects.child_of(master).order_by("path"))


def texts(page):
    return [item.value.source for item in page.body]


def everything(adoption):
    return [page.number for page in differences(adoption).to_decide]


def take(adoption, **kwargs):
    adoption.refresh_from_db()
    edition = differences(adoption).edition
    kwargs.setdefault("accept", everything(adoption))
    return merge_edition(adoption, edition, by=None, **kwargs)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_untouched_page_takes_over_the_edition_and_is_live(master, lessons, adopted):
    change(lessons[0], body=[A1, block("a2", "<p>性格可以了解。</p>")], title="兴趣与气质")
    release_edition(master, note="第二版", by=None)

    report = take(adopted.adoption)

    page = fresh(adopted.free)
    assert texts(page) == ["<p>从兴趣说起。</p>", "<p>性格可以了解。</p>"]
    assert (page.title, page.has_unpublished_changes) == ("兴趣与气质", False)
    assert [p.pk for p in report.published] == [page.pk]


def test_local_work_is_kept_and_the_result_is_a_draft(master, lessons, adopted):
    change(adopted.free, body=[A1, OWN, block("a2", "<p>我校改写。</p>")])
    change(
        lessons[0], body=[block("a1", "<p>从霍兰德说起。</p>"), A2, block("a3", "<p>新段。</p>")]
    )
    release_edition(master, note="第二版", by=None)

    report = take(adopted.adoption)

    page = fresh(adopted.free)
    assert texts(page) == ["<p>从兴趣说起。</p>", "<p>我校的案例。</p>", "<p>我校改写。</p>"]
    assert [p.pk for p in report.drafted] == [page.pk]
    draft = page.get_latest_revision_as_object()
    assert texts(draft) == [
        "<p>从霍兰德说起。</p>", "<p>我校的案例。</p>", "<p>我校改写。</p>", "<p>新段。</p>"
    ]  # fmt: skip
    assert [item.id for item in draft.body][1] == OWN["id"]


def test_conflict_stays_ours_unless_theirs_is_chosen(master, lessons, adopted):
    change(adopted.free, title="我校的题目", body=[block("a1", "<p>校。</p>"), A2])
    change(lessons[0], title="省里的题目", body=[block("a1", "<p>省。</p>"), A2])
    release_edition(master, note="第二版", by=None)
    found = next(p for p in differences(adopted.adoption).pages if p.number == lessons[0].pk)
    assert found.has_conflict
    conflicts = {s.place for s in found.merge.steps if s.outcome is Outcome.CONFLICT}
    assert conflicts == {"title", f"body:{A1['id']}"}

    take(adopted.adoption, prefer_theirs={lessons[0].pk: ["title"]})

    draft = fresh(adopted.free).get_latest_revision_as_object()
    assert draft.title == "省里的题目"
    assert texts(draft)[0] == "<p>校。</p>"


def test_draft_that_nobody_published_counts_as_local_work(master, lessons, adopted):
    change(adopted.free, publish=False, body=[A1, A2, OWN])
    change(lessons[0], title="新题")
    release_edition(master, note="第二版", by=None)

    take(adopted.adoption)

    page = fresh(adopted.free)
    assert page.title == "兴趣与性格"
    draft = page.get_latest_revision_as_object()
    assert draft.title == "新题"
    assert len(texts(draft)) == 3


def test_same_edition_again_changes_nothing(master, lessons, adopted):
    change(adopted.free, body=[A1, OWN])
    change(lessons[0], body=[A1, A2, block("a3", "<p>新段。</p>")])
    release_edition(master, note="第二版", by=None)
    take(adopted.adoption)
    before = fresh(adopted.free).latest_revision_id

    assert everything(adopted.adoption) == []
    report = take(adopted.adoption, accept=[lessons[0].pk])

    assert fresh(adopted.free).latest_revision_id == before
    assert not report.published
    assert not report.drafted


def test_fixed_page_is_always_the_provinces_and_live(master, lessons, adopted):
    change(lessons[1], body=[block("b1", "<p>新定义。</p>")])
    release_edition(master, note="第二版", by=None)

    take(adopted.adoption)

    page = fresh(adopted.fixed)
    assert texts(page) == ["<p>新定义。</p>"]
    assert page.is_held


def test_page_that_becomes_fixed_replaces_local_text_and_keeps_it_in_the_history(
    master, lessons, adopted
):
    own = change(adopted.free, body=[OWN]).latest_revision_id
    change(lessons[0], is_fixed=True)
    release_edition(master, note="第二版", by=None)
    found = next(p for p in differences(adopted.adoption).pages if p.number == lessons[0].pk)
    assert Outcome.REPLACED in found.merge.outcomes

    take(adopted.adoption)

    page = fresh(adopted.free)
    assert texts(page) == [A1["value"], A2["value"]]
    assert page.is_held
    assert texts(page.revisions.get(pk=own).as_object()) == [OWN["value"]]


def test_units_merge_by_key_with_local_units_in_their_place(master, adopted):
    ours = adopted.syllabus.get_latest_revision_as_object()
    first, second = ours.units.all()
    second.content = "本校补充"
    local = type(first)(title="走进我校", theory_hours=2)
    for number, unit in enumerate((first, local, second)):
        unit.sort_order = number
    ours.units = [first, local, second]
    ours.save_revision().publish(skip_permission_checks=True)
    theirs = master.get_latest_revision_as_object()
    units = list(theirs.units.all())
    units[0].title, units[0].theory_hours = "认识自我与社会", 10
    units[1].theory_hours = 14
    theirs.units = units
    theirs.save_revision().publish(skip_permission_checks=True)
    release_edition(master, note="第二版", by=None)

    take(adopted.adoption)

    draft = fresh(adopted.syllabus).get_latest_revision_as_object()
    merged = [(u.title, u.theory_hours, u.content, u.is_fixed) for u in draft.units.all()]
    assert merged[0][:2] == ("认识自我与社会", 10)
    assert merged[0][3]
    assert merged[1][0] == "走进我校"
    # Both changed the row: the school's is kept.
    assert merged[2][1:3] == (12, "本校补充")
    assert draft.course == adopted.syllabus.course
    assert draft.units.all()[1].key == local.key


def test_new_page_is_added_at_its_place_between_local_ones(master, lessons, adopted):
    make_lesson(adopted.syllabus, title="本校一课", slug="own")
    new = make_lesson(master, title="新增一课", slug="new")
    new.move(lessons[0], pos="right")
    release_edition(master, note="第二版", by=None)

    take(adopted.adoption)

    titles = list(
        LessonPage.objects.child_of(adopted.syllabus).order_by("path").values_list(
            "title", flat=True
        )
    )  # fmt: skip
    assert titles == ["兴趣与性格", "新增一课", "职业的世界", "本校一课"]


def test_new_order_of_the_master_is_followed(master, lessons, adopted):
    lessons[1].move(lessons[0], pos="left")
    change(lessons[0], title="新题")
    release_edition(master, note="第二版", by=None)

    take(adopted.adoption)

    pages = LessonPage.objects.child_of(adopted.syllabus).order_by("path")
    assert [page.pk for page in pages] == [adopted.fixed.pk, adopted.free.pk]


@pytest.mark.parametrize("changed", [False, True])
def test_page_gone_from_the_master_stays_only_with_local_work(master, lessons, adopted, changed):
    if changed:
        change(adopted.free, title="我校改过")
    lessons[0].delete()
    release_edition(master, note="第二版", by=None)
    states = {p.title: p.state for p in differences(adopted.adoption).to_decide}
    assert states == {("我校改过" if changed else "兴趣与性格"): PageState.REMOVED}

    report = take(adopted.adoption)

    page = fresh(adopted.free)
    assert page.live is changed
    assert not page.is_copy
    assert len(report.kept) == int(changed)
    assert everything(adopted.adoption) == []


def test_school_accepts_some_pages_and_the_rest_later(master, lessons, adopted):
    change(lessons[0], title="一改")
    change(lessons[1], title="二改")
    release_edition(master, note="第二版", by=None)

    take(adopted.adoption, accept=[lessons[0].pk])
    assert fresh(adopted.free).title == "一改"
    assert fresh(adopted.fixed).title == "职业的世界"

    assert everything(adopted.adoption) == [lessons[1].pk]
    take(adopted.adoption)
    assert fresh(adopted.fixed).title == "二改"


def test_page_that_the_school_deleted_comes_back_only_when_asked_for(master, lessons, adopted):
    adopted.free.delete()
    change(lessons[0], title="一改")
    release_edition(master, note="第二版", by=None)

    found = differences(adopted.adoption).to_decide[0]
    assert (found.state, found.is_proposed) == (PageState.MISSING, False)
    take(adopted.adoption, accept=[])
    assert not LessonPage.objects.child_of(adopted.syllabus).filter(title="一改").exists()

    take(adopted.adoption, accept=[lessons[0].pk])
    titles = [p.title for p in LessonPage.objects.child_of(adopted.syllabus).order_by("path")]
    assert sorted(titles) == ["一改", "职业的世界"]


def test_refused_merge_changes_nothing(master, lessons, adopted, edition):
    change(lessons[0], title="一改")
    second = release_edition(master, note="第二版", by=None)
    merge_edition(adopted.adoption, second, accept=[], by=None)

    with pytest.raises(MasterRefused):
        merge_edition(adopted.adoption, edition, accept=[], by=None)
    assert fresh(adopted.free).title == "兴趣与性格"


def test_reverted_page_takes_its_base_along(master, lessons, adopted):
    first = adopted.free.latest_revision
    change(lessons[0], title="一改")
    release_edition(master, note="第二版", by=None)
    take(adopted.adoption)
    fresh(adopted.free).with_content_json(first.content).save_revision()

    assert everything(adopted.adoption) == [lessons[0].pk]


def test_difference_takes_the_same_queries_for_two_and_for_five_pages(
    master, adopted, django_assert_num_queries, django_assert_max_num_queries
):
    differences(adopted.adoption)
    with django_assert_max_num_queries(25) as few:
        differences(adopted.adoption)
    for number in range(3):
        make_lesson(master, title=f"新{number}", slug=f"new{number}")
    release_edition(master, note="第二版", by=None)
    take(adopted.adoption)
    adopted.adoption.refresh_from_db()
    differences(adopted.adoption)

    with django_assert_num_queries(len(few)):
        differences(adopted.adoption)


def test_fixed_pages_follow_the_order_of_the_edition_and_the_schools_stay_in_their_places(
    master, adopted
):
    rights = make_lesson(master, title="求职权益", is_fixed=True)
    release_edition(master, note="第二版", by=None)
    take(adopted.adoption)
    own = make_lesson(adopted.syllabus, title="我校的一课")
    own.move(adopted.fixed, pos="left")
    world = master.get_children().get(title="职业的世界")
    rights.move(world, pos="left")
    change(master, prerequisites="无")
    release_edition(master, note="第三版", by=None)

    take(adopted.adoption)

    titles = [p.title for p in LessonPage.objects.child_of(adopted.syllabus).order_by("path")]
    assert titles == ["兴趣与性格", "我校的一课", "求职权益", "职业的世界"]
    # The school had the order of both changed: its own order of the free pages stays.
    adopted.free.refresh_from_db()
    adopted.free.move(LessonPage.objects.get(title="职业的世界", master=world.pk), pos="right")
    rights = fresh(rights)
    rights.move(fresh(world.specific), pos="right")
    change(master, prerequisites="没有")
    release_edition(master, note="第四版", by=None)

    take(adopted.adoption)

    titles = [p.title for p in LessonPage.objects.child_of(adopted.syllabus).order_by("path")]
    assert titles == ["我校的一课", "职业的世界", "求职权益", "兴趣与性格"]
