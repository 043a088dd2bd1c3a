"""How a row is named in an address."""

import uuid

from django.db import models


class Addressable(models.Model):
    """A row that has an address. The address shows a random id, never the running number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
