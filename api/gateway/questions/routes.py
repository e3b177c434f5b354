"""Where simple questions are asked, and who answers them in this process."""

from starlette.routing import Route

from api.gateway.exchange import Handler
from api.gateway.hub import Hub
from api.gateway.openai.desk import Desk
from api.gateway.openai.ports import Texts
from api.gateway.polls import Polls
from api.gateway.questions.endpoint import QuestionEndpoint
from api.gateway.questions.executing import Executing
from api.gateway.questions.paths import Questions

_V1 = "/api/v1"


def question_routes(hub: Hub, desk: Desk, texts: Texts, polls: Polls) -> list[Route]:
    """Return the routes."""
    questions = Questions(hub, desk, texts)
    executing = Executing(hub, desk, texts, polls)
    return [
        _route("/query", questions.query),
        _route("/stream", questions.stream),
        _route(f"{_V1}/chat", questions.chat),
        _route(f"{_V1}/orchestration/execute", executing.execute),
    ]


def _route(path: str, handler: Handler) -> Route:
    return Route(path, QuestionEndpoint(handler), methods=["POST"])
