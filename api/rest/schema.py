"""How views describe themselves in the OpenAPI document: one decorator, `describe`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, OpenApiResponse

from api.rest.documents import Problem

PROBLEM = "application/problem+json"
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Description:
    """What the document says about one method of one path."""

    answers: Mapping[int, Any]
    body: Any = None
    parameters: Sequence[OpenApiParameter] = ()
    tag: str = ""
    problems: bool = True
    media: str | None = None
    bodies: Mapping[str, Any] = field(default_factory=dict)
    models_answer: bool = False


def describe(
    answers: Mapping[int, Any],
    *,
    body: Any = None,
    parameters: Sequence[OpenApiParameter] = (),
    tag: str = "tasks",
    problems: bool = True,
    media: str | None = None,
    bodies: Mapping[str, Any] | None = None,
    models_answer: bool = False,
) -> Callable[[F], F]:
    """Describe a handler; its docstring is the text.

    Args:
        answers: what it answers with, by status.
        body: the JSON body that it takes.
        parameters: query parameters and headers.
        tag: the group it stands in.
        problems: whether it answers with problem documents at all.
        media: media type of its answers; JSON by default.
        bodies: bodies by media type, when there are several.
        models_answer: whether a model answers while the caller waits, and may fail to.
    """

    def note(handler: F) -> F:
        handler.described = Description(  # type: ignore[attr-defined]
            answers, body, parameters, tag, problems, media, bodies or {}, models_answer
        )
        return handler

    return note


class ApiSchema(AutoSchema):
    """Reads what `describe` has noted."""

    @property
    def _described(self) -> Description:
        handler = getattr(self.view, self.method.lower())
        description: Description = handler.described
        return description

    def get_operation_id(self) -> str:
        """Return a name from method and path, unique because those are."""
        words = [part.strip("{}").replace("-", "_") for part in self.path.split("/")]
        return "_".join([self.method.lower(), *(word for word in words if word not in _PREFIX)])

    def get_tags(self) -> list[str]:
        """Return the one group."""
        return [self._described.tag]

    def get_summary(self) -> str:
        """Return the docstring's first line."""
        handler = getattr(self.view, self.method.lower())
        return (handler.__doc__ or "").strip().partition("\n")[0].rstrip(".")

    def get_request_serializer(self) -> Any:
        """Return the bodies by media type."""
        described = self._described
        if described.bodies:
            return {kind: OpenApiRequest(body) for kind, body in described.bodies.items()}
        return {"application/json": described.body} if described.body is not None else None

    def _get_request_body(self, direction: Any = "request") -> Any:
        """Say that a body that is described must be sent: an empty one is no JSON."""
        body = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        return body and {**body, "required": True}

    def get_response_serializers(self) -> Any:
        """Return what it answers with, and problem documents for everything else."""
        described = self._described
        answers: dict[Any, Any] = {}
        for status, answer in described.answers.items():
            key = (str(status), described.media) if described.media else str(status)
            answers[key] = OpenApiResponse(answer, description=_WORDS.get(status, "Done."))
        if described.problems:
            for status_range, words in _PROBLEMS.items():
                answers[(status_range, PROBLEM)] = OpenApiResponse(Problem, description=words)
        if described.models_answer:
            words = "The model could not answer; trying again may help."
            answers[("502", PROBLEM)] = OpenApiResponse(Problem, description=words)
        return answers

    def get_override_parameters(self) -> Any:
        """Return query parameters and headers."""
        return list(self._described.parameters)

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Nothing is wrapped: answers are described as they are."""
        del serializer
        return False


_PREFIX = frozenset({"", "api", "v1"})
_WORDS = {200: "Done.", 201: "Stored.", 202: "Not ended yet.", 204: "Gone."}
_PROBLEMS = {
    "4XX": "The request cannot be served as it is; the document says why and what to do.",
    "503": "Not now; Retry-After says when to try again.",
}
