"""Money per month and unit, without the commitments behind it: what figures roles may see of the budget."""

from django.db import models


class MoneyMonth(models.Model):
    """Budget of a month for one wijkteam, board, location and kind of payer, in cents [domain 3.11]. Kept by the worker.

    Places in an arrangement are left out: an amount per place tells how few pupils have one, and is for the payer and
    the controller alone [domain 5].
    """

    month = models.DateField()
    sector = models.CharField(max_length=3, blank=True)
    neighbourhood_team = models.CharField(max_length=20, blank=True)
    board = models.CharField(max_length=20, blank=True)
    location = models.CharField(max_length=6, blank=True)
    payer = models.CharField(max_length=20)
    budget = models.BigIntegerField()
    realised = models.BigIntegerField()
    forecast = models.BigIntegerField()

    class Meta:
        verbose_name = "geld per maand"
        verbose_name_plural = "geld per maand"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "sector", "neighbourhood_team", "board", "location", "payer"],
                name="money_month_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.payer}"


class StaleMoney(models.Model):
    """News that budget lines changed: the worker makes `MoneyMonth` again."""

    id = models.BigAutoField(primary_key=True)

    class Meta:
        verbose_name = "bij te werken geld"
        verbose_name_plural = "bij te werken geld"

    def __str__(self) -> str:
        return str(self.pk)
