"""A name for each account that is no secret and never changes; those who are here already get theirs one by one."""

from uuid import uuid4

from django.db import migrations, models


def name_everybody(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    for pk in User.objects.filter(uid=None).values_list("pk", flat=True).iterator():
        User.objects.filter(pk=pk).update(uid=uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='uid',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(name_everybody, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='user',
            name='uid',
            field=models.UUIDField(default=uuid4, editable=False, help_text='Names the account on a device.', unique=True, verbose_name='uid'),
        ),
    ]
