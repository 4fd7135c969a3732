"""What the desk shows and nobody changes there."""

from django.forms import BaseInlineFormSet


class ReadOnly:
    """For a screen, or a table in one: no adding, changing or deleting."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ShownRows(BaseInlineFormSet):
    """The rows of a table for reading: whatever a browser sends for it is left aside."""

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(**kwargs)

    def is_valid(self):
        return True

    def save(self, commit=True):
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []
