import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who entered which rule about the certificates of whom; shipped rows begin theirs when they
    change."""

    dependencies = [
        ('courses', '0020_related_readings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalTeachingRule',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(max_length=50)),
                ('province', models.CharField(blank=True, max_length=2)),
                ('staff_kind', models.CharField(choices=[('full_time_manager', 'Full-time manager on the payroll'), ('full_time_teacher', 'Full-time course teacher'), ('part_time_worker', 'Part-time employment worker'), ('part_time_teacher', 'Part-time course teacher'), ('external_expert', 'Outside expert')], max_length=20)),
                ('severity', models.CharField(choices=[('must', 'Must'), ('in_principle', 'In principle'), ('encouraged', 'Encouraged')], max_length=15)),
                ('citation', models.CharField(max_length=300)),
                ('quotation', models.TextField(blank=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical teaching rule',
                'verbose_name_plural': 'historical teaching rules',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name='teachingrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='teaching_rule_not_empty'),
        ),
        migrations.AddField(
            model_name='historicalteachingrule',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalteachingrule',
            name='institution',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='courses.institution'),
        ),
    ]
