"""The transmission header."""

from unittest import TestCase

from cables.parsing.header import parse_header

FULL = """VZCZCXRO8496
RR RUEHCD RUEHGD
RUEHTM
DE RUEHME #1889/01 1001922
ZNY CCCCC ZZH
R 101922Z APR 06
FM AMEMBASSY MEXICO
TO RUEKJCS/SECDEF WASHDC
RUEHC/SECSTATE WASHDC 0160
PAGE 02 RUEHME 1889
INFO RUEHXC/ALL US CONSULATES IN MEXICO COLLECTIVE
XMT AMCONSUL TIJUANA"""


class HeaderTests(TestCase):
    def test_a_whole_header(self):
        header = parse_header(FULL)
        self.assertEqual("VZCZCXRO8496", header.transmission_id)
        self.assertEqual("101922Z APR 06", header.date_time_group)
        self.assertEqual("AMEMBASSY MEXICO", header.sender)
        self.assertEqual([], header.problems)
        self.assertEqual(
            [
                ("action", "SECDEF WASHDC", False),
                ("action", "SECSTATE WASHDC", False),
                ("info", "ALL US CONSULATES IN MEXICO COLLECTIVE", False),
                ("info", "AMCONSUL TIJUANA", True),
            ],
            [(one.role, one.name, one.excluded) for one in header.recipients],
        )

    def test_spans(self):
        for one in parse_header(FULL).recipients:
            self.assertIn(one.name, FULL[one.span.start : one.span.end])

    def test_addressees(self):
        for line, expected in (
            ("RUEHC/SECSTATE WASHDC 0160", ("RUEHC", "SECSTATE WASHDC", "", "0160")),
            (
                "RUEHC/SECSTATE WASHDC PRIORITY 5190",
                ("RUEHC", "SECSTATE WASHDC", "PP", "5190"),
            ),
            ("SECSTATE WASHDC", ("", "SECSTATE WASHDC", "", "")),  # no route
            (
                "SECSTATE WASHDC PIORITY 1",
                ("", "SECSTATE WASHDC", "PP", "1"),
            ),  # misspelt
            ("SECSTATE WASHDC NIACT IMMEDIATE", ("", "SECSTATE WASHDC", "OO", "")),
            ("SECSTATE WASHDC FLASH 3", ("", "SECSTATE WASHDC", "ZZ", "3")),
            (
                "RHMFIUU/COMSIXTHFLT//N2//",
                ("RHMFIUU", "COMSIXTHFLT//N2//", "", ""),
            ),  # slashes
            (
                "HQ USEUCOM VAIHINGEN GE//J5 DIRECTORATE (MC)//",
                ("", "HQ USEUCOM VAIHINGEN GE//J5 DIRECTORATE (MC)//", "", ""),
            ),
            (
                "RUEHLP/AMEMBASSY LA PAZ JUN LIMA 3948",
                ("RUEHLP", "AMEMBASSY LA PAZ JUN LIMA", "", "3948"),
            ),  # two fused
            ("AMEMBASSY ROME ", ("", "AMEMBASSY ROME", "", "")),
        ):
            with self.subTest(line):
                (one,) = parse_header(f"FM ROME\nTO {line}").recipients
                self.assertEqual(
                    expected, (one.route, one.name, one.precedence, one.number)
                )

    def test_precedence(self):
        for header, expected in (
            ("P R 281848Z DEC 66", ("PP", "RR")),  # action and info
            ("O 101922Z APR 06", ("OO", "")),
            ("ZZ 101922Z APR 06", ("ZZ", "")),
            ("081521Z Sep 05", ("", "")),  # the bare line of partial extracts
            ("OO RUEHC RUEHXX\nDE RUEHME", ("OO", "")),  # only the routing line
        ):
            with self.subTest(header):
                read = parse_header(header)
                self.assertEqual(
                    expected, (read.precedence_action, read.precedence_info)
                )

    def test_partial_extracts_miss_nothing(self):
        read = parse_header(
            "This record is a partial extract of the original cable. x\n\n081521Z Sep 05"
        )
        self.assertTrue(read.is_partial)
        self.assertEqual("081521Z Sep 05", read.date_time_group)
        self.assertEqual([], read.problems)

    def test_problems(self):
        for header, expected in (
            ("", ["header-missing"]),
            ("FM ROME\nTO ROME", ["dtg-missing"]),
            ("R 991922Z APR 06\nFM ROME\nTO ROME", ["dtg-unreadable"]),
            ("R 101922Z APR 06\nTO ROME", ["sender-missing"]),
            ("R 101922Z APR 06\nFM ROME\nINFO ROME", ["recipients-missing"]),
        ):
            with self.subTest(header):
                codes = [one.code for one in parse_header(header).problems]
                self.assertEqual(expected, codes)
