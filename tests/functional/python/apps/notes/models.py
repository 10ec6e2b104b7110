"""A note with a file."""

from django.db import models


class Note(models.Model):
    title = models.CharField(max_length=80)
    file = models.FileField(blank=True)

    def __str__(self):
        return self.title
