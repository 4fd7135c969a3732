"""The tags of a cable, and the vocabulary that they come from."""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q

from cables.choices import Action
from cables.models import CableTag, Tag, TagAlias, holding_epoch, raise_epoch

from .batches import add_row, ask, remove_row
from .limits import check_texts, odd_text
from .markers import refuse_said
from .revisions import record_change, snapshot
from .versions import announce, lock, mark_curated, save_version

#: Letters, digits, blanks and a few signs, but not signs alone.
SPELLING = re.compile(r"(?=.*[^\W_])(?:[^\W_]|[ ,.\-'&/])+")
NO_CODE = (
    "%s is no code of a tag: it may have letters, digits, blanks and the signs "
    ", . - ' & / only."
)
TAG_FIELDS = ("name", "kind", "title", "definition")


@holding_epoch
def set_tags(cable, *, user, names, why="", expected_version=None):
    """Give the cable these tags, in this order. A name that is an alias counts as its tag."""
    cable = lock(cable, expected_version)
    before = tag_names(cable)
    tags = _find_or_make(names, user=user, why=why)
    after = [tag.name for tag in tags]
    if after == before:
        return cable
    _refuse_words(cable, [tag for tag in tags if tag.name not in before])
    CableTag.objects.filter(content_object=cable).delete()
    CableTag.objects.bulk_create(
        CableTag(content_object=cable, tag=tag, position=position)
        for position, tag in enumerate(tags)
    )
    _save(cable, user=user, before=before, after=after, why=why)
    return cable


@holding_epoch
def add_tag(cable, *, user, tag, reason="", expected_version=None):
    """Put a tag behind the others of a cable."""
    cable = lock(cable, expected_version)
    rows = ask(rows_of, cable)
    before = [row.tag.name for row in rows]
    if tag.name in before:
        return cable
    _refuse_words(cable, [tag])
    position = max((row.position for row in rows), default=-1) + 1
    add_row(cable, CableTag(content_object=cable, tag=tag, position=position))
    _save(cable, user=user, before=before, after=[*before, tag.name], why=reason)
    return cable


@holding_epoch
def remove_tag(cable, *, user, tag, reason="", expected_version=None):
    """Take a tag from a cable; the others stay where they are."""
    cable = lock(cable, expected_version)
    rows = ask(rows_of, cable)
    gone = [row for row in rows if row.tag_id == tag.pk]
    if not gone:
        return cable
    remove_row(cable, gone[0])
    before = [row.tag.name for row in rows]
    after = [row.tag.name for row in rows if row.tag_id != tag.pk]
    _save(cable, user=user, before=before, after=after, why=reason)
    return cable


def rows_of(cables):
    """Return the rows of the tags of many cables, in order, by the cable's key."""
    found = {cable.pk: [] for cable in cables}
    rows = CableTag.objects.filter(content_object__in=found).select_related("tag")
    for row in rows.order_by("position", "id"):
        found[row.content_object_id].append(row)
    return found


def refuse_names(cable, names):
    """Refuse names of tags as ``set_tags`` would: with words taken out of the cable."""
    known, here = find_tags(names), set(tag_names(cable))
    check_names(name for name in names if name.upper() not in known)
    tags = [known.get(name.upper()) or Tag(name=name) for name in names]
    _refuse_words(cable, [tag for tag in tags if tag.name not in here])


def _refuse_words(cable, tags):
    refuse_said(cable, *(text for tag in tags for text in (tag.name, tag.title)))


def _save(cable, *, user, before, after, why):
    mark_curated(cable, ["tags"])
    save_version(
        cable,
        user=user,
        why=why,
        before={"tags": before},
        after={"tags": after},
        fields=["curated"],
    )
    if cable.is_public:
        announce(cable, Action.RETAGGED, reason=why)


def tag_names(cable):
    """Return the names of a cable's tags, in order."""
    return list(cable.cable_tags.values_list("tag__name", flat=True))


def find_tags(names):
    """
    Return a dictionary from each name, in capitals, to its tag: by the tag's own name
    before any alias. Unknown names are left out.
    """
    wanted = {name.upper() for name in names if "\0" not in name}  # no database has it
    found = {
        alias.name.upper(): alias.tag
        for alias in TagAlias.objects.filter(name__in=wanted).select_related("tag")
    }
    found |= {tag.name.upper(): tag for tag in Tag.objects.filter(name__in=wanted)}
    return found


