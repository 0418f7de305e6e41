"""Which bytes may be stored, decided without Django so that it runs in a process of its own.

`python -m cermat.documents.formula KIND < bytes` answers on its standard output: one line of JSON
`{"refusal": "…", "about": "…", "persons": "…", "small": 0}`, the refusal empty where the file is good; then as many
bytes of a small picture as `small` says; then the bytes to be stored where they differ from those sent.
"""

from cermat.documents.formula.kinds import ACCEPT, LIMIT_WORDS, FileKind, kind_by_name, kind_of
from cermat.documents.formula.names import clean_name

__all__ = ["ACCEPT", "LIMIT_WORDS", "FileKind", "clean_name", "kind_by_name", "kind_of"]
