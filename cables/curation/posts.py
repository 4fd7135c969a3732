"""Posts: the places that cables come from, under every name that they go by."""

from cables.models import PostAlias, holding_epoch
from cables.search.outbox import tell_readers

from .revisions import record_change, snapshot

FIELDS = ("name", "slug", "country", "country_slug", "latitude", "longitude")


@holding_epoch
def save_post(post, *, user, values, aliases=None, why=""):
    """
    Save a post, or add it. ``aliases`` are its other names: all of them, or None to
    leave them as they are. A former name or address always stays one of them.
    """
    stored = type(post).objects.select_for_update().filter(pk=post.pk).first()
    before = _state(stored) if stored else {}
    for name, value in values.items():
        setattr(post, name, value)
    post.full_clean()
    post.save()
    names = set(before.get("aliases", []) if aliases is None else aliases)
    if stored:
        names |= {stored.name, stored.slug} - {post.name, post.slug}
    _set_aliases(post, names)
    after = _state(post)
    if record_change(post, user=user, why=why, before=before, after=after):
        tell_readers(())  # no document holds its name, but suggestions do
    return post


def _state(post):
    aliases = sorted(post.aliases.values_list("name", flat=True))
    return snapshot(post, FIELDS) | {"aliases": aliases}


def _set_aliases(post, names):
    post.aliases.exclude(name__in=names).delete()
    for name in names - set(post.aliases.values_list("name", flat=True)):
        alias = PostAlias(post=post, name=name)
        alias.full_clean()  # the name may be another post's
        alias.save()
