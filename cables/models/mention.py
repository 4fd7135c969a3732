"""What other sites say: that a page of theirs links to a cable. Nobody has looked yet."""

import hashlib

from django.db import models


class Mention(models.Model):
    """
    A webmention that waits to be verified; then it goes, whatever came of it. Readers'
    pages add rows and never read one. Nothing is kept of who sent it.
    """

    source = models.CharField(max_length=1000, help_text="The page that links here.")
    target = models.CharField(max_length=1000, help_text="The address here.")
    cables = models.CharField(
        max_length=200, help_text="The cable that it names, as proposals write it."
    )
    #: Of source and target: sent twice before anybody looked, it is one row.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.source

    @classmethod
    def of(cls, *, source, target, cables):
        """Return a row that is not saved yet."""
        digest = hashlib.sha256(f"{source}\n{target}".encode()).hexdigest()
        return cls(source=source, target=target, cables=cables, digest=digest)
