from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Tổng hợp và báo cáo"

    def ready(self) -> None:
        """Tell what lies below: names of files in the log of reads, reports that go on when an office ends, files that wait."""
        from reporting import inheriting, read_names, waiting

        inheriting.supply()
        waiting.supply()
        read_names.supply()
