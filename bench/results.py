"""Turns measurements into Markdown tables.

Every figure is the median of the rounds; ratios are medians of the ratios within a round, so that
a machine that drifts from one round to the next does not drift into them.
"""

from statistics import median

MARK = "<!-- {name}:{end} -->"
# The script that fauxmart grew out of: five tables, 1,559,991 orders. Not run here.
ORIGIN = 4_345, 8_662


class Results:
    """Measurements of all rounds, by a job's key."""

    def __init__(self, jobs, rounds: dict[str, list[dict]], data_bytes: int, sizes: dict):
        self.jobs = [job for job in jobs if rounds.get(job.key)]
        self.rounds = rounds
        self.data_bytes = data_bytes
        self.sizes = sizes

    def of(self, section: str) -> list:
        return [job for job in self.jobs if job.section == section]

    def has(self, *keys: str) -> bool:
        return all(self.rounds.get(key) for key in keys)

    def all(self, key: str, name: str) -> list[float]:
        return [run[name] for run in self.rounds[key]]

    def middle(self, key: str, name: str) -> float:
        return median(self.all(key, name))

    def ratio(self, key: str, other: str, name: str = "seconds") -> float:
        pairs = zip(self.all(key, name), self.all(other, name), strict=True)
        return median(a / b for a, b in pairs)

    def time(self, key: str) -> str:
        """Median and range, in seconds or milliseconds."""
        values = sorted(self.all(key, "seconds"))
        unit, factor, digits = ("ms", 1000, 1) if values[-1] < 0.1 else ("s", 1, 2)
        low, high, mid = (
            f"{factor * v:.{digits}f}" for v in (values[0], values[-1], median(values))
        )
        return f"{mid} {unit} ({low} to {high})"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    numbers = ["---", *["--:"] * (len(head) - 1)]
    return [f"| {' | '.join(row)} |" for row in (head, numbers, *rows)] + [""]


def millions(value: float) -> str:
    return f"{value / 1e6:,.2f} M"


def megabytes(value: float) -> str:
    return f"{value / 1e6:,.0f} MB" if value >= 1e6 else f"{value / 1e6:.1f} MB"


def usage(results: Results, key: str) -> list[str]:
    return [f"{results.middle(key, 'cpu'):.2f} s", megabytes(max(results.all(key, "peak")))]


def program(results: Results) -> list[str]:
    rows = []
    for job in results.of("program"):
        seconds = results.middle(job.key, "seconds")
        size = results.middle(job.key, "bytes")
        rate = f"{millions(job.orders / seconds)}" if job.orders else ""
        against = ""
        if results.has("standard"):
            against = f"{results.ratio(job.key, 'standard'):.2f}"
        written = f"{megabytes(size)}, {size / seconds / 1e6:,.0f} MB/s"
        rows.append(
            [job.title, results.time(job.key), against, rate, *usage(results, job.key), written]
        )
    head = ["fauxmart", "wall", "to standard", "orders/s", "CPU", "peak memory", "written"]
    return table(head, rows) if rows else []


def scaling(results: Results) -> list[str]:
    rows = []
    for job in results.of("scaling"):
        each = results.middle(job.key, "seconds") / job.orders
        peak = megabytes(max(results.all(job.key, "peak")))
        rows.append([job.title, results.time(job.key), f"{each * 1e9:,.0f} ns", peak])
    lines = table(["orders", "wall", "an order", "peak memory"], rows) if rows else []
    if results.has("scale_10_1", "scale_10_2"):
        gain = results.ratio("scale_10_1", "scale_10_2")
        lines += [f"Two threads are {gain:.2f} times as fast as one at 10 M orders.", ""]
    return lines


