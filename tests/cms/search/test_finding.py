"""What is found, in which order, marked how."""

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.search.domain import find, question_of
from cms.search.domain.words import weights_of, words_in
from cms.search.enums import EntryKind
from cms.search.models import SearchEntry, SearchText, SearchWord
from tests.factories.library import make_recording

NOBODY = AnonymousUser()
TEXTS = (
    "大学生职业生涯规划从认识自我开始。",
    "职业的选择，规划的步骤，再说一次职业。",
    "简历是面试的敲门砖。",
    "SWOT 分析用于创业计划，不用于简历。",
    "启航者的故事：从就业到创业。",
)


def test_words_are_found_wherever_they_stand(book, index, search):
    sections = [book.section(text, title=f"第{n}节") for n, text in enumerate(TEXTS)]
    index(*sections)

    assert search("职业规划", NOBODY) == ["第1节", "第0节"]
    assert search("简历", NOBODY) == ["第2节", "第3节"]
    assert search("swot", NOBODY) == search("ＳＷＯＴ", NOBODY) == ["第3节"]
    assert search("启航", NOBODY) == ["第4节"]
    assert search("简历 启航", NOBODY) == []
    assert search("砖", NOBODY) == ["第2节"]


def test_title_counts_before_number_and_number_before_place(book, index, search):
    sections = [
        book.section("简历", title="甲"),
        book.section("简历，简历，简历", title="乙"),
        book.section("别的", title="写简历"),
        book.section("简历", title="丁"),
    ]
    index(*sections)

    assert search("简历", NOBODY) == ["写简历", "乙", "甲", "丁"]


def test_own_school_comes_first(book, index, search, sign_in):
    from cms.content.domain import add_page
    from cms.content.models import HandbookPage
    from tests.factories.content import make_home
    from tests.factories.institutions import InstitutionFactory

    other = add_page(make_home(InstitutionFactory()), HandbookPage(title="写简历的手册"))
    index(book.section("简历", title="本校的"), other)

    assert search("简历", NOBODY) == ["写简历的手册", "本校的"]
    assert search("简历", sign_in("instructor").user) == ["本校的", "写简历的手册"]


def test_copy_of_the_own_school_comes_before_the_master(book, index, search, sign_in):
    from cms.content.domain import add_page
    from cms.content.models import HandbookPage
    from cms.masters.domain import create_province_home

    institution = book.page.get_parent().specific.institution
    province = create_province_home(institution.province, by=None)
    master = add_page(province, HandbookPage(title="写简历，改简历，投简历"))
    index(book.section("简历", title="本校的"), master)

    user = sign_in("instructor", institution=institution).user
    assert search("简历", NOBODY) == ["写简历，改简历，投简历", "本校的"]
    assert search("简历", user) == ["本校的", "写简历，改简历，投简历"]


def test_excerpt_of_a_table_has_no_strokes(book, index):
    rows = "类型|职业\n社会型|教师与社工"
    table = ("table", {"caption": "举例", "rows": rows, "row_headings": True})
    index(book.section("", body=[table]))

    (hit,) = find(NOBODY, question_of("社工")).hits
    shown = "".join(piece.text for piece in hit.excerpt.pieces)
    assert "社会型 教师与社工" in shown
    assert "|" not in shown


def test_hit_is_marked_in_title_and_excerpt(book, index):
    index(book.section("一二三。" * 100 + "这里讲职业和规划。" + "四五六。" * 100, title="规划<b>"))

    (hit,) = find(NOBODY, question_of("职业规划")).hits
    assert [(piece.text, piece.is_hit) for piece in hit.title] == [("规划", True), ("<b>", False)]
    assert [piece.text for piece in hit.excerpt.pieces if piece.is_hit] == ["职业", "规划"]
    assert sum(len(piece.text) for piece in hit.excerpt.pieces) <= 125
    assert hit.above[1:] == ["教材", "第一章"]


