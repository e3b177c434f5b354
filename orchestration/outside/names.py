"""What a request may name as its model. Pure.

house-large             a model of that name, at whoever serves it
groq/house-large        the same, at this provider only; `local/…` is our own workers
specialist/forex        a specialist of the catalogue
auto, auto:cheapest     whoever fits, in the order of a strategy
groq/auto, groq/auto:…  the same, at this provider only
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from orchestration.errors import FieldProblem, InvalidInput, shorten

AUTO: Final = "auto"
SPECIALIST: Final = "specialist/"


@dataclass(frozen=True, slots=True)
class Named:
    """What was named.

    Attributes:
        model: A model; empty where the choice is ours, or a specialist's.
        provider: Where it shall be asked; empty for anywhere.
        specialist: Who shall answer; empty for nobody in particular.
        strategy: Which order is wanted; empty for the tenant's.
    """

    model: str = ""
    provider: str = ""
    specialist: str = ""
    strategy: str = ""

    @property
    def nobody(self) -> bool:
        """Return whether the choice is left to routing."""
        return not self.model and not self.specialist


def read_name(name: str, providers: Container[str]) -> Named:
    """Return what a name means.

    Args:
        name: As the request has it.
        providers: Names of providers, ``local`` among them; a name with another beginning is a
            model's own.

    Raises:
        InvalidInput: It is empty, or its specialist's is. An empty model would leave the choice to
            routing, which nobody has asked for.
    """
    if name in ("", SPECIALIST):
        raise _empty(name)
    if name.startswith(SPECIALIST):
        return Named(specialist=name.removeprefix(SPECIALIST))
    if (strategy := _chosen(name)) is not None:
        return Named(strategy=strategy)
    provider, slash, model = name.partition("/")
    if not slash or not model or provider not in providers:
        return Named(model=name)
    if (strategy := _chosen(model)) is not None:
        return Named(provider=provider, strategy=strategy)
    return Named(model=model, provider=provider)


def _chosen(name: str) -> str | None:
    """Return the strategy by which one shall be chosen, empty for the tenant's; None where a name
    leaves no choice."""
    first, colon, rest = name.partition(":")
    return rest if first == AUTO and (rest or not colon) else None


def _empty(name: str) -> InvalidInput:
    problem = FieldProblem(
        field="model",
        value=shorten(name),
        message="names nobody",
        mend=f"Send the name of a model, {SPECIALIST} with a specialist's, or {AUTO}.",
    )
    return InvalidInput(
        "model: names nobody", field="model", value=name, mend=problem.mend, problems=[problem]
    )
