"""
Who may do what at the desk: written by hand from what the roles are for, not taken from
``cables.curation.roles``, so that a slip there shows. One letter a role; who is not named
is answered 403, and nobody who is not signed in gets further than the sign-in.
"""

ROLES = {
    "Contributor": "C",
    "Editor": "E",
    "Redactor": "R",
    "Approver": "P",
    "Archivist": "H",
    "Administrator": "A",
}
ALL = "CERPHA"
NOBODY = ""
NO_SUCH_METHOD = "405"  # for everybody at the desk
NOT_THERE = "404"

#: Screens of Django's admin: who may (see, add, change, delete). Seeing is the list, a
#: row's page and its history.
SCREENS = {
    "auth_user": ("A", NOBODY, "A", NOBODY),
    "cables_article": (ALL, "EHA", "EHA", NOBODY),
    "cables_articlelink": (ALL, NOBODY, NOBODY, NOBODY),
    "cables_cable": (ALL, NOBODY, "EA", NOBODY),
    "cables_change": (ALL, NOBODY, NOBODY, NOBODY),
    "cables_discussion": (ALL, "EA", "EA", NOBODY),
    "cables_importconflict": ("ERHA", NOBODY, NOBODY, NOBODY),
    "cables_importreject": ("RHA", NOBODY, NOBODY, NOBODY),
    "cables_importrun": (ALL, NOBODY, NOBODY, NOBODY),
    "cables_invitation": ("A", "A", NOBODY, NOBODY),
    "cables_job": ("ERPHA", NOBODY, NO_SUCH_METHOD, NOBODY),
    "cables_oldaddress": (ALL, "EA", NOBODY, NOBODY),
    "cables_post": (ALL, "EHA", "EHA", NOBODY),
    "cables_proposal": (ALL, "CERA", "EPA", NOBODY),
    "cables_publisher": (ALL, "EHA", "EHA", NOBODY),
    "cables_purge": ("RA", NOBODY, NOBODY, NOBODY),
    "cables_readerreport": ("ERPA", NOBODY, "ERPA", NOBODY),
    "cables_redaction": ("CERPA", NOBODY, "CERPA", NOBODY),  # its verbs are below
    "cables_reference": (ALL, NOBODY, NOBODY, NOBODY),
    "cables_releasenote": (ALL, "PA", "PA", NOBODY),
    "cables_sitepage": (ALL, "A", "A", NOBODY),
    "cables_tag": (ALL, "EA", "EA", NOBODY),
    "cables_tagmerge": ("EA", NOBODY, NOBODY, NOBODY),
    "cables_wayin": ("A", NOBODY, NOBODY, NOBODY),
}

