"""Act as a newcomer on a running system: a task of every kind, the admin, Flower.

    python -m tools.newcomer                          after `make run`
    python -m tools.newcomer --dev-env FILE --shots FOLDER

It reads the addresses, the key and the password from `var/dev.env`, submits one task of each kind
that the key may use, waits for each, looks them up in the admin with a headless Chromium (left out
where there is none), and looks for the workers in Flower. It ends with 1 and one line when
something is not as a newcomer would expect.
"""

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin
from uuid import uuid4

import httpx
from playwright.sync_api import Page

from tools import screenshots

WAIT_S: Final = 60.0
_TIMEOUT: Final = httpx.Timeout(WAIT_S + 10)


class Disappointed(Exception):  # noqa: N818 - named for what happened
    """Something is not as a newcomer would expect."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A task to submit and what must come of it."""

    input: Mapping[str, Any]
    holds: Callable[[Mapping[str, Any]], bool]
    state: str = "succeeded"


_TEXTS: Final = ("a cat", "a kitten")
_HEADLINE: Final = "Nordwind shares jump after record profit"


def _is_vectors(task: Mapping[str, Any]) -> bool:
    result = task["result"]
    sizes = [len(vector) for vector in result["embeddings"]]
    return sizes == [result["dimensions"]] * len(_TEXTS)


TRIALS: Final[Mapping[str, Trial]] = {
    "chat": Trial(
        {"messages": [{"role": "user", "content": f"Bullish, bearish or neutral? {_HEADLINE}"}]},
        lambda task: task["result"]["message"]["content"] == "bullish",
    ),
    "rag": Trial(
        {"question": "Who am I?", "retrieval": {"users": ["nobody"]}, "max_tokens": 16},
        lambda task: task["result"]["sources"] == [],
    ),
    "completion": Trial(
        {"prompt": "Once upon a time", "max_tokens": 16}, lambda task: bool(task["result"]["text"])
    ),
    "embedding": Trial({"texts": _TEXTS}, _is_vectors),
    "rerank": Trial(
        {"query": "a young cat", "documents": ["a steam engine", "a kitten"]},
        lambda task: [each["index"] for each in task["result"]["results"]] == [1, 0],
    ),
    "tokenize": Trial(
        {"texts": list(_TEXTS)}, lambda task: len(task["result"]["counts"]) == len(_TEXTS)
    ),
    "ingest": Trial(
        {"text": f"# Cats\n\nKittens sleep a lot ({uuid4()}).", "name": "cats.md"},
        lambda task: task["result"]["outcome"] == "ready" and task["result"]["passages"] == 1,
    ),
    "echo": Trial({"hello": "world"}, lambda task: task["result"]["echo"] == {"hello": "world"}),
    "sleep": Trial({"seconds": 0.1}, lambda task: bool(task["result"])),
    "ledger": Trial({"rows": [{"account": "first"}]}, lambda task: bool(task["result"])),
    "fail": Trial(
        {"message": "as asked", "retryable": False},
        lambda task: "as asked" in task["error"]["detail"],
        state="failed",
    ),
}


def read_dev_env(path: Path) -> dict[str, str]:
    """Read the file that `make run` writes.

    Raises:
        Disappointed: there is none.
    """
    if not path.is_file():
        raise Disappointed(f"{path} is missing: start `make run` and wait until it is ready")
    words = shlex.split(path.read_text(encoding="utf-8"))
    return dict(word.split("=", 1) for word in words)


