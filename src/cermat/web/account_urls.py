"""Signing in and out, the choice of language, and nothing else of the account pages."""

from allauth.account.views import login, logout
from django.urls import path

from cermat.web.views import choose_language, own_password

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("password/", own_password, name="account_change_password"),
    path("bahasa/", choose_language, name="choose_language"),
]
