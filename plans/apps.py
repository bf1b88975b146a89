from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Kế hoạch và nhiệm vụ"

    def ready(self) -> None:
        """Tell what lies below: what waits behind places, states of documents, history pages, what follows."""
        from agencies import agency_page, calendars, navigation, provisional
        from plans import counting, documents, history, models, read_names, urging
        from plans.services import calendar

        navigation.supply_count("plans:review-list", counting.waiting_for_review)
        navigation.supply_count("plans:agency-work", counting.owed_by_agency)
        navigation.supply_count("plans:inbox", counting.unread_notices)
        navigation.supply_office_test(counting.is_office)
        agency_page.supply_act(urging.offer)
        documents.supply_states()
        history.supply()
        read_names.supply()
        provisional.supply_columns(models.Plan, "owner", "monitor")
        provisional.supply_columns(models.Assignment, "agency")
        provisional.supply_columns(models.WorkItem, "agency", "owner", "monitor")
        provisional.supply_columns(models.ReportingDuty, "recipient")
        provisional.supply_columns(models.Reminder, "agency")
        provisional.supply_columns(models.Note, "from_agency")
        provisional.supply_columns(models.Handover, "agency")
        provisional.supply_columns(models.HandoverLine, "successor")
        provisional.supply_columns(models.NoteReceiver, "agency")
        provisional.supply_columns(models.NoteReply, "agency")
        provisional.supply_columns(models.BulkAct, "agency")
        provisional.supply_columns(models.SavedView, "agency")
        provisional.supply_columns(models.Urging, "office", "agency")
        provisional.supply_columns(models.UrgingReply, "agency")
        calendars.supply_follower(calendars.Follower(calendar.count_moves, calendar.follow_calendar))
