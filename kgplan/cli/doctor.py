"""``kgplan doctor``: what works on this machine, and what to do about the rest. Never prints a secret."""

import platform
import sys
from collections.abc import Callable

from kgplan.cli.language import say
from kgplan.cli.options import Debug, Lang, Language, StoreUrl


def doctor(store: StoreUrl = None, lang: Lang = Language.ZH, debug: Debug = False) -> None:
    """Check Python, the engines, fonts and the data that comes with kgplan."""
    from kgplan import __version__  # noqa: PLC0415
    from kgplan.cli.data import store_url  # noqa: PLC0415
    from kgplan.config import read_settings  # noqa: PLC0415

    print(f"kgplan {__version__} · Python {platform.python_version()} · {sys.platform} {platform.machine()}")
    checks: list[tuple[str, Callable[[], str]]] = [
        ("doctor_ontology", _ontology),
        ("doctor_rules", _rules),
        ("doctor_embedded", _embedded),
        ("doctor_store", lambda: _standing(store_url(store, read_settings()))),
        ("doctor_font", _font),
    ]
    for key, run in checks:
        good, words = _tried(run)
        print(f"{'✓' if good else '✗'} {say(key)}: {words}")


def _tried(run: Callable[[], str]) -> tuple[bool, str]:
    from kgplan.cli.language import asked_language  # noqa: PLC0415
    from kgplan.errors import UserError  # noqa: PLC0415

    try:
        return True, run()
    except UserError as error:
        return False, error.sentence[asked_language()]
    except Exception as error:  # the doctor reports whatever is broken and goes on
        return False, f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"


def _ontology() -> str:
    from kgplan.ontology import load_schema  # noqa: PLC0415

    return load_schema().version


def _rules() -> str:
    from kgplan.rules.rulebook import read_rulebook  # noqa: PLC0415

    return read_rulebook().version


def _embedded() -> str:
    from kgplan.graph.store import private_store  # noqa: PLC0415

    with private_store() as store:
        return f"1 + 1 = {store.read('RETURN 1 + 1 AS two')[0]['two']}"


def _standing(url: str) -> str:
    from pathlib import Path  # noqa: PLC0415

    from kgplan.graph.store import is_server, open_store  # noqa: PLC0415

    if not is_server(url) and not Path(url).exists():
        return say("doctor_no_store", url=url)
    store = open_store(url, create=False)
    try:
        return f"{url} · {store.name}"
    finally:
        store.close()


def _font() -> str:
    from kgplan.diagrams import read_picture, render  # noqa: PLC0415
    from kgplan.graph.store import private_store  # noqa: PLC0415
    from kgplan.sources.dates import read_date  # noqa: PLC0415

    day = read_date("2024-01-01")
    assert day is not None
    with private_store() as store:
        picture = read_picture(store, as_of=day, home="")
    return say("doctor_png", size=len(render(picture, "png", lang="zh")))
