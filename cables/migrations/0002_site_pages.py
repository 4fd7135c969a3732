"""The archive's own texts, to begin with. What an editor has written is left alone."""

from django.db import migrations

from cables.site_pages import initial_pages


def add_pages(apps, schema_editor):
    pages = apps.get_model("cables", "SitePage").objects.using(schema_editor.connection.alias)
    for page in initial_pages():
        pages.get_or_create(slug=page["slug"], defaults=page)


def remove_untouched_pages(apps, schema_editor):
    pages = apps.get_model("cables", "SitePage").objects.using(schema_editor.connection.alias)
    for page in initial_pages():
        pages.filter(slug=page["slug"], text=page["text"]).delete()


class Migration(migrations.Migration):
    dependencies = [("cables", "0001_initial")]

    operations = [migrations.RunPython(add_pages, remove_untouched_pages)]
