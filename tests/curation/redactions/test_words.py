"""The forms in which words are found, and those that are other words."""

from django.test import SimpleTestCase

from cables.curation.redactions.words import forms_of

FORMS = [
    ("Kira Vell", "met Kira Vell today"),
    ("Kira Vell", "MET KIRA VELL TODAY"),
    ("Kira Vell", "met Kira  Vell"),
    ("Kira Vell", "met Kira\nVell today"),
    ("Kira Vell", "met Kira \n Vell"),
    ("Kira Vell", "met Ki-\nra Vell"),
    ("Kira Vell", "met Ki\nra Vell"),
    ("Kira Vell", "met Kira-\nVell"),
    ("Kira Vell", "met K I R A  V E L L here"),
    ("Kira Vell", "met Kira\u00a0Vell"),
    ("Kira Vell", "met Ki\u00adra Vell"),
    ("Kira Vell", "met Kira Vell's brother"),
    ("Kira Vell", "(KiraVell)"),
    ("Kira Vell", "met Kira \n \nLOWMOOR 00001234  002 OF 003 \n \n \nVell today"),
    ("Kira Vell", "Kira Vell"),
    ("Kira Vell,", "Vell, or Kira Vell."),
    ("José Ñandú", "JOSE NANDU"),
    ("JOSE NANDU", "Jose\u0301 N\u0303andu\u0301"),
    ("Groß", "GROSS"),
    ("O'Hara", "O\u2019HARA"),
    ("infor-mant", "informant"),
    ("informant", "infor-mant"),
    ("informant", "infor- mant"),
    ("+52 55 1234 5678", "call +52 55-1234-5678 now"),
    ("SECRET SOURCE", "a \nSECRET\nSOURCE\n"),
    ("SECRET", "x\nSECRET\ny"),
]
OTHERS = [
    ("Kira Vell", "Kira met Vell"),
    ("Kira Vell", "Shakira Vell"),
    ("Kira Vell", "Kira Vellon"),
    ("Ali", "a list"),
    ("Ali", "signal in"),
    ("informant", "infor mant"),
    ("Kira Vell", "Kira. Vell"),
    ("12", "in 2012"),
    ("Kira Vell", ""),
    ("Kira Vell", "nothing of it"),
]


class FormsTests(SimpleTestCase):
    def test_every_form_of_the_words_is_found(self):
        for words, text in FORMS:
            with self.subTest(words=words, text=text):
                self.assertEqual(len(forms_of(words).spans(text)), 1)

    def test_other_words_are_not_found(self):
        for words, text in OTHERS:
            with self.subTest(words=words, text=text):
                self.assertEqual(forms_of(words).spans(text), [])

    def test_each_place_is_told(self):
        text = "Vell said that VELL and Ve-\nll are one."
        forms = forms_of("Vell")
        self.assertEqual(
            [text[a:b] for a, b in forms.spans(text)][1:], ["VELL", "Ve-\nll"]
        )
        self.assertEqual(
            forms.replaced(text, "[x]"), "[x] said that [x] and [x] are one."
        )

    def test_words_that_are_signs_alone_are_no_words(self):
        self.assertFalse(forms_of("--"))
        self.assertEqual(forms_of("--").spans("a -- b"), [])
