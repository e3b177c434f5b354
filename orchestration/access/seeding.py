"""The rows of access that a first use needs; each function may be called again and again."""

from django.contrib.auth import get_user_model

from orchestration.access.records import ApiKey, Tenant
from orchestration.access.scopes import SCOPES
from orchestration.access.services import create_key, digest_of

KEY_NAME = "local"
CRITICAL = 4


def ensure_tenant(name: str) -> Tenant:
    """Return the tenant of this name; made when missing. Queries: one or two."""
    return Tenant.objects.get_or_create(name=name)[0]


def ensure_admin(username: str, password: str) -> bool:
    """Make the superuser when missing; return whether `password` opens the account.

    An existing account keeps its password: somebody may have changed it on purpose.
    """
    users = get_user_model().objects
    user = users.filter(username=username).first()
    if user is None:
        users.create_superuser(username=username, password=password)
        return True
    return user.check_password(password)


def ensure_key(tenant: Tenant, token: str) -> ApiKey:
    """Make `token` a key of `tenant` that may do everything; one token at a time.

    A token that is known already stays as it is, even revoked. Another token under the same
    name is replaced, because its text is lost.

    Raises:
        ValueError: the token is too short to be safe.
    """
    known = ApiKey.objects.filter(digest=digest_of(token)).first()
    if known is not None:
        return known
    ApiKey.objects.filter(tenant=tenant, name=KEY_NAME).delete()
    return create_key(tenant, KEY_NAME, scopes=SCOPES, max_priority=CRITICAL, token=token)[0]
