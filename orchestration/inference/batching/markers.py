"""Marks that stand for images while a template is rendered, which only knows text.

A mark is random, so that no text of a caller can pass for one.
"""

from __future__ import annotations

import re
import secrets

from orchestration.errors import UserError
from orchestration.inference.ports import Image, Message


class Markers:
    """The marks of one rendering."""

    def __init__(self) -> None:
        """Choose what the marks look like."""
        self._name = f"image-{secrets.token_hex(16)}-"
        self._images: list[Image] = []

    def content(self, message: Message) -> str:
        """Return what a turn says, with marks in the place of images."""
        return "".join(map(self._text, message.parts)) if message.parts else message.content

    def _text(self, part: str | Image) -> str:
        if isinstance(part, str):
            return part
        self._images.append(part)
        return f"[{self._name}{len(self._images) - 1}]"

    def split(self, rendered: str, model: str) -> list[str | Image]:
        """Return the texts and images of a rendered conversation, in order.

        Raises:
            UserError: The template does not show each image once, in order.
        """
        if not self._images:
            return [rendered]
        pieces = re.split(rf"\[{self._name}(\d+)\]", rendered)
        if [int(at) for at in pieces[1::2]] != list(range(len(self._images))):
            raise UserError(
                f"The chat template of {model} shows not every image once, in order.",
                field="input.messages",
                mend="Put images into messages of the user, or choose another model.",
            )
        texts = pieces[::2]
        order: list[str | Image] = [texts[0]]
        for image, text in zip(self._images, texts[1:], strict=True):
            order += [image, text]
        return [each for each in order if each != ""]
