"""What a generation may be asked for: parameters, tools, the form of the answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from orchestration.kinds.fields import (
    JsonObject,
    LongText,
    ShortText,
    Strict,
    Text,
    check_total,
    storable_text,
)
from orchestration.kinds.images import MOST_IMAGES, ImageContent, count_images, texts

BIAS = 100.0
GRAMMAR_LENGTH = 100_000
ANSWERS = 16


def _token_numbers(biases: dict[str, float]) -> dict[str, float]:
    for token, bias in biases.items():
        if not token.isascii() or not token.isdigit() or len(token) > 9:  # noqa: PLR2004
            raise PydanticCustomError("token", "must have tokens' numbers as keys")
        if not -BIAS <= bias <= BIAS:
            raise PydanticCustomError("bias", "must have values from -100 to 100")
    return biases


Biases: TypeAlias = Annotated[
    dict[str, float], Field(max_length=1000), AfterValidator(_token_numbers)
]
FunctionName: TypeAlias = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_.-]{1,64}$")]


class TextFormat(Strict):
    """Whatever the model says."""

    type: Literal["text"]


class JsonFormat(Strict):
    """A JSON object."""

    type: Literal["json_object"]


class NamedSchema(Strict):
    """A JSON schema, as OpenAI's clients send it."""

    schema_: JsonObject = Field(alias="schema")
    name: ShortText | None = None
    description: Text | None = None
    strict: bool | None = Field(None, description="Schemas are always enforced")


class SchemaFormat(Strict):
    """JSON that fits a schema."""

    type: Literal["json_schema"]
    json_schema: NamedSchema


class GrammarFormat(Strict):
    """A text of a grammar."""

    type: Literal["grammar"]
    grammar: Annotated[
        str, Field(min_length=1, max_length=GRAMMAR_LENGTH), AfterValidator(storable_text)
    ] = Field(description="GBNF with a rule `root`")


ResponseFormat: TypeAlias = Annotated[
    TextFormat | JsonFormat | SchemaFormat | GrammarFormat, Field(discriminator="type")
]


class GenerationParameters(Strict):
    """How text is drawn; what is left out comes from the model's defaults."""

    max_tokens: int | None = Field(None, ge=1, le=1_000_000, description="Longest answer, tokens")
    temperature: float | None = Field(None, ge=0, le=5, description="0 takes the likeliest token")
    top_p: float | None = Field(None, ge=0, le=1)
    top_k: int | None = Field(None, ge=0, le=1_000_000, description="0 switches it off")
    min_p: float | None = Field(None, ge=0, le=1)
    repeat_penalty: float | None = Field(None, ge=0.1, le=10, description="1 switches it off")
    frequency_penalty: float | None = Field(None, ge=-2, le=2)
    presence_penalty: float | None = Field(None, ge=-2, le=2)
    logit_bias: Biases | None = Field(None, description="Added to tokens' scores, by their number")
    logprobs: int | None = Field(None, ge=0, le=20, description="Alternatives told of each token")
    seed: int | None = Field(None, ge=0, lt=2**32 - 1, description="Same seed, same draw")
    stop: list[ShortText] | None = Field(None, max_length=16, description="Texts that end it")
    n: int | None = Field(None, ge=1, le=ANSWERS, description="How many answers")
    overflow: Literal["error", "truncate"] | None = Field(
        None, description="Whether what is oldest is left out when the context is full"
    )
    response_format: ResponseFormat | None = Field(None, description="What the answer looks like")


class CompletionInput(GenerationParameters):
    """Continue a prompt."""

    prompt: LongText


class CalledFunction(Strict):
    """A function and what it is called with, as JSON in a text."""

    name: FunctionName
    arguments: Text


class ToolCall(Strict):
    """A call that an assistant wanted."""

    id: ShortText
    type: Literal["function"] = "function"
    function: CalledFunction


class ChatMessage(Strict):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant", "tool"]
    content: ImageContent = Field(description="A text, or texts and images in order")
    name: ShortText | None = None
    tool_calls: list[ToolCall] | None = Field(None, max_length=128)
    tool_call_id: ShortText | None = None

    @model_validator(mode="before")
    @classmethod
    def _calls_say_enough(cls, value: Any) -> Any:
        """Let an assistant that calls tools say nothing else."""
        if isinstance(value, dict) and value.get("tool_calls") and value.get("content") is None:
            return {**value, "content": ""}
        return value

    @model_validator(mode="after")
    def _called_by_assistant(self) -> ChatMessage:
        if self.tool_calls and self.role != "assistant":
            raise PydanticCustomError("caller", "must be an assistant's to have tool_calls")
        return self

    @model_validator(mode="after")
    def _shown_by_user(self) -> ChatMessage:
        if self.images and self.role != "user":
            raise PydanticCustomError("image_role", "must be the user's to have images")
        return self

    @property
    def images(self) -> int:
        """Return how many images it has."""
        return count_images(self.content)


class Function(Strict):
    """A function that may be called."""

    name: FunctionName
    description: Text | None = None
    parameters: JsonObject | None = Field(None, description="A JSON schema")
    strict: bool | None = None


class Tool(Strict):
    """A tool, as OpenAI's clients send it."""

    type: Literal["function"] = "function"
    function: Function


class ChosenFunction(Strict):
    """The name of a function."""

    name: FunctionName


class ChosenTool(Strict):
    """The one that must be called."""

    type: Literal["function"] = "function"
    function: ChosenFunction


class ChatInput(GenerationParameters):
    """Answer a conversation."""

    messages: list[ChatMessage] = Field(min_length=1, max_length=2000)
    tools: list[Tool] | None = Field(None, min_length=1, max_length=128)
    tool_choice: Literal["auto", "none", "required"] | ChosenTool | None = None

    @model_validator(mode="after")
    def _bounded(self) -> ChatInput:
        check_total([text for message in self.messages for text in texts(message.content)])
        if sum(message.images for message in self.messages) > MOST_IMAGES:
            raise PydanticCustomError("images", f"must have at most {MOST_IMAGES} images in all")
        return self

    @model_validator(mode="after")
    def _chosen(self) -> ChatInput:
        names = [tool.function.name for tool in self.tools or ()]
        if len(set(names)) < len(names):
            raise PydanticCustomError("tools", "must have tools with different names")
        if self.tool_choice in (None, "none"):
            return self
        if not names:
            raise PydanticCustomError("tool_choice", "must come with tools")
        chosen = self.tool_choice
        if isinstance(chosen, ChosenTool) and chosen.function.name not in names:
            raise PydanticCustomError("tool_choice", "must name one of the tools")
        if isinstance(chosen, ChosenTool) and chosen.function.name in ("auto", "none", "required"):
            raise PydanticCustomError("tool_choice", "must not name a tool that is called so")
        return self
