"""How often one reader may ask the API in a minute."""

from django.conf import settings

from cables.rate import Rate


def seconds_to_wait(request):
    """Count a request; return 0, or after how many seconds its sender may ask again."""
    return Rate(name="api", most=settings.API_RATE).seconds_to_wait(request)
