from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Tổng hợp và báo cáo"

    def ready(self) -> None:
        """Name its files where the log of reads is shown."""
        from reporting import read_names

        read_names.supply()
