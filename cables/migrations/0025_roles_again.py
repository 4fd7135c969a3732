"""
What the roles may do, with the permissions of every model and of every right so far.

A migration that adds a model, or a right that a role is to have, is followed by one with
this same operation: it takes the permissions from the state of the models that far.
"""

from django.db import migrations

from cables.curation.roles import renew_roles


class Migration(migrations.Migration):
    dependencies = [("cables", "0024_reader_reports")]

    operations = [migrations.RunPython(renew_roles, migrations.RunPython.noop)]
