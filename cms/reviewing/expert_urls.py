"""The address of an outside expert, who has no account."""

from django.urls import path

from cms.reviewing.views import expert

app_name = "expert"
urlpatterns = [path("<str:token>/", expert.review, name="review")]
