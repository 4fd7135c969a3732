"""
Who may do what at the desk: six roles, each a group with these permissions of ``cables``.

A role names what its people decide. That nobody decides on their own work is a rule of
the verbs themselves, whatever roles somebody has.
"""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

LOOKING = {
    f"view_{model}"
    for model in (
        *("article", "articlelink", "cable", "change", "discussion", "importrun"),
        *("oldaddress", "paragraph", "post", "postalias", "proposal", "publisher"),
        *("recipient", "reference", "releasenote", "sitepage", "tag", "tagalias"),
    )
}
#: Records as received, and what stood in the archive before: they hold removed words.
SEALED = {
    *("view_sourcerecord", "view_importconflict", "view_importreject"),
    *("view_revision", "view_redaction", "view_sealedtext"),
}
#: What readers report: it may quote what is private.
REPORTS = {"view_readerreport", "answer_readerreport"}
CONTRIBUTING = {"add_proposal", "add_redaction", "view_redaction"}
EDITING = CONTRIBUTING | {
    *("change_cable", "hold_cable", "change_paragraph"),
    *("add_article", "change_article", "add_articlelink", "change_articlelink"),
    *("delete_articlelink", "add_discussion", "change_discussion"),
    *("add_publisher", "change_publisher", "decide_proposal", "view_linkcheck"),
    *("add_tag", "change_tag", "delete_tag", "view_tagmerge", "add_oldaddress"),
    *("add_post", "change_post", "add_postalias", "change_postalias"),
    *("delete_postalias", "view_sourcerecord", "view_importconflict"),
    *("view_revision", "restore_revision", "change_many_cables", "view_job"),
}
ROLES = {
    "Contributor": LOOKING | CONTRIBUTING,
    "Editor": LOOKING | EDITING | REPORTS,
    "Redactor": LOOKING
    | SEALED
    | CONTRIBUTING
    | REPORTS
    | {"hold_cable", "approve_redaction", "restore_redaction"}
    | {"add_purge", "view_purge", "view_job"},
    "Approver": LOOKING
    | REPORTS
    | {"publish_cable", "withdraw_cable", "hold_cable", "change_many_cables"}
    | {"approve_redaction", "view_redaction", "approve_article"}
    | {"approve_discussion", "decide_proposal", "view_revision", "view_job"}
    | {"add_releasenote", "change_releasenote"},
    "Archivist": LOOKING
    | {"view_sourcerecord", "view_importconflict", "view_importreject"}
    | {"run_import", "roll_back_import", "view_job", "view_linkcheck"}
    | {"add_post", "change_post", "add_postalias", "change_postalias"}
    | {"add_publisher", "change_publisher", "add_article", "change_article"},
}
ADMINISTRATOR = "Administrator"  # everything in ``cables``, and the people
PEOPLE = {"add_user", "change_user", "view_user", "view_group"}
NAMES = (*ROLES, ADMINISTRATOR)


def renew_roles(apps, schema_editor):
    """
    For a migration: make the permissions of all models that ``apps``, its state, has,
    and give the roles theirs. Django makes permissions only after the last migration: a
    role would be without them, and no word said.
    """
    for app_label in ("auth", "cables"):
        app_config = apps.get_app_config(app_label)
        app_config.models_module = True  # which the app of a migration lacks
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None
    set_up_roles()


def set_up_roles():
    """Make the groups of the roles, and give each its permissions, no other."""
    ours = Permission.objects.filter(content_type__app_label="cables")
    people = Permission.objects.filter(
        content_type__app_label="auth", codename__in=PEOPLE
    )
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(ours.filter(codename__in=codenames))
    group, _ = Group.objects.get_or_create(name=ADMINISTRATOR)
    group.permissions.set([*ours, *people])
