"""Stylesheets and scripts without what only people read: comments, indentation, empty lines.

No program that understands the languages, but our own files keep to what it asks: no text in quotes or backticks runs
over a line, and none holds a comment's signs after a blank. tests/lib holds every file of the product against that.
"""

import re

BLOCK = re.compile(r"/\*.*?\*/", re.DOTALL)
OWN_LINES = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)  # a comment that stands by itself
TAIL = re.compile(r"[ \t]+//[^\n\"'`]*$", re.MULTILINE)
EDGES = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
EMPTY = re.compile(r"\n{2,}")
BY_ENDING = {".css": (BLOCK,), ".js": (OWN_LINES, TAIL)}


def lean(text: str, ending: str) -> str:
    """The text of a ".css" or ".js" file as browsers get it; another ending is left as it is. Lean text stays alike."""
    if ending not in BY_ENDING:
        return text
    for comment in BY_ENDING[ending]:
        text = comment.sub("", text)
    return EMPTY.sub("\n", EDGES.sub("", text)).strip() + "\n"
