"""In which state the figures are: what a page that was kept may be shown for."""

from django.db import models

from shell.keys import Keyed


class SourceChange(Keyed):
    """That a table changed which pages of figures read: appended by its triggers, added up by the worker.

    `times` of a table together with its newest key tell its state apart from every other one. Appended and not counted in
    one row: two transactions that change the same table would wait for each other. A table without a row is not watched.
    """

    source = models.CharField(max_length=63)
    times = models.BigIntegerField()

    class Meta:
        verbose_name = "verandering van een bron"
        verbose_name_plural = "veranderingen van bronnen"

    def __str__(self) -> str:
        return self.source
