"""How the system comes back: trials in which processes and servers are killed under work.

    python -m benchmarks.chaos             five full trials (about ten minutes)
    python -m benchmarks.chaos --short     one short trial
    python -m benchmarks.chaos --seed 7    one trial that can be repeated

Each trial starts servers of its own (durable settings), two dispatchers and four workers. The
program prints one table and one line of JSON, and fails when anything was lost or came twice.
"""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.chaos.trial import Outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials; return 1 when one of them showed a fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--short", action="store_true", help="few tasks, few kills, short leases")
    parser.add_argument("--seed", type=int, help="run this one trial only")
    options = parser.parse_args(arguments)
    _prepare_django()
    from tests.chaos.trial import FULL, SHORT, run

    seeds = [options.seed] if options.seed is not None else [1] if options.short else range(1, 6)
    outcomes = []
    print(_HEADER)
    for seed in seeds:
        outcomes.append(run(seed, SHORT if options.short else FULL))
        print(_row(outcomes[-1]), flush=True)
    print(json.dumps({"benchmark": "chaos", "trials": [_facts(each) for each in outcomes]}))
    return int(any(each.verdict.faults() or not each.is_prompt for each in outcomes))


def _prepare_django() -> None:
    """Give Django what it needs to start; each trial then points it at its own servers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration.settings")
    os.environ.setdefault("SWITCHYARD_SECRET_KEY", secrets.token_urlsafe(48))
    os.environ.setdefault("SWITCHYARD_KEY_PEPPER", secrets.token_urlsafe(24))
    import django

    django.setup()


_HEADER = (
    f"{'seed':>4} {'tasks':>6} {'kills':>6} {'database':>17} {'lost attempts':>14}"
    f" {'recovery':>9} {'bound':>7}  faults"
)


def _row(outcome: "Outcome") -> str:
    database = next(blow for blow in outcome.blows if blow.endswith("postgres"))
    verdict = outcome.verdict
    return (
        f"{outcome.seed:>4} {verdict.tasks:>6} {sum(outcome.killed.values()):>6} {database:>17}"
        f" {verdict.lost_attempts:>14} {outcome.recovery_s:>7.1f} s {2 * outcome.lease_s:>5.0f} s"
        f"  {verdict.faults() or 'none'}"
    )


def _facts(outcome: "Outcome") -> dict[str, Any]:
    return {**asdict(outcome), "faults": outcome.verdict.faults()}


if __name__ == "__main__":
    sys.exit(main())
