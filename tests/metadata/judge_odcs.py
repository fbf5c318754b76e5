"""Reads a data contract with the standard's own model, and holds it against its JSON schema."""

import importlib.resources
import json
import sys

import jsonschema
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

package = importlib.resources.files("open_data_contract_standard")
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
tree = yaml.safe_load(text)
schema = json.loads(package.joinpath("schema.json").read_text(encoding="utf-8"))
jsonschema.validators.validator_for(schema)(schema).validate(tree)
contract = OpenDataContractStandard.from_string(text)
print(json.dumps({each.name: len(each.properties) for each in contract.schema_}))
