"""Validates a data package with Frictionless; prints what it found of each resource."""

import json
import sys

from frictionless import Package

report = Package(sys.argv[1]).validate()
tasks = {
    task.name: [task.stats.get("rows") or 0, [error.message for error in task.errors][:3]]
    for task in report.tasks
}
print(
    json.dumps(
        {"valid": report.valid, "tasks": tasks, "errors": [e.message for e in report.errors]}
    )
)
