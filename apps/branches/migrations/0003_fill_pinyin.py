"""Pinyin of the rows that are there. Batches of their own: killed, it goes on where it stood."""

from django.db import migrations

BATCH = 2000


def fill(apps, schema_editor):
    for name in ("Unit", "Organisation", "Person"):
        model = apps.get_model("branches", name)
        field = model._meta.get_field("pinyin")
        last = 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk").only("name", "pinyin")[:BATCH]):
            for row in rows:
                row.pinyin = field.keys(row.name)
            model.objects.bulk_update(rows, ["pinyin"], batch_size=500)
            last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("branches", "0002_pinyin")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
