from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Kế hoạch và nhiệm vụ"

    def ready(self) -> None:
        """Tell what lies below of this app: what waits behind places, states of documents, history pages."""
        from agencies import navigation
        from plans import counting, documents, history

        navigation.supply_count("plans:review-list", counting.waiting_for_review)
        navigation.supply_count("plans:agency-work", counting.owed_by_agency)
        navigation.supply_office_test(counting.is_office)
        documents.supply_states()
        history.supply()
