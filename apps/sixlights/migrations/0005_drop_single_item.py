import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from apps.core.together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('sixlights', '0004_move_items'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='activity',
            name='item',
        ),
        migrations.RemoveField(
            model_name='activityevent',
            name='item',
        ),
        Together(
            pgtrigger.migrations.AddTrigger(
                model_name='activityitem',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sixlights_activityitemevent" ("activity_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."activity_id", new_values."id", new_values."item_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='39100a20aba4c051a835f0e9fe9c377f11cd5210', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_46cac', referencing='REFERENCING NEW TABLE AS new_values ', table='sixlights_activityitem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='activityitem',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sixlights_activityitemevent" ("activity_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."activity_id", new_values."id", new_values."item_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bb3669fa71abe0938dceab10582983b5a5d9d490', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5190c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='sixlights_activityitem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='activityitem',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sixlights_activityitemevent" ("activity_id", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."activity_id", old_values."id", old_values."item_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='57aaa09f816de9bc66c5a51921185ad643b59869', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_033de', referencing='REFERENCING OLD TABLE AS old_values ', table='sixlights_activityitem', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='activityitemevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fc96fc20b486ddb1ddeadcf0e49f56e69f32a738', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3b8d5', table='sixlights_activityitemevent', when='BEFORE')),
            ),
        ),
    ]
