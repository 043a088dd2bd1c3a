"""What our users see of Wagtail's admin is Chinese: its own catalogue covers about 78 %."""

import copy
import json
import re
from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from cms.publishing.groups import sync_groups
from cms.reviewing.domain import return_step, send_for_review
from cms.reviewing.models import ReviewStep
from media.library.models import LibraryDocument, LibraryImage
from tests.cms.files_left_open import FILES_LEFT_OPEN
from tests.factories.content import make_home, make_syllabus
from tests.factories.institutions import RoleFactory
from tests.factories.library import make_recording

pytestmark = FILES_LEFT_OPEN

# Names, keys and formats that Chinese text leaves as they are.
ALLOWED = re.compile(
    r"Qihang|English|URL|HTML|JavaScript|ID|Ctrl|Shift|Alt|Esc|⌘|AVIF|GIF|JPE?G|PNG|WEBP|SVG|[KM]B|C\d+|"
    r"WebVTT|WEBVTT|\.vtt|CC BY [\d.]+|"
    r"user\d+|[\w.-]+\.(?:txt|png|html?|webm|vtt)|https?://\S+|/\S*"
)
SHOWN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt"}


class VisibleText(HTMLParser):
    """Text between tags and in attributes that are shown or read out, scripts left aside."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"script", "style"}
        self.texts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag):
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self.hidden and data.strip():
            self.texts.append(" ".join(data.split()))


def english_in(html: str) -> list[str]:
    reader = VisibleText()
    reader.feed(re.sub(r"<(\w+)[^<>]*\shidden>[^<]*</\1>", "", html))
    return [t for t in reader.texts if re.search(r"[A-Za-z]{2,}", ALLOWED.sub("", t))]


def office_with_everything(institution):
    user = RoleFactory(kind="office", institution=institution, user__name="王老师").user
    sync_groups(user)
    page = make_syllabus(institution, by=user)
    page.save_revision(user=user, log_action=True)
    home = make_home(institution)
    files = Collection.objects.get(name__startswith=f"{institution.code} ")
    picture = {"file": get_test_image_file(), "collection": files}
    image = LibraryImage.objects.create(title="图", uploaded_by_user=user, **picture)
    paper = {"file": ContentFile(b"x", name="x.txt"), "collection": files}
    document = LibraryDocument.objects.create(title="文", uploaded_by_user=user, **paper)
    return user, {
        "page": page.pk,
        "home": home.pk,
        "revision": page.latest_revision_id,
        "image": image.pk,
        "document": document.pk,
        "recording": make_recording(files, uploaded_by_user=user).pk,
        "silent": make_recording(files, captions="").pk,
    }


@pytest.fixture(scope="module")
def kept_office(kept_institution, kept_for_module):
    with kept_for_module(lambda: office_with_everything(kept_institution)) as built:
        yield built


@pytest.fixture
def screens(kept_office, client, db):
    user, numbers = copy.deepcopy(kept_office)
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    return client, numbers


SCREENS = (
    "",
    "pages/{home}/",
    "pages/{home}/?q=x",
    "pages/{home}/edit/",
    "pages/{page}/edit/",
    "pages/add/cms/syllabuspage/{home}/",
    "pages/{page}/history/",
    "pages/{page}/delete/",
    "pages/{page}/unpublish/",
    "pages/{page}/copy/",
    "pages/{page}/usage/",
    "pages/{page}/revisions/{revision}/revert/",
    "pages/{page}/revisions/compare/earliest...latest/",
    "pages/search/?q=x",
    "images/",
    "images/add/",
    "images/multiple/add/",
    "images/{image}/",
    "images/{image}/delete/",
    "documents/",
    "documents/add/",
    "documents/multiple/add/",
    "documents/edit/{document}/",
    "documents/delete/{document}/",
    "media/",
    "media/?q=x",
    "media/audio/add/",
    "media/video/add/",
    "media/edit/{recording}/",
    "media/edit/{silent}/",
    "media/delete/{recording}/",
    "media/usage/{recording}/",
    "account/",
)
DIALOGS = (
    "choose-page/?allow_external_link=1&allow_email_link=1&allow_phone_link=1",
    "choose-external-link/",
    "choose-email-link/",
    "choose-phone-link/",
    "choose-anchor-link/",
    "images/chooser/",
    "documents/chooser/",
    "media/chooser/",
    "media/chooser/video/",
    "media/chooser/audio/",
)


@pytest.mark.parametrize("screen", SCREENS)
def test_screen_is_chinese(screens, screen):
    client, numbers = screens

    response = client.get("/admin/" + screen.format(**numbers))

    assert response.status_code == 200
    assert english_in(response.content.decode()) == []


@pytest.mark.parametrize("dialog", DIALOGS)
def test_dialog_is_chinese(screens, dialog):
    client, _numbers = screens

    assert english_in(client.get("/admin/" + dialog).json()["html"]) == []


def test_missing_page_of_the_admin_is_chinese(screens):
    client, _numbers = screens

    assert english_in(client.get("/admin/nowhere/").content.decode()) == []


def test_texts_that_scripts_show_are_chinese(screens):
    client, _numbers = screens

    catalogue = client.get("/admin/jsi18n/").content.decode()

    for english, chinese in (
        ("Changes have been autosaved.", "修改已自动保存。"),
        ("Insert a block", "插入块"),
    ):
        assert english in catalogue
        assert chinese in catalogue or chinese.encode("unicode_escape").decode() in catalogue


def test_english_words_are_found_by_this_test():
    assert english_in('<p title="Save">保存</p><p>ID</p><script>var x</script>') == ["Save"]


def test_page_in_review_and_a_returned_one_are_chinese(author, institution):
    """What Wagtail says of its workflows beside the editor, with the names of its tasks."""
    writer, head = author("instructor"), author("section")
    for one, name in ((writer, "陈老师"), (head, "王主任")):
        one.user.name = name
        one.user.save()
    page = make_syllabus(institution, publish=False, by=writer.user)
    send_for_review(page, by=writer.user)
    places = ("edit", "history", "workflow_history")
    addresses = [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in places]
    for address in addresses:
        assert english_in(writer.get(address).content.decode()) == []

    return_step(ReviewStep.objects.waiting().get(), reason="请改", by=head.user)
    for address in addresses:
        assert english_in(writer.get(address).content.decode()) == []


def test_menu_names_the_person_and_not_the_account(author, institution):
    """Wagtail asks for a first name, which our accounts don't have."""
    writer = author("instructor")
    writer.user.name = "欧阳明月"
    writer.user.save()
    page = make_syllabus(institution, publish=False, by=writer.user)
    shown = writer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    [menu] = re.findall(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', shown, re.DOTALL)
    assert "欧阳明月" in json.dumps(json.loads(menu), ensure_ascii=False)
