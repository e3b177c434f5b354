"""The peer: LiteLLM's proxy, in an environment of its own.

It is installed once, into `var/benchmarks/litellm`. It runs without a database: it checks one
master key, counts no budget and keeps no journal, which is less than the gateway does.
"""

import os
import subprocess
import sys
import venv

import yaml

from benchmarks.stack import ROOT, Stack

VERSION = "1.105.0"
FOLDER = ROOT / "var" / "benchmarks" / "litellm"
PROGRAM = FOLDER / "bin" / "litellm"
KEY = "sk-benchmarks-only"
_INSTALL_S = 900
_NOT_OURS = ("DATABASE_URL", "REDIS_URL", "PYTHONPATH", "DJANGO_SETTINGS_MODULE")


class Missing(Exception):  # noqa: N818 - named for what happened
    """It cannot be installed here; the message says why."""


def install() -> None:
    """Install it where it is missing.

    Raises:
        Missing: It cannot be.
    """
    if PROGRAM.exists():
        return
    venv.create(FOLDER, with_pip=True, clear=True)
    command = [str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    try:
        done = subprocess.run(
            [*command, f"litellm[proxy]=={VERSION}"],
            capture_output=True, text=True, timeout=_INSTALL_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Missing(f"pip took longer than {_INSTALL_S} s") from None
    if done.returncode or not PROGRAM.exists():
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise Missing((errors or ["pip failed"])[-1])


def start(
    stack: Stack, fake_url: str, port: int, workers: int, model: str
) -> "subprocess.Popen[bytes]":
    """Start a proxy before a fake model; it is ended with the stack."""
    parameters = {"model": "openai/fake", "api_base": fake_url, "api_key": "none"}
    config = {
        "model_list": [{"model_name": model, "litellm_params": parameters}],
        "general_settings": {"master_key": KEY},
        "litellm_settings": {"telemetry": False},
    }
    path = stack.folder / f"litellm-{port}.yaml"
    path.write_text(yaml.safe_dump(config))
    # Not the stack's: with a database it would migrate that, with our path import our modules.
    without = [part for name in _NOT_OURS for part in ("-u", name)]
    command = ["env", *without, str(PROGRAM), "--config", str(path), "--host", "127.0.0.1"]
    command += ["--port", str(port), "--num_workers", str(workers)]
    programs = f"{FOLDER / 'bin'}{os.pathsep}{os.environ['PATH']}"
    quiet = {"LITELLM_LOG": "ERROR", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    return stack.popen(command, PATH=programs, **quiet)


def main() -> None:
    """Install it, so that a benchmark need not."""
    try:
        install()
    except Missing as error:
        sys.exit(f"LiteLLM {VERSION} cannot be installed here: {error}")


if __name__ == "__main__":
    main()
