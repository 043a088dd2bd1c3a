"""Recordings that are watched."""

from datetime import timedelta
from typing import Any

import factory
from django.db.models import F
from factory.django import DjangoModelFactory
from wagtail.models import Collection

from media.library.models import LibraryMedia
from media.watching.models import Watcher


class VideoFactory(DjangoModelFactory):
    """A video of ten minutes whose file nobody opens."""

    class Meta:
        model = LibraryMedia

    title = factory.Sequence(lambda n: f"认识自我（{n}）")
    type = "video"
    file = "media/none.webm"
    duration = 600
    # Tests that need real transactions empty the database after them: the root may be gone.
    collection = factory.LazyFunction(
        lambda: Collection.get_first_root_node() or Collection.add_root(name="Root")
    )


def let_time_pass(user: Any, **span: float) -> None:
    """As if the person's last report had come so much earlier."""
    Watcher.objects.filter(user=user).update(counted_to=F("counted_to") - timedelta(**span))
