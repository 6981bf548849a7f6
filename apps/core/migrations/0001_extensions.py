from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    # Exclusion constraints of the other apps need btree_gist.
    run_before = [("branches", "0001_initial")]
    dependencies = []
    operations = [BtreeGistExtension(), TrigramExtension()]
