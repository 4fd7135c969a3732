"""Whole cables taken out again, and vocabulary that nothing uses any more."""

from django.db import connection

from cables.choices import ModerationState
from cables.models import Article, ArticleLink, Post, PostAlias, Publisher, Tag
from cables.models.revision import Revision
from cables.models.sealed import ImportTrace, LinkCheck

from .known import AMONG, as_parameter
from .load import ORDER
from .tables import CABLE, REFERENCE

#: Vocabulary, those that are used before those that use them are gone.
VOCABULARY = (Article, Publisher, Tag, Post)
MOST = 500
LINKS = "cables_articlelink"
#: What the history has of a link on which somebody has decided, with its article.
DECIDED = [{"state": state} for state in ModerationState.values]
CONFLICTS = "cables_importconflict"


def remove_cables(keys):
    """Remove cables with all that is theirs; what cites them is unresolved again."""
    with connection.cursor() as cursor:

        def run(statement, column="cable_id"):
            among = f"{column} {AMONG[connection.vendor]}"
            cursor.execute(f"{statement} WHERE {among}", [as_parameter(keys)])

        run(f"UPDATE {REFERENCE} SET target_id = NULL", "target_id")
        run(f"UPDATE {CABLE} SET canonical_id = NULL", "canonical_id")
        for table in (LINKS, CONFLICTS, *reversed(ORDER[1:])):
            run(f"DELETE FROM {table}")
        run(f"DELETE FROM {CABLE}", "id")


def remove_links(run):
    """
    Remove the links to articles that a run has made on cables which it has no part in
    any more, unless somebody has worked on them.
    """
    made = ImportTrace.objects.filter(run=run, model="articlelink")
    here = ArticleLink.objects.filter(pk__in=made.values("object_id"), quote="")
    here = here.exclude(cable__source_records__run=run)
    touched = Revision.objects.filter(model="articlelink").exclude(after__in=DECIDED)
    links = here.exclude(pk__in=touched.values("object_id"))
    cables = set(links.values_list("cable_id", flat=True))
    links.delete()
    made.exclude(object_id__in=ArticleLink.objects.values("pk")).delete()
    return cables


def remove_unused(run):
    """Remove what a run added to the vocabulary and nothing uses; return how many."""
    removed = 0
    for model in VOCABULARY:
        name = model._meta.model_name
        traces = ImportTrace.objects.filter(run=run, model=name)
        keys = list(traces.values_list("object_id", flat=True))
        for start in range(0, len(keys), MOST):
            some = keys[start : start + MOST]
            free = set(some) - _used(run, model, some)
            removed += (
                model.objects.filter(pk__in=free).delete()[1].get(model._meta.label, 0)
            )
            traces.filter(object_id__in=free).delete()
    aliases = ImportTrace.objects.filter(run=run, model="postalias")
    aliases.exclude(object_id__in=PostAlias.objects.values("pk")).delete()
    return removed


def _used(run, model, keys):
    revisions = Revision.objects.filter(
        model=model._meta.model_name, object_id__in=keys
    )
    used = set(revisions.values_list("object_id", flat=True))
    for relation in model._meta.related_objects:
        if relation.related_model is LinkCheck:
            continue
        name = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
        if relation.related_model is PostAlias:  # those of the run go with the post
            made = ImportTrace.objects.filter(run=run, model="postalias")
            rows = rows.exclude(pk__in=made.values("object_id"))
        used |= set(rows.order_by().values_list(name, flat=True))
    return used