#: The other addresses, by name: who may (GET, POST). They go before the screens' rows.
ADDRESSES = {
    # the desk itself
    "admin:index": (ALL, ALL),
    "admin:app_list": (ALL, ALL),
    "admin:log": (ALL, NO_SUCH_METHOD),
    "admin:login": (ALL, ALL),
    "admin:logout": (ALL, ALL),
    "admin:password_change": (ALL, ALL),
    "admin:password_change_done": (ALL, ALL),
    "admin:autocomplete": (ALL, NO_SUCH_METHOD),
    "admin:jsi18n": (ALL, NO_SUCH_METHOD),
    "admin:view_on_site": (ALL, ALL),
    "admin:buttons": (ALL, NO_SUCH_METHOD),
    "admin:design": (ALL, NO_SUCH_METHOD),
    "admin:revisions": (ALL, NO_SUCH_METHOD),
    "admin:compare": ("ERPA", NO_SUCH_METHOD),
    "admin:restore": ("EA", "EA"),
    # cables
    "admin:cables_cable_do": ("PA", "PA"),  # publish; the other verbs are below
    "admin:cables_cable_paragraphs": (ALL, "EA"),
    "admin:cables_cable_source": ("ERHA", NO_SUCH_METHOD),
    "admin:cables_cable_conflicts": ("ERHA", "EA"),
    "admin:cables_cable_redact": ("CERPA", "CERPA"),  # its verbs are below
    "admin:cables_cable_preview": (ALL, "EA"),
    "admin:cables_cable_draft": (NO_SUCH_METHOD, "EA"),
    "admin:cables_cable_reparse": ("EA", "EA"),
    "admin:cables_cable_filter_save": (ALL, ALL),
    "admin:cables_cable_filter": (NOBODY, NOBODY),  # somebody else's
    "admin:cables_cable_filter_delete": ("A", "A"),
    # redactions and purges
    "admin:cables_redaction_elsewhere": ("RA", "RA"),
    "admin:cables_redaction_history": (ALL, ALL),  # leads to admin:revisions
    "admin:cables_purge_start": ("RA", "RA"),
    # articles and discussions
    "admin:cables_article_attach": ("EA", "EA"),
    "admin:cables_article_checks": ("EHA", "EHA"),
    "admin:cables_article_quotations": (ALL, NO_SUCH_METHOD),
    "admin:cables_article_import": ("EHA", "EHA"),
    "admin:cables_article_export": (ALL, NO_SUCH_METHOD),
    "admin:cables_article_decide": (NO_SUCH_METHOD, "PA"),
    "admin:cables_articlelink_decide": (NO_SUCH_METHOD, "PA"),
    "admin:cables_discussion_decide": (NO_SUCH_METHOD, "PA"),
    # vocabularies
    "admin:cables_tag_merge": ("EA", "EA"),
    "admin:cables_tagmerge_undo": ("EA", "EA"),
    "admin:cables_tagmerge_change": (NOT_THERE, NOT_THERE),
    "admin:cables_tagmerge_history": (NOT_THERE, NOT_THERE),
    # imports
    "admin:cables_importrun_start": ("HA", "HA"),
    "admin:cables_importrun_source": ("HA", "HA"),
    "admin:cables_importrun_roll_back": ("HA", "HA"),
    "admin:cables_importrun_rejects_table": ("RHA", NO_SUCH_METHOD),
    "admin:cables_importrun_rejects_records": ("RHA", NO_SUCH_METHOD),
    "admin:cables_importrun_unresolved": (ALL, NO_SUCH_METHOD),
    # jobs: of somebody else, so that only an administrator manages them
    "admin:cables_job_choose": ("EPA", "EPA"),
    "admin:cables_job_bulk": ("PA", "PA"),  # publish; the other verbs are below
    "admin:cables_job_progress": ("ERPHA", NO_SUCH_METHOD),
    "admin:cables_job_stop": (NOBODY, "A"),
    "admin:cables_job_retry": (NOBODY, "A"),
    "admin:cables_job_undo": ("A", "A"),
    "admin:cables_job_do": (NOBODY, NOBODY),  # it was no check
    "admin:cables_job_history": (NOT_THERE, NOT_THERE),
    # people
    "admin:person_way_in": ("A", "A"),
    "admin:cables_wayin_approve": ("A", "A"),
    "admin:cables_wayin_revoke": ("A", "A"),
    "admin:invitation_revoke": ("A", "A"),
    # one's own account
    "mfa_index": (ALL, NO_SUCH_METHOD),
    "account_login": (ALL, ALL),
    "account_logout": (ALL, ALL),
    "account_inactive": (ALL, NO_SUCH_METHOD),
    "account_change_password": (ALL, ALL),
    "account_set_password": (ALL, ALL),
    "invitation": (ALL, ALL),
    "way_in": (ALL, ALL),
    "usersessions_list": (ALL, ALL),
    "mfa_authenticate": (ALL, ALL),
    "account_reauthenticate": (ALL, ALL),
    "mfa_reauthenticate": (ALL, ALL),
    "mfa_reauthenticate_webauthn": (ALL, ALL),
    "mfa_activate_totp": (ALL, ALL),
    "mfa_deactivate_totp": (NOT_THERE, NOT_THERE),  # none is set up
    "mfa_view_recovery_codes": (NOT_THERE, NO_SUCH_METHOD),
    "mfa_generate_recovery_codes": (ALL, ALL),
    "mfa_download_recovery_codes": (NOT_THERE, NOT_THERE),
    "mfa_list_webauthn": (ALL, NO_SUCH_METHOD),
    "mfa_add_webauthn": (ALL, ALL),
    "mfa_login_webauthn": (ALL, ALL),
    "mfa_edit_webauthn": (ALL, ALL),  # asks first who it is
    "mfa_remove_webauthn": (ALL, ALL),
}

