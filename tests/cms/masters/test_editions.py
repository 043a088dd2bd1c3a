import pytest

from cms.masters.domain import MasterRefused, create_province_home, release_edition
from cms.masters.models import MasterEdition
from tests.factories.content import make_syllabus
from tests.factories.masters import change, make_master_textbook, make_province


def test_home_of_a_province_is_made_once_with_its_address(db):
    home = create_province_home("41")

    assert create_province_home("41") == home
    assert (home.slug, home.live, home.institution) == ("p41", True, None)
    assert "河南省" in home.title


@pytest.mark.parametrize("code", ["", "4", "河南", "411"])
def test_home_needs_a_code_of_two_digits(db, code):
    with pytest.raises(MasterRefused):
        create_province_home(code)


def test_edition_holds_the_published_pages_in_order(master):
    lesson = master.get_children().first().specific
    change(lesson, publish=False, title="还没发布的题目")

    edition = release_edition(master, note=" 第一版 ", by=None)

    assert (edition.number, edition.province, edition.note) == (1, "41", "第一版")
    pages = list(edition.pages.all())
    assert [page.title for page in pages] == ["职业发展与就业指导", "兴趣与性格", "职业的世界"]
    assert [page.parent_id for page in pages] == [0, master.pk, master.pk]
    assert [page.is_fixed for page in pages] == [False, False, True]
    assert pages[1].revision_id == lesson.live_revision_id


def test_unpublished_page_and_what_lies_below_is_no_part_of_the_edition(db):
    book = make_master_textbook()
    book.get_children().first().specific.unpublish()

    assert release_edition(book, note="只有封面", by=None).pages.count() == 1


def test_next_edition_needs_something_new(master, edition):
    with pytest.raises(MasterRefused, match="1"):
        release_edition(master, note="再来一次", by=None)

    change(master.get_children().first().specific, title="兴趣、性格与气质")
    assert release_edition(master, note="改了题目", by=None).number == 2
    assert edition.pages.get(position=1).title == "兴趣与性格"


def test_page_deleted_from_the_master_leaves_editions_as_they_were(master, edition):
    master.get_children().first().specific.delete()

    assert edition.pages.count() == 3
    assert release_edition(master, note="删去一课", by=None).pages.count() == 2


def test_edition_is_refused_for_what_is_no_published_master_of_a_province(master, institution):
    school = make_syllabus(institution)
    lesson = master.get_children().first()
    draft = make_master_textbook(make_province("42"))
    draft.unpublish()
    for page in (school, lesson, make_province(), draft):
        with pytest.raises(MasterRefused):
            release_edition(page, note="不行", by=None)
    with pytest.raises(MasterRefused):
        release_edition(master, note="  ", by=None)
    assert not MasterEdition.objects.exists()
