import cermat.sop.workflow
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, verbose_name='nomor')),
                ('name', models.CharField(max_length=200, verbose_name='nama')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versi')),
                ('source', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('valid_from', models.DateField()),
                ('loaded_at', models.DateTimeField()),
                ('kecamatan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sops', to='organisation.unit')),
                ('loaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['kecamatan', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kecamatan', 'version'), name='sop_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('month_number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('berjalan', 'berjalan'), ('ditutup', 'ditutup')], default=cermat.sop.workflow.CycleState['RUNNING'], max_length=8)),
                ('due_on', models.DateField(verbose_name='batas kirim')),
                ('cutoff_on', models.DateField(verbose_name='tanggal penutupan pengumpulan')),
                ('meeting_on', models.DateField(verbose_name='tanggal rapat')),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kecamatan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='organisation.unit')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='sop.sop')),
            ],
            options={
                'ordering': ['-year', '-month_number'],
                'constraints': [models.UniqueConstraint(fields=('kecamatan', 'year', 'month_number'), name='cycle_month_once'), models.CheckConstraint(condition=models.Q(('month_number__gte', 1), ('month_number__lte', 12)), name='cycle_month_exists'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', cermat.sop.workflow.CycleState['CLOSED'])), models.Q(('closed_at', None), ('closed_by', None), ('state', cermat.sop.workflow.CycleState['RUNNING'])), _connector='OR'), name='cycle_closed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='StepRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
                ('work', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('menunggu', 'menunggu'), ('siap', 'siap'), ('berjalan', 'berjalan'), ('selesai', 'selesai'), ('dilewati', 'dilewati')], default=cermat.sop.workflow.StepState['WAITING'], max_length=8)),
                ('ready_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='sop.cycle')),
            ],
            options={
                'ordering': ['cycle', 'position'],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'key'), name='step_once'), models.CheckConstraint(condition=models.Q(('started_at', None), models.Q(('ready_at__isnull', False), ('started_at__gte', models.F('ready_at'))), _connector='OR'), name='step_started_after_ready'), models.CheckConstraint(condition=models.Q(('finished_at', None), models.Q(('finished_at__gte', models.F('started_at')), ('started_at__isnull', False)), _connector='OR'), name='step_finished_after_started'), models.CheckConstraint(condition=models.Q(('state__in', ['menunggu', 'siap', 'berjalan', 'selesai', 'dilewati'])), name='step_state_known'), models.CheckConstraint(condition=models.Q(('state__in', [cermat.sop.workflow.StepState['WAITING'], cermat.sop.workflow.StepState['PASSED']]), models.Q(('ready_at__isnull', False), ('state', cermat.sop.workflow.StepState['READY'])), models.Q(('started_at__isnull', False), ('state', cermat.sop.workflow.StepState['STARTED'])), models.Q(('finished_at__isnull', False), ('state', cermat.sop.workflow.StepState['FINISHED'])), _connector='OR'), name='step_state_has_its_time')],
            },
        ),
        migrations.CreateModel(
            name='StepEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('actor', models.CharField(blank=True, max_length=20)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='sop.steprun')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ActorRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.CharField(max_length=20)),
                ('ready_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actors', to='sop.steprun')),
            ],
            options={
                'ordering': ['step', 'actor', 'unit__sort'],
                'constraints': [models.UniqueConstraint(fields=('step', 'actor', 'unit'), name='actor_once'), models.CheckConstraint(condition=models.Q(('started_at', None), models.Q(('ready_at__isnull', False), ('started_at__gte', models.F('ready_at'))), _connector='OR'), name='actor_started_after_ready'), models.CheckConstraint(condition=models.Q(('finished_at', None), models.Q(('finished_at__gte', models.F('started_at')), ('started_at__isnull', False)), _connector='OR'), name='actor_finished_after_started')],
            },
        ),
    ]
