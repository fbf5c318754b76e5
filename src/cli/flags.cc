#include "cli/flags.h"

#include <utility>

#include "world/limits.h"

namespace fauxmart {

namespace {

using Flags = std::vector<Flag>;

constexpr char kWhat[] = "What is generated";
constexpr char kHow[] = "How it is written";
constexpr char kWho[] = "How the work is done";

// clang-format off: a flag is one entry, not a line for each of its properties.

const Flag kHelp{.name = "--help", .kind = Kind::kSwitch, .help = "Show this help"};

Flag Json(std::string help) {
  return {.name = "--json", .kind = Kind::kSwitch, .help = std::move(help)};
}

Flag In(const char* group, Flag flag) {
  flag.group = group;
  return flag;
}

// Decide the rows: what generate and preview have in common.
Flags InputFlags() {
  Flags flags = {
      {.name = "--seed", .argument = "N", .kind = Kind::kSeed,
       .help = "Seed of all random numbers, 0 to 2^64-1", .fallback = "1"},
      {.name = "--start", .argument = "TIME",
       .help = "First hour of the window, as 2025-01-01 or 2025-01-01T08:00:00Z",
       .fallback = "the scenario's, or 2025-01-01"},
      {.name = "--duration", .argument = "TIME",
       .help = "Length of the window in whole hours, days or weeks: 24h, 30d, 2w",
       .fallback = "the scenario's"},
      {.name = "--intensity", .argument = "X", .kind = Kind::kNumber,
       .help = "Multiplies the orders of every hour", .fallback = "the scenario's",
       .min = kIntensity.low, .max = kIntensity.high},
      {.name = "--orders-per-hour", .argument = "N", .kind = Kind::kNumber,
       .help = "Base rate of orders, before the daily curve and the intensity",
       .fallback = "the scenario's, or the world's",
       .min = kOrdersPerHour.low, .max = kOrdersPerHour.high},
      {.name = "--orders-per-day", .argument = "N", .kind = Kind::kNumber,
       .help = "Orders in a day at intensity 1, after the daily curve; each hour is rounded down. "
               "Instead of --orders-per-hour"},
      {.name = "--customers", .argument = "N", .kind = Kind::kInteger,
       .help = "Number of customers", .fallback = "the world's", .min = 1, .max = kMaxCustomers},
      {.name = "--products", .argument = "N", .kind = Kind::kInteger, .help = "Number of products",
       .fallback = "the world's", .min = 1, .max = kMaxProducts},
      {.name = "--set", .argument = "PATH=VALUE",
       .help = "Replace one value of the world or the scenario: world.customers.count=200",
       .repeatable = true},
      {.name = "--with", .argument = "SCENARIO@OFFSET",
       .help = "Lay another scenario's effects, campaigns and incidents over this one, that much "
               "later: payment_outage@2d", .repeatable = true},
      {.name = "--without", .argument = "INCIDENT",
       .help = "Leave out an incident, or all: the twin in which it never happened",
       .repeatable = true},
      {.name = "--discount", .argument = "PERCENT", .kind = Kind::kPercent,
       .help = "Percent off, 0 to 100: the scenario's own sale, or one over its whole length",
       .max = 100},
      {.name = "--category", .argument = "A,B",
       .help = "Product categories of that sale, and of what the scenario does to them",
       .fallback = "the scenario's, or all"},
      {.name = "--world", .argument = "FILE", .kind = Kind::kFile, .help = "The shop to generate",
       .fallback = "the built-in default world"},
      {.name = "--data-version", .argument = "N", .kind = Kind::kInteger,
       .help = "Refuse to run unless this build makes the rows of data version N", .min = 1},
  };
  for (Flag& flag : flags) flag.group = kWhat;
  return flags;
}

Flag Ids() {
  return {.name = "--ids", .argument = "TYPE", .kind = Kind::kChoice, .help = "Type of id columns",
          .fallback = "int64", .choices = {"int64", "uuid"}};
}

Flag Money() {
  return {.name = "--money", .argument = "TYPE", .kind = Kind::kChoice,
          .help = "Type of amounts of money", .fallback = "decimal",
          .choices = {"decimal", "float64"}};
}

Flag Truth() {
  return {.name = "--truth", .argument = "DIR", .kind = Kind::kDirectory,
          .help = "Keep incidents, labels and inputs apart in DIR: the dataset itself tells nothing "
                  "of them",
          .fallback = "in the dataset, under truth/"};
}

Command Root() {
  return {.name = "", .summary = "",
          .description =
              "fauxmart generates the complete, correlated data of an online shop that "
              "does not exist: customers, orders, payments, deliveries, support, "
              "abandoned carts and returns. The same request makes the same bytes, on "
              "any machine.",
          .flags = {{.name = "--version", .kind = Kind::kSwitch, .help = "Show what this build is"},
                    Json("With --version: as one JSON object"),
                    kHelp},
          .examples = {{"fauxmart preview", "the first orders of an ordinary month, at once"},
                       {"fauxmart generate baseline", "the whole month, in out/baseline"},
                       {"fauxmart describe orders", "what the columns mean"}}};
}

Command Generate() {
  Flags flags = {{.name = "SCENARIO|FILE", .kind = Kind::kScenario,
                  .help = "What happens to the shop: a built-in scenario (`fauxmart scenarios`) or "
                          "a file of the same form"}};
  for (Flag& flag : InputFlags()) flags.push_back(std::move(flag));
  const Flags more = {
      In(kWhat, {.name = "--hours", .argument = "A:B",
                 .help = "Hours A to B-1 of the window, counted from 0"}),
      In(kWhat, {.name = "--from", .argument = "MANIFEST", .kind = Kind::kFile,
                 .help = "Make the dataset of a manifest.json, or of its directory, again; flags "
                         "given beside it replace what it says"}),
      In(kHow, {.name = "--out", .argument = "DIR|-", .kind = Kind::kDirectory,
                .help = "Where to write: a directory, s3://BUCKET/PATH or gs://BUCKET/PATH; - "
                        "writes one table (--tables) to standard output, as csv, jsonl or an "
                        "Arrow stream",
                .fallback = "out/SCENARIO, and out/SCENARIO-I-of-N for a shard"}),
      In(kHow, Truth()),
      In(kHow, {.name = "--format", .argument = "FORMAT", .kind = Kind::kChoice,
                .help = "File format", .fallback = "parquet",
                .choices = {"parquet", "feather", "csv", "jsonl"}}),
      In(kHow, {.name = "--compression", .argument = "CODEC", .kind = Kind::kChoice,
                .help = "Compression of Parquet and Feather files",
                .fallback = "auto: by column, what measured best",
                .choices = {"auto", "snappy", "zstd", "lz4", "none"}}),
      In(kHow, {.name = "--writer", .argument = "WRITER", .kind = Kind::kChoice,
                .help = "Who encodes Parquet files: fauxmart, or Arrow's writer, to "
                        "compare; the rows are the same",
                .fallback = "own", .choices = {"own", "arrow"}}),
      In(kHow, {.name = "--tables", .argument = "A,B", .kind = Kind::kTables,
                .help = "Write these tables only", .fallback = "all"}),
      In(kHow, Ids()),
      In(kHow, Money()),
      In(kHow, {.name = "--csv-text", .argument = "TEXTS", .kind = Kind::kChoice,
                .help = "Texts in CSV files; safe: those that a spreadsheet would take for a "
                        "formula begin with an apostrophe",
                .fallback = "plain: as they are", .choices = {"plain", "safe"}}),
      In(kHow, {.name = "--partition-by", .argument = "KEY", .kind = Kind::kChoice,
                .help = "date: fact tables in a folder a day, as Hive and its kin have them "
                        "(orders/date=2026-01-31), by the day of the order or the session",
                .fallback = "none", .choices = {"none", "date"}}),
      In(kHow, {.name = "--card", .kind = Kind::kSwitch,
                .help = "Write a dataset card beside the tables, README.md, as the Hugging Face Hub "
                        "shows it"}),
      In(kHow, {.name = "--overwrite", .kind = Kind::kSwitch,
                .help = "Replace the dataset that is there; removes what its manifest lists and "
                        "nothing else"}),
      In(kHow, {.name = "--resume", .kind = Kind::kSwitch,
                .help = "Go on with a run of the same request that was interrupted"}),
      In(kHow, {.name = "--no-sync", .kind = Kind::kSwitch,
                .help = "Do not flush files to the disk", .hidden = true}),
      In(kWho, {.name = "--threads", .argument = "N", .kind = Kind::kInteger,
                .help = "Threads, 1 to 1024; the bytes do not depend on it",
                .fallback = "one a core", .min = 1, .max = 1024}),
      In(kWho, {.name = "--io", .argument = "MODE", .kind = Kind::kChoice,
                .help = "async: a thread of its own writes, for slow disks and pipes; sync: the "
                        "workers do; auto: async once writes have made them wait",
                .fallback = "auto", .choices = {"auto", "sync", "async"}}),
      In(kWho, {.name = "--batch-size", .argument = "N", .kind = Kind::kInteger,
                .help = "Orders sampled at a time, 1 to 1048576; the bytes do not depend on it",
                .min = 1, .max = 1048576}),
      In(kWho, {.name = "--shard", .argument = "I/N", .kind = Kind::kShard,
                .help = "Write the I-th of N shares (1/N to N/N) for `fauxmart merge`"}),
      In(kWho, {.name = "--dry-run", .kind = Kind::kSwitch,
                .help = "Show rows, parts and estimated bytes; write nothing"}),
      In(kWho, {.name = "--stats", .argument = "FILE", .kind = Kind::kFile,
                .help = "Write what the run does, twice a second and at its end, as lines of JSON; "
                        "a FILE.prom as metrics for Prometheus"}),
      In(kWho, {.name = "--progress", .argument = "WHEN", .kind = Kind::kChoice,
                .help = "auto: a bar on a terminal, after a second; always: elsewhere too, as a "
                        "line a second; never: nothing, as with --quiet",
                .fallback = "auto", .choices = {"auto", "always", "never"}}),
      In(kWho, Json("Summary, or dry run, as one JSON object on standard output")),
      In(kWho, {.name = "--quiet", .kind = Kind::kSwitch,
                .help = "No progress and no summary; errors only"}),
      kHelp,
  };
  flags.insert(flags.end(), more.begin(), more.end());
  return {.name = "generate", .summary = "make a dataset",
          .description =
              "Makes the tables of a scenario and writes them with a manifest and a data "
              "dictionary. The manifest comes last: where it stands, the dataset is "
              "whole.", .flags = std::move(flags), .examples = {
              {"fauxmart generate baseline", "an ordinary month as Parquet, in out/baseline"},
              {"fauxmart generate baseline --duration 24h --intensity 5 --seed 7 --out /tmp/day",
               "a day with five times the orders"},
              {"fauxmart generate baseline --tables orders --format csv --out - | head",
               "one table to standard output"},
              {"fauxmart generate baseline --with payment_outage@2d",
               "a month with an outage on its third day"},
              {"fauxmart generate payment_outage --without psp_outage --out twin",
               "the same shop, had it never happened"},
              {"fauxmart generate baseline --dry-run", "how much that would be"},
              {"fauxmart generate baseline --stats /tmp/run.jsonl", "and what it does meanwhile"},
              {"fauxmart generate --from out/baseline/manifest.json --out copy",
               "the same dataset again, from its manifest"}}};
}

Command PreviewCommand() {
  Flags flags = {
      {.name = "SCENARIO", .kind = Kind::kScenario, .help = "A built-in scenario or a file",
       .fallback = "baseline"},
      {.name = "TABLE", .kind = Kind::kTable, .help = "The table to show", .fallback = "orders"},
      {.name = "--rows", .argument = "N", .kind = Kind::kInteger, .help = "Rows, 1 to 10000",
       .fallback = "10", .min = 1, .max = 10000}};
  for (Flag& flag : InputFlags()) flags.push_back(std::move(flag));
  flags.push_back(kHelp);
  return {.name = "preview", .summary = "show the first rows of a table",
          .description =
              "Shows the first rows of a table on the terminal, at once, and writes "
              "nothing. They are the rows that generate would write.", .flags = std::move(flags),
          .examples = {{"fauxmart preview", "the first orders of baseline"},
                       {"fauxmart preview customers --rows 3", "another table of baseline"},
                       {"fauxmart preview baseline order_items --seed 7", "with another seed"}}};
}

Command Scenarios() {
  Flags flags = {{.name = "ACTION", .kind = Kind::kChoice,
                  .help = "list: all of them; show NAME: the file of one; check FILE: whether it is "
                          "right, and what it comes to",
                  .fallback = "list", .choices = {"list", "show", "check"}},
                 {.name = "NAME", .kind = Kind::kScenario,
                  .help = "A built-in scenario; with check or --plot, or a file"},
                 {.name = "--plot", .kind = Kind::kSwitch,
                  .help = "With show: draw the planned orders, tickets, failures and abandoned carts"},
                 Json("With check: as one JSON object")};
  for (Flag& flag : InputFlags()) flags.push_back(std::move(flag));
  flags.push_back(kHelp);
  return {.name = "scenarios", .summary = "list the built-in scenarios, show, draw or check one",
          .description =
              "Lists the built-in scenarios, shows the file of one to start your own from, draws "
              "what it plans, or checks a file and says what its effects come to.",
          .flags = std::move(flags),
          .examples = {{"fauxmart scenarios", "all of them, with what they do"},
                       {"fauxmart scenarios show baseline > mine.yaml", "a file to start from"},
                       {"fauxmart scenarios check mine.yaml", "is it right, and what does it do?"},
                       {"fauxmart scenarios show payment_outage --plot", "its hours, drawn"}}};
}

Command Describe() {
  return {
      .name = "describe", .summary = "data dictionary, SQL DDL and metadata of the tables",
      .description =
          "Says what the tables and their columns mean: as Markdown, as JSON, as the CREATE TABLE "
          "statements of a database, or as the metadata that other tools read: sources and tests "
          "of dbt, an Open Data Contract (odcs), a Frictionless Data Package (datapackage), "
          "MLCommons Croissant (croissant).",
      .flags =
          {{.name = "TABLE", .kind = Kind::kTable, .help = "One table", .fallback = "all tables"},
           {.name = "--format", .argument = "FORMAT", .kind = Kind::kChoice,
            .help = "Form of the description", .fallback = "markdown; an aligned list on a terminal",
            .choices = {"markdown", "json", "sql", "dbt", "odcs", "datapackage", "croissant"}},
           {.name = "--dialect", .argument = "DIALECT", .kind = Kind::kChoice,
            .help = "Database the SQL is for; implies --format sql", .fallback = "duckdb",
            .choices = {"duckdb", "postgres", "spark"}},
           Ids(),
           Money(),
           {.name = "--world", .argument = "FILE", .kind = Kind::kFile,
            .help = "In metadata: the shop whose names are the accepted values",
            .fallback = "the built-in default world"},
           {.name = "--from", .argument = "DIR", .kind = Kind::kDirectory,
            .help = "In metadata: a dataset, with its own tables, types, names and files"},
           kHelp}, .examples = {
          {"fauxmart describe orders", "one table in words"},
          {"fauxmart describe --dialect postgres | psql shop", "make the tables in PostgreSQL"},
          {"fauxmart describe --format dbt > models/sources.yml", "sources and tests of dbt"},
          {"fauxmart describe --format datapackage --from out/csv > out/csv/datapackage.json",
           "what Frictionless reads, beside a dataset"}}};
}

Command MergeCommand() {
  return {.name = "merge", .summary = "put shards together into one dataset",
          .description =
              "Puts the directories of the shards 1/N to N/N of one request together. "
              "The result is the dataset a run without --shard would have written. The "
              "shards are left as they are.", .flags = {{.name = "DIR", .kind = Kind::kDirectory,
                     .help = "The shards' directories", .repeatable = true, .required = true},
                    {.name = "--out", .argument = "DIR", .kind = Kind::kDirectory,
                     .help = "Where to put the dataset", .required = true},
                    Truth(),
                    {.name = "--overwrite", .kind = Kind::kSwitch,
                     .help = "Replace the dataset that is there"},
                    Json("Summary as one JSON object on standard output"),
                    {.name = "--quiet", .kind = Kind::kSwitch, .help = "No summary; errors only"},
                    kHelp}, .examples = {{"fauxmart merge out/shard-1 out/shard-2 --out out/whole",
                        "after `generate baseline --shard 1/2 --out out/shard-1` and 2/2"}}};
}

Command Validation() {
  return {.name = "validate", .summary = "check that a dataset keeps what it promises",
          .description =
              "Reads the files of a dataset, in any format, and checks them: checksums, schemas, "
              "unique keys, references, every rule of the tables, sums across tables, metrics, "
              "labels and incidents against the rows, counts against the plan. What cannot be "
              "checked is reported as skipped. The exit status is 0 if nothing failed and 3 if "
              "anything did.",
          .flags = {{.name = "DIR", .kind = Kind::kDirectory, .help = "A dataset's directory",
                     .required = true},
                    {.name = "--rows", .argument = "N", .kind = Kind::kInteger,
                     .help = "Name the first N rows that offend in each check", .fallback = "3",
                     .min = 0, .max = 1000000},
                    {.name = "--threads", .argument = "N", .kind = Kind::kInteger,
                     .help = "Worker threads; one a core unless given", .min = 1, .max = 1024},
                    Json("The checks as one JSON object on standard output"),
                    kHelp}, .examples = {
              {"fauxmart validate out/baseline", "is it whole and right?"},
              {"fauxmart validate out/baseline --json", "the same for programs"}}};
}

Command DiffCommand() {
  return {.name = "diff", .summary = "compare two datasets row by row",
          .description =
              "Matches the rows of two datasets by primary key and counts, table by table, those "
              "that only the second has (added), that only the first has (removed) and that have "
              "other values (changed), these by column too. Format, compression and the types of "
              "ids and money do not count; the truth tables are passed over. The exit status is 0 "
              "if the datasets are equal and 3 if they are not.",
          .flags = {{.name = "DIR1", .kind = Kind::kDirectory, .help = "A dataset's directory",
                     .required = true},
                    {.name = "DIR2", .kind = Kind::kDirectory,
                     .help = "The directory of the dataset it is compared with", .required = true},
                    {.name = "--rows", .argument = "N", .kind = Kind::kInteger,
                     .help = "Name the first N rows that differ in each table", .fallback = "0",
                     .min = 0, .max = 1000000},
                    Json("Counts as one JSON object on standard output"),
                    kHelp}, .examples = {
              {"fauxmart diff out/baseline copy", "are they the same rows?"},
              {"fauxmart diff out/before out/after --rows 5", "with five rows of each table"},
              {"fauxmart diff out/before out/after --json", "the same for programs"}}};
}

Command Perf() {
  return {.name = "perf", .summary = "measure how fast it is on this machine",
          .description =
              "Makes the default month, a day of 1.6 million orders, the rows of that day without "
              "files, and the month as CSV, each by a fauxmart of its own, in turn, as often as "
              "--runs says. Shows the medians: where the time of the month goes, stage by stage, "
              "and which targets are met. What was written is removed. A target that is missed is "
              "no error.",
          .flags = {{.name = "--runs", .argument = "N", .kind = Kind::kInteger,
                     .help = "Runs of each job, 1 to 100", .fallback = "3", .min = 1, .max = 100},
                    {.name = "--threads", .argument = "N", .kind = Kind::kInteger,
                     .help = "Threads, 1 to 1024", .fallback = "one a core", .min = 1, .max = 1024},
                    {.name = "--out", .argument = "DIR", .kind = Kind::kDirectory,
                     .help = "A directory on the disk to write to",
                     .fallback = "/dev/shm if it has room, else the system's temporary directory"},
                    Json("Figures as one JSON object on standard output"),
                    kHelp}, .examples = {
              {"fauxmart perf", "in memory, the median of three runs"},
              {"fauxmart perf --runs 1 --out .", "once, on the disk of this directory"},
              {"fauxmart perf --json > perf.json", "for programs"}}};
}

Command Completions() {
  return {
      .name = "completions", .summary = "print completions for a shell",
      .description = "Prints a script that completes commands, flags and their values.",
      .flags = {{.name = "SHELL", .kind = Kind::kChoice, .help = "The shell",
                 .choices = {"bash", "zsh", "fish"}, .required = true},
                kHelp}, .examples = {
          {"fauxmart completions bash > ~/.local/share/bash-completion/completions/fauxmart",
           "for bash"},
          {"fauxmart completions zsh > \"${fpath[1]}/_fauxmart\"", "for zsh"},
          {"fauxmart completions fish > ~/.config/fish/completions/fauxmart.fish", "for fish"}}};
}

Command Man() {
  return {.name = "man", .summary = "print the manual page",
          .description = "Prints the manual page in roff.", .flags = {kHelp},
          .examples = {{"fauxmart man | man -l -", "read it"}}};
}

Command Help() {
  return {.name = "help", .summary = "show the help of a command",
          .description = "Shows the help of a command, as its flag --help does.",
          .flags = {{.name = "COMMAND", .kind = Kind::kCommand, .help = "The command"},
                    Json("As one JSON object, for programs"), kHelp},
          .examples = {{"fauxmart help generate", "the flags of generate"},
                       {"fauxmart help --json", "all commands, for programs"}}, .hidden = true};
}

// clang-format on

}  // namespace

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands = {
      Root(),        Generate(),   PreviewCommand(), Scenarios(), Describe(),    MergeCommand(),
      DiffCommand(), Validation(), LoadCommand(),    Perf(),      Completions(), Man(),
      Help()};
  return commands;
}

}  // namespace fauxmart
