"""The addresses of an outside expert, who has no account: all of them below the link."""

from django.urls import path

from cms.reviewing.views import expert, expert_files

app_name = "expert"
urlpatterns = [
    path("<str:token>/", expert.review, name="review"),
    path("<str:token>/media/<uuid:public_id>/", expert_files.media, name="media"),
    path("<str:token>/media/<uuid:public_id>/poster/", expert_files.poster, name="poster"),
    path(
        "<str:token>/media/<uuid:public_id>/captions/<slug:language>.vtt",
        expert_files.captions,
        name="captions",
    ),
    path("<str:token>/documents/<int:number>/", expert_files.document, name="document"),
]
