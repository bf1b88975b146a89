from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Kế hoạch và nhiệm vụ"

    def ready(self) -> None:
        """Tell the navigation, which lies below, what waits behind its places."""
        from agencies import calendars, navigation
        from plans import counting, documents
        from plans.services import calendar

        navigation.supply_count("plans:review-list", counting.waiting_for_review)
        navigation.supply_count("plans:agency-work", counting.owed_by_agency)
        navigation.supply_office_test(counting.is_office)
        documents.supply_states()
        calendars.supply_follower(calendars.Follower(calendar.count_moves, calendar.follow_calendar))
