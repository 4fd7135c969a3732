"""A cable's way to readers and back: draft, review, published, withdrawn, on hold."""

from django.db.models import Exists, OuterRef

from cables.choices import Action, ReasonCode, RedactionState, State
from cables.models import Cable, Paragraph, holding_epoch
from cables.models.revision import own_work
from cables.models.sealed import ImportConflict, Redaction

from .batches import ask, tell_all
from .errors import IllegalTransition, PublishBlocked, ReasonMissing
from .versions import announce, lock, save_version, was_seen

# Where each verb may begin. A withdrawn cable can only come back as published: in any
# other state its withdrawal would leave the public log, and its address the reason.
STARTS = {
    "publish": {State.DRAFT, State.REVIEW, State.WITHDRAWN},
    "withdraw": {State.PUBLISHED},
    "send to review": {State.DRAFT},
    "send back to draft": {State.REVIEW},
}

NO_RELEASE = "It has no date of release."
ON_HOLD = "It is on hold."
OWN_WORK = "You changed it: somebody else publishes it."


def standing(cable):
    """Return where a cable stands, in a few words for the desk."""
    said = State(cable.state).label
    if cable.on_hold:
        return f"{said}, on hold"
    if cable.state == State.PUBLISHED and not cable.is_public:
        return f"{said}, embargoed until {cable.released:%Y-%m-%d %H:%M} UTC"
    return said


def publish_blockers(cable, user=None):
    """Return what keeps this cable from readers, a sentence each; empty if nothing."""
    return _blockers(cable, *ask(_facts_of, cable, user))


def publish_blockers_of(cables, user=None):
    """
    Return the blockers of many cables by primary key, in three queries; ``user`` is who
    would publish them, None for nobody in particular.
    """
    facts = _facts_of(cables, user)
    return {cable.pk: _blockers(cable, *facts[cable.pk]) for cable in cables}


def _facts_of(cables, user):
    """Whether each has text, how many redactions wait, whether it is the user's work."""
    own = own_work(cables, user) if user else set()
    keys = [cable.pk for cable in cables]
    with_text = set(
        Cable.objects.filter(pk__in=keys)
        .filter(
            Exists(Paragraph.objects.filter(cable=OuterRef("pk"), text__regex=r"\S"))
        )
        .values_list("pk", flat=True)
    )
    waiting = {}
    for key in Redaction.objects.filter(
        sealed_text__cable__in=keys, state=RedactionState.PROPOSED
    ).values_list("sealed_text__cable", flat=True):
        waiting[key] = waiting.get(key, 0) + 1
    return {key: (key in with_text, waiting.get(key, 0), key in own) for key in keys}


def check_off_hold(cable):
    """Refuse to show readers a published cable again whose redactions wait."""
    _, waiting, _ = ask(_facts_of, cable, None)
    if waiting and cable.state == State.PUBLISHED:
        raise PublishBlocked([_await_approval(waiting)])


def publish_warnings(cable):
    """Return what an editor should know before publishing, but may decide to live with."""
    found = []
    if count := ImportConflict.objects.filter(cable=cable, decided=None).count():
        found.append(
            f"{_count(count, 'difference')} from a later import "
            f"{'waits' if count == 1 else 'wait'} for a decision."
        )
    if count := len(cable.problems):
        found.append(f"{_count(count, 'problem')} noticed while reading the record.")
    return found


@holding_epoch
def publish(cable, *, user, expected_version=None, released=None, reason=""):
    """Let readers see the cable from its date of release on."""
    cable = lock(cable, expected_version)
    _check_start(cable, "publish")
    before = {"state": cable.state, "released": cable.released}
    cable.released = released or cable.released
    if blockers := publish_blockers(cable, user):
        raise PublishBlocked(blockers)
    cable.state = State.PUBLISHED
    _save(cable, user=user, why=reason, before=before, fields=["state", "released"])
    announce(cable, Action.PUBLISHED, reason=reason)
    return cable


