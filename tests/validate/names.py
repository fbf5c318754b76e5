"""The checks that breakages name, by table and words."""

METRICS = ("system_metrics", "Every metric is what the rows of its hour give.")
COUNTS = ("manifest.json", "The measured counts are those of the rows.")
PLANNED = ("truth.json", "Hours have the orders, late orders, tickets and carts planned.")
BLOCKS = ("truth.json", "Whole blocks of hours move together as the world says, at its rates.")
WITH = ("incidents", "What there is with it is what there is.")
LABELLED = ("incident_labels", "The row that it names exists.")
AFFECTED = ("incidents", "rows_affected is the number of its labels.")
COUNTED = [METRICS, COUNTS, WITH]

CHECKSUMS = ("all", "Every file has the size and checksum of the manifest.")
LISTED = ("all", "Nothing lies in a table's folder that is not listed.")
DAYS = ("all", "Rows lie in the folder of their day.")
TOTALS = ("manifest.json", "Rows, bytes and digest of a table are its files'.")
SEAL = ("truth.json", "It is the truth that the manifest was sealed with.")
READABLE = "Columns, types, nulls and row counts are as declared."
DIGEST = "The content digest of every part is that of its rows."

SUBTOTAL = ("orders", "The subtotal is the sum of its lines.")
DISCOUNT = ("orders", "The discount is the sum of its lines'.")
TOTAL = ("orders", "The total adds up to the cent.")
LINES = ("orders", "It has 1 to 5 lines.")
VISITS = ("orders", "No visit ends twice, in orders or in abandoned carts.")
ACCOUNT = ("orders", "Nobody orders before they have an account.")
WINDOW = ("orders", "A discount is given inside its campaign's window only.")
LINE = ("order_items", "The line adds up to the cent.")
PRICE = ("order_items", "The price is the product's.")
SKU = ("order_items", "The sku is the product's.")
DISTINCT = ("order_items", "An order's lines are of distinct products.")
TARGET = ("order_items", "A discount is given on its campaign's categories only.")
TICKET_CUSTOMER = ("support_tickets", "Its order is its customer's.")
TICKET_TIME = ("support_tickets", "It is written after its order.")
SLA = ("support_tickets", "The SLA is broken by an answer later than the severity allows.")
RETURN_CUSTOMER = ("returns", "Who returns it is who ordered it.")
RETURN_TIME = ("returns", "It is asked for after delivery.")
RETURN_DELIVERED = ("returns", "Only what was delivered comes back.")
REFUND = ("returns", "The refund is the world's share of the line's price.")
OF_A_LINE = ("returns", "It is of a line of its order.")


def key(table, column):
    return (table, f"{column} is unique.")


def reference(table, column, parent):
    return (table, f"{column} leads to a row of {parent}.")


def in_order(table, column):
    return (table, f"Rows stand in the order of {column}.")


# Rates and mixes.
COHORTS = ("customers", "As many are of each cohort.")
ACQUISITION = ("customers", "They were won as is usual for their cohort.")
LOYALTY = ("customers", "As many are of each loyalty tier.")
CITIES = ("customers", "As many live in each city.")
DOMAINS = ("customers", "E-mail domains have equal shares.")
ACCOUNTS = ("customers", "Accounts were opened evenly in time.")
SPENT = ("customers", "What they spent is log-normal.")
SENSITIVITY = ("customers", "A cohort is as sensitive to prices.")
CATEGORIES = ("products", "As many are of each category.")
SUBCATEGORIES = ("products", "Subcategories of a category have equal shares.")
SUPPLIERS = ("products", "They are supplied as is usual for their category.")
PRICES = ("products", "A category's prices are log-normal.")
COSTS = ("products", "Costs are spread evenly between their shares of the price.")
WEIGHTS = ("products", "Weights are spread evenly between their bounds.")
ORDER_COHORTS = ("orders", "As many come from each cohort.")
CHANNELS = ("orders", "They come by the channels of their cohort.")
PAYMENTS = ("orders", "They are paid as is usual for their cohort.")
WAREHOUSES = ("orders", "They are shipped from the warehouses of their region.")
FAILURES = ("orders", "As many payments fail.")
FAILURE_REASONS = ("orders", "Payments fail for the reasons planned.")
STATUSES = ("orders", "As many are delivered, shipped, processed and cancelled.")
LATE = ("orders", "Lateness depends on neither cohort nor payment.")
LATE_HOURS = ("orders", "Late parcels are late by as many hours.")
EARLY_HOURS = ("orders", "Punctual parcels are early by as much.")
EXPECTED_DAYS = ("orders", "Delivery is promised in as many days.")
ITEMS = ("orders", "Baskets have as many lines.")
QUANTITIES = ("order_items", "Lines have as many units.")
LINE_CATEGORIES = ("order_items", "First lines are of the categories in season.")
LATE_TICKETS = ("support_tickets", "As many late orders raise one.")
NAMED = ("support_tickets", "As many of the others name their order.")
TICKET_CATEGORIES = ("support_tickets", "They are about what became of the order.")
TOPICS = ("support_tickets", "Their topics are those of their category.")
SEVERITIES = ("support_tickets", "As many are of each severity.")
LANGUAGES = ("support_tickets", "As many are in each language.")
CONTACTS = ("support_tickets", "They are written as is usual for the cohort.")
ESCALATIONS = ("support_tickets", "They are handed on as often.")
RESOLVED = ("support_tickets", "As many are resolved.")
RATINGS_GIVEN = ("support_tickets", "As many of the resolved are rated.")
RATINGS = ("support_tickets", "Ratings depend on the SLA.")
CHATBOTS = ("support_tickets", "Chatbots answer more under load.")
AGENTS = ("support_tickets", "Agents have equal shares.")
RESPONSES = ("support_tickets", "The first response is log-normal in the SLA.")
RESOLUTIONS = ("support_tickets", "Resolution is log-normal.")
TICKET_WAITS = ("support_tickets", "They are written as long after.")
KNOWN = ("cart_abandonment", "As many visitors are known.")
CART_COHORTS = ("cart_abandonment", "As many known visitors are of each cohort.")
STAGES = ("cart_abandonment", "As many come to each stage.")
ABANDON_REASONS = ("cart_abandonment", "They leave for the reasons of their stage.")
CART_CHANNELS = ("cart_abandonment", "They come by the channels of their cohort.")
CART_ITEMS = ("cart_abandonment", "Carts hold as many products.")
RETURNED = ("returns", "As many delivered lines come back.")
RETURN_REASONS = ("returns", "They come back for the reasons of their category.")
PROCESSED = ("returns", "As many are processed.")
PROCESSING_DAYS = ("returns", "Processing takes as many days.")
RETURN_WAITS = ("returns", "They come back as long after delivery.")
PAGE_LOAD = ("system_metrics", "site_load_time varies about what the load makes of it.")
# What a customer's cohort or a product's category has a part in.
OF_COHORT = [
    *(ACQUISITION, SENSITIVITY, ORDER_COHORTS, CHANNELS, PAYMENTS, LATE, CONTACTS),
    *(CART_COHORTS, CART_CHANNELS),
]
OF_CATEGORY = [
    *(SUBCATEGORIES, SUPPLIERS, PRICES, WEIGHTS, LINE_CATEGORIES, TARGET, RETURNED),
    RETURN_REASONS,
]