def test_hit_leads_to_the_heading_above_it(book, index):
    section = book.section(
        "",
        body=[
            ("prose", "<p>开头的话</p>"),
            ("heading", {"text": "求职", "level": "2"}),
            ("prose", "<p>简历与面试</p>"),
        ],
    )
    index(section)

    heading = section.body[1].id
    assert find(NOBODY, question_of("面试")).hits[0].address.endswith(f"#h-{heading}")
    assert "#" not in find(NOBODY, question_of("开头")).hits[0].address


def test_words_of_a_recording_lead_to_their_second(make_lesson, index, institution):
    recording = make_recording(title="一段录像")
    lesson = make_lesson()
    lesson.body = [("video", {"video": recording, "counts": True})]
    lesson.save_revision()
    lesson.save()
    index(lesson)

    (hit,) = find(NOBODY, question_of("真实 例子")).hits
    assert hit.kind == EntryKind.RECORDING
    assert hit.second == 1
    assert hit.address.endswith(f"?media={recording.public_id}&t=1")


def test_kinds_are_counted_and_filtered(book, make_lesson, index, search):
    index(book.section("简历", title="一节"), make_lesson("简历", title="一课"))

    found = find(NOBODY, question_of("简历"), kind="lesson")
    assert found.by_kind == [(EntryKind.LESSON, 1), (EntryKind.TEXTBOOK, 1)]
    assert (found.total, found.page.paginator.count) == (2, 1)
    assert search("简历", NOBODY, kind="lesson") == ["一课"]
    assert len(search("简历", NOBODY, kind="nonsense")) == 2


def test_results_come_page_by_page(book, index):
    index(*[book.section("简历", title=f"第{n}节") for n in range(23)])

    first, last = (find(NOBODY, question_of("简历"), number=n) for n in (1, 999))
    assert [len(first.hits), len(last.hits)] == [20, 3]
    assert "".join(p.text for p in last.hits[0].title) == "第20节"


@pytest.fixture
def filled(book):
    """Entries with texts of a few words each, without pages of their own to be quick."""
    rows = [
        "职业 规划", "规划", "职业生涯规划 简历", "简历", "就业指导", "大学生就业", "启航行动",
        "和", "面试 ab",
    ]  # fmt: skip
    kept = []
    for number, text in enumerate(rows):
        page = book.section("无", title=str(number))
        entry = SearchEntry.objects.create(
            page=page, kind="textbook", title=str(number), audience="public", in_book=True
        )
        SearchText.objects.create(entry=entry, text=text)
        SearchWord.objects.bulk_create(
            SearchWord(word=word, entry=entry, weight=weight)
            for word, weight in weights_of(entry.title, text).items()
        )
        kept.append((entry, page.path, text))
    return kept


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="职业规划生涯简历就业指导大学生启航面试和 ab0", max_size=8)
    | st.text(max_size=12)
)
def test_finding_equals_reading_everything(filled, text):
    """The same entries in the same order as a scan with the same words, on every database."""
    question = question_of(text)

    def is_hit(entry, kept):
        both = f"{entry.title}\n{kept}"
        if question.words:
            return set(question.words) <= {*words_in(entry.title), *words_in(kept)}
        return bool(question.characters) and all(one in both for one in question.characters)

    def rank(entry, kept):
        weights = weights_of(entry.title, kept)
        return -sum(weights[word] for word in question.words)

    expected = [
        (rank(entry, kept), path, entry.title)
        for entry, path, kept in filled
        if is_hit(entry, kept)
    ]
    found = find(NOBODY, question)
    titles = ["".join(piece.text for piece in hit.title) for hit in found.hits]
    assert titles == [title for _rank, _path, title in sorted(expected)]
    assert found.total == len(expected)


@pytest.mark.parametrize("hits", [1, 3])
def test_queries_do_not_grow_with_hits(book, index, django_assert_num_queries, hits):
    index(*[book.section("简历", title=f"第{n}节") for n in range(hits)])
    find(NOBODY, question_of("简历"))

    with django_assert_num_queries(3):
        assert len(find(NOBODY, question_of("简历")).hits) == hits


def test_word_of_a_question_is_an_inner_join(book, index):
    from cms.search.domain.finding import matching

    statement = str(matching(NOBODY, question_of("职业规划")).query)
    assert "LEFT OUTER JOIN" not in statement
    assert statement.count("cms_searchword") >= 2
