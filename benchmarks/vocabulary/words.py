"""
Invented words by Zipf's law, and sentences made of them.

The word of rank r is drawn with a chance of 1 / (r * H). Instead of drawing, a table of
2**20 places is filled in that proportion and read at random places: the rarest of the
words still has one. Frequent words are short, as in any language.
"""

import random
from array import array

VOCABULARY = 60_000
TABLE_BITS = 20
SENTENCES = 120_000
ONSETS = ("b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n",
          "p", "pl", "pr", "qu", "r", "s", "sh", "sl", "st", "t", "th", "tr", "v", "w", "z", "")  # fmt: skip
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
CODAS = ("", "", "", "n", "r", "s", "t", "l", "m", "nd", "st", "ck")
ACCENTED = str.maketrans("aeioun", "áéíóúñ")
ACCENT_EVERY = 400  # one word in so many has accents
# Syllables of a word, by the ranks below which it holds.
SYLLABLES = ((500, 1), (45_000, 2), (VOCABULARY + 1, 3))
LENGTHS = (
    5,
    8,
    10,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
    20,
    22,
    24,
    27,
    31,
    36,
)  # words a sentence
MEAN_SENTENCE = sum(LENGTHS) / len(LENGTHS)
# How a word is dressed: one place in so many of the table.
DRESSES = (
    (17, lambda word: f"{word},"),
    (29, str.capitalize),
    (101, lambda word: f"{word}'s"),
    (211, lambda word: f'"{word}"'),
    (307, lambda word: f"{len(word) * 7}"),
)


def invent_words(rng: random.Random) -> list[str]:
    """``VOCABULARY`` different pronounceable words, by rank."""
    syllables = [o + v + c for o in ONSETS for v in VOWELS for c in CODAS]
    rng.shuffle(syllables)
    syllables.sort(key=len)
    short, count = syllables[: len(syllables) // 2], len(syllables)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        number = next(n for rank, n in SYLLABLES if len(words) < rank)
        word = "".join(short[int(rng.random() * len(short))] for _ in range(number - 1))
        word += syllables[int(rng.random() * count)] if number > 1 else ""
        word = word or short[int(rng.random() * len(short))]
        if len(word) > 1 and word not in words:
            words[
                word.translate(ACCENTED)
                if not len(words) % ACCENT_EVERY and words
                else word
            ] = None
    return list(words)


def zipf_table(words: list[str]) -> list[str]:
    """2**20 places, word r in 1/r of them, dressed here and there."""
    places = 1 << TABLE_BITS
    weight = places / sum(1 / rank for rank in range(1, len(words) + 1))
    table: list[str] = []
    total = 0.0
    for rank, word in enumerate(words, start=1):
        total += weight / rank
        table += [word] * max(int(total + 0.5) - len(table), 0)
    table += [words[0]] * (places - len(table))
    for every, dress in DRESSES:
        table[every - 1 :: every] = map(dress, table[every - 1 :: every])
    return table[:places]


def invent_sentences(rng: random.Random, count: int = SENTENCES) -> list[str]:
    """``count`` sentences; words follow one another at random."""
    table = zipf_table(invent_words(rng))
    lengths = [LENGTHS[byte & 15] for byte in rng.randbytes(count)]
    places = array("I", rng.randbytes(4 * sum(lengths)))
    shift = 32 - TABLE_BITS
    tape = [table[place >> shift] for place in places]
    sentences, start = [], 0
    for length in lengths:
        text = " ".join(tape[start : start + length]).rstrip(",")
        sentences.append(f"{text[0].upper()}{text[1:]}.")
        start += length
    return sentences