class Newcomer:
    """Somebody who knows nothing but `var/dev.env`."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        key = {"Authorization": f"Bearer {known['SWITCHYARD_API_KEY']}"}
        self._web = httpx.Client(base_url=known["SWITCHYARD_URL"], headers=key, timeout=_TIMEOUT)
        self._gateway = httpx.Client(
            base_url=known["SWITCHYARD_GATEWAY_URL"], headers=key, timeout=_TIMEOUT
        )

    def try_everything(self, shots: Path | None) -> list[str]:
        """Do it all; return a line for each thing that worked.

        Raises:
            Disappointed: something did not.
        """
        self._ask(self._web, "/ready")
        tasks = {kind: self._try_kind(kind) for kind in self._kinds()}
        said = [f"{kind:11} {task['state']}, {task['id']}" for kind, task in tasks.items()]
        said.append(f"Flower shows {', '.join(self._check_flower())}")
        return [*said, self._check_admin(tasks, shots)]

    def _kinds(self) -> list[str]:
        """Return the kinds that the key may use; each must have a trial."""
        answer = self._ask(self._web, "/api/v1/capabilities")
        kinds = [kind["name"] for kind in answer["kinds"]]
        if untried := set(kinds) - set(TRIALS):
            raise Disappointed(f"no trial for the kinds {sorted(untried)}: add them to TRIALS")
        return kinds

    def _try_kind(self, kind: str) -> dict[str, Any]:
        trial = TRIALS[kind]
        submit = self._take_in if kind == "ingest" else self._submit
        task = self._ask(self._gateway, f"{submit(kind, trial)}?wait={WAIT_S:g}")
        if task["state"] != trial.state or not trial.holds(task):
            raise Disappointed(f"{kind} ended otherwise than it should: {task}")
        return task

    def _submit(self, kind: str, trial: Trial) -> str:
        """Submit a task; return its path."""
        body = {"kind": kind, "input": trial.input, "tags": ["newcomer"]}
        stored = self._web.post("/api/v1/tasks", json=body)
        if stored.status_code != httpx.codes.CREATED:
            raise Disappointed(f"{kind} was not taken: {stored.status_code} {stored.text}")
        return str(stored.json()["links"]["self"])

    def _take_in(self, kind: str, trial: Trial) -> str:
        """Bring a document, as newcomers do; return the path of the task that reads it."""
        made = self._web.post("/api/v1/collections", json={"name": "newcomer"})
        if made.status_code not in (httpx.codes.CREATED, httpx.codes.CONFLICT):
            raise Disappointed(f"no collection was made: {made.status_code} {made.text}")
        taken = self._web.post("/api/v1/documents", json={"collection": "newcomer", **trial.input})
        if taken.status_code != httpx.codes.ACCEPTED:
            raise Disappointed(f"{kind} was not taken: {taken.status_code} {taken.text}")
        return str(taken.json()["links"]["task"])

    def _ask(self, client: httpx.Client, path: str) -> dict[str, Any]:
        response = client.get(path)
        if response.status_code != httpx.codes.OK:
            raise Disappointed(f"GET {path} answered {response.status_code}: {response.text}")
        answer: dict[str, Any] = response.json()
        return answer

    def _check_flower(self) -> list[str]:
        """Return the names of the live workers, all of which Flower must know."""
        live = self._ask(self._web, "/api/v1/workers")["items"]
        names = sorted(f"{each['name']}@{each['host']}" for each in live if each["live"])
        url = urljoin(self._known["SWITCHYARD_FLOWER_URL"], "/api/workers?refresh=true")
        if httpx.get(url, timeout=_TIMEOUT).status_code != httpx.codes.UNAUTHORIZED:
            raise Disappointed("Flower lets strangers in")
        who = (self._known["SWITCHYARD_ADMIN_USER"], self._known["SWITCHYARD_ADMIN_PASSWORD"])
        answer = httpx.get(url, auth=who, timeout=_TIMEOUT)
        missing = set(names) - set(answer.json() if answer.is_success else ())
        if missing or not names:
            raise Disappointed(
                f"Flower does not show {missing or 'any worker'}: {answer.text:.300}"
            )
        return names

    def _check_admin(self, tasks: Mapping[str, Mapping[str, Any]], shots: Path | None) -> str:
        chromium = screenshots.chromium()
        if chromium is None:
            return "No Chromium here: the admin was not looked at"
        with (
            screenshots.browser(chromium) as browser,
            screenshots.window(browser, screenshots.WIDE, dark=False) as page,
        ):
            self._log_in(page)
            self._see_list(page, tasks)
            _keep(page, shots, "list")
            for kind, task in tasks.items():
                self._see_task(page, task)
                _keep(page, shots, kind)
        return f"The admin shows all {len(tasks)} tasks"

    def _log_in(self, page: Page) -> None:
        known = self._known
        screenshots.log_in(
            page,
            known["SWITCHYARD_URL"],
            known["SWITCHYARD_ADMIN_USER"],
            known["SWITCHYARD_ADMIN_PASSWORD"],
        )

    def _open(self, page: Page, path: str) -> str:
        response = page.goto(urljoin(self._known["SWITCHYARD_URL"], path))
        if response is None or not response.ok:
            raise Disappointed(f"{path} in the admin: {response and response.status}")
        return page.content()

    def _see_list(self, page: Page, tasks: Mapping[str, Mapping[str, Any]]) -> None:
        shown = self._open(page, "/admin/tasks/task/")
        if missing := [kind for kind, task in tasks.items() if task["id"] not in shown]:
            raise Disappointed(f"the admin's list does not show the tasks {missing}")

    def _see_task(self, page: Page, task: Mapping[str, Any]) -> None:
        self._open(page, f"/admin/tasks/task/{task['id']}/change/")
        shown = page.inner_text("body").lower()
        if task["state"] not in shown or task["id"] not in shown:
            raise Disappointed(f"the admin's page of {task['id']} does not show {task['state']}")


def _keep(page: Page, shots: Path | None, name: str) -> None:
    if shots is not None:
        page.screenshot(path=shots / f"newcomer-{name}.png", full_page=True)


def main(arguments: list[str] | None = None) -> int:
    """Try everything and say what happened."""
    parser = argparse.ArgumentParser(description="Try a running Switchyard as a newcomer.")
    default = screenshots.ROOT / "var" / "dev.env"
    parser.add_argument("--dev-env", type=Path, default=default, help="as `make run` wrote it")
    parser.add_argument("--shots", type=Path, help="folder for pictures of the admin")
    chosen = parser.parse_args(arguments)
    if chosen.shots is not None:
        chosen.shots.mkdir(parents=True, exist_ok=True)
    try:
        print("\n".join(Newcomer(read_dev_env(chosen.dev_env)).try_everything(chosen.shots)))
    except (Disappointed, httpx.HTTPError) as disappointment:
        print(f"Not as expected: {disappointment}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
