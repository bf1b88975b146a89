from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Tổng hợp và báo cáo"

    def ready(self) -> None:
        """Name its files where the log of reads is shown; tell what lies below which reports go on when an office ends."""
        from reporting import inheriting, read_names

        inheriting.supply()
        read_names.supply()
