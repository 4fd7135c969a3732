"""
How fast messages are parsed, and that time grows with their length and no faster.

    uv run python -m benchmarks.parse_speed

Builds its own messages from a small word list: half re-flowed, half broken at 50 to 66
characters, some 6.8 kB of body on average. Times are processor time of one core, so that
other work on the machine matters less.
"""

import random
import statistics
import textwrap
import time

from cables.parsing import parse_message

CABLES = 600
ROUNDS = 5
SIZES = (64 * 1024, 256 * 1024, 1024 * 1024)
WORD_LIST = """
    the of and to in that for on with government minister said officials would not trade
    port elections parliament embassy noted while agreement security talks region
    cooperation expected concern policy visit report during meeting increased U.S. since
"""
WORDS = WORD_LIST.split()
HEADER = """VZCZCXRO1234
PP RUEHAB RUEHCD
DE RUEHXY #0123/01 1001922
ZNY CCCCC ZZH
P 101922Z APR 06
FM AMEMBASSY EXAMPLE
TO RUEHC/SECSTATE WASHDC PRIORITY 0160
INFO RUEHXC/ALL EXAMPLE COLLECTIVE
RHMFISS/HQ EXAMPLE COMMAND
RUEHLO/AMEMBASSY ELSEWHERE 1211"""
OPENING = """C O N F I D E N T I A L SECTION 01 OF 02 EXAMPLE 000123

SIPDIS

DEPT FOR WHA/EX; STATE PASS TO USTR

E.O. 12958: DECL: 04/06/2016
TAGS: PREL, PGOV, ECON, ETRD, MX
SUBJECT: A VISIT TO EXAMPLE AND WHAT MAY COME
OF IT

REF: A. MEXICO 123
     B. 05 STATE 4567 (NOTAL)

Classified By: Ambassador Jane Doe for reasons 1.4 (b,d)
"""
HOSTILE = {
    "one line": "word ",
    "newlines": "\n",
    "dashes": "-",
    "A. ": "A. ",
    "A. lines": "A. \n",
    "1. (C) ": "1. (C) ",
    "1. (C) lines": "1. (C) word\n\n",
    "digits": "7",
    "numbers": "12345 ",
    "TAGS: ": "TAGS: ",
    "TAGS lines": "TAGS: \n",
    "brackets": "(",
    "closed brackets": "() ",
    "blanks": " ",
    "capitals": "ABC ",
    "SIPDIS lines": "SIPDIS\n",
    "rows of dashes": "-----\nAB\n",
    "REF entries": "REF: A. MEXICO 1\n",
    "false numbers": "and\n2005. ",
    "NUL": "\x00",
}


def paragraph(rng: random.Random, words: int) -> str:
    chosen = rng.choices(WORDS, k=words)
    for index in range(12, words, 15):
        chosen[index] += "."
    return " ".join(chosen).capitalize() + "."


def build_body(rng: random.Random, *, reflowed: bool) -> str:
    """Build one message body."""
    width = rng.randint(50, 66)
    parts = [OPENING]
    for number in range(1, rng.randint(6, 10)):
        text = f"{number}. (C) {paragraph(rng, rng.randint(55, 170))}"
        if number == 1:
            text = text.replace("(C) ", "(C) Summary: ") + " End summary."
        if not reflowed:
            text = " \n".join(textwrap.wrap(text, width))
        if number % 3 == 2:
            text = f"-------\nComment\n-------\n\n{text}"
        if number == 4:
            text += "\n\nEXAMPLE 00000123  002 OF 002\n\n\n" + paragraph(rng, 40)
        if number == 5:
            text += "\n\n-- " + "\n\n-- ".join(paragraph(rng, 30) for _ in range(3))
        parts.append(text)
    ending = "\n \nDOE"
    return "\n \n".join(parts) + ending


def parse(body: str, header: str = HEADER) -> None:
    parse_message(header=header, body=body, reference_id="06EXAMPLE123")


def rate(bodies: list[str]) -> float:
    """Return cables a second: the median of several rounds."""
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for body in bodies:
            parse(body)
        rates.append(len(bodies) / (time.process_time() - start))
    return statistics.median(rates)


def seconds_for(shape: str, size: int) -> float:
    text = shape * (size // len(shape) + 1)
    start = time.process_time()
    parse(text[:size])
    return time.process_time() - start


def main() -> None:
    rng = random.Random(20060410)
    bodies = [build_body(rng, reflowed=index % 2 == 0) for index in range(CABLES)]
    mean = statistics.mean(map(len, bodies))
    print(f"cables            {CABLES}, mean body {mean:,.0f} characters")
    print(
        f"cables a second   {rate(bodies):,.0f} (median of {ROUNDS} rounds, one core)\n"
    )
    print(f"{'shape':18}{'64 kB':>10}{'256 kB':>10}{'1 MB':>10}   seconds")
    for name, shape in HOSTILE.items():
        row = "".join(f"{seconds_for(shape, size):10.3f}" for size in SIZES)
        print(f"{name:18}{row}")


if __name__ == "__main__":
    main()