def rivals(results: Results) -> list[str]:
    """In cells a second: whoever makes fewer orders is scaled by it."""
    rows, loops = [], False
    rate = {
        job.key: [run["cells"] / run["seconds"] for run in results.rounds[job.key]]
        for job in results.of("rivals")
    }
    for job in results.of("rivals"):
        behind = ""
        if "pair" in rate:
            pairs = zip(rate["pair"], rate[job.key], strict=True)
            behind = f"{median(a / b for a, b in pairs):,.2f}"
        loops |= job.inner
        star = " *" if job.inner else " †" if job.key == "tpchgen" else ""
        size = megabytes(results.middle(job.key, "bytes"))
        cells = millions(median(rate[job.key]))
        rows.append(
            [
                job.title + star,
                f"{job.orders:,}",
                results.time(job.key),
                cells,
                behind,
                *usage(results, job.key),
                size,
            ]
        )
    head = [
        "generator",
        "orders",
        "wall",
        "cells/s",
        "fauxmart is",
        "CPU",
        "peak memory",
        "written",
    ]
    if not rows:
        return []
    notes = [
        "All make orders and order_items, 28 columns, as Parquet with two threads or processes. "
        "“fauxmart is” says how many times as many cells a second it makes. The rivals' columns "
        "are drawn each by itself; fauxmart's depend on cohort, load, calendar and incidents."
    ]
    if loops:
        notes.append(
            "\\* One thread, and fewer orders: the time is that of the loop without the start of "
            "Python, and cells a second are what it would keep up for the whole day."
        )
    if "tpchgen" in rate:
        notes.append("† Not like for like: eight other tables at scale 1, much of them long text.")
    if results.has("standard"):
        fauxmart = 1_559_991 / results.middle("standard", "seconds")
        here, author = ORIGIN
        notes.append(
            f"The Python script that fauxmart grew out of was not run: it made {here:,} orders a "
            "second on a 2-core Xeon, in five tables and 1,559,991 orders, and "
            f"{author:,} by its author's account on his machine. The standard job here makes "
            f"{fauxmart / here:,.0f} and {fauxmart / author:,.0f} times as many, in twelve tables."
        )
    return table(head, rows) + [line for note in notes for line in (note, "")]


def limits(results: Results) -> list[str]:
    rows = []
    for job in results.of("limits"):
        seconds = results.middle(job.key, "seconds")
        speed = results.middle(job.key, "work") / seconds
        if job.key == "limit_copy":
            cost = f"{results.data_bytes / speed * 1e3:.0f} ms for one pass over the files' bytes"
            rows.append([job.title, cost, f"{speed / 1e9:,.1f} GB/s read and written", ""])
            continue
        against = f"{results.ratio(job.key, 'standard'):.2f}" if results.has("standard") else ""
        rows.append([job.title, results.time(job.key), f"{speed / 1e6:,.0f} MB/s", against])
    head = ["limit, two processes", "wall", "speed", "to standard"]
    return table(head, rows) if rows else []


def disk(results: Results) -> list[str]:
    rows = []
    for job in results.of("disk"):
        against = ""
        if results.has("disk_standard"):
            against = f"{results.ratio(job.key, 'disk_standard'):.2f}"
        size = megabytes(results.middle(job.key, "bytes"))
        rows.append([job.title, results.time(job.key), against, *usage(results, job.key), size])
    head = ["on disk", "wall", "to standard", "CPU", "peak memory", "written"]
    return table(head, rows) if rows else []


def sizes(results: Results) -> list[str]:
    rows = []
    found = sorted(results.sizes.items(), key=lambda item: -item[1][0])
    for name, (ours, theirs) in found:
        if ours > 100_000:
            rows.append([name, f"{ours:,}", f"{theirs:,}", f"{ours / theirs:.2f}"])
    if rows:
        ours, theirs = (sum(pair[i] for _, pair in found) for i in (0, 1))
        rows.append(["all tables", f"{ours:,}", f"{theirs:,}", f"{ours / theirs:.2f}"])
    head = ["bytes of the standard job", "fauxmart", "pyarrow's defaults", "ratio"]
    return table(head, rows) if rows else []


def document(results: Results, about: list[str]) -> str:
    """All tables; `about` says where, when and with what it was measured."""
    parts = (program, scaling, sizes, rivals, limits, disk)
    lines = [*about, ""]
    for part in parts:
        lines += part(results)
    return "\n".join(lines).strip() + "\n"


def record(text: str, body: str, name: str) -> str:
    """The text with what is between the marks of that name replaced."""
    begin, end = (MARK.format(name=name, end=end) for end in ("begin", "end"))
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"docs/performance.md has no marks {begin} and {end}")
    before, rest = text.split(begin)
    return f"{before}{begin}\n\n{body.strip()}\n\n{end}{rest.split(end)[1]}"
