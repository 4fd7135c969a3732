"""Hypothesis strategies: texts put together from what cables are made of."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "300"))

# No deadline: how fast a machine is must not decide whether a test passes.
examples = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

OPENINGS = (
    "C O N F I D E N T I A L SECTION 01 OF 02 ROME 001196",
    "UNCLAS ROME 001196",
    "S E C R E T ROME 001196 NOFORN SIPDIS",
    "UNCLASSIFIED",
    "SIPDIS",
    "SENSITIVE",
    "DEPT FOR EUR/WE, INR",
    "STATE PASS TO USTR,",
    "E.O. 12958: DECL: 04/06/2016",
    "E.0. 12356: N/A TAGS: PREL, IT SUBJECT: X",
    "E.O. 12958: DECL: AFTER UNIFICATION",
    "TAGS: PREL, PGOV, OVIP (DOE, JANE), ECONEFIN,",
    "TAGS",
    "AGS: IT",
    "SUBJECT: (C) A VISIT",
    "SUBJ:",
    "REF: A. ROME 12 B. 05 STATE 4567 (NOTAL)",
    "REF: ",
    "REFS: (A) LA PAZ 1; E-MAIL OF 3/4",
    "Classified By: Ambassador Jane Doe for reasons 1.4 (b,d)",
    "Reason: 1.5 d",
)
TEXTS = (
    "1.  (C)  Summary: Words of",
    "1. (C) ",
    "2. (C//NF) Words follow. End summary.",
    "2.(U) Words",
    "3.SBU words",
    "47. The rest",
    "2005. ",
    "A. ",
    "B. Second point",
    "A) one",
    "(1) first",
    "(ii) second",
    "-- a point",
    "- another",
    "--- ---",
    "-----",
    "- - - - -",
    "_ _ _ _ _",
    "======",
    "COMMENT",
    "Next Steps",
    "words that go on",
    "Words that end.",
    "JURIS-",
    "DICTION and hand-",
    "made nets",
    "ROME 00001196  002 OF 002",
    "ROME 00001196  002.2 OF 004",
    "PAGE 02 ROME 01196 01 OF 02 082030Z",
    "CONFIDENTIAL",
    "Cod          120   24%       90",
    "Herring       30    2%       18",
    "as 06MEXICO1889 said, and STATE 12345",
    "... weeks. ------------ Trade Falls ------------",
    "End Comment. DOE",
    "DOE",
    "van Doe",
    "NNNN",
    "=====CABLE ENDS=====",
    '"',
)
BREAKS = ("\n", " \n", "\n\n", " \n \n", "\n\n\n", " ", "  ", "\r\n", "\t", "\n    ")

fragments = st.sampled_from(OPENINGS + TEXTS + BREAKS)
noise = st.text(max_size=12)
# Short alphabets meet the corners of patterns far more often than all of Unicode does.
scraps = st.text(
    alphabet="AaBb19.:-() \n\r\t_/,;#\xb6\xa0\u2028\x1c\x00\u0660", max_size=30
)


@st.composite
def bodies(draw) -> str:
    """Build a body from fragments, line breaks and noise."""
    parts = draw(
        st.lists(st.one_of(fragments, fragments, fragments, noise, scraps), max_size=40)
    )
    joint = draw(st.sampled_from(["", "\n", " \n", "\n\n"]))
    return joint.join(parts)


texts = st.one_of(bodies(), st.text(max_size=400), scraps)
