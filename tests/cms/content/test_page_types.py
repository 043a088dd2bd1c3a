"""Each public page type shows its fields and what lies below it."""

import datetime
import re

import pytest
from django.utils import timezone

from cms.content.contents import PolicyState, glossary_by_letter, state_of_policy
from cms.content.domain import add_page
from cms.content.models import (
    CasePage,
    EntrepreneurshipIndexPage,
    GlossaryPage,
    GlossaryTerm,
    HandbookPage,
    IncubationBasePage,
    NewsIndexPage,
    NewsPage,
    PolicyPage,
    ProjectPage,
    ReadingListItem,
    ReadingListPage,
    SyllabusContribution,
    TrainingEventPage,
)

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def text_of(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def index(home):
    return add_page(home, EntrepreneurshipIndexPage(title="创业教育"))


@pytest.fixture
def make_policy(index):
    def make(title="政策", **fields):
        fields = {"issuer": "人社厅", "region": "河南", "valid_from": TODAY - DAY} | fields
        return add_page(index, PolicyPage(title=title, **fields))

    return make


@pytest.fixture
def make_case(index):
    def make(title="案例", **fields):
        fields = {"industry": "农业", "source": "采访", "region": "河南"} | fields
        return add_page(index, CasePage(title=title, **fields))

    return make


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (1, None, PolicyState.COMING),
        (0, None, PolicyState.IN_FORCE),
        (-9, 0, PolicyState.IN_FORCE),
        (-9, -1, PolicyState.ENDED),
        (0, 0, PolicyState.IN_FORCE),
    ],
)
@pytest.mark.django_db
def test_policy_holds_from_its_first_to_its_last_day(start, end, state):
    policy = PolicyPage(
        valid_from=TODAY + start * DAY, valid_until=None if end is None else TODAY + end * DAY
    )

    assert state_of_policy(policy, on=TODAY) == state


def test_policy_says_its_state_in_words_on_its_page_and_in_lists(client, index, make_policy):
    ended = make_policy("旧补贴", valid_from=TODAY - 9 * DAY, valid_until=TODAY - DAY)
    make_policy("新补贴")
    make_policy("明年补贴", valid_from=TODAY + DAY)

    assert "已失效" in text_of(client.get(ended.url))
    shown = text_of(client.get(index.url))
    assert re.search("旧补贴.{0,40}已失效", shown)
    assert re.search("新补贴.{0,40}有效", shown)
    assert re.search("明年补贴.{0,40}未生效", shown)


def test_entrepreneurship_is_filtered_by_type_and_region(client, index, make_policy, make_case):
    make_policy("河南政策")
    make_policy("湖北政策", region="湖北")
    make_case("河南案例")

    by_type = text_of(client.get(index.url, {"kind": "policy"}))
    by_region = text_of(client.get(index.url, {"region": "湖北"}))
    neither = text_of(client.get(index.url, {"kind": "policy", "region": "青海"}))

    assert "河南政策" in by_type
    assert "河南案例" not in by_type
    assert "湖北政策" in by_region
    assert "河南案例" not in by_region
    assert "没有符合条件的内容" in neither


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"kind": "case", "page": "99"}, {"page": "a"}, {"region": "<b>"}]
)
def test_odd_filters_are_answered(client, index, make_case, query):
    make_case()

    assert client.get(index.url, query).status_code == 200


def test_long_list_is_cut_into_pages(client, index, make_case):
    for number in range(21):
        make_case(f"案例{number:02d}号")

    first = text_of(client.get(index.url, {"kind": "case"}))
    second = text_of(client.get(index.url, {"kind": "case", "page": "2"}))

    assert len(set(re.findall(r"案例\d\d号", first))) == 20
    assert len(set(re.findall(r"案例\d\d号", second))) == 1


def test_entrepreneurship_asks_the_same_for_one_and_for_three(
    client, index, make_policy, make_case, django_assert_num_queries, django_assert_max_num_queries
):
    make_policy()
    make_case()
    client.get(index.url)
    with django_assert_max_num_queries(25) as asked:
        client.get(index.url)
        # The next request begins a new log.
        one = len(asked)
    for _number in range(2):
        make_policy()
        make_case()
    client.get(index.url)
    with django_assert_num_queries(one):
        client.get(index.url)


def test_pages_of_entrepreneurship_show_their_fields(client, index):
    begins = timezone.now() - 2 * DAY
    pages = {
        "智慧农业 三人团队 原型 省赛银奖": ProjectPage(
            title="智慧农业", team="三人团队", stage="prototype", awards="省赛银奖"
        ),
        "SYB 培训 活动已结束 图书馆报告厅 校就业中心 60": TrainingEventPage(
            title="SYB 培训",
            organiser="校就业中心",
            place="图书馆报告厅",
            starts_at=begins,
            ends_at=begins + DAY,
            seats=60,
        ),
        "大学科技园 省级 科学大道1号 1200 30": IncubationBasePage(
            title="大学科技园", level="provincial", address="科学大道1号", area=1200, places=30
        ),
    }
    for words, page in pages.items():
        shown = text_of(client.get(add_page(index, page).url))
        for word in words.split():
            assert word in shown, word


