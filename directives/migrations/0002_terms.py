"""The terms of office that number party documents, as far as they are the same for a whole level.

Central terms run from the opening day of a national congress to the day before the next. Congresses below it fall on
different days in different places; one day per level stands for them, and an office whose congress fell otherwise records
its own term (Term.agency). Districts ended on 30/6/2025.
"""

from datetime import date, timedelta

from django.db import migrations

CONGRESSES = {
    "central": (
        ("khóa X", date(2006, 4, 18)),
        ("khóa XI", date(2011, 1, 12)),
        ("khóa XII", date(2016, 1, 20)),
        ("khóa XIII", date(2021, 1, 25)),
        ("khóa XIV", date(2026, 1, 19)),
    ),
    "province": (
        ("nhiệm kỳ 2010–2015", date(2010, 9, 1)),
        ("nhiệm kỳ 2015–2020", date(2015, 9, 1)),
        ("nhiệm kỳ 2020–2025", date(2020, 9, 1)),
        ("nhiệm kỳ 2025–2030", date(2025, 9, 1)),
    ),
    "district": (
        ("nhiệm kỳ 2010–2015", date(2010, 7, 1)),
        ("nhiệm kỳ 2015–2020", date(2015, 7, 1)),
        ("nhiệm kỳ 2020–2025", date(2020, 7, 1)),
    ),
    "commune": (
        ("nhiệm kỳ 2010–2015", date(2010, 5, 1)),
        ("nhiệm kỳ 2015–2020", date(2015, 5, 1)),
        ("nhiệm kỳ 2020–2025", date(2020, 5, 1)),
        ("nhiệm kỳ 2025–2030", date(2025, 7, 1)),
    ),
}
ENDED = {"district": date(2025, 6, 30)}


def add_terms(apps, schema_editor):
    Term = apps.get_model("directives", "Term")
    for level, terms in CONGRESSES.items():
        for (name, since), following in zip(terms, (*terms[1:], None), strict=True):
            until = following[1] - timedelta(days=1) if following else ENDED.get(level)
            Term.objects.get_or_create(level=level, agency=None, since=since, defaults={"name": name, "until": until})


def remove_terms(apps, schema_editor):
    """Documents lose the pointer and keep their identity key, which holds the number of the term."""
    Term = apps.get_model("directives", "Term")
    Directive = apps.get_model("directives", "Directive")
    for level, terms in CONGRESSES.items():
        ours = Term.objects.filter(level=level, agency=None, since__in=[since for _, since in terms])
        Directive.objects.filter(term__in=ours).update(term=None)
        ours.delete()


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial")]

    operations = [migrations.RunPython(add_terms, remove_terms)]
