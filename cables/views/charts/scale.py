"""Counts as steps of colour. A step is so many times the one before, not so many more."""

from bisect import bisect_left
from typing import NamedTuple

STEPS = 5


class Step(NamedTuple):
    """One entry of a legend."""

    number: int
    first: int
    last: int


class Scale:
    """Steps 1 to 5, or fewer, for the counts of one chart; 0 stands for nothing."""

    def __init__(self, counts):
        some = [n for n in counts if n > 0]
        self.least, self.most = min(some, default=0), max(some, default=0)
        self.lasts = self._lasts()

    def step(self, count):
        return bisect_left(self.lasts, count) + 1 if count > 0 else 0

    @property
    def legend(self):
        firsts = [self.least, *(last + 1 for last in self.lasts)]
        pairs = zip(firsts, self.lasts, strict=False)
        return [Step(n, *pair) for n, pair in enumerate(pairs, start=1)]

    def _lasts(self):
        """Return the greatest count of each step: round numbers, but for the last."""
        if not self.most:
            return []
        times = (self.most / self.least) ** (1 / STEPS)
        marks = {_rounded(round(self.least * times**n)) for n in range(1, STEPS)}
        return [*sorted(n for n in marks if self.least <= n < self.most), self.most]


def _rounded(number):
    """Return a number to two figures, upwards: 1,204 is 1,300."""
    unit = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // unit) * unit
