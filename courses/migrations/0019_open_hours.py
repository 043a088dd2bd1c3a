from django.db import migrations, models


class Migration(migrations.Migration):
    """What stood in no statement when one was settled; None in those from before."""

    dependencies = [
        ("courses", "0018_training_budgets"),
    ]

    operations = [
        migrations.AddField(
            model_name="feestatement",
            name="open_hours",
            field=models.JSONField(editable=False, null=True),
        ),
    ]
