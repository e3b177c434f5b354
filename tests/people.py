"""Three people before the admin: a superuser, staff without that flag, and a stranger."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.test import Client

PASSWORD = "a password of some length"


def superuser(name: str = "operator", *, password: str | None = None) -> User:
    """Make somebody who may do everything; without a password (hashing one takes its time)."""
    return User.objects.create_superuser(name, f"{name}@example.org", password)


def staff(name: str = "clerk") -> User:
    """Make somebody with every single permission, but without the superuser's flag."""
    user = User.objects.create_user(name, "", is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    return user


def browser_of(user: User | None = None) -> Client:
    """Return a browser in which `user` is logged in, or a stranger's."""
    # `make run` makes this folder; without it the middleware for static files warns.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
