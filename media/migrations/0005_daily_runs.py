from django.db import migrations, models


class Migration(migrations.Migration):
    """On which day daily work was handed to a worker last."""

    dependencies = [("media", "0004_documents_move")]

    operations = [
        migrations.CreateModel(
            name="DailyRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=50, unique=True)),
                ("on", models.DateField(null=True)),
            ],
        ),
    ]
