"""
The door of the desk, everything below ``/admin/account/``: sign-in, second factor,
sessions, invitations, ways in. What people are and may is decided in ``cables.curation.people``.
"""
