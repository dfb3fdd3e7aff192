"""Sign-in pages under /toegang/: allauth's own views under the names it expects. They run as `ot_web`."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("inloggen/", account.login, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("niet-actief/", account.account_inactive, name="account_inactive"),
    path("bevestig/", account.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", account.password_change, name="account_change_password"),
    path("wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("wachtwoord/nieuw/klaar/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("stap-2/", mfa.index, name="mfa_index"),
    path("stap-2/code/", mfa.authenticate, name="mfa_authenticate"),
    path("stap-2/bevestig/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("stap-2/instellen/", views.set_up_app, name="mfa_activate_totp"),
    path("stap-2/reservecodes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("stap-2/reservecodes/maken/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("stap-2/reservecodes/opslaan/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("voorbeeld/", views.demo_sign_in, name="demo_sign_in"),
    # Named by allauth, not offered here: nobody signs up, sets an address, or turns the second factor off.
    path("aanmelden/", views.to_sign_in, name="account_signup"),
    path("adres/", views.to_sign_in, name="account_email"),
    path("adres/bevestigen/", views.to_sign_in, name="account_email_verification_sent"),
    path("wachtwoord/kiezen/", views.to_sign_in, name="account_set_password"),
    path("stap-2/uitzetten/", views.to_sign_in, name="mfa_deactivate_totp"),
]
