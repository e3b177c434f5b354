"""The web process's paths."""

from django.contrib import admin
from django.urls import path

# Here and not at Django's start: dispatcher and workers have no use for the admin's modules.
admin.autodiscover()

urlpatterns = [
    path("admin/", admin.site.urls),
]
