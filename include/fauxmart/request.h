// What is asked for: the inputs that decide a dataset, and how to write it down.
//
// A Request is as the user gave it, unresolved. Resolve() (fauxmart/dataset.h) reads the files it
// names, checks everything and answers with Inputs, or with one message and no other effect.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fauxmart {

// Decides the rows. Everything unset is taken from the scenario, then from the world.
struct Request {
  std::string scenario = "baseline";     // a built-in name, or a path to a file
  std::string scenario_text;             // the file's text itself, if it comes from a manifest
  std::string world;                     // a path; empty: the built-in default
  std::string world_text;                // the file's text itself, if it comes from a manifest
  uint64_t seed = 1;
  std::optional<std::string> start;      // "2025-01-01T00:00:00Z", "2025-01-01", whole hours
  std::optional<std::string> duration;   // "24h", "30d", "2w", whole hours
  std::optional<double> intensity;
  std::optional<double> orders_per_hour;
  std::optional<double> orders_per_day;  // excludes orders_per_hour
  std::optional<int64_t> customers;
  std::optional<int64_t> products;
  std::optional<std::string> hours;      // "A:B", hours of the window, A < B
  std::vector<std::string> set;          // "world.path=value" or "scenario.path=value"
  std::vector<std::string> with;  // "NAME@OFFSET" or "FILE@OFFSET": laid over the scenario
  std::vector<std::string> without;  // incidents to leave out, or "all"
  std::optional<double> discount;  // percent: the scenario's parameter, or a sale of its own
  std::vector<std::string> category;  // likewise, product categories
  // The texts of files that `with` names (in the scenario too), by name, from a manifest.
  std::map<std::string, std::string> with_texts;
  bool sealed = false;  // comes from a manifest: no file that it names is opened
  std::optional<int64_t> data_version;  // refused unless it is this build's
};

// Decides how the rows are written, and never which.
struct WriteOptions {
  std::string format = "parquet";  // parquet, feather, csv, jsonl
  std::string compression = "auto";  // auto, snappy, zstd, lz4, none
  std::string writer = "own";        // of Parquet files: own, arrow
  std::vector<std::string> tables;  // empty: all
  bool ids_as_uuid = false;
  bool money_as_float64 = false;
  bool by_date = false;  // fact tables in a folder a day: orders/date=2026-01-31
  bool card = false;  // a dataset card, README.md, beside the tables
  bool csv_safe = false;  // in CSV, texts that a spreadsheet would take for formulas are marked
};

// Decides who does the work, and leaves no trace in the bytes.
struct RunOptions {
  std::string out;  // a directory, or "-" for standard output
  int threads = 0;  // 0: one a core
  int64_t batch_size = 0;  // orders sampled at a time; 0: the engine's choice
  int shard = 1, shards = 1;  // this run writes chunks shard-1, shard-1+shards ...
  bool overwrite = false;  // replace a dataset of ours at `out`
  bool resume = false;  // keep what an unfinished run of the same request left
  std::string truth;  // a directory for the truth; empty: inside `out`
  std::string io = "auto";  // who waits for writes: auto, sync (the workers), async (a thread)
  bool sync = true;  // flush files to the disk
};

}  // namespace fauxmart
