from django.urls import path

from cermat.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("pembacaan/", views.all_read, name="all_read"),
    path("<int:pk>/pembacaan/", views.read, name="read"),
]
