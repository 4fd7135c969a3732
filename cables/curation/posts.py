"""Posts: the places that cables come from, under every name that they go by."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from cables.models import Post, PostAlias, holding_epoch
from cables.search.outbox import tell_readers

from .limits import check_text, check_texts
from .revisions import record_change, snapshot

FIELDS = ("name", "slug", "country", "country_slug", "latitude", "longitude")


@holding_epoch
def save_post(post, *, user, values, aliases=None, shown=None, why=""):
    """
    Save a post, or add it. ``aliases`` are its other names: all of them, or None to
    leave them as they are. A former name or address always stays one of them,
    and so does what is none of those ``shown`` to the user: it came meanwhile.
    """
    stored = type(post).objects.select_for_update().filter(pk=post.pk).first()
    before = _state(stored) if stored else {}
    for name, value in values.items():
        setattr(post, name, value)
    check_texts(values, ("name", "country"))
    check_country(post, stored)
    check_place(post)
    check_degrees(post)
    known = {stored.name, stored.slug} if stored else set()
    check_names(post, {post.name, post.slug} - known)
    if aliases is not None:
        check_names(post, set(aliases) - set(before.get("aliases", [])))
    post.full_clean()
    post.save()
    names = set(before.get("aliases", []) if aliases is None else aliases)
    if shown is not None:
        names |= {*before.get("aliases", [])} - {*shown}
    if stored:
        names |= {stored.name, stored.slug} - {post.name, post.slug}
    _set_aliases(post, names)
    after = _state(post)
    if record_change(post, user=user, why=why, before=before, after=after):
        tell_readers(())  # no document holds its name, but suggestions do
    return post


def country_slug_of(country):
    """Return the address of a country: the one that its posts have, or else a new one."""
    known = Post.objects.filter(country=country).exclude(country_slug="")
    slug = known.values_list("country_slug", flat=True).first()
    return slug or slugify(country)


def check_country(post, stored=None):
    """Refuse what would give one country two addresses, or two countries one."""
    if stored and (stored.country, stored.country_slug) == (
        post.country,
        post.country_slug,
    ):
        return
    if bool(post.country) != bool(post.country_slug):
        raise ValidationError(
            {"country": "A country has a name and an address, or neither."}
        )
    others = Post.objects.exclude(pk=post.pk).exclude(country="")
    if (
        other := others.filter(country_slug=post.country_slug)
        .exclude(country=post.country)
        .first()
    ):
        raise ValidationError(
            {"country_slug": f"{post.country_slug} is the address of {other.country}."}
        )
    if (
        other := others.filter(country=post.country)
        .exclude(country_slug=post.country_slug)
        .first()
    ):
        raise ValidationError(
            {"country_slug": f"{other.country} has the address {other.country_slug}."}
        )


def check_place(post):
    """Refuse half a place: to the database, what is unknown breaks no rule."""
    if (post.latitude is None) != (post.longitude is None):
        raise ValidationError("Give both coordinates, in degrees, or none.")


def check_degrees(post):
    """Refuse degrees that no place on earth has, each beside its field."""
    errors = {
        name: f"The {name} is between -{most} and {most}."
        for name, most in (("latitude", 90), ("longitude", 180))
        if abs(post._meta.get_field(name).to_python(getattr(post, name)) or 0) > most
    }
    if errors:
        raise ValidationError(errors)


def check_names(post, names):
    """Refuse names under which another post is known, or that read as something else."""
    for name in names:
        check_text(name)
    others = Post.objects.exclude(pk=post.pk)
    if own := others.filter(Q(name__in=names) | Q(slug__in=names)).first():
        raise ValidationError(f"{own.name} is a post of its own.")
    aliases = PostAlias.objects.filter(name__in=names).exclude(post=post.pk)
    if other := aliases.select_related("post").first():
        raise ValidationError(f"{other.name} is a name of {other.post.name} already.")


def _state(post):
    aliases = sorted(post.aliases.values_list("name", flat=True))
    return snapshot(post, FIELDS) | {"aliases": aliases}


def _set_aliases(post, names):
    post.aliases.exclude(name__in=names).delete()
    for name in names - set(post.aliases.values_list("name", flat=True)):
        alias = PostAlias(post=post, name=name)
        alias.full_clean()  # the name may be another post's
        alias.save()
