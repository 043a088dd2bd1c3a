"""Two institutions in Wagtail's admin: one's own, and another that must not show."""

import copy
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from cms.publishing.groups import sync_groups
from media.library.models import LibraryDocument, LibraryImage
from tests.factories.content import make_home, make_syllabus
from tests.factories.institutions import InstitutionFactory, UserFactory
from tests.factories.library import make_recording

MARK = "北辰外校"


@pytest.fixture
def author(sign_in):
    """`author("office")` → a client of a person who may enter Wagtail's admin."""

    def make(kind, **role):
        client = sign_in(kind, **role)
        sync_groups(client.user)
        client.user = type(client.user).objects.get(pk=client.user.pk)
        return client

    return make


def another_institution():
    other = InstitutionFactory(name=f"{MARK}大学")
    owner = UserFactory(username=f"{MARK}用户", name=f"{MARK}老师")
    page = make_syllabus(other, title=f"{MARK}大纲", by=owner)
    page.title = f"{MARK}大纲草稿"
    page.save_revision(user=owner, log_action=True)
    draft = make_syllabus(other, title=f"{MARK}未发布", publish=False, by=owner)
    collection = Collection.objects.get(name__startswith=f"{other.code} ")
    image = LibraryImage.objects.create(
        title=f"{MARK}图片", file=get_test_image_file(), collection=collection
    )
    document = LibraryDocument.objects.create(
        title=f"{MARK}文档", file=ContentFile(b"x", name="x.txt"), collection=collection
    )
    return SimpleNamespace(
        institution=other,
        home=make_home(other),
        page=page,
        draft=draft,
        image=image,
        document=document,
        recording=make_recording(collection, title=f"{MARK}视频"),
        collection=collection,
        owner=owner,
        revision=page.latest_revision_id,
    )


@pytest.fixture(scope="module")
def kept_foreign(kept_for_module):
    with kept_for_module(another_institution) as built:
        yield built


@pytest.fixture
def foreign(kept_foreign, db):
    """Another institution: a page, a draft, an image, a document, a video; all carry MARK."""
    return copy.deepcopy(kept_foreign)
