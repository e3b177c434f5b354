"""Texts by whoever serves them: our own workers, models outside, specialists.

A request that names one of our own models goes the way it always went: it is a task of the durable
queue. Every other one is planned first: who is asked, in which order, and why. Models outside are
asked straight away, and the call is written down as a task after its end; where the plan comes to
one of our own models, it becomes a task like any other. What has an idempotency key, or shall go on
without its client, is a task whoever serves it.
"""

from dataclasses import replace
from functools import partial

from api.gateway.hub import Hub
from api.gateway.openai.chain import TextChain, Way
from api.gateway.openai.desk import Desk
from api.gateway.openai.errors import UnsupportedParameter
from api.gateway.openai.outside import OutsideText
from api.gateway.openai.ports import Asked, TextCall, Texts
from orchestration.files.images import filled, pinned
from orchestration.ids import uuid7
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.kinds.image_parts import blobs_of, image_parts
from orchestration.outside.plan import Leg, Plan
from orchestration.outside.planning import Request, is_ours
from orchestration.outside.wire import chat_request
from orchestration.providers.chat import ChatAnswer
from tasks.errors import too_urgent


class RoutedTexts:
    """Conversations and prompts; serves `Texts`.

    Args:
        hub: how long answers may take.
        desk: asks models outside.
        local: our own workers.
    """

    def __init__(self, hub: Hub, desk: Desk, local: Texts) -> None:
        self._hub = hub
        self._desk = desk
        self._local = local

    async def begin(self, asked: Asked) -> TextCall:
        """Take a request in.

        Raises:
            UnknownModel, UnknownSpecialist: there is nobody of that name.
            NobodyServes: those that were named cannot.
            SwitchyardError: it is refused.
        """
        known = await self._desk.catalogue()
        if asked.model is None or is_ours(asked.model, known):
            return await self._local.begin(asked)
        if _must_be_stored(asked):
            # Classified as others are, so that a key does not change who answers.
            about = asked.classified or await self._desk.about(asked)
            return await self._local.begin(replace(asked, classified=about))
        if asked.kind != "chat":
            raise UnsupportedParameter(
                f"The model {asked.model} is asked with conversations only.",
                field="model",
                value=asked.model,
                mend="Use /v1/chat/completions, or one of our own models.",
            )
        check_priority(asked)
        self._desk.journal.check()
        plan = await self._plan(asked)
        return await TextChain.begun([self._way(asked, plan, leg) for leg in plan.legs])

    async def _plan(self, asked: Asked) -> Plan:
        values, tenant_id = validate_input(get_kind(asked.kind), asked.input), asked.by.tenant_id
        if any(image_parts(values)):
            values = await self._hub.rows.read(partial(pinned, values, tenant_id=tenant_id))
        request = Request(
            name=asked.model or "",
            input=values,
            key=asked.sticky or uuid7().hex,
            tenant_id=tenant_id,
            priority=asked.wishes.level,
            classified=asked.classified,
        )
        return await self._desk.plan(request)

    def _way(self, asked: Asked, plan: Plan, leg: Leg) -> Way[ChatAnswer]:
        if leg.local:
            model, routing = leg.hops[0].route.model, plan.decision
            ours = replace(asked, model=model, input=plan.input, routing=routing)
            return Way(partial(self._local.begin, ours), stored=True)
        return Way(partial(self._outside, asked, plan, leg), stored=False)

    async def _outside(self, asked: Asked, plan: Plan, leg: Leg) -> TextCall:
        said = plan.input
        if blobs_of(said):
            fill = partial(filled, said, tenant_id=asked.by.tenant_id)
            said = await self._hub.rows.read(fill)
        text = OutsideText(
            self._desk,
            asked,
            plan,
            leg,
            request=chat_request(said, one_call=asked.one_call),
            patience_s=self._hub.settings.stream_s,
            heartbeat_s=self._hub.settings.heartbeat_s,
        )
        await asked.hears(text.id)
        return text


def check_priority(asked: Asked) -> None:
    """Refuse a level that the key may not have, as a task would be.

    Raises:
        Forbidden: it is too urgent.
    """
    wanted = asked.wishes.priority
    if wanted is not None and wanted > asked.by.max_priority:
        raise too_urgent("priority", wanted, asked.by.max_priority)


def _must_be_stored(asked: Asked) -> bool:
    """Return whether something is asked for that only a task has from its beginning on; a worker
    then asks the models outside."""
    return asked.wishes.key is not None or asked.wishes.stays