@holding_epoch
def withdraw(cable, *, user, reason_code, reason="", expected_version=None):
    """Take a published cable from readers; its address answers with the reason."""
    if reason_code not in ReasonCode.values:
        raise ReasonMissing("Say why the cable is withdrawn.")
    cable = lock(cable, expected_version)
    _check_start(cable, "withdraw")
    before, seen = {"state": cable.state}, was_seen(cable)
    cable.state = State.WITHDRAWN
    why = reason or str(ReasonCode(reason_code).label)
    _save(cable, user=user, why=why, before=before, fields=["state"])
    announce(
        cable,
        Action.WITHDRAWN,
        reason_code=reason_code,
        reason=reason,
        words=cable.word_count,
        was_public=seen,
    )
    return cable


@holding_epoch
def hold(cable, *, user, reason="", reason_code="", expected_version=None):
    """
    Hide the cable while a question about it is open, whatever its state. Where readers
    see it now, they are told why it is gone.
    """
    return _set_hold(
        cable, True, user, reason, reason_code=reason_code, version=expected_version
    )


@holding_epoch
def release_hold(cable, *, user, reason="", expected_version=None):
    """
    End a hold: the cable is again what its state says. Where that is published, a
    redaction that waits keeps it hidden.
    """
    return _set_hold(cable, False, user, reason, version=expected_version)


@holding_epoch
def send_to_review(cable, *, user, reason="", expected_version=None):
    """Ask for a second look before publishing."""
    return _move(cable, "send to review", State.REVIEW, user, reason, expected_version)


@holding_epoch
def back_to_draft(cable, *, user, reason="", expected_version=None):
    """Send the cable back to whoever edits it."""
    return _move(
        cable, "send back to draft", State.DRAFT, user, reason, expected_version
    )


def _blockers(cable, has_paragraphs, redactions_waiting, is_own):
    found = []
    if not cable.subject.strip():
        found.append("Subject is empty.")
    if cable.released is None:
        found.append(NO_RELEASE)
    if not has_paragraphs:
        found.append("It has no paragraphs.")
    if cable.on_hold:
        found.append(ON_HOLD)
    if redactions_waiting:
        found.append(_await_approval(redactions_waiting))
    if is_own:
        found.append(OWN_WORK)
    return found


def _await_approval(number):
    verb = "awaits" if number == 1 else "await"
    return f"{_count(number, 'redaction')} {verb} approval."


def _count(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _move(cable, verb, state, user, reason, expected_version):
    """Between states that readers cannot see: the public log has nothing to say."""
    cable = lock(cable, expected_version)
    _check_start(cable, verb)
    before = {"state": cable.state}
    cable.state = state
    _save(cable, user=user, why=reason, before=before, fields=["state"])
    return cable


def _set_hold(cable, on_hold, user, reason, *, version, reason_code=""):
    cable = lock(cable, version)
    if cable.on_hold == on_hold:
        stands = "on hold already" if on_hold else "not on hold"
        raise IllegalTransition(f"{cable.reference_id} is {stands}.")
    before, was_public = {"on_hold": not on_hold}, cable.is_public
    if on_hold and was_public and not (reason.strip() or reason_code):
        raise ReasonMissing("Say why readers are not to see the cable for now.")
    cable.on_hold = on_hold
    if not on_hold:
        check_off_hold(cable)
    _save(cable, user=user, why=reason, before=before, fields=["on_hold"])
    # The log must not tell readers of a cable that they have never seen.
    if cable.state == State.PUBLISHED:
        action = Action.HELD if on_hold else Action.RELEASED
        announce(
            cable,
            action,
            reason_code=reason_code,
            reason=reason,
            was_public=was_public,
        )
    elif cable.state == State.WITHDRAWN:
        tell_all(cable)  # its address gave the reason, which a hold hides
    return cable


def _check_start(cable, verb):
    if cable.state not in STARTS[verb]:
        stands = State(cable.state).label.lower()
        raise IllegalTransition(
            f"{cable.reference_id} is {stands}: nothing to {verb} from there."
        )


def _save(cable, *, user, why, before, fields):
    after = {name: getattr(cable, name) for name in before}
    save_version(cable, user=user, why=why, before=before, after=after, fields=fields)
