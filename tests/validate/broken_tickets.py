"""Ways to break tickets, and what must find them."""

from datetime import timedelta

from breaking import HOUR, Break, dropping, every, first, named, setter
from names import (
    AGENTS,
    CHATBOTS,
    CONTACTS,
    COUNTED,
    COUNTS,
    ESCALATIONS,
    LABELLED,
    LANGUAGES,
    LATE_TICKETS,
    METRICS,
    NAMED,
    PLANNED,
    RATINGS,
    RATINGS_GIVEN,
    RESOLUTIONS,
    RESOLVED,
    RESPONSES,
    SEVERITIES,
    SLA,
    TICKET_CATEGORIES,
    TICKET_CUSTOMER,
    TICKET_TIME,
    TICKET_WAITS,
    TOPICS,
    key,
    reference,
)

TABLE = "support_tickets"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def rule(words):
    return (TABLE, words)


def resolved(row):
    return row["resolved_ts"] is not None


def about_lateness(row):
    return row["issue_subcategory"] == "late_delivery"


def named_only(row):
    return named(row) and not about_lateness(row)


def later(hours):
    """All times of a ticket, so that the answer takes as long."""
    columns = ("created_ts", "first_response_ts", "resolved_ts")
    return {c: lambda r, c=c: r[c] and r[c] + hours * HOUR for c in columns}


BREAKS = {
    "of a stranger": Break(
        TABLE,
        setter("customer_id", lambda r: r["customer_id"] % 300 + 1, named),
        [TICKET_CUSTOMER],
    ),
    "of nobody": Break(
        TABLE,
        setter("customer_id", 99_999),
        [reference(TABLE, "customer_id", "customers")],
        [TICKET_CUSTOMER],
    ),
    "of no order": Break(
        TABLE,
        setter("order_id", 77, named_only),
        [reference(TABLE, "order_id", "orders"), METRICS, PLANNED],
    ),
    "before its order": Break(
        TABLE,
        lambda rows: first(rows, lambda r: named(r) and not resolved(r)).update(
            created_ts=first(rows, named)["created_ts"] - 900 * HOUR
        ),
        [TICKET_TIME, SLA],
        [TICKET_WAITS, RESPONSES],
    ),
    "rating of six": Break(
        TABLE,
        setter("csat", 6, lambda r: r["csat"] is not None),
        [rule("A rating is from 1 to 5 and of a resolved ticket."), RATINGS],
    ),
    "minutes of another": Break(
        TABLE,
        setter("resolution_time_minutes", 0, resolved),
        [rule("The resolution time is in whole minutes.")],
    ),
    "twice": Break(
        TABLE,
        lambda rows: rows.insert(0, dict(first(rows, named))),
        [key(TABLE, "ticket_id"), rule("At most one names an order."), PLANNED, *COUNTED],
    ),
    "breach of no hours": Break(
        TABLE,
        setter("sla_breach_hours", 1.0, lambda r: not r["sla_breach"]),
        [rule("The SLA is broken exactly where there are hours beyond it.")],
    ),
    "answer before the question": Break(
        TABLE,
        setter(
            "first_response_ts", lambda r: r["created_ts"] - HOUR, lambda r: not r["sla_breach"]
        ),
        [rule("It is answered after it is written, and resolved after it is answered.")],
        [RESPONSES, RESOLUTIONS],
    ),
    "none about lateness": Break(
        TABLE, dropping(about_lateness), [LATE_TICKETS, PLANNED, *COUNTED], [LABELLED]
    ),
    "none named": Break(
        TABLE,
        every(named_only, order_id=None),
        [NAMED, METRICS, PLANNED],
        [COUNTS],
    ),
    "all general": Break(
        TABLE,
        every(named_only, issue_category="general", issue_subcategory="feedback"),
        [TICKET_CATEGORIES, TOPICS],
    ),
    "one topic a category": Break(
        TABLE,
        every(lambda r: r["issue_category"] == "payment", issue_subcategory="double_charge"),
        [TOPICS],
    ),
    "all low": Break(TABLE, every(severity="low"), [SEVERITIES], [SLA, RESPONSES]),
    "all in French": Break(TABLE, every(language="fr"), [LANGUAGES]),
    "all by phone": Break(TABLE, every(channel="phone"), [CONTACTS]),
    "all handed on": Break(TABLE, every(escalation_count=2), [ESCALATIONS]),
    "none resolved": Break(
        TABLE,
        every(resolved_ts=None, csat=None, resolution_time_minutes=None),
        [RESOLVED],
    ),
    "none rated": Break(TABLE, every(csat=None), [RATINGS_GIVEN]),
    "all rated one": Break(TABLE, every(lambda r: r["csat"] is not None, csat=1), [RATINGS]),
    "all by chatbots": Break(
        TABLE,
        every(agent_type="chatbot", agent_id=lambda r: 46 + r["ticket_id"] % 5),
        [CHATBOTS],
        [AGENTS],
    ),
    "one agent": Break(TABLE, every(lambda r: r["agent_type"] == "human", agent_id=1), [AGENTS]),
    "answered at once": Break(
        TABLE,
        every(
            lambda r: not r["sla_breach"],
            first_response_ts=lambda r: r["created_ts"] + SECOND,
        ),
        [RESPONSES],
        [RESOLUTIONS],
    ),
    "resolved at once": Break(
        TABLE,
        every(
            resolved,
            resolved_ts=lambda r: r["first_response_ts"] + MINUTE,
            resolution_time_minutes=lambda r: (
                (r["first_response_ts"] + MINUTE - r["created_ts"]) // MINUTE
            ),
        ),
        [RESOLUTIONS],
    ),
    "written days later": Break(TABLE, every(named_only, **later(90)), [TICKET_WAITS]),
}
