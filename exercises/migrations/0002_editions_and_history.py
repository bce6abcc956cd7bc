"""Drafts apart from what is published: editions, archiving, and the history of every change."""

import django.db.models.deletion
import exercises.markdown
import exercises.models.base
import exercises.models.words
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def archive_what_was_not_published(apps, schema_editor):
    apps.get_model("exercises", "exercise").objects.filter(is_published=False).update(is_archived=True)


def show_what_is_not_archived(apps, schema_editor):
    apps.get_model("exercises", "exercise").objects.filter(is_archived=True).update(is_published=False)


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FigureWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=40, unique=True, validators=[exercises.models.base.validate_figure], verbose_name='figure')),
                ('name', models.CharField(max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name')),
                ('start', models.CharField(help_text='The pose before anything moves.', max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='at the start')),
                ('movement', models.CharField(help_text='What moves, and which way.', max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='the movement')),
                ('end', models.CharField(help_text='The pose at the turning point.', max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='at the end')),
            ],
            options={
                'verbose_name': 'words of a figure',
                'verbose_name_plural': 'words of figures',
                'ordering': ['figure'],
            },
        ),
        migrations.AlterModelOptions(
            name='exercise',
            options={'ordering': ['order'], 'permissions': [('publish_exercise', 'Can publish and archive exercises')], 'verbose_name': 'exercise', 'verbose_name_plural': 'exercises'},
        ),
        migrations.AddField(
            model_name='exercise',
            name='is_archived',
            field=models.BooleanField(db_default=False, default=False, editable=False, help_text='Not on the site any more. People who train with it keep it.', verbose_name='archived'),
        ),
        migrations.RunPython(archive_what_was_not_published, show_what_is_not_archived),
        migrations.RemoveField(
            model_name='exercise',
            name='is_published',
        ),
        migrations.AddField(
            model_name='variation',
            name='is_archived',
            field=models.BooleanField(db_default=False, default=False, help_text='Kept back, or no longer offered: the exercise is published without it. People who train with it keep it.', verbose_name='archived'),
        ),
        migrations.AlterField(
            model_name='equipment',
            name='name',
            field=models.CharField(max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='exercise',
            name='about',
            field=models.TextField(help_text='What it is good for, honestly, in two or three sentences.', validators=[exercises.markdown.validate_markdown], verbose_name='about'),
        ),
        migrations.AlterField(
            model_name='exercise',
            name='aliases',
            field=models.CharField(blank=True, max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='also called'),
        ),
        migrations.AlterField(
            model_name='exercise',
            name='feel_it',
            field=models.TextField(help_text='Where it should be felt, and what to change if it is not.', validators=[exercises.markdown.validate_markdown], verbose_name='feel it'),
        ),
        migrations.AlterField(
            model_name='exercise',
            name='name',
            field=models.CharField(max_length=60, unique=True, validators=[exercises.markdown.validate_plain], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='exercise',
            name='step_up',
            field=models.TextField(help_text='What comes next, and when.', validators=[exercises.markdown.validate_markdown], verbose_name='stepping up'),
        ),
        migrations.AlterField(
            model_name='exercise',
            name='summary',
            field=models.CharField(max_length=200, validators=[exercises.markdown.validate_markdown], verbose_name='in one sentence'),
        ),
        migrations.AlterField(
            model_name='hint',
            name='text',
            field=models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='hint',
            name='title',
            field=models.CharField(max_length=80, validators=[exercises.markdown.validate_plain], verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='muscle',
            name='name',
            field=models.CharField(help_text='The anatomical name, for example gluteus medius.', max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='muscle',
            name='plain_name',
            field=models.CharField(help_text='What people call it: “side of the hip”.', max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='plain name'),
        ),
        migrations.AlterField(
            model_name='muscle',
            name='role',
            field=models.CharField(blank=True, max_length=200, validators=[exercises.markdown.validate_markdown], verbose_name='what it does'),
        ),
        migrations.AlterField(
            model_name='safetynote',
            name='points',
            field=models.TextField(blank=True, help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='points'),
        ),
        migrations.AlterField(
            model_name='safetynote',
            name='sources',
            field=models.TextField(blank=True, help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='safetynote',
            name='text',
            field=models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='safetynote',
            name='title',
            field=models.CharField(max_length=80, validators=[exercises.markdown.validate_plain], verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='breathing',
            field=models.CharField(max_length=200, validators=[exercises.markdown.validate_markdown], verbose_name='breathing'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='cue',
            field=models.CharField(help_text='The one thing to think of during a set.', max_length=90, validators=[exercises.markdown.validate_markdown], verbose_name='cue'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='easier',
            field=models.TextField(blank=True, validators=[exercises.markdown.validate_markdown], verbose_name='easier option'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='good_signs',
            field=models.TextField(help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='good signs'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='name',
            field=models.CharField(max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='part_name',
            field=models.CharField(blank=True, max_length=40, validators=[exercises.markdown.validate_plain], verbose_name='first part'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='second_part_name',
            field=models.CharField(blank=True, max_length=40, validators=[exercises.markdown.validate_plain], verbose_name='second part'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='start',
            field=models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='start position'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='steps',
            field=models.TextField(help_text='One step per line.', validators=[exercises.markdown.validate_markdown], verbose_name='steps'),
        ),
        migrations.AlterField(
            model_name='variation',
            name='watch_outs',
            field=models.TextField(help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='watch out for'),
        ),
        migrations.CreateModel(
            name='HistoricalEquipment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='key')),
                ('name', models.CharField(max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name')),
                ('is_kit', models.BooleanField(db_default=False, default=False, help_text='Rungs that need it are offered only to people who said they own it.', verbose_name='kit that people own')),
                ('order', models.PositiveSmallIntegerField(db_index=True, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical piece of equipment',
                'verbose_name_plural': 'historical equipment',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalExercise',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='address')),
                ('name', models.CharField(db_index=True, max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name')),
                ('aliases', models.CharField(blank=True, max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='also called')),
                ('position', models.CharField(choices=[('standing', 'Standing'), ('side-lying', 'Lying on the side'), ('supine', 'Lying on the back')], max_length=12, verbose_name='position')),
                ('summary', models.CharField(max_length=200, validators=[exercises.markdown.validate_markdown], verbose_name='in one sentence')),
                ('about', models.TextField(help_text='What it is good for, honestly, in two or three sentences.', validators=[exercises.markdown.validate_markdown], verbose_name='about')),
                ('feel_it', models.TextField(help_text='Where it should be felt, and what to change if it is not.', validators=[exercises.markdown.validate_markdown], verbose_name='feel it')),
                ('step_up', models.TextField(help_text='What comes next, and when.', validators=[exercises.markdown.validate_markdown], verbose_name='stepping up')),
                ('order', models.PositiveSmallIntegerField(db_index=True, verbose_name='order')),
                ('is_archived', models.BooleanField(db_default=False, default=False, editable=False, help_text='Not on the site any more. People who train with it keep it.', verbose_name='archived')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical exercise',
                'verbose_name_plural': 'historical exercises',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFigureWords',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('figure', models.CharField(db_index=True, max_length=40, validators=[exercises.models.base.validate_figure], verbose_name='figure')),
                ('name', models.CharField(max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name')),
                ('start', models.CharField(help_text='The pose before anything moves.', max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='at the start')),
                ('movement', models.CharField(help_text='What moves, and which way.', max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='the movement')),
                ('end', models.CharField(help_text='The pose at the turning point.', max_length=200, validators=[exercises.markdown.validate_plain], verbose_name='at the end')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical words of a figure',
                'verbose_name_plural': 'historical words of figures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalHint',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='key')),
                ('title', models.CharField(max_length=80, validators=[exercises.markdown.validate_plain], verbose_name='title')),
                ('text', models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='text')),
                ('surfaces', models.CharField(help_text='Places, separated by spaces: player, exercise, library, plan, week, progress, sign-up, faq.', max_length=120, validators=[exercises.models.words.validate_surfaces], verbose_name='shown')),
                ('order', models.PositiveSmallIntegerField(db_index=True, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('exercise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.exercise', verbose_name='only for')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical hint',
                'verbose_name_plural': 'historical hints',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMuscle',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='key')),
                ('name', models.CharField(help_text='The anatomical name, for example gluteus medius.', max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name')),
                ('plain_name', models.CharField(help_text='What people call it: “side of the hip”.', max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='plain name')),
                ('role', models.CharField(blank=True, max_length=200, validators=[exercises.markdown.validate_markdown], verbose_name='what it does')),
                ('order', models.PositiveSmallIntegerField(db_index=True, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical muscle',
                'verbose_name_plural': 'historical muscles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRung',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=8, verbose_name='code')),
                ('order', models.PositiveSmallIntegerField(help_text='From easiest to hardest.', verbose_name='order')),
                ('level', models.CharField(choices=[('starter', 'Starter'), ('standard', 'Standard'), ('strong', 'Strong'), ('plus', 'With kit')], help_text='The first rung of a level is where that level starts.', max_length=8, verbose_name='level')),
                ('sets', models.PositiveSmallIntegerField(verbose_name='sets')),
                ('rep_low', models.PositiveSmallIntegerField(verbose_name='reps, from')),
                ('rep_high', models.PositiveSmallIntegerField(verbose_name='reps, to')),
                ('rep_step', models.PositiveSmallIntegerField(verbose_name='reps added at a time')),
                ('hold_seconds', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='hold, in seconds')),
                ('rest_seconds', models.PositiveSmallIntegerField(db_default=30, default=30, verbose_name='rest between sets, in seconds')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('exercise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.exercise', verbose_name='exercise')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('variation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.variation', verbose_name='variation')),
            ],
            options={
                'verbose_name': 'historical rung',
                'verbose_name_plural': 'historical rungs',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSafetyNote',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='key')),
                ('topic', models.CharField(choices=[('before', 'Before you start'), ('stop', 'When to stop'), ('pregnancy', 'Pregnancy'), ('after-birth', 'After a birth'), ('back', 'Back pain'), ('soreness', 'Soreness')], max_length=12, verbose_name='topic')),
                ('title', models.CharField(max_length=80, validators=[exercises.markdown.validate_plain], verbose_name='title')),
                ('text', models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='text')),
                ('points', models.TextField(blank=True, help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='points')),
                ('sources', models.TextField(blank=True, help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='sources')),
                ('order', models.PositiveSmallIntegerField(db_index=True, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical safety note',
                'verbose_name_plural': 'historical safety notes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalVariation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='key')),
                ('name', models.CharField(max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(help_text='From easiest to hardest.', verbose_name='order')),
                ('laterality', models.CharField(choices=[('bilateral', 'Both legs together'), ('per_side', 'One side, then the other'), ('alternating', 'Left and right in turn')], max_length=12, verbose_name='sides')),
                ('side_order', models.CharField(choices=[('none', 'No sides'), ('switch_each_set', 'Change legs within each set'), ('finish_side', 'All sets on one side, then turn over'), ('alternate_reps', 'Change legs with every rep')], max_length=16, verbose_name='order of sides')),
                ('first_side', models.CharField(blank=True, choices=[('', 'No sides'), ('left', 'Left'), ('right', 'Right')], max_length=5, verbose_name='works first')),
                ('rep_seconds', models.PositiveSmallIntegerField(help_text='Without the hold at the top, which belongs to the rung.', verbose_name='seconds per rep')),
                ('figure', models.CharField(max_length=40, validators=[exercises.models.base.validate_figure], verbose_name='figure')),
                ('part_name', models.CharField(blank=True, max_length=40, validators=[exercises.markdown.validate_plain], verbose_name='first part')),
                ('second_part_name', models.CharField(blank=True, max_length=40, validators=[exercises.markdown.validate_plain], verbose_name='second part')),
                ('second_part_figure', models.CharField(blank=True, max_length=40, validators=[exercises.models.base.validate_figure], verbose_name='figure of the second part')),
                ('start', models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='start position')),
                ('steps', models.TextField(help_text='One step per line.', validators=[exercises.markdown.validate_markdown], verbose_name='steps')),
                ('breathing', models.CharField(max_length=200, validators=[exercises.markdown.validate_markdown], verbose_name='breathing')),
                ('cue', models.CharField(help_text='The one thing to think of during a set.', max_length=90, validators=[exercises.markdown.validate_markdown], verbose_name='cue')),
                ('good_signs', models.TextField(help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='good signs')),
                ('watch_outs', models.TextField(help_text='One per line.', validators=[exercises.markdown.validate_markdown], verbose_name='watch out for')),
                ('easier', models.TextField(blank=True, validators=[exercises.markdown.validate_markdown], verbose_name='easier option')),
                ('is_archived', models.BooleanField(db_default=False, default=False, help_text='Kept back, or no longer offered: the exercise is published without it. People who train with it keep it.', verbose_name='archived')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('exercise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.exercise', verbose_name='exercise')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('needs', models.ForeignKey(blank=True, db_constraint=False, help_text='Kit without which it cannot be done.', limit_choices_to={'is_kit': True}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.equipment', verbose_name='needs')),
                ('prop', models.ForeignKey(blank=True, db_constraint=False, help_text='Something every home has: a mat, a wall, a chair.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.equipment', verbose_name='uses')),
            ],
            options={
                'verbose_name': 'historical variation',
                'verbose_name_plural': 'historical variations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalVariationMuscle',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(choices=[('main', 'Does the work'), ('helps', 'Helps')], max_length=5, verbose_name='role')),
                ('set_percent', models.PositiveSmallIntegerField(help_text="How much of a set counts for this muscle's week: 100, 50 or 0.", verbose_name='counts as, in %')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('muscle', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.muscle', verbose_name='muscle')),
                ('variation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.variation')),
            ],
            options={
                'verbose_name': 'historical muscle of a variation',
                'verbose_name_plural': 'historical muscles of a variation',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('created_at', models.DateTimeField(verbose_name='published at')),
                ('content', models.JSONField(verbose_name='content')),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='exercises.exercise', verbose_name='exercise')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
            ],
            options={
                'verbose_name': 'edition of an exercise',
                'verbose_name_plural': 'editions of exercises',
                'ordering': ['exercise', 'number'],
                'constraints': [models.UniqueConstraint(fields=('exercise', 'number'), name='edition_number_unique'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_number_from_one')],
            },
        ),
    ]
