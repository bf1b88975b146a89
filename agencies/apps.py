from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "Cơ quan và cán bộ"

    def ready(self) -> None:
        """Give the nouns of this app their history pages, and an empty choice words that Django has in English only."""
        from django.db.models import fields

        from agencies.history import own

        fields.BLANK_CHOICE_LABEL = "Chưa chọn"
        own.supply()


class HouseAdminConfig(AdminConfig):
    """The Django admin with its door in the house."""

    default_site = "agencies.admin_site.House"
