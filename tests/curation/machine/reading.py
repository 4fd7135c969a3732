"""What readers see."""

from hypothesis.stateful import invariant

from cables.models import Cable

from .base import Base


class Reading(Base):
    @invariant()
    def readers_see_what_the_model_says(self):
        public = {known.pk for known in self.known if known.is_public}
        assert set(Cable.objects.public().values_list("pk", flat=True)) == public
        for known in self.known:
            if known.is_public:
                self.check_shown(known)
            elif known is self.touched:
                self.check_hidden(known)
        if self.touched and self.touched.is_public:
            self.check_addresses(self.touched)

    def check_shown(self, known):
        told = self.client.get(f"{known.address}.json").json()
        assert told["subject"] == known.subject
        assert [tag["code"] for tag in told["tags"]] == known.tags, known.tags
        shown = [(one["key"], one["text"]) for one in told["paragraphs"]]
        assert shown == [(block.key, block.text) for block in known.blocks]
        if known is self.touched:
            for form in ("html", "json", "txt"):
                page = self.client.get(f"{known.address}.{form}")
                assert page.status_code == 200
                text = page.content.decode()
                assert not [word for word in known.hidden() if word in text]
                assert form == "txt" or all(word in text for word in known.visible())

    def check_hidden(self, known):
        page = self.client.get(f"{known.address}.html")
        assert page.status_code == (410 if known.is_gone else 404), page.status_code
        text = page.content.decode()
        assert not [word for word in known.visible() | known.hidden() if word in text]

    def check_addresses(self, known):
        for key in sorted(known.in_print):
            page = self.client.get(f"{known.address}/{key}.json", follow=True)
            holders = known.holders(known.words[key])
            if holders:
                assert page.status_code == 200, (key, page.status_code)
                landed = page.json()["key"]
                assert landed in holders, (key, landed, holders)
            else:
                assert page.status_code in (200, 410), (key, page.status_code)
