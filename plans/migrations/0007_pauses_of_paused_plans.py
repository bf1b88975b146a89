"""Plans that are paused already get the row of their pause; its first day was not kept, so it is the last day known to be tracked."""

from django.db import migrations
from django.db.models import Max


def tell(apps, schema_editor):
    plans = apps.get_model("plans", "Plan").objects.filter(state="paused", pauses__isnull=True)
    pauses = apps.get_model("plans", "PlanPause").objects
    for plan in plans.annotate(last=Max("duties__periods__opened_on")):
        since = max(day for day in (plan.last, plan.published_on) if day)
        pauses.create(plan=plan, since=since, reason="Tạm dừng trước khi phần mềm ghi lý do")


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_plan_pause")]

    # Going back drops the whole table one step earlier.
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
