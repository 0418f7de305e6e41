"""Text for spreadsheet cells: nothing a person typed may start a formula in another person's Excel."""

TRIGGERS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "＝",
    "＋",
    "－",
    "＠",
)  # OWASP list, ASVS 1.2.10, full-width


def safe_cell(text: str) -> str:
    """`text` with a leading quote where a spreadsheet would read it as a formula, leading blanks included."""
    return f"'{text}" if text.lstrip(" ").startswith(TRIGGERS) else text
