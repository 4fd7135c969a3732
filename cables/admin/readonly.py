"""What the desk shows and nobody changes there."""


class ReadOnly:
    """For a screen, or a table in one: no adding, changing or deleting."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
