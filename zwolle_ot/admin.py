"""Makes our own administration site the default one; the site itself is in `admin_site`."""

from django.contrib.admin.apps import AdminConfig


class OurAdminConfig(AdminConfig):
    default_site = "zwolle_ot.admin_site.OurAdminSite"
