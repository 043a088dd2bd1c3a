from django.db import migrations, models

LABEL = 'Leave out classes whose instructor may not teach to the end'


class Migration(migrations.Migration):
    """What a search does with a class whose instructor may not teach all of its meetings."""

    dependencies = [
        ('courses', '0023_mixing_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalschedulingrule',
            name='leaves_out_unauthorised',
            field=models.BooleanField(db_default=False, default=False, verbose_name=LABEL),
        ),
        migrations.AddField(
            model_name='schedulingrule',
            name='leaves_out_unauthorised',
            field=models.BooleanField(db_default=False, default=False, verbose_name=LABEL),
        ),
    ]
