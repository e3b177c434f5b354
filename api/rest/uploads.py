"""A task with its images as files: `multipart/form-data`, as forms and `curl -F` send it.

The part `task` holds what would be the JSON body. The part NAME takes the place of each URL
`upload:NAME` in it, as a data URL; so whatever comes later knows one form only. A part may be a
field or a file: browsers make a file of a blob of JSON.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from api.rest import json
from api.rest.errors import InvalidBody, TooLarge
from orchestration.kinds.images import data_url

MULTIPART: Final = "multipart/form-data"
UPLOAD: Final = "upload:"
_TASK: Final = "task"
_BYTES: Final = "latin-1"
"""Has a character for each byte: what a form's head claims changes nothing, nothing is replaced."""


def is_form(request: HttpRequest) -> bool:
    """Return whether a request's body is a form."""
    return bool(request.content_type == MULTIPART)


def read_form(request: HttpRequest) -> Any:
    """Return the value of the part `task`, with files in their places.

    Raises:
        InvalidBody: it is no such form, or files and URLs do not match.
        TooLarge, LengthRequired: as for JSON; or files are named in too many places.
    """
    limit = settings.SWITCHYARD.limits.body_bytes
    parts = _parts(request, json.raw_body(request, limit, MULTIPART))
    if _TASK not in parts:
        raise InvalidBody(
            "The form has no part `task`.",
            field=_TASK,
            value=", ".join(parts),
            mend="Send the task's JSON in a part `task`, and each file in a part of its own.",
        )
    task = json.loads(parts.pop(_TASK))
    _put(parts, task, most=limit * 4 // 3)  # as many as files without repetition can have
    return task


class _InMemory(MemoryFileUploadHandler):
    """Keeps files of any size: the body that they are part of lies in memory already."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take whatever comes."""
        del args, kwargs
        self.activated = True


def _parts(request: HttpRequest, body: bytes) -> dict[str, bytes]:
    """Return a form's parts by name.

    Raises:
        InvalidBody: it is no form, not all of it, or has a name twice.
    """
    head = {"CONTENT_TYPE": request.META["CONTENT_TYPE"], "CONTENT_LENGTH": str(len(body))}
    try:
        fields, files = MultiPartParser(head, BytesIO(body), [_InMemory()], _BYTES).parse()
    except (TooManyFieldsSent, TooManyFilesSent) as error:
        raise _unreadable("it has too many parts") from error
    except MultiPartParserError as error:
        raise _unreadable(f"{error}".rstrip(".")) from error
    boundary = (request.content_params or {})["boundary"]
    if f"--{boundary}--".encode() not in body:
        raise _unreadable("its end is missing")
    found: dict[str, list[bytes]] = defaultdict(list)
    for name, texts in fields.lists():
        found[_text(name)] += [text.encode(_BYTES) for text in texts]
    for name, contents in files.lists():
        found[_text(name)] += [content.read() for content in contents]
    for name, every in found.items():
        if len(every) > 1:
            raise _unreadable(f"it has the part {name!r} more than once")
    return {name: only for name, (only,) in found.items()}


def _text(name: str) -> str:
    return name.encode(_BYTES).decode(errors="replace")


def _unreadable(why: str) -> InvalidBody:
    return InvalidBody(
        f"The form cannot be read: {why}.",
        field="body",
        mend="Send multipart/form-data, with a part `task` and a part for each file.",
    )


def _put(files: Mapping[str, bytes], task: Any, *, most: int) -> None:
    """Put files where they are named.

    Raises:
        InvalidBody: one is named and missing, not named, or no image.
        TooLarge: they would have more than `most` characters there.
    """
    urls = {name: _url(name, raw) for name, raw in files.items()}
    places = [(place, place["url"].removeprefix(UPLOAD)) for place in _places(task)]
    for name in sorted({name for _, name in places} ^ set(urls)):
        what = "sent and not named" if name in urls else "named and not sent"
        raise InvalidBody(
            f"The file {name!r} is {what}.",
            field=name[:100],
            mend=f"Send each file in a part, and name it as the URL `{UPLOAD}` with the part's "
            "name.",
        )
    size = sum(len(urls[name]) for _, name in places)
    if size > most:
        raise TooLarge(
            f"The files have {size:,} characters in their places; they may have {most:,}.",
            field="body",
            mend="Send smaller images, or name each in fewer places.",
        )
    for place, name in places:
        place["url"] = urls[name]


def _places(task: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects that name a file; no nesting can exhaust our own stack."""
    pending = [task]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            url = value.get("url")
            if isinstance(url, str) and url.startswith(UPLOAD):
                yield value
            pending += value.values()
        elif isinstance(value, list):
            pending += value


def _url(name: str, raw: bytes) -> str:
    url = data_url(raw)
    if url is None:
        raise InvalidBody(
            f"The file {name!r} is no PNG, JPEG, WebP or GIF.",
            field=name[:100],
            mend="Convert the image to one of them.",
        )
    return url
