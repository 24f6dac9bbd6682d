import json
from pathlib import Path

import jsonschema
import pytest

from kgplan.results import json_schema, to_json
from tests.reports.examples import results

SCHEMA = Path(__file__).parents[2] / "docs" / "results.schema.json"


def test_the_published_schema_is_that_of_the_model() -> None:
    """Renew it with ``python -m tests.reports.test_schema`` after a change of the model."""
    assert SCHEMA.read_text(encoding="utf-8") == text()


def test_results_fit_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(to_json(results())), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_field_that_nobody_defined_does_not_fit() -> None:
    content = json.loads(to_json(results()))
    content["findings"][0]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json.loads(SCHEMA.read_text(encoding="utf-8")))


def text() -> str:
    """The schema as published."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
