"""Where the Python package under test is: the build tree's, or that of FAUXMART_PYTHON_PACKAGE."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(os.environ.get("FAUXMART_PYTHON_PACKAGE", ROOT / "build/release/python")).absolute()
sys.path.insert(0, str(PACKAGE))

TABLES = [
    *("customers", "suppliers", "products", "campaigns", "orders", "order_items"),
    *("support_tickets", "cart_abandonment", "returns", "system_metrics"),
    *("incidents", "incident_labels"),
]