@holding_epoch
def save_tag(tag, *, user, values, aliases=None, shown=None, why=""):
    """
    Save a tag's own fields, or add it. ``aliases`` are its other spellings: all of them,
    or None to leave them. A former name always stays one of them, and so does what is
    none of those ``shown`` to the user: a merge may have left it meanwhile.
    """
    stored = Tag.objects.select_for_update().filter(pk=tag.pk).first()
    before = _state(stored) if stored else {}
    tag.slug = stored.slug if stored else ""
    for name, value in values.items():
        setattr(tag, name, value)
    check_texts(values, ("title", "definition"))
    if stored is None or tag.name != stored.name:
        check_code(tag.name)
        tag.slug = _free_slug(tag)
    tag.full_clean()
    tag.save()
    if aliases is not None:
        aliases = [alias_name(name) for name in aliases]
        check_aliases(tag, aliases)
        if shown is not None:
            aliases += {*before.get("aliases", [])} - {*shown}
        tag.aliases.exclude(name__in=aliases).delete()
        leave_aliases(tag, aliases)
    if stored:
        leave_aliases(tag, [stored.name, stored.slug])
    tag.aliases.filter(name__in=[tag.name, tag.slug]).delete()
    after = _state(tag)
    if record_change(tag, user=user, why=why, before=before, after=after):
        raise_epoch()
    return tag


def alias_name(text):
    """Return another spelling of a tag as records print it, which is how it is found."""
    name = " ".join(text.upper().split())
    longest = TagAlias._meta.get_field("name").max_length
    if len(name) > longest:
        raise ValidationError(f"{text} is longer than {longest} characters.")
    return name


def check_aliases(tag, names):
    """Refuse new spellings that are no name, or that are taken by another tag."""
    known = set(tag.aliases.values_list("name", flat=True)) if tag.pk else set()
    new = {*names} - known
    if odd := sorted(name for name in new if not SPELLING.fullmatch(name)):
        raise ValidationError(
            f"{odd[0]} is no spelling of a tag: it may have letters, digits, blanks and "
            "the signs , . - ' & / only."
        )
    others = Tag.objects.exclude(pk=tag.pk)
    if own := others.filter(Q(name__in=new) | Q(slug__in=new)).first():
        raise ValidationError(f"{own.name} is a tag of its own: merge the two instead.")
    aliases = TagAlias.objects.filter(name__in=new).exclude(tag=tag.pk)
    if other := aliases.select_related("tag").first():
        raise ValidationError(
            f"{other.name} is a spelling of {other.tag.name} already."
        )


def leave_aliases(tag, names):
    """Let these names lead to ``tag``, unless they are its own."""
    for name in {alias_name(name) for name in names} - {tag.name, tag.slug}:
        TagAlias.objects.update_or_create(name=name, defaults={"tag": tag})


def _state(tag):
    aliases = sorted(tag.aliases.values_list("name", flat=True))
    return snapshot(tag, TAG_FIELDS) | {"aliases": aliases}


def _free_slug(tag):
    """Two names can look alike in an address: "A, B" and "A B"."""
    slug, number = tag.slugify(tag.name), 1
    while Tag.objects.filter(slug=slug).exclude(pk=tag.pk).exists():
        slug, number = tag.slugify(tag.name, number), number + 1
    return slug


def check_code(name):
    """Refuse a code that is no name of a tag."""
    try:
        check_names([name])
    except ValidationError as error:
        raise ValidationError({"name": error.messages}) from error


def check_names(names):
    """Refuse codes of new tags that have other signs than spellings may have."""
    if odd := next((name for name in names if not SPELLING.fullmatch(name)), ""):
        raise ValidationError(odd_text(odd) or NO_CODE % odd)


def _find_or_make(names, *, user, why):
    """Return the tags in order, each once. What is not in the vocabulary joins it."""
    names = [name.strip().upper() for name in names if name.strip()]
    found = find_tags(names)
    check_names(name for name in names if name not in found)
    tags = {}
    for name in names:
        tag = found.get(name)
        if tag is None:
            tag = found[name] = Tag.objects.create(name=name)
            record_change(tag, user=user, why=why, before={}, after=_state(tag))
        tags[tag.pk] = tag
    return list(tags.values())
