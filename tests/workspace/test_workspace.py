"""A new workspace: its settings, and that nothing is ever overwritten or left half made."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from kgplan.config import DEFAULT_STORE, Mail, Nightly, Settings, Webhook, read_settings
from kgplan.errors import UserError
from kgplan.rules.rulebook import read_rulebook
from kgplan.texts import LANGS, Lang
from kgplan.workspace import create as creating
from kgplan.workspace.settings_file import settings_text
from tests.workspace.office import make


@pytest.mark.parametrize("lang", LANGS)
def test_the_settings_of_a_new_workspace_are_the_defaults(tmp_path: Path, lang: Lang) -> None:
    make(tmp_path, lang=lang)
    assert read_settings(tmp_path / "kgplan.toml") == Settings()


@pytest.mark.parametrize("lang", LANGS)
def test_every_setting_stands_there_explained_and_with_its_default(lang: Lang) -> None:
    rulebook = read_rulebook()
    written = settings_text(rulebook, lang)
    in_use = tomllib.loads(re.sub(r"^# (\w+ = |\[)", r"\1", written, flags=re.MULTILINE))
    assert set(in_use) == set(Settings.model_fields)
    defaults = {name: days for rule in rulebook.rules.values() for name, days in rule.parameters.items()}
    assert defaults
    nightly = in_use.pop("nightly")
    shown_day = date.fromisoformat(in_use.pop("as_of"))  # has no default, so an example is shown
    assert shown_day < date.today()
    assert Settings(**in_use) == Settings(store=DEFAULT_STORE, parameters=defaults)
    for section, model in ((nightly, Nightly), (nightly["mail"], Mail), (nightly["webhook"], Webhook)):
        assert set(section) == set(model.model_fields)
    shown = Nightly(**nightly).model_dump(exclude={"mail", "webhook"})
    assert shown == Nightly(sources=nightly["sources"]).model_dump(exclude={"mail", "webhook"})
    for name in Settings.model_fields:
        before = written[: re.search(rf"^(# )?\[?{name}\b", written, re.MULTILINE).start()]  # type: ignore[union-attr]
        assert before.rstrip("\n").splitlines()[-1].startswith("# "), f"{name} is not explained"


@pytest.mark.parametrize("as_csv", [False, True])
def test_an_existing_file_is_never_overwritten(tmp_path: Path, as_csv: bool) -> None:
    register = make(tmp_path, as_csv=as_csv)
    for existing in (tmp_path / "kgplan.toml", register):
        content = b"mine"
        folder = tmp_path / f"new-{existing.name}"
        folder.mkdir()
        (folder / existing.name).write_bytes(content)
        with pytest.raises(UserError) as caught:
            make(folder, as_csv=as_csv)
        assert caught.value.exit_code == 2
        assert str(folder / existing.name) in caught.value.sentence["zh"]
        assert [path.read_bytes() for path in folder.iterdir()] == [content]


def test_nothing_is_left_where_the_workspace_could_not_be_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(creating, "write_workbook", full)
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "new" / "deep"):
        with pytest.raises(UserError) as caught:
            make(folder)
        assert "No space left" in caught.value.sentence["en"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        make(tmp_path / "file" / "below")
    assert str(tmp_path / "file") in caught.value.sentence["zh"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"
