"""Drafts apart from what is published: editions, archiving, and the history of every change."""

import django.db.models.deletion
import exercises.markdown
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def archive_what_was_not_published(apps, schema_editor):
    apps.get_model("plans", "plan").objects.filter(is_published=False).update(is_archived=True)


def show_what_is_not_archived(apps, schema_editor):
    apps.get_model("plans", "plan").objects.filter(is_archived=True).update(is_published=False)


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0002_editions_and_history'),
        ('plans', '0002_immutable_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalPlan',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(verbose_name='address')),
                ('name', models.CharField(db_index=True, max_length=60, validators=[exercises.markdown.validate_plain], verbose_name='name')),
                ('goal', models.CharField(help_text='One line for the card.', max_length=120, validators=[exercises.markdown.validate_markdown], verbose_name='goal')),
                ('summary', models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='summary')),
                ('who_for', models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='who it is for')),
                ('good_to_know', models.TextField(blank=True, validators=[exercises.markdown.validate_markdown], verbose_name='good to know')),
                ('level', models.CharField(choices=[('starter', 'Starter'), ('standard', 'Standard'), ('strong', 'Strong'), ('plus', 'With kit')], max_length=8, verbose_name='level')),
                ('weeks', models.PositiveSmallIntegerField(verbose_name='weeks')),
                ('has_warm_up', models.BooleanField(db_default=True, default=True, verbose_name='starts with a warm-up')),
                ('is_light', models.BooleanField(db_default=False, default=False, help_text='So little at a time that the same muscles may train on following days.', verbose_name='light')),
                ('least_minutes', models.PositiveSmallIntegerField(db_default=10, default=10, help_text='The shortest standing time a person may choose.', verbose_name='fewest minutes a workout')),
                ('order', models.PositiveSmallIntegerField(db_index=True, verbose_name='order')),
                ('is_archived', models.BooleanField(db_default=False, default=False, editable=False, help_text='Nobody can sign up any more. People who follow it keep it.', verbose_name='archived')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical plan',
                'verbose_name_plural': 'historical plans',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPlanExercise',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('priority', models.PositiveSmallIntegerField(help_text='1 is kept longest when a person has little time.', verbose_name='importance')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical exercise of a workout',
                'verbose_name_plural': 'historical exercises of a workout',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPlanWorkout',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='usual weekday')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical workout of a plan',
                'verbose_name_plural': 'historical workouts of a plan',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PlanEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('created_at', models.DateTimeField(verbose_name='published at')),
                ('content', models.JSONField(verbose_name='content')),
            ],
            options={
                'verbose_name': 'edition of a plan',
                'verbose_name_plural': 'editions of plans',
                'ordering': ['plan', 'number'],
            },
        ),
        migrations.AlterModelOptions(
            name='plan',
            options={'ordering': ['order'], 'permissions': [('publish_plan', 'Can publish and archive plans')], 'verbose_name': 'plan', 'verbose_name_plural': 'plans'},
        ),
        migrations.AddField(
            model_name='enrolmentevent',
            name='revision',
            field=models.ForeignKey(blank=True, help_text='The numbers that were taken, or that were offered and not taken.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planrevision', verbose_name='revision'),
        ),
        migrations.AddField(
            model_name='enrolmentevent',
            name='undoes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undoings', to='plans.enrolmentevent', verbose_name='takes back'),
        ),
        migrations.AddField(
            model_name='plan',
            name='is_archived',
            field=models.BooleanField(db_default=False, default=False, editable=False, help_text='Nobody can sign up any more. People who follow it keep it.', verbose_name='archived'),
        ),
        migrations.RunPython(archive_what_was_not_published, show_what_is_not_archived),
        migrations.RemoveField(
            model_name='plan',
            name='is_published',
        ),
        migrations.AddField(
            model_name='planrevision',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AlterField(
            model_name='enrolmentevent',
            name='kind',
            field=models.CharField(choices=[('left', 'Left the plan'), ('took', 'Took the new numbers of the plan'), ('kept', 'Kept the numbers they had'), ('undone', 'Took a change back')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='goal',
            field=models.CharField(help_text='One line for the card.', max_length=120, validators=[exercises.markdown.validate_markdown], verbose_name='goal'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='good_to_know',
            field=models.TextField(blank=True, validators=[exercises.markdown.validate_markdown], verbose_name='good to know'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='name',
            field=models.CharField(max_length=60, unique=True, validators=[exercises.markdown.validate_plain], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='summary',
            field=models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='summary'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='who_for',
            field=models.TextField(validators=[exercises.markdown.validate_markdown], verbose_name='who it is for'),
        ),
        migrations.AddConstraint(
            model_name='enrolmentevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['took', 'kept']), ('revision__isnull', False)), models.Q(models.Q(('kind__in', ['took', 'kept']), _negated=True), ('revision__isnull', True)), _connector='OR'), name='enrolment_event_names_its_revision'),
        ),
        migrations.AddConstraint(
            model_name='enrolmentevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'undone'), ('undoes__isnull', False)), models.Q(models.Q(('kind', 'undone'), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='enrolment_event_names_what_it_undoes'),
        ),
        migrations.AddField(
            model_name='historicalplan',
            name='figure',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.variation', verbose_name='figure'),
        ),
        migrations.AddField(
            model_name='historicalplan',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalplanexercise',
            name='exercise',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='exercises.exercise', verbose_name='exercise'),
        ),
        migrations.AddField(
            model_name='historicalplanexercise',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalplanexercise',
            name='workout',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.planworkout', verbose_name='workout'),
        ),
        migrations.AddField(
            model_name='historicalplanworkout',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalplanworkout',
            name='plan',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='planedition',
            name='figure',
            field=models.ForeignKey(help_text='Named in the content; held on to here, so that it cannot be deleted.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exercises.variation', verbose_name='figure'),
        ),
        migrations.AddField(
            model_name='planedition',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='plans.plan', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='planedition',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddConstraint(
            model_name='planedition',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_edition_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='planedition',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='plan_edition_number_from_one'),
        ),
    ]
