"""
A worker's sign of life on its own machine: a locked file, which the kernel lets go of when
the process ends, however it ends. So the work of a killed worker is taken up at once; of a
worker on another machine only its beat tells.
"""

import fcntl
import time

from django.conf import settings

OLD = 86_400  # seconds after which a file that nobody holds is swept away


class Hold:
    """A file of one claim, locked as long as this process lives."""

    def __init__(self, token):
        self.path, self.file = _folder() / token, None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.file = self.path.open("w")
            fcntl.flock(self.file, fcntl.LOCK_EX)
        except OSError:
            pass  # nothing can be written there: the beat is the only sign

    def let_go(self, *, forget=True):
        """Unlock; a file that stays says that whoever held it has gone."""
        if self.file is None:
            return
        if forget:
            self.path.unlink(missing_ok=True)
        self.file.close()


def is_dead(token):
    """Say whether a claim was made on this machine, by a process that is gone."""
    try:
        with (_folder() / token).open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sweep_holds():
    """Remove what killed workers have left."""
    until = time.time() - OLD
    for path in _folder().glob("*"):
        if is_dead(path.name) and path.stat().st_mtime < until:
            path.unlink(missing_ok=True)


def _folder():
    return settings.VAR_DIR / "workers"
