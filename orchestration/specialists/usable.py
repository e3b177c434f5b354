"""Which specialists can answer, and why others cannot. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orchestration.routing.fleet import Candidate
from orchestration.specialists.checks import split
from orchestration.specialists.entries import SpecialistEntry


@dataclass(frozen=True, slots=True)
class Standing:
    """One of a specialist's models.

    Attributes:
        reference: As the specialist names it.
        providers: Where it stands, whether they can be asked or not; none where there is no such
            model.
        served_by: Who can serve it now, as `provider/model`.
        reasons: Why others cannot; why nobody can, when nobody does.
    """

    reference: str
    providers: tuple[str, ...]
    served_by: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usability:
    """Whether a specialist can answer.

    Attributes:
        usable: Whether one of its models can be asked.
        reasons: Why not; empty when it can.
        models: Each of its models.
    """

    usable: bool
    reasons: tuple[str, ...]
    models: tuple[Standing, ...]


def usability(
    specialist: SpecialistEntry, candidates: Sequence[Candidate], *, prompt_missing: str = ""
) -> Usability:
    """Return whether a specialist can answer.

    Args:
        specialist: Who is meant.
        candidates: All that there are, with what keeps them from serving.
        prompt_missing: Why its prompt cannot be used; empty when it can.
    """
    providers = {each.provider for each in candidates}
    standings = tuple(
        _standing(reference, specialist, candidates, providers) for reference in specialist.models
    )
    reasons = []
    if not specialist.enabled:
        reasons.append("It is switched off.")
    if prompt_missing:
        reasons.append(prompt_missing)
    if not any(each.served_by for each in standings):
        reasons += dict.fromkeys(reason for each in standings for reason in each.reasons)
    return Usability(not reasons, tuple(reasons), standings)


def _standing(
    reference: str,
    specialist: SpecialistEntry,
    candidates: Iterable[Candidate],
    providers: set[str],
) -> Standing:
    provider, model = split(reference, providers)
    meant = [each for each in candidates if each.model == model and provider in ("", each.provider)]
    if not meant:
        return Standing(reference, (), (), (f"There is no model {reference}.",))
    able, reasons = [], []
    for each in meant:
        if (why := _lack(each, specialist)) == "":
            able.append(each.id)
        else:
            reasons.append(why)
    where = tuple(dict.fromkeys(each.provider for each in meant))
    return Standing(reference, where, tuple(able), tuple(dict.fromkeys(reasons)))


def _lack(candidate: Candidate, specialist: SpecialistEntry) -> str:
    if candidate.obstacle:
        return candidate.obstacle
    if not candidate.enabled:
        return f"The model {candidate.id} is switched off."
    needed = set(specialist.hints.capabilities)
    if specialist.output_schema is not None:
        needed.add("json_schema")
    if missing := sorted(needed - candidate.capabilities):
        return f"The model {candidate.id} lacks {', '.join(missing)}."
    return ""
