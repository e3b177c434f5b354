"""The peer of our submission: a bare DRF view that inserts one row, in a project of its own.

No key, no limits, no queue: a serializer, the ORM, one insert, one commit. It is served by the same
server with the same settings.
"""

import os
from urllib.parse import urlsplit

import django
from django.conf import settings

_url = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    SECRET_KEY="peer",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="benchmarks.peers.bare_drf",
    INSTALLED_APPS=["rest_framework"],
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path.lstrip("/"),
            "USER": _url.username,
            "PASSWORD": _url.password,
            "HOST": _url.hostname,
            "PORT": _url.port,
            "CONN_MAX_AGE": None,
        }
    },
    USE_TZ=True,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "UNAUTHENTICATED_USER": None,
    },
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import models
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer
from rest_framework.views import APIView


class Job(models.Model):
    """One row."""

    kind = models.CharField(max_length=32)
    input = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "peer"
        db_table = "peer_job"

    def __str__(self) -> str:
        return self.kind


class JobSerializer(ModelSerializer):  # type: ignore[type-arg]
    """As the tutorial has it."""

    class Meta:
        model = Job
        fields = ("id", "kind", "input", "created_at")


class JobView(APIView):
    """POST inserts."""

    def post(self, request: Request) -> Response:
        """Insert one row."""
        serializer = JobSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(serializer.data, status=201)


urlpatterns = [path("jobs", JobView.as_view())]
application = get_wsgi_application()
