"""Which ids the archive knows: those of its cables, and those that they once had."""

from cables.models import Cable, OldAddress


def known_cables(reference_ids):
    """Return id to the cable's key for those of the ids that lead to a cable."""
    wanted = list(reference_ids)
    former = OldAddress.objects.filter(former_id__in=wanted)
    present = Cable.objects.filter(reference_id__in=wanted)
    return dict(former.values_list("former_id", "cable_id")) | dict(
        present.values_list("reference_id", "id")
    )
