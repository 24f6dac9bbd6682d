"""The settings of a workspace, ``kgplan.toml``: which district is home, which graph is the standing one."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kgplan.errors import UserError

CONFIG = Path("kgplan.toml")
DEFAULT_STORE = "kgplan.db"
CIVIL_TIME = ZoneInfo("Asia/Shanghai")
"""The time by which a day begins."""


class Mail(BaseModel):
    """Where the nightly report is mailed. The password stands in the environment, ``KGPLAN_MAIL_PASSWORD``."""

    model_config = ConfigDict(extra="forbid")

    host: str = Field(examples=["smtp.example.org"])
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = Field(default=None, examples=["kgplan"])
    sender: str = Field(examples=["kgplan@example.org"])
    to: list[str] = Field(min_length=1, examples=[["planning@example.org"]])


class Webhook(BaseModel):
    """A group chat that hears of each night. Its address is a secret: ``KGPLAN_WEBHOOK_URL`` in the environment."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["wecom", "dingtalk"] = Field(examples=["wecom"])


class Nightly(BaseModel):
    """What ``kgplan nightly`` reads, writes and tells. Paths count from the folder of ``kgplan.toml``."""

    model_config = ConfigDict(extra="forbid")

    sources: list[str] = Field(min_length=1, examples=[["data"]])
    output: str = "reports"
    keep_days: int = Field(default=400, ge=1)
    fail_on: Literal["error", "warning", "info", "never"] = "error"
    lang: Literal["zh", "en"] = "zh"
    per_department: bool = False
    mail: Mail | None = None
    webhook: Webhook | None = None


class Settings(BaseModel):
    """What ``kgplan.toml`` may say. ``as_of`` is for data that stands still; ``parameters`` replace defaults of rules,
    such as ``grace_realign_days``."""

    model_config = ConfigDict(extra="forbid")

    home: str = "500154"
    as_of: date | None = Field(default=None, examples=["2024-07-01"])
    store: str | None = None
    waivers: str = "waivers.csv"
    nightly: Nightly | None = None
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


def settings_for(paths: Sequence[Path] | None) -> Settings:
    """The settings of the present folder; where it has none, what the one folder of data that has some says of its
    data: home, day and parameters. UserError as for :func:`read_settings`."""
    beside = [path / CONFIG for path in paths or () if (path / CONFIG).is_file()]
    if CONFIG.exists() or len(beside) != 1:
        return read_settings()
    found = read_settings(beside[0])
    return Settings(home=found.home, as_of=found.as_of, parameters=found.parameters)


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