def test_news_and_policies_stand_in_order_of_their_days(client, home):
    index = add_page(home, NewsIndexPage(title="新闻"))
    add_page(index, NewsPage(title="较早消息", dated=TODAY - 9 * DAY))
    add_page(
        index, PolicyPage(title="中间政策", issuer="厅", region="省", valid_from=TODAY - 5 * DAY)
    )
    add_page(index, NewsPage(title="最新消息", dated=TODAY))

    shown = text_of(client.get(index.url))

    assert re.search("最新消息.*中间政策.*较早消息", shown)
    assert re.search("最新消息.*较早消息", text_of(client.get(home.url)))


def test_handbook_is_read_part_by_part(client, home):
    whole = add_page(home, HandbookPage(title="就业手册"))
    first = add_page(whole, HandbookPage(title="求职准备"))
    add_page(first, HandbookPage(title="简历"))
    hidden = add_page(whole, HandbookPage(title="草稿部分"), publish=False)
    add_page(hidden, HandbookPage(title="草稿之下"))
    last = add_page(whole, HandbookPage(title="报到入职"))

    shown = text_of(client.get(whole.url))
    assert re.search("目录.*求职准备.*简历.*报到入职", shown)
    assert "草稿" not in shown
    assert re.search("上一页 简历", text_of(client.get(last.url)))
    assert re.search("下一页 求职准备", shown)


def test_glossary_is_sorted_by_pinyin_under_letters(client, home):
    page = GlossaryPage(title="术语表")
    page.terms = [
        GlossaryTerm(term=term, meaning="释义", english=english)
        for term, english in (
            ("职业兴趣", ""),
            ("MBTI", ""),
            ("简历", "résumé"),
            ("职业锚", ""),
            ("《劳动法》", ""),
        )
    ]
    add_page(home, page)

    letters = glossary_by_letter(page.terms.all())
    shown = text_of(client.get(page.url))

    assert [(letter, [term.term for term in terms]) for letter, terms in letters] == [
        ("J", ["简历"]),
        ("M", ["MBTI"]),
        ("Z", ["职业锚", "职业兴趣"]),
        ("#", ["《劳动法》"]),
    ]
    assert "résumé" in shown


def test_reading_list_shows_books(client, home):
    page = ReadingListPage(title="推荐书目")
    page.items = [
        ReadingListItem(
            title="你的降落伞是什么颜色",
            authors="鲍利斯",
            publisher="中信出版社",
            year=2014,
            note="入门",
        )
    ]
    add_page(home, page)

    shown = text_of(client.get(page.url))

    for word in ("你的降落伞是什么颜色", "鲍利斯", "中信出版社", "2014", "入门"):
        assert word in shown


def test_syllabus_shows_what_serves_which_objective(client, syllabus):
    objective, unit = syllabus.objectives.first(), syllabus.units.first()
    gone = SyllabusContribution(
        objective_key=objective.key, unit_key=objective.key, assessment="单元已删除"
    )
    syllabus.contributions = [
        SyllabusContribution(
            objective_key=objective.key, unit_key=unit.key, assessment="生涯规划书"
        ),
        gone,
    ]
    syllabus.save_revision().publish()

    shown = text_of(client.get(syllabus.url))

    assert "生涯规划书" in shown
    assert "单元已删除" not in shown


def test_master_shows_its_own_recommendations(client, master, province_home):
    master.recommended_credits = 2
    master.name_en = "Career Development"
    master.save_revision().publish()

    shown = text_of(client.get(master.url))

    assert "Career Development" in shown
    assert re.search("建议学分 2", shown)
    assert "省级大纲" in text_of(client.get(province_home.url))


def test_syllabus_lists_only_lessons_that_the_reader_may_open(
    client, syllabus, make_lesson, student_of
):
    make_lesson(syllabus, "public", title="公开课")
    make_lesson(syllabus, "course", title="内部课", unit_key=syllabus.units.first().key)

    stranger, learner = client, student_of(syllabus.course)

    assert "公开课" in text_of(stranger.get(syllabus.url))
    assert "内部课" not in text_of(stranger.get(syllabus.url))
    assert "内部课" in text_of(learner.get(syllabus.url))


def test_home_lists_only_textbooks_that_the_reader_may_open(client, home, make_book, people):
    make_book(home, "public", title="公开教材")
    make_book(home, "institution", title="校内教材")

    assert "公开教材" in text_of(client.get(home.url))
    assert "校内教材" not in text_of(client.get(home.url))
    assert "校内教材" in text_of(people.counsellor.get(home.url))
