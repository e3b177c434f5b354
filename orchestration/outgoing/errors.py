"""What is said about a URL that may not be asked."""

from __future__ import annotations

from orchestration.errors import UserError

SETTING = "SWITCHYARD_OUTGOING__ALLOW"


class ForbiddenURL(UserError):  # noqa: N818 - named for what happened
    """A URL leads, or may lead, to where requests for users do not go."""

    slug = "forbidden-url"
    title = "The URL is not allowed"
