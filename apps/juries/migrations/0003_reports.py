from django.db import migrations, models

from apps.core.together import Together

SUBJECT = models.CharField(
    choices=[
        ("project", "书记项目立项评审"),
        ("project_result", "书记项目结项评价"),
        ("brand", "党建品牌评审"),
        ("report", "书记述职评议"),
    ],
    max_length=20,
    verbose_name="用于",
)


class Migration(migrations.Migration):
    """The database knows nothing of choices: only the state of the models moves on."""

    dependencies = [("juries", "0002_frozen_facts")]

    operations = [
        Together(
            migrations.AlterField("juryscheme", "subject", SUBJECT),
            migrations.AlterField("juryschemeevent", "subject", SUBJECT.clone()),
        ),
    ]
