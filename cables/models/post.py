"""Posts: the embassies, consulates, missions and departments that cables come from."""

from django.db import models
from django.urls import reverse


class Post(models.Model):
    """A place of origin, under the name that the archive prints: "Embassy Mexico"."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    country = models.CharField(max_length=80, blank=True)
    country_slug = models.SlugField(max_length=80, blank=True)
    latitude = models.DecimalField(
        max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        max_digits=8, decimal_places=5, null=True, blank=True
    )

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["country_slug"], name="post_country")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="post_coordinates_on_earth",
                violation_error_message="Give both coordinates, in degrees, or none.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("post", args=[self.slug])


class PostAlias(models.Model):
    """
    Another name of a post: its code in reference ids ("MEXICO"), its name in headers
    ("AMEMBASSY MEXICO"), a spelling of the data release.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "post aliases"

    def __str__(self):
        return self.name
