"""Web and gateway load no model, no native library and nothing that is as heavy."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "PIL",
    "gguf",
    "llama_cpp",
    "numpy",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "tokenizers",
    "torch",
    "transformers",
)
OURS = ("orchestration.execution", "orchestration.inference", "tasks.worker")


def loaded_with(code: str) -> set[str]:
    """Return the modules that a fresh process has after running `code`."""
    program = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("import orchestration.asgi", {"numpy"}),  # it compares requests with examples
        # The paths are imported with the first request; here they are asked for.
        (
            "import orchestration.wsgi, django.urls; django.urls.get_resolver().url_patterns",
            {"numpy"},  # it compares memories with questions
        ),
        ("import orchestration.asgi, orchestration.classifying.classifier", {"numpy"}),
        (
            "import orchestration.wsgi, orchestration.management.commands.dispatcher",
            set(),
        ),
    ],
    ids=["gateway", "web", "classifier", "dispatcher"],
)
def test_a_process_that_serves_requests_loads_no_model(code: str, needed: set[str]) -> None:
    modules = loaded_with(code)
    assert "django" in modules
    assert modules.isdisjoint(set(HEAVY) - needed)
    assert modules.isdisjoint(OURS)


def test_the_gateway_does_not_load_the_admin() -> None:
    modules = loaded_with("import orchestration.asgi")
    assert {module for module in modules if module.startswith("dashboard.admin")} == set()
