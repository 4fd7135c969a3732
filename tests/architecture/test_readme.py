"""README's map names every folder, and every command and setting is documented."""

from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parents[2]
UNNAMED = {"__pycache__", "var", "artifacts", "data", "commands"}


def folders():
    """Return the folders that hold code or texts, relative to the top."""
    top = [p for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")]
    inner = [p for p in (ROOT / "cables").iterdir() if p.is_dir()]
    return sorted(
        str(path.relative_to(ROOT)) for path in top + inner if path.name not in UNNAMED
    )


class ReadmeTests(SimpleTestCase):
    def test_map_names_every_folder(self):
        readme = (ROOT / "README.md").read_text()
        for folder in folders():
            with self.subTest(folder=folder):
                self.assertIn(f"`{folder}/`", readme)

    def test_every_command_is_named(self):
        readme = (ROOT / "README.md").read_text()
        commands = ROOT / "cables" / "management" / "commands"
        for path in sorted(commands.glob("[a-z]*.py")):
            with self.subTest(command=path.stem):
                self.assertIn(path.stem, readme)

    def test_every_setting_is_named(self):
        settings = (ROOT / "archive_site" / "settings.py").read_text()
        reference = (ROOT / "docs" / "reference" / "settings.md").read_text()
        names = [
            line.partition('("')[2].partition('"')[0]
            for line in settings.splitlines()
            if " = env." in line or "env.str(" in line
        ]
        self.assertGreater(len(names), 5)
        for name in names:
            with self.subTest(setting=name):
                self.assertIn(f"`{name}`", reference)
