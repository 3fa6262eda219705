"""Telling a person, on the page they go back to, why a button without a form of its own did nothing."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def back_with_reasons(request: HttpRequest, form: forms.Form, address: str) -> HttpResponse:
    """Lead back to `address`, where the refusal gathered on `form` is said."""
    for reason in form.non_field_errors():
        messages.error(request, str(reason))
    return HttpResponseRedirect(address)
