"""
People without an e-mail address, whose session is the only way to their rows; when somebody's day begins; and
whether they agreed that we store what hurts.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_user_uid'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(editable=False, unique=True, verbose_name='uid')),
            ],
            options={
                'verbose_name': 'former guest',
                'verbose_name_plural': 'former guests',
            },
        ),
        migrations.AddField(
            model_name='user',
            name='day_starts',
            field=models.PositiveSmallIntegerField(db_default=3, default=3, help_text='What you do after midnight counts for the day before until this hour.', verbose_name='my day begins at'),
        ),
        migrations.AddField(
            model_name='user',
            name='health_consent_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='agreed that we store what hurts'),
        ),
        migrations.AlterField(
            model_name='user',
            name='email',
            field=models.EmailField(max_length=254, null=True, unique=True, verbose_name='e-mail address'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='user_email_is_none_or_some'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email__isnull', False), models.Q(('is_staff', False), ('is_superuser', False)), _connector='OR'), name='user_guest_has_no_rights'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('day_starts__lte', 6)), name='user_day_starts_early'),
        ),
        migrations.AddField(
            model_name='alias',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
    ]
