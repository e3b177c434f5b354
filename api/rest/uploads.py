"""A task with its images as files: `multipart/form-data`, as forms and `curl -F` send it.

The part `task` holds what would be the JSON body. A file in the part NAME takes the place of each
URL `upload:NAME` in it, as a data URL; so whatever comes later knows one form only.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from api.rest import json
from api.rest.errors import InvalidBody
from orchestration.kinds.images import data_url

MULTIPART: Final = "multipart/form-data"
UPLOAD: Final = "upload:"
_TASK: Final = "task"


def is_form(request: HttpRequest) -> bool:
    """Return whether a request's body is a form."""
    return bool(request.content_type == MULTIPART)


def read_form(request: HttpRequest) -> Any:
    """Return the value of the part `task`, with files in their places.

    Raises:
        InvalidBody: it is no such form, or files and URLs do not match.
        TooLarge, LengthRequired: as for JSON.
    """
    json.raw_body(request, settings.SWITCHYARD.limits.body_bytes, MULTIPART)
    try:
        texts, files = request.POST, request.FILES
    except (MultiPartParserError, SuspiciousOperation, UnicodeDecodeError) as error:
        raise InvalidBody(
            f"The form cannot be read: {error}.",
            field="body",
            mend="Send multipart/form-data, with a part `task` and a part for each file.",
        ) from error
    if list(texts) != [_TASK] or len(texts.getlist(_TASK)) != 1:
        raise InvalidBody(
            "The form has other parts than `task` and files.",
            field="body",
            value=", ".join(texts),
            mend="Send the task's JSON in one part `task`, and each file in a part of its own.",
        )
    task = json.loads(texts[_TASK].encode())
    _put(files, task)
    return task


def _put(files: "Mapping[str, UploadedFile[bytes]]", task: Any) -> None:
    """Put files where they are named.

    Raises:
        InvalidBody: one is named and missing, not named, or no image.
    """
    urls = {name: _url(name, file) for name, file in files.items()}
    places = list(_places(task))
    named = {place["url"].removeprefix(UPLOAD) for place in places}
    for name in sorted(named ^ set(urls)):
        what = "named and not sent" if name in named else "sent and not named"
        raise InvalidBody(
            f"The file {name!r} is {what}.",
            field=name[:100],
            mend=f"Send each file in a part, and name it as the URL `{UPLOAD}` with the part's "
            "name.",
        )
    for place in places:
        place["url"] = urls[place["url"].removeprefix(UPLOAD)]


def _places(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects that name a file; what `json.loads` returned is not nested deeply."""
    if isinstance(value, dict):
        url = value.get("url")
        if isinstance(url, str) and url.startswith(UPLOAD):
            yield value
    children = value.values() if isinstance(value, dict) else value
    for child in children if isinstance(value, dict | list) else ():
        yield from _places(child)


def _url(name: str, file: "UploadedFile[bytes]") -> str:
    url = data_url(file.read())
    if url is None:
        raise InvalidBody(
            f"The file {name!r} is no PNG, JPEG, WebP or GIF.",
            field=name[:100],
            value=file.name,
            mend="Convert the image to one of them.",
        )
    return url
