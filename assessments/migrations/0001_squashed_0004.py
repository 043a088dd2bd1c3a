import assessments.certificates.rules
import django.db.models.deletion
import media.schema_operations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('assessments', '0001_initial'), ('assessments', '0002_initial'), ('assessments', '0003_initial'), ('assessments', '0004_certificate_templates')]

    initial = True

    dependencies = [
        ('courses', '0017_overrides_and_deadlines'),
        ('media', '0004_documents_move'),
        ('users', '__first__'),
    ]

    operations = [
        media.schema_operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name='AuditRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('on', models.DateField(verbose_name='as of')),
                        ('made_at', models.DateTimeField(auto_now_add=True)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audits', to='courses.institution')),
                        ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-made_at',),
                        'indexes': [],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateBatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.privatefile')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.institution')),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.job')),
                        ('teaching_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificate_batches', to='courses.teachingclass')),
                    ],
                    options={
                        'ordering': ('-created_at',),
                        'indexes': [],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='GradingScheme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('scale', models.CharField(default='percentage', max_length=20)),
                        ('pass_mark', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='pass mark')),
                        ('decimals', models.PositiveSmallIntegerField(default=0)),
                        ('citation', models.CharField(max_length=300, verbose_name='citation')),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grading_schemes', to='courses.institution')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='Rule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60)),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(max_length=200)),
                        ('province', models.CharField(blank=True, max_length=2)),
                        ('severity', models.CharField(choices=[('must', 'Must'), ('in_principle', 'In principle'), ('encouraged', 'Encouraged')], max_length=15)),
                        ('document', models.CharField(max_length=200)),
                        ('clause', models.CharField(max_length=100)),
                        ('quotation', models.TextField()),
                        ('metric', models.CharField(max_length=60)),
                        ('parameters', models.JSONField(default=dict)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('valid_from', models.DateField()),
                        ('valid_to', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('position', 'code'),
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('code', 'province', 'valid_from'), name='rule_version_once'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='rule_not_empty')],
                    },
                ),
                migrations.CreateModel(
                    name='SerialCounter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('last', models.PositiveIntegerField(default=0)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.institution')),
                    ],
                    options={
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('institution', 'year'), name='serial_counter_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CertificateTemplate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('kind', models.CharField(choices=[('course_completion', 'Course completion'), ('training_completion', 'Training completion'), ('appointment', 'Counsellor appointment')], max_length=20, verbose_name='kind')),
                        ('name', models.CharField(max_length=100, verbose_name='name')),
                        ('valid_from', models.DateField(help_text='For certificates that bear this date or a later one.', verbose_name='used from')),
                        ('in_use', models.BooleanField(default=False, help_text='Look at the preview before you tick this.', verbose_name='in use')),
                        ('heading', models.CharField(max_length=30, validators=[assessments.certificates.rules.validate_heading], verbose_name='heading')),
                        ('text', models.TextField(max_length=500, validators=[assessments.certificates.rules.validate_text], verbose_name='text')),
                        ('left_signatory', models.CharField(blank=True, max_length=30, verbose_name='signature on the left')),
                        ('right_signatory', models.CharField(blank=True, max_length=30, verbose_name='signature on the right')),
                        ('orientation', models.CharField(choices=[('landscape', 'A4 landscape'), ('portrait', 'A4 portrait')], default='landscape', max_length=10, verbose_name='paper')),
                        ('border', models.CharField(choices=[('double', 'Double line'), ('single', 'Single line'), ('none', 'None')], default='double', max_length=10, verbose_name='border')),
                        ('automatic', models.BooleanField(default=False, help_text='Training only: who completes one gets the certificate at once.', verbose_name='issue by itself')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificate_templates', to='courses.institution')),
                        ('seal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.privatefile')),
                    ],
                    options={
                        'verbose_name': 'certificate template',
                        'verbose_name_plural': 'certificate templates',
                        'ordering': ('kind', '-valid_from', '-pk'),
                        'indexes': [],
                        'constraints': [models.CheckConstraint(condition=models.Q(('automatic', False), ('kind', 'training_completion'), _connector='OR'), name='only_training_is_automatic', violation_error_message='Only training certificates can be issued by themselves.')],
                    },
                ),
                migrations.CreateModel(
                    name='IssueRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('issued_on', models.DateField(verbose_name='date on the certificates')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('archive', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.privatefile')),
                        ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course')),
                        ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.department')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.institution')),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.job')),
                        ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.term')),
                    ],
                    options={
                        'ordering': ('-created_at',),
                        'indexes': [],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(choices=[('met', 'Met'), ('not_met', 'Not met'), ('undecided', 'Undecided')], max_length=10)),
                        ('value', models.CharField(max_length=100)),
                        ('threshold', models.CharField(max_length=100)),
                        ('figures', models.JSONField(default=dict)),
                        ('evidence', models.JSONField(default=dict)),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='assessments.auditrun')),
                        ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='assessments.rule')),
                    ],
                    options={
                        'ordering': ('run', 'position'),
                        'indexes': [],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='GradeSheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('state', models.CharField(choices=[('draft', 'Open'), ('submitted', 'Submitted'), ('locked', 'Locked')], default='draft', max_length=10)),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('locked_at', models.DateTimeField(blank=True, null=True)),
                        ('return_note', models.CharField(blank=True, max_length=300)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.institution')),
                        ('locked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('teaching_class', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='grade_sheet', to='courses.teachingclass')),
                        ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='assessments.gradingscheme')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='SchemeComponent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20)),
                        ('name', models.CharField(max_length=50, verbose_name='name')),
                        ('weight', models.PositiveSmallIntegerField(verbose_name='weight in percent')),
                        ('is_exam', models.BooleanField(default=False)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='assessments.gradingscheme')),
                    ],
                    options={
                        'ordering': ('scheme', 'position'),
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='scheme_component_once'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 100))), name='component_weight')],
                    },
                ),
                migrations.CreateModel(
                    name='IssueRunClass',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('issued', 'Issued'), ('refused', 'Not issued')], default='waiting', max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.certificatebatch')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='classes', to='assessments.issuerun')),
                        ('teaching_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.teachingclass')),
                    ],
                    options={
                        'ordering': ('teaching_class__code', 'pk'),
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('run', 'teaching_class'), name='run_class_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TemplateVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.JSONField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.institution')),
                        ('seal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.privatefile')),
                        ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='assessments.certificatetemplate')),
                    ],
                    options={
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('institution', 'sha256'), name='version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Certificate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('kind', models.CharField(choices=[('course_completion', 'Course completion'), ('training_completion', 'Training completion'), ('appointment', 'Counsellor appointment')], max_length=20)),
                        ('serial', models.CharField(max_length=30, unique=True, verbose_name='serial number')),
                        ('code', models.CharField(max_length=32, unique=True)),
                        ('holder_name', models.CharField(max_length=100)),
                        ('holder_number', models.CharField(max_length=32)),
                        ('course_name', models.CharField(max_length=100)),
                        ('course_name_en', models.CharField(blank=True, max_length=200)),
                        ('hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('term_code', models.CharField(blank=True, max_length=11)),
                        ('issued_on', models.DateField()),
                        ('state', models.CharField(choices=[('valid', 'Valid'), ('revoked', 'Revoked')], default='valid', max_length=10)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('revocation_reason', models.CharField(blank=True, max_length=300)),
                        ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='courses.enrolment')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='courses.institution')),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='assessments.certificatebatch')),
                        ('begins_on', models.DateField(blank=True, null=True)),
                        ('completion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='courses.completion')),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='assessments.certificate')),
                        ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.staffmember')),
                        ('valid_until', models.DateField(blank=True, null=True)),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.templateversion')),
                    ],
                    options={
                        'ordering': ('serial',),
                        'indexes': [],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revocation_reason', ''), ('revoked_at', None), ('state', 'valid')), models.Q(('revoked_at__isnull', False), ('state', 'revoked'), models.Q(('revocation_reason', ''), _negated=True)), _connector='OR'), name='revocation_has_reason'), models.UniqueConstraint(condition=models.Q(('state', 'valid')), fields=('enrolment', 'kind'), name='one_valid_certificate'), models.UniqueConstraint(condition=models.Q(('kind', 'appointment'), ('state', 'valid')), fields=('staff', 'course_name', 'begins_on'), name='one_valid_appointment'), models.UniqueConstraint(condition=models.Q(('state', 'valid')), fields=('completion',), name='one_valid_training_certificate'), models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('kind', 'course_completion'), ('staff', None)), models.Q(('completion', None), ('enrolment', None), ('kind', 'appointment'), ('staff__isnull', False)), models.Q(('completion__isnull', False), ('enrolment', None), ('kind', 'training_completion'), ('staff__isnull', False)), _connector='OR'), name='holder_fits_kind'), models.CheckConstraint(condition=models.Q(('begins_on', None), ('ends_on', None), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='certified_days_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='GradeEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('status', models.CharField(choices=[('normal', 'Normal'), ('deferred', 'Deferred exam'), ('absent', 'Absent from exam'), ('misconduct', 'Exam misconduct'), ('exempt', 'Exempt')], default='normal', max_length=10)),
                        ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                        ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='grade_entry', to='courses.enrolment')),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.institution')),
                        ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='assessments.gradesheet')),
                    ],
                    options={
                        'indexes': [],
                        'constraints': [models.CheckConstraint(condition=models.Q(('total', None), models.Q(('status', 'normal'), ('total__range', (0, 100))), _connector='OR'), name='entry_total_in_range_and_normal')],
                    },
                ),
                migrations.CreateModel(
                    name='ComponentScore',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('score', models.DecimalField(decimal_places=2, max_digits=5)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='assessments.gradeentry')),
                        ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.schemecomponent')),
                    ],
                    options={
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'component'), name='component_score_once'), models.CheckConstraint(condition=models.Q(('score__range', (0, 100))), name='component_score_range')],
                    },
                ),
                migrations.CreateModel(
                    name='GradeAmendment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('old', models.JSONField()),
                        ('new', models.JSONField()),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('state', models.CharField(choices=[('requested', 'Requested'), ('approved', 'Approved'), ('refused', 'Refused')], default='requested', max_length=10)),
                        ('requested_at', models.DateTimeField(auto_now_add=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decision_note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.institution')),
                        ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='assessments.gradeentry')),
                    ],
                    options={
                        'ordering': ('-requested_at',),
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'requested')), fields=('entry',), name='one_open_amendment'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('requested_by', None), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='amendment_second_person')],
                    },
                ),
            ],
        ),
    ]
