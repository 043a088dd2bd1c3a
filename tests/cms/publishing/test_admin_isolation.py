"""Users of one institution never read, count, search or complete another's in Wagtail's admin
(ASVS 8.4.1): every address of the admin is called with the other institution's numbers."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page

from tests.cms.files_left_open import FILES_LEFT_OPEN
from tests.cms.publishing.conftest import MARK
from tests.factories.content import make_home, make_syllabus

pytestmark = FILES_LEFT_OPEN

# Names of converters and groups in the admin's addresses → the other institution's numbers.
SLUGS = {
    "content_type_app_name": "cms",
    "app_name": "cms",
    "app_label": "cms",
    "content_type_model_name": "syllabuspage",
    "model_name": "syllabuspage",
    "action": "delete",
    "filter_spec": "original",
    "action_name": "approve",
    "type": "syllabuspage",
}


def patterns(node, prefix="") -> Iterator[str]:
    for entry in node.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def admin_routes() -> list[str]:
    return sorted({route for route in patterns(get_resolver()) if route.startswith("admin/")})


def addresses(route: str, foreign) -> Iterator[str]:
    """The route filled with each kind of number of the other institution."""
    if "(" in route and "revisions/compare" in route:
        yield f"/admin/pages/{foreign.page.pk}/revisions/compare/earliest...latest/"
        return
    if "(" in route:
        return
    for number in {foreign.page.pk, foreign.draft.pk, foreign.home.pk, foreign.image.pk,
                   foreign.document.pk, foreign.recording.pk, foreign.collection.pk,
                   foreign.owner.pk}:  # fmt: skip

        def value(match: re.Match[str], number: int = number) -> str:
            kind, _, name = match.group(1).rpartition(":")
            if name == "revision_id":
                return str(foreign.revision)
            return SLUGS.get(name, str(number)) if kind != "int" else str(number)

        yield "/" + re.sub(r"<([^>]+)>", value, route)


def body(response) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    text = response.content.decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def is_picture(response) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("image/") and not kind.startswith("image/svg")


def shown_marks(text: str) -> list[str]:
    return [text[max(0, m.start() - 80) : m.end() + 40] for m in re.finditer(MARK + r"\S", text)]


@pytest.mark.parametrize("kind", ["office", "instructor"])
def test_no_address_of_the_admin_shows_another_institutions(author, foreign, kind, institution):
    make_syllabus(institution)
    client = author(kind)
    client.raise_request_exception = False
    leaks, crashes = [], []
    for route in admin_routes():
        for address in addresses(route, foreign):
            response = client.get(address)
            if response.status_code >= 500 and "failwhale" not in address:
                crashes.append(address)
            marks = shown_marks(body(response))
            if marks or is_picture(response):
                leaks.append((address, response.status_code, marks))
    assert "\n".join(map(str, leaks)) == ""
    assert crashes == []


LISTS = (
    "/admin/pages/{home}/", "/admin/pages/{home}/results/", "/admin/pages/search/",
    "/admin/choose-page/", "/admin/choose-page/search/", "/admin/images/",
    "/admin/images/results/", "/admin/images/chooser/", "/admin/images/chooser/results/",
    "/admin/documents/", "/admin/documents/chooser/", "/admin/documents/chooser/results/",
    "/admin/pages/usage/cms/syllabuspage/", "/admin/pages/{home}/history/",
    "/admin/media/", "/admin/media/chooser/", "/admin/media/chooser/video/",
)  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_lists_and_searches_find_nothing_of_another_institution(
    author, foreign, institution, address
):
    client = author("office")
    address = address.format(home=make_home(institution).pk)
    leaks = []
    # What was typed comes back in the search field; the rest of the title must not.
    for query in (
        {},
        {"q": MARK[:2]},
        {"q": MARK, "search_all": 1},
        {"search_all": 1, "owner": foreign.owner.pk},
    ):
        text = body(client.get(address, query, follow=True))
        leaks += re.findall(MARK + r"(?:大|老|用|未|图|文|视)", text)
    assert leaks == []


def test_searches_by_full_title_find_nothing_of_another_institution(author, foreign):
    client = author("office")
    for address, thing in (
        ("/admin/pages/search/", foreign.page),
        ("/admin/choose-page/search/", foreign.page),
        ("/admin/images/", foreign.image),
        ("/admin/documents/", foreign.document),
        ("/admin/media/", foreign.recording),
        ("/admin/media/chooser/", foreign.recording),
    ):
        text = body(client.get(address, {"q": thing.title}))
        assert f"/{thing.pk}/" not in text


def test_tags_which_all_institutions_share_are_not_used(author, foreign):
    client = author("office")

    assert client.get("/admin/tag-autocomplete/", {"term": "a"}).json() == []
    assert "id_tags" not in client.get("/admin/images/add/").content.decode()
    assert "id_tags" not in client.get("/admin/documents/add/").content.decode()


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/admin/images/chooser/chosen-multiple/", "image"),
        ("/admin/documents/chooser/chosen-multiple/", "document"),
        ("/admin/choose-page/chosen-multiple/", "page"),
    ],
)
def test_choosers_hand_out_nothing_of_another_institution(author, foreign, address, target):
    response = author("office").get(address, {"id": getattr(foreign, target).pk})

    assert response.status_code == 404


@pytest.mark.parametrize("address", ["chooser/{}/", "edit/{}/", "delete/{}/", "usage/{}/"])
def test_recordings_of_another_institution_are_not_found(author, foreign, address):
    office = author("office")
    where = "/admin/media/" + address.format(foreign.recording.pk)

    assert {office.get(where).status_code, office.post(where).status_code} == {404}


def test_choosers_hand_out_ones_own(author, institution):
    page = make_syllabus(institution)

    response = author("office").get("/admin/choose-page/chosen-multiple/", {"id": page.pk})

    assert response.json()["result"][0]["id"] == page.pk


@pytest.mark.parametrize("action", ["publish", "delete", "move", "unpublish"])
@pytest.mark.parametrize("model", ["wagtailcore/page", "cms/syllabuspage"])
@pytest.mark.parametrize("query", ["id={page}", "id={draft}", "id=all", "id=all&childOf={home}"])
def test_bulk_actions_name_no_page_of_another_institution(author, foreign, action, model, query):
    asked = query.format(page=foreign.page.pk, draft=foreign.draft.pk, home=foreign.home.pk)
    response = author("office").get(f"/admin/bulk/{model}/{action}/?{asked}&next=/admin/")
    assert MARK not in response.content.decode()
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("model", "target"), [("libraryimage", "image"), ("librarydocument", "document")]
)
def test_bulk_actions_name_no_file_of_another_institution(author, foreign, model, target):
    number = getattr(foreign, target).pk
    response = author("office").get(f"/admin/bulk/media/{model}/delete/?id={number}&next=/admin/")
    assert response.status_code == 404


def test_bulk_actions_on_ones_own_pages_are_open(author, institution):
    page = make_syllabus(institution)
    office = author("office")
    for query in (f"id={page.pk}", f"id=all&childOf={page.get_parent().pk}"):
        response = office.get(f"/admin/bulk/wagtailcore/page/publish/?{query}&next=/admin/")
        assert page.title in response.content.decode()


WRITES = (
    ("wagtailadmin_pages:edit", "page"),
    ("wagtailadmin_pages:delete", "page"),
    ("wagtailadmin_pages:unpublish", "page"),
    ("wagtailadmin_pages:copy", "page"),
    ("wagtailadmin_pages:lock", "page"),
    ("wagtailadmin_pages:set_page_position", "page"),
    ("wagtailadmin_pages:add_subpage", "home"),
    ("wagtailimages:edit", "image"),
    ("wagtailimages:delete", "image"),
    ("wagtaildocs:edit", "document"),
    ("wagtaildocs:delete", "document"),
    ("wagtailmedia:edit", "recording"),
    ("wagtailmedia:delete", "recording"),
)


@pytest.mark.parametrize(("name", "target"), WRITES)
def test_another_institutions_things_cannot_be_changed(author, foreign, name, target):
    client = author("office")
    thing = getattr(foreign, target)
    thing.refresh_from_db()
    before = (thing.title, Page.objects.count(), foreign.page.latest_revision_id)

    response = client.post(reverse(name, args=[thing.pk]), {"title": "改掉", "slug": "x"})

    assert response.status_code in {302, 403, 404}
    thing.refresh_from_db()
    foreign.page.refresh_from_db()
    assert (thing.title, Page.objects.count(), foreign.page.latest_revision_id) == before
    assert foreign.page.live
    assert not foreign.page.locked


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish", "move"])
def test_bulk_actions_leave_another_institutions_pages_alone(author, foreign, action):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    author("office").post(f"{url}?id={foreign.page.pk}&id={foreign.draft.pk}&next=/admin/")

    foreign.page.refresh_from_db()
    foreign.draft.refresh_from_db()
    assert foreign.page.live
    assert not foreign.draft.live


@pytest.mark.parametrize(
    ("app", "model"), [("wagtailimages", "image"), ("wagtaildocs", "document")]
)
def test_bulk_actions_leave_another_institutions_files_alone(author, foreign, app, model):
    thing = getattr(foreign, model)
    names = {"image": "libraryimage", "document": "librarydocument"}
    url = reverse("wagtail_bulk_action", args=["media", names[model], "delete"])

    author("office").post(f"{url}?id={thing.pk}&next=/admin/")

    thing.refresh_from_db()


def test_course_of_another_institution_is_neither_offered_nor_accepted(
    author, foreign, institution
):
    page = make_syllabus(institution)
    client = author("office")
    url = reverse("wagtailadmin_pages:add", args=["cms", "syllabuspage", make_home(institution).pk])

    offered = client.get(url).content.decode()
    posted = client.post(
        url,
        {
            "title": "借用外校课程",
            "slug": "borrowed",
            "course": foreign.page.course_id,
            "description": "null", "assessment": "null", "textbooks": "null",
            "objectives-TOTAL_FORMS": 0, "objectives-INITIAL_FORMS": 0,
            "units-TOTAL_FORMS": 0, "units-INITIAL_FORMS": 0,
        },
    )  # fmt: skip

    assert f'<option value="{page.course_id}"' in offered
    assert f'<option value="{foreign.page.course_id}"' not in offered
    assert posted.status_code == 200
    assert not Page.objects.filter(slug="borrowed").exists()


def test_page_filters_offer_only_people_of_ones_own_pages(author, foreign, institution):
    client = author("office")
    page = make_syllabus(institution, by=client.user)
    page.save_revision(user=client.user, log_action=True)

    html = client.get(f"/admin/pages/{make_home(institution).pk}/").content.decode()

    assert f'name="owner" value="{client.user.pk}"' in html
    assert f'name="edited_by" value="{client.user.pk}"' in html
    assert MARK not in html