#: What leaves those who are signed in at the sign-in.
LEAVES = {("account_logout", "post"), ("admin:login", "get"), ("admin:login", "post")}

#: What answers those who are not signed in.
OPEN = {
    *("account_login", "account_inactive", "invitation", "mfa_login_webauthn"),
    *("admin:login", "admin:logout", "way_in"),
}

#: All that opens to who is signed in and has no second factor, where one is required.
WITHOUT_A_FACTOR = {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "invitation"),
    "way_in",
    *("account_login", "account_logout", "account_reauthenticate"),
}

#: The verbs of pages that have several: (address, what is sent, who may).
VERBS = [
    *(
        ("admin:cables_cable_redact", {"action": verb}, "CERA")
        for verb in ("mark", "accept", "take_back")
    ),
    ("admin:cables_redaction_change", {"action": "approve", "why": "x"}, "RPA"),
    ("admin:cables_redaction_change", {"action": "reject", "why": "x"}, "RPA"),
    ("admin:cables_redaction_change", {"action": "undo", "why": "x"}, "RA"),
    ("admin:cables_redaction_change", {"action": "take_back", "why": "x"}, "CERA"),
]

#: The buttons for a job of an import or of a roll-back: (page, button, what the job does
#: beyond that, who is obeyed). Others are refused, or told so.
ON_AN_IMPORT = [
    ("source", "go_on", {}, "HA"),
    ("source", "go_on", {"publish": True}, "A"),
    ("source", "stop", {"publish": True}, "HA"),
    ("source", "import", {}, "HA"),
    ("source", "import", {"publish": True}, "A"),
    ("roll_back", "go_on", {}, "HA"),
    ("roll_back", "go_on", {"withdraw": "error"}, "A"),
    ("roll_back", "stop", {"withdraw": "error"}, "HA"),
    ("roll_back", "confirmed", {}, "HA"),
    ("roll_back", "confirmed", {"withdraw": "error"}, "A"),
]

#: What can be done with a cable, and who may do it with one.
ON_A_CABLE = {
    "publish": "PA",
    "withdraw": "PA",
    "hold": "ERPA",
    "release_hold": "ERPA",
    "send_to_review": "EA",
    "back_to_draft": "EPA",
}
#: And with many, as a job.
ON_MANY = {
    "publish": "PA",
    "withdraw": "PA",
    "hold": "EPA",
    "release_hold": "EPA",
    "send_to_review": "EA",
    "back_to_draft": "EPA",
    "add_tag": "EA",
    "remove_tag": "EA",
    "set_post": "EA",
    "set_released": "EA",
    "set_partial": "EA",
}

#: Actions of lists: who is offered them.
ACTIONS = {
    ("cables_cable", "publish"): "PA",
    ("cables_cable", "withdraw"): "PA",
    ("cables_cable", "hold"): "ERPA",
    ("cables_cable", "release_hold"): "ERPA",
    ("cables_cable", "send_to_review"): "EA",
    ("cables_cable", "back_to_draft"): "EPA",
    ("cables_article", "approve"): "PA",
    ("cables_article", "reject"): "PA",
    ("cables_article", "check_links"): "EHA",
    ("cables_articlelink", "approve"): "PA",
    ("cables_articlelink", "reject"): "PA",
    ("cables_discussion", "approve"): "PA",
    ("cables_discussion", "reject"): "PA",
    ("cables_proposal", "reject_as_spam"): "EPA",
    ("cables_redaction", "approve_many"): "RPA",
}
