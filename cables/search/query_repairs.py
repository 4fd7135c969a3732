"""
Sentences about what was repaired in a query, in English here. Each keeps its pattern and
what stands in it, so that a page can say it in another language: this package knows none.
"""


class Repair(str):
    """The sentence; ``pattern`` is what a catalogue of translations has of it."""

    __slots__ = ("pattern", "values")

    def __new__(cls, pattern: str, **values: str | int) -> "Repair":
        shown = {name: _shown(value) for name, value in values.items()}
        sentence = super().__new__(cls, pattern % shown)
        sentence.pattern, sentence.values = pattern, values
        return sentence


def _shown(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value
