"""Cables come out, are withdrawn, held and put under embargo."""

from datetime import timedelta

from django.utils import timezone
from hypothesis.stateful import precondition, rule

from cables.choices import ReasonCode
from cables.curation import states
from cables.curation.cables import save_cable

from .base import Base, numbers


class Standing(Base):
    def in_state(self, *wanted):
        return [known for known in self.known if known.state in wanted]

    @precondition(lambda self: self.in_state("draft", "withdrawn"))
    @rule(number=numbers)
    def publish(self, number):
        known, cable = self.pick(number, self.in_state("draft", "withdrawn"))
        if self.attempt("publish", states.publish, cable, user=self.approver):
            known.state = "published"
            self.remember(known)

    @precondition(lambda self: self.in_state("published"))
    @rule(number=numbers)
    def withdraw(self, number):
        known, cable = self.pick(number, self.in_state("published"))
        options = {"user": self.approver, "reason_code": ReasonCode.ERROR}
        if self.attempt("withdraw", states.withdraw, cable, **options):
            known.state = "withdrawn"
            self.remember(known)

    @precondition(lambda self: self.in_state("published"))
    @rule(number=numbers)
    def hold(self, number):
        known, cable = self.pick(number, self.in_state("published"))
        if self.attempt("hold", states.hold, cable, user=self.approver):
            known.on_hold = True
            self.remember(known)

    @precondition(lambda self: any(known.on_hold for known in self.known))
    @rule(number=numbers)
    def release_hold(self, number):
        held = [known for known in self.known if known.on_hold]
        known, cable = self.pick(number, held)
        if self.attempt("release", states.release_hold, cable, user=self.approver):
            known.on_hold = False
            self.remember(known)

    @precondition(lambda self: self.in_state("published"))
    @rule(number=numbers)
    def embargo(self, number):
        known, cable = self.pick(number, self.in_state("published"))
        if not known.embargoed:
            self.set_release(known, cable, days=30)

    @precondition(lambda self: any(known.embargoed for known in self.known))
    @rule(number=numbers)
    def end_embargo(self, number):
        waiting = [known for known in self.known if known.embargoed]
        self.set_release(*self.pick(number, waiting), days=-30)

    def set_release(self, known, cable, *, days):
        values = {"released": timezone.now() + timedelta(days=days)}
        given = {"user": self.editor, "values": values, "why": "Asked for."}
        if self.attempt("embargo", save_cable, cable, **given):
            known.embargoed = days > 0
            known.moments.clear()  # an earlier day of release would come back with them
            self.remember(known)
