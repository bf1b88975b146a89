from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = "Văn bản chỉ đạo"

    def ready(self) -> None:
        """Every upload is looked into for a marking (decision 19); documents follow their agencies and have a history page."""
        from agencies.uploads import supply_inspection
        from directives import following, history, read_names
        from directives.reading.glance import refusal_of

        supply_inspection(refusal_of)
        following.supply()
        history.supply()
        read_names.supply()
