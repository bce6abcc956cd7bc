"""What the content loader remembers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedContent(models.Model):
    """What `load_content` last wrote to a row, so that it can tell an editor's change from its own."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="loaded_content_once")]

    def __str__(self):
        return f"{self.model} {self.key}"
