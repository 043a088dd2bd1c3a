"""Calendars for phones: the secret addresses. What they answer is in `feed_document`."""

import logging
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from courses.institutions.models import AdministrativeClass
from courses.teaching.models import TeachingClass
from courses.timetable.domain.feed_document import document_of
from courses.timetable.domain.feed_fingerprint import fingerprint_of
from courses.timetable.domain.feed_rows import read_rows
from courses.timetable.domain.feed_subjects import FeedSubject, digest_of, subject_of
from courses.timetable.models import FeedToken, Room, SharedFeed

logger = logging.getLogger("qihang.audit")


@dataclass(frozen=True)
class Feed:
    """A feed that was found: its fingerprint costs little, its document is made when asked for."""

    subject: FeedSubject
    fingerprint: str

    def document(self) -> bytes:
        return document_of(self.subject, read_rows(self.subject))


def renew_feed(user: User) -> str:
    """A new secret for the person's feed; the former address stops at once. The secret is
    returned here only: the database keeps its SHA-256 digest."""
    secret = secrets.token_urlsafe(32)
    FeedToken.objects.update_or_create(user=user, defaults={"digest": digest_of(secret)})
    return secret


def switch_off_feed(user: User) -> None:
    FeedToken.objects.filter(user=user).delete()


def share_feed(
    subject: AdministrativeClass | TeachingClass | Room, *, purpose: str = "", by: User
) -> tuple[SharedFeed, str]:
    """A new secret address for the feed of a class or room; others of it stay. The secret is
    returned here only."""
    secret = secrets.token_urlsafe(32)
    feed = SharedFeed.objects.create(
        institution_id=subject.institution_id,
        administrative_class=subject if isinstance(subject, AdministrativeClass) else None,
        teaching_class=subject if isinstance(subject, TeachingClass) else None,
        room=subject if isinstance(subject, Room) else None,
        digest=digest_of(secret),
        purpose=purpose,
        made_by=by,
    )
    logger.info("calendar feed %s of %s made by user %s", feed.public_id, subject, by.pk)
    return feed, secret


@transaction.atomic
def revoke_feed(feed: SharedFeed, *, by: User) -> SharedFeed:
    """The address answers 410 from now on. A second time changes nothing."""
    feed = SharedFeed.objects.select_for_update().get(pk=feed.pk)
    if feed.revoked_at is None:
        feed.revoked_at, feed.revoked_by = timezone.now(), by
        feed.save(update_fields=["revoked_at", "revoked_by"])
        logger.info("calendar feed %s revoked by user %s", feed.public_id, by.pk)
    return feed


def feed_of(secret: str) -> Feed | None:
    """The feed behind an address; None and FeedRevoked as in `subject_of`."""
    subject = subject_of(secret)
    return Feed(subject, fingerprint_of(subject)) if subject else None
