"""A file to take home: named, and never kept by what stands between us and the one who asked."""

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
YAML = "application/yaml; charset=utf-8"


def as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    """`name` is ours, in ASCII: nothing a person typed."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
