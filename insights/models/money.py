"""Money per month and unit, without the commitments behind it: what figures roles may see of the budget."""

from django.db import models


class MoneyMonth(models.Model):
    """Budget of a month for one wijkteam, board, location and payer kind, in cents [domain 3.11]. Kept by the worker."""

    month = models.DateField()
    sector = models.CharField(max_length=3, blank=True)
    neighbourhood_team = models.CharField(max_length=20, blank=True)
    board = models.CharField(max_length=20, blank=True)
    location = models.CharField(max_length=6, blank=True)
    arrangement = models.CharField(max_length=60, blank=True)
    payer = models.CharField(max_length=20)
    budget = models.BigIntegerField()
    realised = models.BigIntegerField()
    forecast = models.BigIntegerField()

    class Meta:
        verbose_name = "geld per maand"
        verbose_name_plural = "geld per maand"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "sector", "neighbourhood_team", "board", "location", "arrangement", "payer"],
                name="money_month_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.payer}"
