"""Public pages from the cache: for anonymous people, and never older than what is published."""

import datetime
import pickle

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from cms.content import page_cache
from cms.content.domain import add_page
from cms.content.models import NewsIndexPage, NewsPage
from courses.curriculum.models import Course
from media.library.models import LibraryImage
from tests.cms.files_left_open import FILES_LEFT_OPEN
from tests.factories.content import make_syllabus
from tests.factories.institutions import InstitutionFactory

pytestmark = FILES_LEFT_OPEN


@pytest.fixture(autouse=True)
def _cache_is_on(settings):
    settings.PUBLIC_PAGE_SECONDS = 900


@pytest.fixture
def published(django_capture_on_commit_callbacks):
    """`with published(): …` — what follows a commit happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def url(home):
    """Of a home whose page is in the cache already."""
    Client().get(home.url)
    return home.url


def test_kept_page_asks_nothing_of_the_database(url, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get(url)

    assert response.status_code == 200
    assert "Content-Security-Policy" in response
    assert response["X-Frame-Options"] == "DENY"


def test_kept_page_is_the_same_page(home):
    made = Client().get(home.url)
    kept = Client().get(home.url)

    assert kept.content == made.content
    assert dict(kept.items()) == dict(made.items())


@pytest.mark.parametrize("kind", ["office", "student"])
def test_name_of_a_signed_in_person_reaches_nobody_else(home, sign_in, kind):
    client = sign_in(kind)
    client.user.name = "欧阳不外传"
    client.user.save()

    own = client.get(home.url)
    anonymous = Client().get(home.url).content.decode()

    assert "欧阳不外传" in own.content.decode()
    assert own["Cache-Control"] == "private, no-store"
    assert "欧阳不外传" not in anonymous
    assert "欧阳不外传" in client.get(home.url).content.decode()
    assert "欧阳不外传" not in Client().get(home.url).content.decode()


def test_signed_in_person_never_gets_the_kept_page(url, sign_in):
    response = sign_in("office").get(url)

    assert response["Cache-Control"] == "private, no-store"
    assert 'name="csrfmiddlewaretoken"' in response.content.decode()


def test_kept_page_holds_nothing_of_one_browser(url):
    response = Client().get(url)
    html = response.content.decode()

    assert "csrf" not in html.lower()
    assert not response.cookies
    assert "nonce-" not in response["Content-Security-Policy"]


def test_message_for_one_browser_is_not_kept(home):
    client = Client()
    client.cookies["messages"] = "x"
    client.get(home.url)

    assert cache.get(page_cache.key_of(request_for(home.url)) or "") is None


def request_for(url):
    from django.test import RequestFactory

    return RequestFactory().get(url)


def test_each_language_has_its_own(home):
    chinese = Client().get(home.url).content.decode()
    english = Client().get(home.url, headers={"accept-language": "en"}).content.decode()

    assert 'lang="zh-Hans"' in chinese
    assert '<html lang="en">' in english
    assert Client().get(home.url).content.decode() == chinese
    by_cookie = Client()
    by_cookie.cookies["django_language"] = "en"
    assert '<html lang="en">' in by_cookie.get(home.url).content.decode()


def test_language_can_be_chosen_from_a_kept_page(url):
    client = Client(enforce_csrf_checks=True)
    assert f"/language/choice/?next={url}" in client.get(url).content.decode()
    form = client.get(f"/language/choice/?next={url}")
    token = form.context["csrf_token"]

    answer = client.post(
        "/language/", {"language": "en", "next": url, "csrfmiddlewaretoken": str(token)}
    )

    assert answer["Location"] == url
    assert '<html lang="en">' in client.get(url).content.decode()


def test_published_news_shows_at_once_on_every_page_that_lists_it(home, published):
    with published():
        index = add_page(home, NewsIndexPage(title="新闻"))
    for page in (home, index):
        Client().get(page.url)

    with published():
        news = add_page(index, NewsPage(title="双选会今天开始"))

    for page in (home, index):
        assert "双选会今天开始" in Client().get(page.url).content.decode()
    news.title = "双选会延期"
    with published():
        news.save_revision().publish()
    for page in (home, index, news):
        assert "双选会延期" in Client().get(page.url).content.decode()
    with published():
        news.unpublish()
    assert Client().get(news.url).status_code == 404
    assert "双选会" not in Client().get(index.url).content.decode()


def test_deleted_page_is_gone_at_once(home, published):
    with published():
        index = add_page(home, NewsIndexPage(title="新闻"))
        news = add_page(index, NewsPage(title="旧消息"))
    Client().get(news.url)
    Client().get(index.url)

    with published():
        NewsPage.objects.get(pk=news.pk).delete()

    assert Client().get(news.url).status_code == 404
    assert "旧消息" not in Client().get(index.url).content.decode()


def test_sorting_pages_counts_as_a_change(home, published, syllabus):
    from cms.content.models import HandbookPage

    with published():
        first = add_page(home, HandbookPage(title="甲手册"))
        second = add_page(home, HandbookPage(title="乙手册"))
    before = Client().get(home.url).content.decode()
    assert before.index("甲手册") < before.index("乙手册")

    with published():
        second.refresh_from_db()
        first.refresh_from_db()
        second.move(first, pos="left")

    after = Client().get(home.url).content.decode()
    assert after.index("乙手册") < after.index("甲手册")


def test_narrowed_readers_hold_at_once(home, syllabus, make_lesson, published):
    with published():
        lesson = make_lesson(syllabus, "public")
    assert Client().get(lesson.url).status_code == 200

    lesson.audience = "course"
    with published():
        lesson.save_revision().publish()

    assert Client().get(lesson.url).status_code == 404
    assert lesson.title not in Client().get(syllabus.url).content.decode()


def test_draft_changes_nothing_that_is_kept(url, home, published, django_assert_num_queries):
    home.title = "草稿标题"
    with published():
        home.save_revision()

    with django_assert_num_queries(0):
        assert "草稿标题" not in Client().get(url).content.decode()


def test_other_homes_keep_their_pages(url, published, django_assert_num_queries):
    with published():
        make_syllabus(InstitutionFactory())

    with django_assert_num_queries(0):
        Client().get(url)


def test_change_of_the_course_shows_on_the_syllabus(syllabus, published):
    Client().get(syllabus.url)
    course = Course.objects.get(pk=syllabus.course_id)
    course.name = "改名后的课程"

    with published():
        course.save()

    assert "改名后的课程" in Client().get(syllabus.url).content.decode()


def test_changed_words_of_a_picture_show_at_once(home, published):
    image = LibraryImage.objects.create(title="图", file=get_test_image_file(), alt_text="旧说明")
    with published():
        index = add_page(home, NewsIndexPage(title="新闻"))
        news = NewsPage(title="带图")
        news.body = [("image", {"image": image, "caption": ""})]
        add_page(index, news)
    assert "旧说明" in Client().get(news.url).content.decode()

    image.alt_text = "新说明"
    with published():
        image.save()

    assert "新说明" in Client().get(news.url).content.decode()


def test_page_published_while_an_old_answer_is_made_is_not_hidden_by_it(
    home, published, monkeypatch
):
    """The answer began before the publication and is kept after it."""
    kept = page_cache.keep_answer

    def publish_first(*args):
        home.title = "新校名"
        with published():
            home.save_revision().publish()
        monkeypatch.undo()
        kept(*args)

    monkeypatch.setattr("cms.content.middleware.keep_answer", publish_first)
    Client().get(home.url)

    assert "新校名" in Client().get(home.url).content.decode()


def test_change_that_is_not_committed_leaves_the_kept_page(url):
    before = page_cache.stamp_of(url)

    page_cache.forget_home(url.strip("/"))

    assert page_cache.stamp_of(url) == before


def test_browser_that_has_the_page_already_gets_304(url, published, home):
    first = Client().get(url)
    assert first["Cache-Control"] == "no-cache"

    again = Client().get(url, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    with published():
        home.title = "变了"
        home.save_revision().publish()
    assert Client().get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_address_with_a_query_is_made_each_time(home, django_assert_max_num_queries):
    Client().get(home.url + "?from=wechat")

    with django_assert_max_num_queries(30) as queries:
        Client().get(home.url + "?from=wechat")
    assert len(queries)


def test_missing_page_and_closed_page_are_not_kept(home, syllabus, make_lesson):
    lesson = make_lesson(syllabus, "course")
    for path in (home.url + "nowhere/", lesson.url):
        assert Client().get(path).status_code == 404
        assert cache.get(page_cache.key_of(request_for(path)) or "") is None


def test_foreign_host_is_refused_although_the_page_is_kept(url, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    assert Client().get(url, headers={"host": "evil.example.com"}).status_code == 400


def test_page_is_kept_to_the_end_of_the_day_at_most(monkeypatch):
    late = timezone.make_aware(datetime.datetime(2026, 11, 22, 23, 59, 30))
    monkeypatch.setattr(timezone, "localtime", lambda: late)

    assert page_cache._seconds() == 30


def test_lost_cache_costs_time_and_nothing_else(home, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("cms.content.middleware.kept_at", fail)
    assert Client().get(home.url).status_code == 200
    assert "can't be read" in caplog.text


def test_unwritable_cache_still_gives_the_page(home, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("cms.content.middleware.keep_answer", fail)
    assert Client().get(home.url).status_code == 200
    assert "can't be written" in caplog.text


def test_evicted_stamp_makes_old_answers_old(url):
    cache.delete(f"page-stamp:{url.strip('/')}")
    before = page_cache.stamp_of(url)

    assert page_cache.stamp_of(url) == before
    kept = pickle.loads(pickle.dumps(cache.get(page_cache.key_of(request_for(url)))))
    assert kept.stamp != before
