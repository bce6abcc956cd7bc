"""Numbers for the changes of a person's rows: what was saved so far is the first change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def open_ledgers(apps, schema_editor):
    Operation, Ledger = apps.get_model("plans", "Operation"), apps.get_model("plans", "Ledger")
    people = Operation.objects.order_by("user_id").values_list("user_id", flat=True).distinct()
    rows = (Ledger(user_id=pk, change=1) for pk in people.iterator())
    Ledger.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0005_bounds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='workoutlog',
            name='trim',
            field=models.JSONField(blank=True, null=True, verbose_name='cut to'),
        ),
        migrations.AddField(
            model_name='operation',
            name='change',
            field=models.BigIntegerField(default=1, verbose_name='change'),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(fields=['user', 'change'], name='operation_by_change'),
        ),
        migrations.CreateModel(
            name='Ledger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.BigIntegerField(verbose_name='last change')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ledger', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'ledger',
                'verbose_name_plural': 'ledgers',
            },
        ),
        migrations.RunPython(open_ledgers, migrations.RunPython.noop),
    ]
