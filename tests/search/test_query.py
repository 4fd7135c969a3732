"""The query language: texts, the trees they mean, and what is said when repaired."""

from datetime import date
from unittest import TestCase

from cables.search.query import (
    And,
    DateRange,
    Everything,
    Field,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    parse_query,
)

ALL = Everything()
FOUO = "unclassified-for-official-use-only"


def p(words):
    return Phrase(tuple(words.split()))


def node(part):
    """Return a node; a text is a word, or a prefix if it ends in a star."""
    if not isinstance(part, str):
        return part
    return Prefix(part[:-1]) if part.endswith("*") else Word(part)


def a(*parts):
    return And(tuple(map(node, parts)))


def o(*parts):
    return Or(tuple(map(node, parts)))


def n(part):
    return Not(node(part))


def f(name, value):
    return Field(name, value)


def s(part):
    return Field("subject", node(part))


def d(first="", last=""):
    ends = (date.fromisoformat(end) if end else None for end in (first, last))
    return Field("date", DateRange(*ends))


NOFORN = o(f("class", "confidential-noforn"), f("class", "secret-noforn"))
YEAR = d("2006-01-01", "2006-12-31")

# (text, tree, what is odd about it). None of these is repaired.
UNDERSTOOD = [
    # Nothing
    ("", ALL, "empty"),
    (" \t\n ", ALL, "blanks only"),
    ("\x00\x1f", ALL, "control characters only"),
    ("\u200b\u202e\ufeff", ALL, "nothing that can be seen"),
    ("\ud800", ALL, "half of a surrogate pair"),
    # Words
    ("visit", node("visit"), "one word"),
    ("VISIT", node("visit"), "capitals"),
    ("state visit", a("state", "visit"), "side by side"),
    ("  state\u00a0\tvisit ", a("state", "visit"), "other blanks"),
    ("state\x00visit", a("state", "visit"), "a control character is a blank"),
    ("vis\u00adit", node("visit"), "soft hyphen"),
    ("vi\u200bsit", node("visit"), "zero-width space"),
    ("vi\ud83dsit", node("visit"), "half of a surrogate pair in a word"),
    ("\u202eabc\u202c", node("abc"), "bidirectional marks"),
    ("caf\u00e9", node("cafe"), "accent"),
    ("cafe\u0301", node("cafe"), "accent as a character of its own"),
    ("\u00dcn\u0131\u0307\u015f", node("unis"), "Turkish letters"),
    ("Stra\u00dfe", node("strasse"), "sharp s"),
    ("Malm\u00f8 \u0141\u00f3d\u017a", a("malmo", "lodz"), "letters with strokes"),
    ("\uff26\uff35\uff2c\uff2c", node("full"), "full-width letters"),
    ("\ufb01nance", node("finance"), "ligature"),
    ("\u041c\u043e\u0441\u043a\u0432\u0430", node("москва"), "Cyrillic"),
    ("\u5317\u4eac", node("北京"), "Chinese"),
    ("al-Qaeda", p("al qaeda"), "hyphen"),
    ("Mexico's", p("mexico s"), "apostrophe"),
    ("Mexico\u2019s", p("mexico s"), "typographic apostrophe"),
    ("U.S.", p("u s"), "dots"),
    ("C-130", p("c 130"), "letter and number"),
    ("AT&T", p("at t"), "one ampersand"),
    ("snake_case", p("snake case"), "underscore"),
    ("10:30", p("10 30"), "a time is no field"),
    ("http://a.org/b", p("http a org b"), "an address is no field"),
    ("mailto:a@b.org", p("mailto a b org"), "nor is this one"),
    ("C:\\x", p("c x"), "one letter before a colon"),
    ("Note: urgent", a("note", "urgent"), "a colon that ends a word"),
    ("oil, gas; coal.", a("oil", "gas", "coal"), "punctuation"),
    ("Smith & Wesson / Co", a("smith", "wesson", "co"), "marks alone are skipped"),
    ("visit visit VISIT", node("visit"), "the same thrice"),
    ("a b a", a("a", "b"), "the same with another between"),
    ("nuclear!", node("nuclear"), "exclamation mark behind a word"),
    ("twenty \u2013 thirty", a("twenty", "thirty"), "a dash is no hyphen"),
    # Phrases
    ('"state visit"', p("state visit"), "phrase"),
    ("\u201cstate visit\u201d", p("state visit"), "English quotes"),
    ("\u201estate visit\u201c", p("state visit"), "German quotes"),
    ("\u00abstate visit\u00bb", p("state visit"), "French quotes"),
    ('"state visit\u201d', p("state visit"), "quotes of two kinds"),
    ('"the \u00abbig\u00bb one"', p("the big one"), "quotes in quotes"),
    ('"visit"', node("visit"), "a phrase of one word"),
    ('"OR"', node("or"), "an operator in quotes is a word"),
    ('"a OR -b (c)"', p("a or b c"), "no language in quotes"),
    ('a"b c"d', a("a", p("b c"), "d"), "quotes inside a word"),
    ('a "" b', a("a", "b"), "empty quotes"),
    ('"al"-qaeda', a("al", "qaeda"), "a hyphen behind quotes joins"),
    # Prefixes
    ("negotiat*", node("negotiat*"), "prefix"),
    ("N\u00e9goc*", node("negoc*"), "prefix with an accent"),
    ("ne*", node("ne*"), "the shortest prefix"),
    ("negotiat**", node("negotiat*"), "two stars"),
    ("negotiat*, peace", a("negotiat*", "peace"), "a comma behind the star"),
    # Operators
    ("a OR b", o("a", "b"), "or"),
    ("a | b", o("a", "b"), "the other or"),
    ("a|b||c", o("a", "b", "c"), "without blanks"),
    ("a or b", a("a", "or", "b"), "small letters are a word"),
    ("a OR b c", a(o("a", "b"), "c"), "or binds tighter"),
    ("a OR b OR a", o("a", "b"), "the same twice in an or"),
    ("a OR a", node("a"), "nothing else in it"),
    ("a AND b", a("a", "b"), "and says nothing new"),
    ("a && b&&c", a("a", "b", "c"), "nor does this"),
    ("a AND NOT b", a("a", n("b")), "and not"),
    ("a OR AND b", o("a", "b"), "and is skipped anywhere"),
    ("-a", n("a"), "only what is left out"),
    ("!a", n("a"), "the other not"),
    ("NOT a", n("a"), "in letters"),
    ("NOT NOT a", node("a"), "twice"),
    ("a -b", a("a", n("b")), "one left out"),
    ("a OR -b", o("a", n("b")), "left out in an or"),
    ("NOT a OR b", o(n("a"), "b"), "not binds tightest"),
    ('-"a b"', n(p("a b")), "a phrase left out"),
    ("-al-Qaeda", n(p("al qaeda")), "two hyphens, two meanings"),
    ("-ab*", n("ab*"), "a prefix left out"),
    ("a -a", a("a", n("a")), "a contradiction is the reader's"),
    # Brackets
    ("(a)", node("a"), "needless"),
    ("(a b) OR c", o(a("a", "b"), "c"), "and in an or"),
    ("a (b (c d))", a("a", "b", "c", "d"), "flat"),
    ("-(a b)", n(a("a", "b")), "left out together"),
    ("-(a OR -b)", n(o("a", n("b"))), "nested not"),
    ("a(b)c", a("a", "b", "c"), "brackets part words"),
    ("(" * 20 + "a" + ")" * 20, node("a"), "as deep as may be"),
    # Fields
    ("tag:PREL", f("tag", "PREL"), "tag"),
    ("tags:prel,", f("tag", "PREL"), "another name, a comma"),
    ("tag: PREL", f("tag", "PREL"), "a blank behind the colon"),
    ("tag:OR", f("tag", "OR"), "a value like an operator"),
    ('tag:"Doe,  Jane"', f("tag", "DOE, JANE"), "a person"),
    ("tag:(PREL OR PGOV)", o(f("tag", "PREL"), f("tag", "PGOV")), "a group"),
    ("tag:(PREL -PGOV)", a(f("tag", "PREL"), n(f("tag", "PGOV"))), "not in a group"),
    ("tag:(PREL has:articles)", a(f("tag", "PREL"), f("has", "articles")), "a field"),
    ("-tag:PREL", n(f("tag", "PREL")), "left out"),
    ("tag:-PREL", n(f("tag", "PREL")), "left out behind the colon"),
    ("post:mexico", f("post", "mexico"), "post"),
    ('post:"Embassy  Mexico"', f("post", "embassy mexico"), "post in quotes"),
    ("post:embassy-mexico", f("post", "embassy mexico"), "post as in addresses"),
    ('country:"C\u00f4te d\u2019Ivoire"', f("country", "cote d ivoire"), "country"),
    ("class:secret", f("class", "secret"), "classification"),
    ("classification:S", f("class", "secret"), "long name, short value"),
    ("class:FOUO", f("class", FOUO), "a caption alone"),
    ("class:unclassified//fouo", f("class", FOUO), "with slashes"),
    ('class:"Unclassified//For Official Use Only"', f("class", FOUO), "whole"),
    (f"class:{FOUO}", f("class", FOUO), "as in addresses"),
    ("class:confidential//noforn", f("class", "confidential-noforn"), "caption"),
    ("class:S/NF", f("class", "secret-noforn"), "as in portion markings"),
    ("-class:noforn", n(NOFORN), "neither of two"),
    ("ref:06STATE123", f("ref", "06STATE123"), "reference"),
    ('ref:"06 state 123"', f("ref", "06STATE123"), "blanks and small letters"),
    ("ref:06STATE*", f("ref", "06STATE"), "part of an id, with a star"),
    ("subject:visit", s("visit"), "subject"),
    ("Subject: visit", s("visit"), "as in a pasted header"),
    ('subject:"state visit"', s(p("state visit")), "phrase"),
    ("subject:al-Qaeda", s(p("al qaeda")), "phrase by its hyphen"),
    ("subject:vis*", s("vis*"), "prefix"),
    ("subject:re:visit", s(p("re visit")), "another colon"),
    ("subject:(oil OR gas) a", a(o(s("oil"), s("gas")), "a"), "group, then a word"),
    ("para:S", f("para", "S"), "marking"),
    ("para:s//nf", f("para", "S/NF"), "two slashes"),
    ("para:(S/NF)", f("para", "S/NF"), "in its brackets"),
    ('para:"(S//REL USA, GBR)"', f("para", "S/REL USA, GBR"), "with countries"),
    ("has:articles", f("has", "articles"), "has"),
    ("-has:Articles", n(f("has", "articles")), "has not"),
    ("is:partial", f("is", "partial"), "is"),
    # Dates
    ("date:2006", YEAR, "year"),
    ("year:2006", YEAR, "by its name"),
    ("date:2006-04", d("2006-04-01", "2006-04-30"), "month"),
    ("date:2008-2", d("2008-02-01", "2008-02-29"), "one digit, a leap year"),
    ("date:2006-04-10", d("2006-04-10", "2006-04-10"), "day"),
    ("date:2006/04/10", d("2006-04-10", "2006-04-10"), "slashes"),
    ("date:2006-04..2006-12", d("2006-04-01", "2006-12-31"), "range"),
    ("date:2006-04\u20262006-12", d("2006-04-01", "2006-12-31"), "dots by a phone"),
    ("date:2006 .. 2007-03", d("2006-01-01", "2007-03-31"), "blanks at the dots"),
    ("date:2006-2008", d("2006-01-01", "2008-12-31"), "two years and a hyphen"),
    ("date:2006..", d("2006-01-01"), "no end"),
    ("date:2006.. oil", a(d("2006-01-01"), "oil"), "no end, then a word"),
    ("date:..2006-04-10", d("", "2006-04-10"), "no beginning"),
    ("date:2006..2006-01", d("2006-01-01", "2006-01-31"), "an end inside"),
    ("before:2006", d("", "2005-12-31"), "before a year"),
    ("after:2006-04-10", d("2006-04-11"), "after a day"),
    ("date:(2006 OR 2008)", o(YEAR, d("2008-01-01", "2008-12-31")), "two years"),
]

