"""The desk: roles, redactions, jobs, proposals, and what is kept for editors alone."""

import cables.models.sealed.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def seal_texts(apps, schema_editor):
    """Encrypt the words that lay open until now."""
    texts = apps.get_model("cables", "SealedText").objects.using(schema_editor.connection.alias)
    for row in texts.all():
        texts.filter(pk=row.pk).update(text=row.plain, plain="")


def open_texts(apps, schema_editor):
    texts = apps.get_model("cables", "SealedText").objects.using(schema_editor.connection.alias)
    for row in texts.all():
        texts.filter(pk=row.pk).update(plain=row.text)


def mark_approved(apps, schema_editor):
    redactions = apps.get_model("cables", "Redaction").objects.using(schema_editor.connection.alias)
    redactions.filter(approved_by__isnull=False).update(state="approved")


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('cables', '0005_change_was_public'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Of the person, or an address.', max_length=150)),
                ('token_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('made', models.DateTimeField(auto_now_add=True)),
                ('expires', models.DateTimeField()),
                ('accepted', models.DateTimeField(blank=True, null=True)),
                ('revoked', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-made', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('bulk', 'Change of many cables'), ('tag_merge', 'Merge of tags'), ('purge', 'Purge of redacted words'), ('import', 'Import'), ('rollback', 'Roll-back of an import'), ('link_check', 'Check of links')], max_length=12)),
                ('title', models.CharField(help_text='What it does, for people.', max_length=200)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('queued', 'Waits for a worker'), ('running', 'Running'), ('finished', 'Finished'), ('failed', 'Failed'), ('cancelled', 'Stopped')], default='queued', max_length=9)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('blocked', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('made', models.DateTimeField(auto_now_add=True)),
                ('started', models.DateTimeField(blank=True, null=True)),
                ('finished', models.DateTimeField(blank=True, null=True)),
                ('beat', models.DateTimeField(blank=True, null=True)),
                ('claim', models.CharField(blank=True, editable=False, max_length=32)),
                ('message', models.TextField(blank=True, help_text='Why it failed, or a last word.')),
                ('progress', models.JSONField(blank=True, default=dict, help_text='Of jobs whose work is not made of items.')),
            ],
            options={
                'ordering': ['-made', '-id'],
            },
        ),
        migrations.CreateModel(
            name='JobItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('label', models.CharField(help_text='The reference id, for people.', max_length=100)),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('done', 'Done'), ('blocked', 'Blocked'), ('failed', 'Failed'), ('undone', 'Undone')], default='waiting', max_length=7)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('before', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['job', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('when', models.DateTimeField(auto_now_add=True)),
                ('status', models.CharField(choices=[('unchecked', 'Not checked yet'), ('alive', 'Answers'), ('moved', 'Moved'), ('dead', 'Does not answer')], max_length=10)),
                ('code', models.PositiveSmallIntegerField(blank=True, help_text='Of HTTP; empty where nothing answered.', null=True)),
                ('detail', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-when', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('article', 'Article'), ('discussion', 'Discussion')], max_length=10)),
                ('url', models.URLField(max_length=1000)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('cables', models.TextField(blank=True, help_text='Ids or text, as it was pasted.')),
                ('quote', models.TextField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('made', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('rejected', 'Rejected')], default='proposed', max_length=10)),
                ('decided', models.DateTimeField(blank=True, null=True)),
                ('decided_why', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-made', '-id'],
                'permissions': [('decide_proposal', 'Can approve and reject proposals')],
            },
        ),
        migrations.CreateModel(
            name='Purge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requested', models.DateTimeField(auto_now_add=True)),
                ('reason', models.CharField(max_length=500)),
                ('finished', models.DateTimeField(blank=True, null=True)),
                ('steps', models.JSONField(default=list, help_text='What was done, how much of it, in how many seconds.')),
            ],
            options={
                'ordering': ['-requested', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReleaseNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(help_text='On which its cables are released.', unique=True)),
                ('title', models.CharField(max_length=200)),
                ('notes', models.TextField(blank=True, help_text='HTML; whatever could do harm is left out.')),
                ('modified', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='SavedDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(help_text='The form: cable, paragraphs.', max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(help_text='Of the cable that was typed over.')),
                ('data', models.JSONField()),
                ('saved', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='TagMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Of the tag that is gone.', max_length=100)),
                ('fields', models.JSONField(help_text='Its fields and spellings.')),
                ('packed', models.BinaryField(help_text='JSON, packed with Zstandard: a row for each cable that had it.')),
                ('cables', models.PositiveIntegerField()),
                ('when', models.DateTimeField(auto_now_add=True)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('undone', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-when', '-id'],
            },
        ),
        migrations.AlterModelOptions(
            name='article',
            options={'ordering': ['-date', '-id'], 'permissions': [('approve_article', 'Can show articles to readers')]},
        ),
        migrations.AlterModelOptions(
            name='cable',
            options={'ordering': ['-created', '-id'], 'permissions': [('publish_cable', 'Can publish cables'), ('withdraw_cable', 'Can withdraw cables'), ('hold_cable', 'Can put cables on hold and take them off'), ('change_many_cables', 'Can change many cables at once')]},
        ),
        migrations.AlterModelOptions(
            name='discussion',
            options={'ordering': ['-proposed', '-id'], 'permissions': [('approve_discussion', 'Can show discussions to readers')]},
        ),
        migrations.AlterModelOptions(
            name='importrun',
            options={'ordering': ['-started', '-id'], 'permissions': [('run_import', 'Can import'), ('roll_back_import', 'Can roll an import back')]},
        ),
        migrations.AlterModelOptions(
            name='redaction',
            options={'ordering': ['sealed_text', 'start'], 'permissions': [('approve_redaction', 'Can approve redactions of others'), ('restore_redaction', 'Can put redacted words back')]},
        ),
        migrations.AlterModelOptions(
            name='revision',
            options={'ordering': ['-when', '-id'], 'permissions': [('restore_revision', 'Can put an earlier version back')]},
        ),
        migrations.RemoveConstraint(
            model_name='change',
            name='change_action_known',
        ),
        migrations.RemoveConstraint(
            model_name='importrun',
            name='import_run_state_known',
        ),
        migrations.AddField(
            model_name='article',
            name='link_checked',
            field=models.DateTimeField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(
            model_name='importrun',
            name='rolled_back',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='redaction',
            name='ended',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='redaction',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='redaction',
            name='ended_why',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='redaction',
            name='places',
            field=models.JSONField(blank=True, default=list, help_text='Where words were taken out when it was approved; no words.'),
        ),
        migrations.AddField(
            model_name='redaction',
            name='state',
            field=models.CharField(choices=[('proposed', 'Waits for approval'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('undone', 'Undone')], default='proposed', max_length=8),
        ),
        migrations.AddField(
            model_name='redaction',
            name='suggestion',
            field=models.CharField(blank=True, help_text='The rule that suggested it, if one did.', max_length=30),
        ),
        migrations.AddField(
            model_name='sourcerecord',
            name='is_sealed',
            field=models.BooleanField(db_default=False, default=False, help_text='Encrypted, since words of it were purged from the archive.'),
        ),
        migrations.AlterField(
            model_name='change',
            name='action',
            field=models.CharField(choices=[('published', 'Published'), ('withdrawn', 'Withdrawn'), ('held', 'Put on hold'), ('released', 'Taken off hold'), ('corrected', 'Corrected'), ('redacted', 'Redacted'), ('retagged', 'Tags changed'), ('restored', 'Words put back')], max_length=10),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='state',
            field=models.CharField(choices=[('running', 'Running'), ('finished', 'Finished'), ('interrupted', 'Interrupted'), ('failed', 'Failed'), ('rolled_back', 'Rolled back')], default='running', max_length=11),
        ),
        migrations.AlterField(
            model_name='redaction',
            name='note',
            field=models.TextField(blank=True, help_text='For the desk only.'),
        ),
        migrations.RenameField(model_name='sealedtext', old_name='text', new_name='plain'),
        migrations.AlterField(
            model_name='sealedtext',
            name='plain',
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name='sealedtext',
            name='text',
            field=cables.models.sealed.fields.SealedTextField(null=True),
        ),
        migrations.RunPython(seal_texts, open_texts),
        migrations.RemoveField(model_name='sealedtext', name='plain'),
        migrations.AlterField(
            model_name='sealedtext',
            name='text',
            field=cables.models.sealed.fields.SealedTextField(),
        ),
        migrations.RunPython(mark_approved, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['when', 'id'], name='revision_when'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['published', 'withdrawn', 'held', 'released', 'corrected', 'redacted', 'retagged', 'restored'])), name='change_action_known'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['running', 'finished', 'interrupted', 'failed', 'rolled_back'])), name='import_run_state_known'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='accepted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='roles',
            field=models.ManyToManyField(related_name='+', to='auth.group'),
        ),
        migrations.AddField(
            model_name='job',
            name='undoes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='undone_by', to='cables.job'),
        ),
        migrations.AddField(
            model_name='job',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='jobitem',
            name='job',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='cables.job'),
        ),
        migrations.AddField(
            model_name='linkcheck',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='cables.article'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='article',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='cables.article'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='discussion',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='cables.discussion'),
        ),
        migrations.AddField(
            model_name='purge',
            name='requested_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='redaction',
            name='purge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to='cables.purge'),
        ),
        migrations.AddIndex(
            model_name='redaction',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['proposed', 'id'], name='redaction_waiting'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'rejected', 'undone'])), name='redaction_state_known'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', 'other'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='redaction_other_has_note', violation_error_message='Say in the note what the other reason is.'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='redaction_approved_by_somebody'),
        ),
        migrations.AddField(
            model_name='saveddraft',
            name='user',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tagmerge',
            name='target',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merges', to='cables.tag'),
        ),
        migrations.AddField(
            model_name='tagmerge',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tagmerge',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['state', 'made'], name='job_state'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'finished', 'failed', 'cancelled'])), name='job_state_known'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bulk', 'tag_merge', 'purge', 'import', 'rollback', 'link_check'])), name='job_kind_known'),
        ),
        migrations.AddIndex(
            model_name='jobitem',
            index=models.Index(fields=['job', 'state', 'id'], name='job_item_state'),
        ),
        migrations.AddConstraint(
            model_name='jobitem',
            constraint=models.UniqueConstraint(fields=('job', 'object_id'), name='job_item_once_in_a_job'),
        ),
        migrations.AddConstraint(
            model_name='jobitem',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'blocked', 'failed', 'undone'])), name='job_item_state_known'),
        ),
        migrations.AddConstraint(
            model_name='linkcheck',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['unchecked', 'alive', 'moved', 'dead'])), name='link_check_status_known'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['state', 'made', 'id'], name='proposal_state'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['article', 'discussion'])), name='proposal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'rejected'])), name='proposal_state_known'),
        ),
        migrations.AddIndex(
            model_name='saveddraft',
            index=models.Index(fields=['object_id'], name='draft_object'),
        ),
        migrations.AddConstraint(
            model_name='saveddraft',
            constraint=models.UniqueConstraint(fields=('user', 'page', 'object_id'), name='draft_once_for_a_person'),
        ),
    ]
