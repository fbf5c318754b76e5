"""Loads every record set of a Croissant file with mlcroissant: counts, and the first record."""

import json
import sys

import mlcroissant

dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
issues = dataset.metadata.ctx.issues
answer = {"errors": sorted(issues.errors), "warnings": sorted(issues.warnings), "sets": {}}
for record_set in dataset.metadata.record_sets:
    records = list(dataset.records(record_set=record_set.id))
    answer["sets"][record_set.id] = [len(records), records[0] if records else None]
print(json.dumps(answer, default=lambda v: v.decode() if isinstance(v, bytes) else str(v)))
