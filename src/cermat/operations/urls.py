from django.urls import path

from cermat.operations import views

app_name = "operations"
urlpatterns = [
    path("sehat/", views.health, name="health"),
    path("jejak/", views.audit_trail, name="audit_trail"),
]
