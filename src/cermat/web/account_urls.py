"""Signing in and out, and nothing else of the account pages."""

from allauth.account.views import login, logout, password_change
from django.urls import path

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("password/", password_change, name="account_change_password"),
]
