"""Queries and parameters that nobody means well with, from a random generator."""

SIGNS = (
    *('"', "“", "”", "'", "(", ")", "[", "]", "{", "}", "*", "-", "--", "!", "|", "||"),
    *(
        "&",
        "+",
        "~",
        "^",
        ":",
        "::",
        "..",
        "/",
        "\\",
        "?",
        "<",
        ">",
        "=",
        ",",
        ";",
        "#",
    ),
    *("OR", "AND", "NOT", "TO", "NEAR", "\0", "\t", "\n", "\r\n", "\u200b", "\ufeff"),
)
FIELDS = (
    *("tag", "post", "country", "class", "date", "ref", "subject", "para", "has", "is"),
    *("body", "id", "marking", "state", "_all", "released", "year"),
)
VALUES = (
    *("2006..2008", "..", "2006-02-30", "99999..1", "-1..", "0001", "9999-12-31.."),
    *("2006-13", "secret", "SECRET//NOFORN", "c/nf", "articles", "partial", "nothing"),
    *(
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "${7*7}",
        "{{7*7}}",
        "%00",
        "../../x",
    ),
    *("a" * 5_000, "9" * 400, "-9223372036854775809", "18446744073709551616", "1e309"),
    *(
        "NaN",
        "½",
        "٣",
        "²",
        "ß" * 300,
        "İ" * 50,
        "\u0301" * 500,
        "𝕬",
        "ﷺ" * 40,
        "\U0010ffff",
    ),
)
PARAMETERS = (
    *("q", "classification", "post", "country", "year", "tag", "para", "articles"),
    *("partial", "sort", "page", "more", "words", "cursor", "limit", "facets"),
    *("format", "zzz", "q[]", "tag[$ne]", "__proto__"),
)


def hostile_parameters(chance, words):
    """Return pairs for an address; ``words`` is the Vocabulary of the index."""
    make = chance.choice(_MAKERS)
    pairs = [("q", make(chance, words))]
    while chance.random() < 0.4:
        name = chance.choice(PARAMETERS)
        pairs += [(name, _value(chance, words))] * chance.choice((1, 1, 1, 2, 60))
    chance.shuffle(pairs)
    return pairs


def _value(chance, words):
    known = (words.tags, words.posts, words.classes, words.years)
    if chance.random() < 0.5:
        return chance.choice(chance.choice(known))[0]
    if chance.random() < 0.5:
        return chance.choice(VALUES)
    return chance.choice(_MAKERS)(chance, words)[:500]


def _bytes(chance, words):
    return chance.randbytes(chance.randint(1, 400))


def _letters(chance, words):
    points = (chance.randrange(0x11000) for _ in range(chance.randint(1, 200)))
    return "".join(map(chr, points))


def _signs(chance, words):
    return "".join(chance.choices(SIGNS, k=chance.randint(1, 300)))


def _salad(chance, words):
    """Words of the index, signs and fields in any order."""
    parts = []
    for _ in range(chance.randint(1, 60)):
        kind = chance.random()
        if kind < 0.5:
            parts.append(_word(chance, words))
        elif kind < 0.75:
            parts.append(chance.choice(SIGNS))
        else:
            parts.append(f"{chance.choice(FIELDS)}:{chance.choice(VALUES)}")
    return chance.choice((" ", "")).join(parts)


def _nested(chance, words):
    depth = chance.choice((3, 30, 1_000, 1_900))
    inner = _word(chance, words)
    opening = chance.choice(("(", "-(", "tag:(", "(a OR "))
    return opening * depth + inner + ")" * chance.choice((depth, 0, depth * 2))


def _many(chance, words):
    """Words by the hundred, frequent ones too, joined in one way."""
    joint = chance.choice((" ", " OR ", " -", "* ", "|"))
    count = chance.choice((5, 20, 100, 600))
    return joint.join(_word(chance, words) for _ in range(count))


def _prefixes(chance, words):
    """Heads of one letter or two, which most cables have."""
    heads = [
        "".join(
            chance.choices(
                "abcdefghijklmnopqrstuvwxyz0123456789", k=chance.randint(1, 2)
            )
        )
        for _ in range(chance.randint(1, 12))
    ]
    return chance.choice((" ", " OR ", " -")).join(f"{head}*" for head in heads)


def _phrases(chance, words):
    """Phrases of the most frequent words, which have the most places to look at."""
    frequent = [word for word, _ in words.frequent]
    phrases = [
        " ".join(chance.choices(frequent, k=chance.choice((2, 3, 8, 60))))
        for _ in range(chance.randint(1, 8))
    ]
    return chance.choice((" ", " OR ")).join(f'"{phrase}"' for phrase in phrases)


def _nots(chance, words):
    return " ".join(f"-{_word(chance, words)}" for _ in range(chance.randint(1, 30)))


def _long(chance, words):
    return (
        chance.choice(("a", "(", '"', "-", "é", "a ", "a*", "tag:", "0", "😀", "a-b."))
        * 4_000
    )


def _one(chance, words):
    return chance.choice(VALUES)


def _fields(chance, words):
    parts = (
        f"{chance.choice(FIELDS)}:{_value_word(chance, words)}"
        for _ in range(chance.randint(1, 40))
    )
    return chance.choice((" ", " OR ")).join(parts)


def _value_word(chance, words):
    text = chance.choice((chance.choice(VALUES)[:80], _word(chance, words), "*", "**"))
    return f'"{text}"' if chance.random() < 0.3 else text


def _word(chance, words):
    rows = words.frequent if chance.random() < 0.5 else words.words
    return chance.choice(rows)[0]


_MAKERS = (
    *(_bytes, _letters, _signs, _salad, _nested, _many, _prefixes, _phrases, _nots),
    *(_long, _one, _fields),
)
