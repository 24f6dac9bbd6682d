"""The settings of a workspace, ``kgplan.toml``: which district is home, which graph is the standing one."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kgplan.errors import UserError

CONFIG = Path("kgplan.toml")
DEFAULT_STORE = "kgplan.db"


class Settings(BaseModel):
    """What ``kgplan.toml`` may say. ``parameters`` replace defaults of rules, such as ``grace_realign_days``."""

    model_config = ConfigDict(extra="forbid")

    home: str = "500154"
    store: str | None = None
    parameters: dict[str, int] = Field(default_factory=dict)


def read_settings(path: Path = CONFIG) -> Settings:
    """The settings of the present folder, defaults where there is no file. UserError says what is wrong in it."""
    if not path.exists():
        return Settings()
    try:
        return Settings(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        why = str(error).splitlines()[0] if not isinstance(error, ValidationError) else _first(error)
        raise UserError("cli.bad_config", path=path, why=why) from error


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
