"""What a person has seen of a recording, and how much more they can have seen by now."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from media.library.models import LibraryMedia


class PaceRule(models.Model):
    """A dated answer to how fast content can be watched (see rules.Pace), with who says so."""

    max_rate = models.DecimalField(max_digits=3, decimal_places=1)
    longest_offline_minutes = models.PositiveSmallIntegerField()
    tolerance_seconds = models.PositiveSmallIntegerField()
    citation = models.CharField(max_length=300)
    valid_from = models.DateField(unique=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="pace_rule_not_empty",
            ),
            models.CheckConstraint(condition=Q(max_rate__gt=0), name="pace_rule_has_a_rate"),
        )


class Watcher(models.Model):
    """A person who watches, with an account of content time: it grows with the server's clock and
    each newly watched second is paid from it. One account for everything and every device, so two
    players at once don't get more than one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    # Below zero by the tolerance at most.
    balance_ms = models.BigIntegerField(default=0)
    # The balance is that of this moment of the server's clock; what time earned since is added
    # when the next report comes.
    counted_to = models.DateTimeField()


class WatchRecord(models.Model):
    """What one person has seen of one recording."""

    watcher = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="records")
    media = models.ForeignKey(LibraryMedia, on_delete=models.CASCADE, related_name="watched_by")
    # [[from, to], …] in milliseconds of content, as media.watching.ranges.merge leaves them.
    ranges = models.JSONField(default=list)
    # Their total.
    watched_ms = models.PositiveIntegerField(default=0)
    # Where the person stopped, and when by the server's clock.
    position_ms = models.PositiveIntegerField(default=0)
    position_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["watcher", "media"], name="watch_record_once"),
        )
