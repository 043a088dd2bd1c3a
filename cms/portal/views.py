"""The home page answers the first question of each role."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/portal/home.html")


@login_required
def more(request: HttpRequest) -> HttpResponse:
    """All places of the menu, for a phone."""
    return render(request, "cms/portal/more.html")
