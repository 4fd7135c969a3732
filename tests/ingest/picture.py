"""What is in the archive, row by row, but for what tells what happened to it."""

from django.apps import apps

#: What tells what happened, and is not taken back.
LOGS = {"change", "importrun", "job", "jobitem", "publicationepoch", "revision"}
LOGS |= {"searchtask", "importsource"}
#: A cable that was put back is a new version of it, for whoever has it open.
PASSED_ON = {"version", "modified"}


def picture():
    """Return every row of every table that is no log."""
    found = {}
    for model in apps.get_app_config("cables").get_models():
        name = model._meta.model_name
        if name not in LOGS:
            found[name] = [
                {key: value for key, value in row.items() if key not in PASSED_ON}
                for row in model._base_manager.order_by("pk").values()
            ]
    return found
