"""How far the changes of a person's rows have been counted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Ledger(models.Model):
    """
    One row a person: the number of the last change of their rows.

    Whoever saves raises it first, and so holds the row until the end of the transaction: nobody else saves
    for that person meanwhile, and whoever reads a number finds all edits up to it (`Operation.change`).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="ledger", verbose_name=_("person")
    )
    change = models.BigIntegerField(_("last change"))

    class Meta:
        verbose_name = _("ledger")
        verbose_name_plural = _("ledgers")

    def __str__(self):
        return f"{self.change}"
