from django.db import migrations, models

STAFF_KINDS = [
    ("full_time_manager", "Full-time manager on the payroll"),
    ("full_time_teacher", "Full-time course teacher"),
    ("part_time_worker", "Part-time employment worker"),
    ("part_time_teacher", "Part-time course teacher"),
    ("external_expert", "Outside expert"),
]


def staff_kind():
    return models.CharField(
        blank=True,
        choices=STAFF_KINDS,
        db_default="",
        default="",
        max_length=20,
        verbose_name="kind of staff",
    )


def authority():
    return models.CharField(
        blank=True, db_default="", default="", max_length=100, verbose_name="authority"
    )


class Migration(migrations.Migration):
    """A reading of a level may be for one kind of staff; a rule about who needs which certificate
    names the body that asks for it. Rows from before are for all kinds, and name nobody."""

    dependencies = [("courses", "0024_leaves_out_unauthorised")]

    operations = [
        migrations.AddField("levelrecognition", "staff_kind", staff_kind()),
        migrations.AddField("historicallevelrecognition", "staff_kind", staff_kind()),
        migrations.AddField("teachingrule", "authority", authority()),
        migrations.AddField("historicalteachingrule", "authority", authority()),
    ]
