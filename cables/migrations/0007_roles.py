"""The roles of the desk, as groups."""

from django.db import migrations

from cables.curation.roles import renew_roles


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("cables", "0006_desk"),
    ]

    operations = [migrations.RunPython(renew_roles, migrations.RunPython.noop)]
