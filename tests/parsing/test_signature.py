"""The signature, and what may stand around it."""

from unittest import TestCase

from cables.parsing import parse_message

TEXTS = (
    ("1. Text.\n\nGARZA", "GARZA"),
    ("1. Text.\nGARZA", "GARZA"),  # no blank line
    ("1. Text.\n\nVAN VOORST", "VAN VOORST"),  # two words
    ("1. Text.\n\nO'NEILL-DOE", "O'NEILL-DOE"),
    ("1. Text.\n\nWolff", "Wolff"),  # title case
    ("1. Text.\n  MURPHY", "MURPHY"),  # indented
    ("1. Some text. End Comment. SCOBEY", "SCOBEY"),  # behind the last sentence
    ("1. (Some text.) GOLDSTEIN", "GOLDSTEIN"),
    ("1. Some text [source] CRETZ", "CRETZ"),
    ("1. Some text. #ERELI", "ERELI"),  # a number sign
    ("1. Some text. Scobey", "Scobey"),
    ('1. Text.\nTRUHN\n"', "TRUHN"),  # a stray mark after it
    ("1. Text.\n\nWOOD\n\n=====CABLE ENDS=====", "WOOD"),
    ("1. Text.\n\nAGUIRRE\n\nNOTE @ PRESS", "AGUIRRE"),  # a note after it
    ("1. Text.\n\nHOLT\nCONFIDENTIAL\n\nNNNN", "HOLT"),
    ("1. TEXT IN CAPITALS.\nGP-3\nSACCIO", "SACCIO"),
    ("1. TEXT IN CAPITALS. ALL OF IT. MORE", ""),  # cannot be told
    ("1. Text.\n\nCOMMENT", ""),  # a heading without text
    ("1. Text.\n\nEND TEXT", ""),
    ("1. Some text. NATO", ""),  # a tag
    ("1. A line that goes on and on and on for\nLONG", ""),  # not after a sentence
    ("1. Text.", ""),
    ("", ""),
)


class SignatureTests(TestCase):
    def test_texts(self):
        for text, expected in TEXTS:
            with self.subTest(text):
                body = f"UNCLAS ROME 1\n\nSUBJECT: X\n\n{text}"
                cable = parse_message(header="", body=body, reference_id="06ROME1")
                self.assertEqual(expected, cable.signature)
