"""Signing people in for tests, with the second proof their roles ask for."""

from django.test import Client


def signed_in_client(user, **headers) -> Client:
    """A browser in which `user` has signed in and given a second proof."""
    client = Client(**headers)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = {"user": user.pk, "by": "second_factor"}
    session.save()
    return client
