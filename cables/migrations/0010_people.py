"""Failed sign-ins, counted in the database where no cache server does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cables", "0007_roles")]

    operations = [
        migrations.CreateModel(
            name="DoorCount",
            fields=[
                (
                    "cache_key",
                    models.CharField(
                        max_length=255, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={"default_permissions": ()},
        ),
    ]
