"""The web process: REST, admin and dashboard."""

import os

from django.core.wsgi import get_wsgi_application

from api.rest.content_type import WithoutCharset

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration.settings")
application = WithoutCharset(get_wsgi_application())
