from django.urls import path

from cermat.collection import views

app_name = "collection"
urlpatterns = [
    path("", views.index, name="index"),
    path("periode/<int:cycle_pk>/", views.mine, name="mine"),
    path("<int:pk>/", views.sheet, name="sheet"),
]
