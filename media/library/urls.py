"""Addresses of recordings, below /files/media/."""

from django.urls import path

from media.library import views

app_name = "library"

urlpatterns = [
    path("<uuid:public_id>/", views.media, name="media"),
    path("<uuid:public_id>/poster/", views.poster, name="poster"),
    path("<uuid:public_id>/captions/<slug:language>.vtt", views.captions, name="captions"),
    path("<uuid:public_id>/transcript/", views.transcript, name="transcript"),
]
