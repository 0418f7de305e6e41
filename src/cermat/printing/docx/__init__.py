"""A print as an office document (DOCX) that Word and LibreOffice open, for those who must edit it further."""

from cermat.printing.docx.document import as_docx as as_docx
