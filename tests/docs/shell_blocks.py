"""
The shell blocks of a Markdown file as one script for bash.

Each command stands in the script on the line that it has in the file, so that what bash
says of a fault names the line to look at. A comment before a block says what is special:
``<!-- test: serves -->`` for one that goes on until Ctrl-C, ``<!-- test: postgresql -->``
for one that wants that server.
"""

import re

FENCE = re.compile(r"```(\w*)\s*$")
MARK = re.compile(r"<!-- test: (\w+) -->\s*$")
SHELLS = {"sh", "bash"}


def script_of(text, *, kind=None, first=""):
    """
    Return the script of the blocks to run, or "" where there is none: those of a ``kind``,
    or all without one. ``first`` goes before them, on the line of the title.
    """
    lines, mark, language, found = [], "", None, False
    for line in text.splitlines():
        said = ""
        if language is None:
            if opened := FENCE.match(line):
                language = opened[1]
            elif line.strip():
                mark = marked[1] if (marked := MARK.match(line)) else ""
        elif FENCE.match(line):
            language, mark = None, ""
        elif language in SHELLS and (mark == kind if kind else mark != "postgresql"):
            said = f"serve {line}" if mark == "serves" and line.strip() else line
            found = True
        lines.append(said)
    return "\n".join([first, *lines[1:], ""]) if found else ""
