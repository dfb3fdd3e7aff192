from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from zwolle_ot.celery import app as celery_app

__all__ = ["ProjectConfig", "celery_app"]  # every Django process loads the Celery app, so that tasks find their broker


class ProjectConfig(AppConfig):
    name = "zwolle_ot"
    verbose_name = "OT Zwolle"

    def ready(self) -> None:
        from zwolle_ot import grants, law

        # Django tells `post_migrate` to apps with models only; one of them stands for the whole.
        post_migrate.connect(grants.apply, sender=apps.get_app_config("accounts"), dispatch_uid="grants")
        post_migrate.connect(law.apply, sender=apps.get_app_config("accounts"), dispatch_uid="law")
