"""
A short name for words as they stand: a link carries it, and a later page can say whether
the words have changed since.

Only the words count. Other line ends and blanks are no correction, and labels and
markings stand outside the text.
"""

import base64
import hashlib

LENGTH = 10  # letters, of 5 bits each: a change goes unseen once in 10^15

#: What the name of the parameter is in an address: ``…/par3.html?seen=k4x7q2m5ab``.
PARAMETER = "seen"


def fingerprint(text):
    """Return the ten letters and digits (a–z, 2–7) that stand for a text's words."""
    words = " ".join(text.split())
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode()[:LENGTH].lower()


def fingerprint_of(blocks):
    """Return the fingerprint of the texts of several blocks, in their order."""
    return fingerprint("\n".join(block.text for block in blocks))


def is_fingerprint(text):
    """Say whether a text, as it came with an address, can be a fingerprint at all."""
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return len(text) == LENGTH and all(letter in alphabet for letter in text)
