"""
Purges: after words were taken out of the public text, nothing that still holds them is
left: not in the history, the records, the indexes, the caches, the files, the pages of
the database.

``verbs`` says what a purge would do and starts one; ``steps`` does it, one step after the
other, each noted in the transaction that does it, so that a purge whose process was
killed goes on. The words themselves are in no note, no count and no line of a log.
"""
