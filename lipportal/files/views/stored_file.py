"""Fetching a stored file: the access rule is asked each time, and nothing in the file can act."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from lipportal.files.services import open_file
from lipportal.shared.access import public


@public  # type: ignore[arg-type]  # a stream is an answer too
@require_safe
def file_open(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand over the file as a download, or 404: not there, ended and not yours look the same."""
    opened = open_file(request.user, code)
    if opened is None:
        raise Http404
    stored = opened.stored
    response = FileResponse(
        opened.content, as_attachment=True, filename=stored.original_name, content_type=stored.content_type
    )
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
