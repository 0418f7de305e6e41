from django.urls import path

from cermat.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.register, name="register"),
    path("baru/", views.filing, name="filing"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/pembuatan/", views.making, name="making"),
    path("<int:pk>/validasi/", views.validation, name="validation"),
    path("berkas/<int:pk>/", views.file, name="file"),
    path("berkas/<int:pk>/kecil/", views.small, name="small"),
]
