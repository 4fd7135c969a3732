"""What every page knows of the site."""

from django.conf import settings

from cables.languages import same_page


def site(request):
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "HASHTAG": settings.HASHTAG,
        "WEBMENTIONS": settings.WEBMENTIONS,
        "languages": same_page(request),
    }
