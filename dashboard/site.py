"""The admin site: superusers only, until roles arrive."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLPattern, path

from dashboard import pages

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite as _Site
else:
    from unfold.sites import UnfoldAdminSite as _Site


def is_operator(request: HttpRequest) -> bool:
    """Return whether the request comes from a live superuser."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_superuser


class SwitchyardSite(_Site):
    """Unfold's site with our pages and our rule of who may enter.

    Every view of the site asks `has_permission`, so staff without the superuser flag see the log-in
    page and nothing else, whatever single permissions they hold.
    """

    enable_nav_sidebar = True
    index_title = "Overview"

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the request may see any page at all."""
        return is_operator(request)

    def extra_urls(self) -> list[URLPattern]:
        """Return the pages that belong to no single record; Unfold adds them to the site's."""
        from dashboard.admin.memory_search import search_page
        from dashboard.arms import arms_page
        from dashboard.breakers import breakers_page, close_breaker

        return [
            path("overview/live/", self.admin_view(pages.live_overview), name="overview_live"),
            path("memory/search/", self.admin_view(search_page), name="memorysearch_changelist"),
            path("arms/", self.admin_view(arms_page), name="arms_changelist"),
            path("breakers/", self.admin_view(breakers_page), name="breakers_changelist"),
            path("breakers/reset/", self.admin_view(close_breaker), name="breakers_reset"),
        ]
