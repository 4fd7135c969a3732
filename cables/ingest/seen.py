"""Which ids a run has had already, in a few bytes each."""

import hashlib

LINE_BITS = 40


class Seen:
    """
    The first place of every id that came in, for each format: a page and a row of the
    data release are two records of one cable, two rows with one id are a mistake.
    """

    def __init__(self, files):
        self.names = [found.file for found in files]
        self.numbers = {name: at for at, name in enumerate(self.names)}
        self.places = {}

    def first(self, frame, reference_id):
        """Return file and line of the first record with this id, or None."""
        place = self.places.get(_key(frame.format, reference_id))
        if place is None:
            return None
        return self.names[place >> LINE_BITS], place & ((1 << LINE_BITS) - 1)

    def remember(self, frame, reference_id):
        place = self.numbers[frame.file] << LINE_BITS | frame.line
        self.places.setdefault(_key(frame.format, reference_id), place)


def _key(source_format, reference_id):
    text = f"{source_format}:{reference_id}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())