# (text, tree, words of the sentence that says what was repaired)
REPAIRED = [
    ("???", ALL, 'no word to look for in "???"'),
    ("AND", ALL, "all cables are shown"),
    ('"state visit', p("state visit"), "quotation mark was not closed"),
    ('a "', node("a"), "quotation mark was not closed"),
    ("(a b", a("a", "b"), "bracket was not closed"),
    ("a) b", a("a", "b"), "closing bracket had no opening one"),
    (")(", ALL, "closing bracket had no opening one"),
    ("()", ALL, "Empty brackets"),
    ("a ()", node("a"), "Empty brackets"),
    ("tag:() a", node("a"), "Empty brackets"),
    ("(" * 21 + "a" + ")" * 21, node("a"), "more than 20 deep"),
    ("a OR", node("a"), '"OR" has no word on one side'),
    ("| a", node("a"), '"|" has no word on one side'),
    ("a OR OR b", o("a", "b"), '"OR" has no word on one side'),
    ("(a OR) b", a("a", "b"), '"OR" has no word on one side'),
    ("a OR ...", node("a"), '"OR" has no word on one side'),
    ("a NOT", node("a"), 'No word follows "NOT"'),
    ("a NOT OR b", a("a", "b"), 'No word follows "NOT"'),
    ("a - b", a("a", "b"), '"-" leaves nothing out here'),
    ("a -- b", a("a", "b"), '"--" leaves nothing out here'),
    ("--a", node("a"), '"--" leaves nothing out here'),
    ("a !", node("a"), '"!" leaves nothing out here'),
    ("a*", node("a"), "two letters or more before it"),
    ("*", ALL, "star that stands alone"),
    ("*tion", node("tion"), "can only end a single word"),
    ("neg*tion", p("neg tion"), 'searched for "neg tion" without it'),
    ("al-Qae*", p("al qae"), "can only end a single word"),
    ('"state vis*"', p("state vis"), "inside quotation marks"),
    ('"visi*"', node("visi"), "inside quotation marks"),
    ("x" * 61, ALL, "longer than 60 letters"),
    (f"a {'x' * 61}*", node("a"), "longer than 60 letters"),
    (f"a-{'x' * 61}-b-c", p("b c"), "longer than 60 letters"),
    ("foo:bar", a("foo", "bar"), 'no field "foo"; searched for the words. Fields:'),
    ('foo:"bar x" b', a("foo", p("bar x"), "b"), 'no field "foo"'),
    ("foo:(a OR b)", a("foo", o("a", "b")), 'no field "foo"'),
    ("-foo:bar", n(a("foo", "bar")), 'no field "foo"'),
    ("tag:", ALL, 'follows "tag:"'),
    ('a tag:""', node("a"), 'follows "tag:"'),
    ("tag:... PREL", node("prel"), 'follows "tag:"'),
    ("tag: post:rome", f("post", "rome"), 'follows "tag:"'),
    ("tag: OR a", node("a"), 'follows "tag:"'),
    ("tag:PR*", f("tag", "PR"), 'A star means nothing after "tag:"'),
    ("a class:x", node("a"), 'There is no classification "x": one of unclassified,'),
    ("has:maps a", node("a"), '"has:" knows has:articles only; "maps" was left out'),
    ("is:secret", ALL, '"is:" knows is:partial only'),
    ("para:\u00e6\u4e2d*", f("para", "AE"), 'star means nothing after "para:"'),
    ("para:\u4e2d", ALL, "no portion marking"),
    ("date:banana a", node("a"), 'The date "banana" was not understood and left out'),
    ("date:2006-13", ALL, "write 2006, 2006-04, 2006-04-10 or a range"),
    ("date:2006-02-30", ALL, "not understood"),
    ("date:2006-00", ALL, "not understood"),
    ("date:0001", ALL, "not understood"),
    ("date:..", ALL, "not understood"),
    ("before:1000", ALL, "not understood"),
    ("after:2006..2007", ALL, "not understood"),
    ("date:2007..2006", d("2006-01-01", "2007-12-31"), "searched from 2006 to 2007"),
    ("a OR date:x", node("a"), "not understood"),
    ("a " + "-" * 2100, node("a"), "first 2,000 characters"),
]


class TreeTests(TestCase):
    def test_understood(self):
        for text, tree, oddity in UNDERSTOOD:
            with self.subTest(oddity, text=text):
                query = parse_query(text)
                self.assertEqual((tree, ()), (query.tree, query.repairs))

    def test_repaired(self):
        for text, tree, words in REPAIRED:
            with self.subTest(text=text):
                query = parse_query(text)
                self.assertEqual(tree, query.tree)
                self.assertIn(words, " ".join(query.repairs))

    def test_text_form_means_the_same(self):
        for text, tree, _ in UNDERSTOOD + REPAIRED:
            with self.subTest(text=text):
                again = parse_query(str(parse_query(text)))
                self.assertEqual((tree, ()), (again.tree, again.repairs))
