"""Articles by their canonical address, their publishers, and those that pages name."""

from copy import copy
from urllib.parse import urlsplit

from django.utils.text import slugify

from cables.choices import ModerationState
from cables.models import Article, ArticleLink, Publisher, holding_epoch, raise_epoch
from cables.parsing.article_url import canonical_url

from .history import left_places, set_by_person
from .vocabulary import free_slug, nobody_compares, nobody_notes


def publisher_for(*, url, name="", made=nobody_notes, wrote=nobody_compares):
    """
    Return the publisher of an address: by name, or by domain, or a new one. One that
    was only known by its domain gets the name. ``made`` is told of a new one, ``wrote``
    of either, with what it was.
    """
    domain = urlsplit(url).hostname.removeprefix("www.")
    known = Publisher.objects.filter(domain=domain).first()
    unnamed = known and name and name != known.name == domain
    if unnamed and "name" not in set_by_person(known):
        was = copy(known)
        known.name = name
        known.save(update_fields=["name"])
        wrote(known, was)
        if Article.objects.public().filter(publisher=known).exists():
            raise_epoch()
    if name:
        known = known or Publisher.objects.filter(name__iexact=name).first()
    if known:
        return known
    publisher = Publisher.objects.create(
        name=(name or domain)[:200],
        slug=free_slug(Publisher, slugify((name or domain).replace(".", "-"))[:190]),
        domain=domain,
    )
    made(publisher)
    wrote(publisher, None)
    return publisher


@holding_epoch
def link_found_articles(*, cable_id, articles, known=False, made=nobody_notes):
    """
    Link a cable with the articles that its page names, but for those that a person took
    from a ``known`` cable. Return the new links; ``made`` is told of each new row.
    """
    new = []
    left = (
        {article for article, _ in left_places(cable_id)} if known and articles else ()
    )
    for found in articles:
        url = canonical_url(found.url)
        if not url:
            continue
        article = Article.objects.filter(url=url).first()
        if article is None:
            article = Article.objects.create(
                url=url,
                title=found.title[:500],
                publisher=publisher_for(url=url, made=made),
                state=ModerationState.APPROVED,
            )
            made(article)
        links = ArticleLink.objects.filter(article=article, cable_id=cable_id)
        if article.pk not in left and not links.exists():
            approved = {"state": ModerationState.APPROVED}
            link = ArticleLink(article=article, cable_id=cable_id, **approved)
            link.save()
            new.append(link)
            made(link)
    return new
