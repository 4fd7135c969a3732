"""The roles of the desk, as groups."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from cables.curation.roles import set_up_roles


def make_roles(apps, schema_editor):
    """Permissions are made after all migrations, by default: the roles need them now."""
    for app_label in ("auth", "cables"):
        app_config = apps.get_app_config(app_label)
        app_config.models_module = True  # which the app of a migration lacks
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    set_up_roles()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("cables", "0006_desk"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
