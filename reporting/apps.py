from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Tổng hợp và báo cáo"

    def ready(self) -> None:
        """Tell what lies below: names of files in the log of reads, what waits, which reports go on when an office ends."""
        from agencies import navigation
        from agencies.provisional import supply_columns
        from reporting import inheriting, read_names, waiting
        from reporting.approving import count_waiting
        from reporting.models import Report

        navigation.supply_count("reporting:report-list", count_waiting)
        supply_columns(Report, "about_agency")
        inheriting.supply()
        waiting.supply()
        read_names.supply()
