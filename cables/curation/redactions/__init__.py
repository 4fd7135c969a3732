"""
Redactions: words that leave the public text, on the word of two people, and come back
only from the sealed original.

``words`` knows the words and all forms in which they may be written, ``suggestions`` what
may have to go; ``propose`` and ``approve`` are the verbs. Whoever needs the
words of a redaction asks ``words_of``: no public table holds them.
"""
