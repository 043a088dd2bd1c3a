"""Each unit and objective of the first release gets a key of its own, in the page and in its revisions.

A column added with a default gives all rows the same key; lessons name their unit by it.
"""

import uuid

from django.db import migrations

CHILDREN = (("objectives", "SyllabusObjective"), ("units", "SyllabusUnit"))


def give_keys(apps, schema_editor):
    SyllabusPage = apps.get_model("cms", "SyllabusPage")
    Revision = apps.get_model("wagtailcore", "Revision")
    keys = {}
    for relation, name in CHILDREN:
        rows = list(apps.get_model("cms", name).objects.all())
        for row in rows:
            row.key = keys[relation, row.pk] = uuid.uuid4()
        apps.get_model("cms", name).objects.bulk_update(rows, ["key"], batch_size=500)
    for page in SyllabusPage.objects.all().iterator():
        wanted = {page.live_revision_id, page.latest_revision_id} - {None}
        for revision in Revision.objects.filter(pk__in=wanted):
            for relation, _name in CHILDREN:
                for child in revision.content.get(relation, []):
                    known = keys.get((relation, child.get("pk")))
                    child.setdefault("key", str(known or uuid.uuid4()))
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_content_system"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
