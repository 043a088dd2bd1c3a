"""The secret behind a calendar feed."""

from django.conf import settings
from django.db import models


class FeedToken(models.Model):
    """Only a digest is kept: whoever reads the database can't read anybody's calendar with it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="qihang_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now=True)
