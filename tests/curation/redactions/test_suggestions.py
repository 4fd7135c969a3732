"""What the rules find, and what they leave alone."""

from django.test import SimpleTestCase

from cables.curation.redactions.suggestions import LABELS, RULES, suggest
from cables.models.sealed import Redaction

HITS = [
    ("met Mara Ilves (protect) at noon", "protect", "Mara Ilves (protect)"),
    ("met Mara Ilves (PROTECT) at noon", "protect", "Mara Ilves (PROTECT)"),
    ("MARA ILVES (PROTECT) SAID", "protect", "MARA ILVES (PROTECT)"),
    ("a contact (protect) said", "protect", "(protect)"),
    ("Juan de la Vega [protect] said", "protect", "Juan de la Vega [protect]"),
    ("Mara\nIlves (protect)", "protect", "Mara\nIlves (protect)"),
    ("a judge (protected) said", "protect", "(protected)"),
    ("Ilves (protect source) said", "protect", "Ilves (protect source)"),
    ("Ilves (strictly protect) said", "strictly_protect", "Ilves (strictly protect)"),
    ("ILVES (STRICTLY PROTECT) SAID", "strictly_protect", "ILVES (STRICTLY PROTECT)"),
    (
        "Ilves (please strictly protect) said",
        "strictly_protect",
        "Ilves (please strictly protect)",
    ),
    ("Ilves (please protect) said", "please_protect", "Ilves (please protect)"),
    ("(please protect throughout)", "please_protect", "please protect throughout)"),
    ("Please protect our sources.", "please_protect", "Please protect"),
    ("the deputy XXXXXXXXXXXX said", "x_run", "XXXXXXXXXXXX"),
    ("the deputy XXXX XXXXX said", "x_run", "XXXX XXXXX"),
    ("the deputy X X X X X X said", "x_run", "X X X X X X"),
    ("the deputy xxxxx said", "x_run", "xxxxx"),
    (
        "write to mara.ilves@harbour.example today",
        "email",
        "mara.ilves@harbour.example",
    ),
    ("MARA@HARBOUR.EXAMPLE", "email", "MARA@HARBOUR.EXAMPLE"),
    ("mara (at) harbour.example", "email", "mara (at) harbour.example"),
    ("call +99 12 345 678 now", "phone", "+99 12 345 678"),
    ("call +52-55-1234-5678 now", "phone", "+52-55-1234-5678"),
    ("Tel: 555 0199 12", "phone", "555 0199 12"),
    ("telephone number is 5550 1991.", "phone", "5550 1991"),
    ("mobile 0912-345-678", "phone", "0912-345-678"),
    ("fax (012) 345-6789", "phone", "012) 345-6789"),
    ("reach her at (055) 5512 3456", "phone", "(055) 5512 3456"),
    ("passport number A1234567, issued", "passport", "A1234567"),
    ("PASSPORT NO. 123456789", "passport", "123456789"),
    ("passport: AB 123456", "passport", "AB 123456"),
    ("ppt # K0098765", "passport", "K0098765"),
    ("identity card no. 12345678", "identity_number", "12345678"),
    ("national ID number 8012-3456", "identity_number", "8012-3456"),
    ("DNI 12345678Z", "identity_number", "12345678Z"),
    ("cedula 1-234-56789", "identity_number", "1-234-56789"),
    ("SSN 123-45-6789", "identity_number", "123-45-6789"),
    ("her number is 123-45-6789", "identity_number", "123-45-6789"),
]
OTHERS = [
    "REF: 06MEXICO1889",
    "REF A: MEXICO 1889, STATE 123456",
    "R 101922Z APR 06",
    "DE RUEHME #1889/01 1001922",
    "VZCZCXRO8496",
    "E.O. 12958: DECL: 04/10/2016",
    "E.O. 13526",
    "it cost USD 1,234,567.89 in all",
    "it cost $ 123456789",
    "1,234,567 voters",
    "between 2004-2006 the port",
    "on 2006-04-10 and 04/10/2006",
    "on 10.04.2006 at noon",
    "UNSCR 1701 and 1559",
    "1.4 (B, D)",
    "MEXICO 00001889  002 OF 002",
    "GDP grew 3.5 percent from 1999 to 2005",
    "they protect the harbour",
    "the Protect Act (of 2003)",
    "laws (to protect children) passed",
    "the XXX Corps and Xerxes",
    "XX Congress",
    "Article 27 (2) of law 1234",
    "meet @ noon",
    "a passport is needed in 2006",
    "passport applications rose by 12,500",
    "the identity of 12 members",
    "id est 25",
    "TO RUEHC/SECSTATE WASHDC 0818",
    "flight 1234 at 1530",
    "12-1234 and 99",
    "tel aviv in 2006",
    "the telephone rang 12 times in 2006",
]


class SuggestionTests(SimpleTestCase):
    def test_what_the_rules_find(self):
        for text, rule, words in HITS:
            with self.subTest(text=text):
                found = [(one.rule, text[one.start : one.end]) for one in suggest(text)]
                self.assertEqual(found, [(rule, words)])

    def test_what_the_rules_leave_alone(self):
        for text in OTHERS:
            with self.subTest(text=text):
                self.assertEqual(suggest(text), [])

    def test_each_place_of_a_text(self):
        text = "Mara Ilves (protect), tel. 555 0199 12, and XXXXX (strictly protect)."
        found = [text[one.start : one.end] for one in suggest(text)]
        self.assertEqual(
            found, ["Mara Ilves (protect)", "555 0199 12", "XXXXX (strictly protect)"]
        )

    def test_rules_have_names_that_a_redaction_can_keep(self):
        longest = Redaction._meta.get_field("suggestion").max_length
        for rule in RULES:
            self.assertLessEqual(len(rule.name), longest)
            self.assertIn(rule.name, LABELS)
