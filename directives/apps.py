from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = "Văn bản chỉ đạo"

    def ready(self) -> None:
        """Every upload of the product is looked into for a secrecy marking (decision 19); documents have a history page."""
        from agencies.uploads import supply_inspection
        from directives import history
        from directives.reading.glance import refusal_of

        supply_inspection(refusal_of)
        history.supply()
