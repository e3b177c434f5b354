"""Users and groups of the admin."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from dashboard.admin.base import RecordAdmin

if TYPE_CHECKING:
    _UserAdmin = DjangoUserAdmin[User]
else:
    _UserAdmin = DjangoUserAdmin


@admin.register(User)
class UserAdmin(_UserAdmin, RecordAdmin[User]):
    """Who may log in; only superusers see anything, until roles arrive."""

    may_add = may_change = may_delete = True
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "email", "is_active", "is_superuser", "last_login")
    list_filter: ClassVar = ("is_active", "is_superuser")
    search_fields = ("username__startswith", "email")
    ordering = ("username",)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, RecordAdmin[Group]):
    """Groups, for the roles to come."""

    may_add = may_change = may_delete = True
    search_fields = ("name__startswith",)
