from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a level is related to employment guidance, apart from whether it counts as 中级以上;
    rows from before say nothing of it."""

    dependencies = [
        ('courses', '0019_open_hours'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicallevelrecognition',
            name='related',
            field=models.CharField(blank=True, choices=[('counts', 'Counts'), ('does_not_count', 'Does not count'), ('undecided', 'Undecided')], db_default='', default='', max_length=15, verbose_name='related to employment guidance'),
        ),
        migrations.AddField(
            model_name='levelrecognition',
            name='related',
            field=models.CharField(blank=True, choices=[('counts', 'Counts'), ('does_not_count', 'Does not count'), ('undecided', 'Undecided')], db_default='', default='', max_length=15, verbose_name='related to employment guidance'),
        ),
        migrations.AddConstraint(
            model_name='levelrecognition',
            constraint=models.CheckConstraint(condition=models.Q(('related__in', ['', 'counts']), ('recognition', 'does_not_count'), models.Q(('recognition', 'undecided'), ('related', 'undecided')), _connector='OR'), name='level_recognition_counts_only_related'),
        ),
    ]
