"""The web process's paths: the REST API and the admin."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views import defaults
from django.views.generic import RedirectView

from api.rest import problems

# Here and not at Django's start: dispatcher and workers have no use for the admin's modules.
admin.autodiscover()

_PAGES = "/admin/"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path("", include("api.urls")),
]


def handler400(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer to what Django refuses: a page for people, a problem document for programs."""
    if request.path.startswith(_PAGES):
        return defaults.bad_request(request, exception)
    return problems.bad_request(request, exception)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where nothing is served."""
    if request.path.startswith(_PAGES):
        return defaults.page_not_found(request, exception)
    return problems.not_found(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer after a failure that nobody expected."""
    if request.path.startswith(_PAGES):
        return defaults.server_error(request)
    return problems.server_error(request)
