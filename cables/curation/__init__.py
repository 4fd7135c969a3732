"""
The editors' verbs: every write that a person asks for, as a function.

Each is atomic, takes keyword-only arguments, asks for no permission (the desk has done
that), writes to the history, and raises the publication epoch where readers see a
difference. What cannot be done raises a ``CurationError``, whose text is a sentence.
"""
