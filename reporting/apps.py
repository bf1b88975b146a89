from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Tổng hợp và báo cáo"

    def ready(self) -> None:
        """Tell what lies below which reports go on when an office ends."""
        from reporting import inheriting

        inheriting.supply()
