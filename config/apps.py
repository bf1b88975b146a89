from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Cấu hình"

    def ready(self) -> None:
        # checks registers itself; the Celery application must exist before the first @shared_task is called.
        from config import celery, checks  # noqa: F401
