"""Documents of the first release move out of the web root. To follow media's content_system."""

from django.core.files.storage import storages
from django.db import migrations


def move(apps, schema_editor):
    for document in apps.get_model("media", "LibraryDocument").objects.iterator():
        name = document.file.name
        public, private = storages["default"], storages["private"]
        if name and public.exists(name) and not private.exists(name):
            with public.open(name, "rb") as file:
                document.file.name = private.save(name, file)
            document.save(update_fields=["file"])
            public.delete(name)


class Migration(migrations.Migration):
    dependencies = [("media", "0003_content_system")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
