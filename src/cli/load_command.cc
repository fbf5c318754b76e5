// load: its flags, and where it is. The Python package does the work, python/fauxmart/_load.py,
// with the clients of the databases; this program has none.
#include "cli/commands.h"
#include "cli/flags.h"

namespace fauxmart {

// clang-format off: a flag is one entry, not a line for each of its properties.

Command LoadCommand() {
  return {.name = "load", .summary = "load a dataset into PostgreSQL or DuckDB",
          .description =
              "Makes the tables of a dataset in a database, copies the rows, and adds keys, foreign "
              "keys and an index for each of these. Each table is one transaction: a load that was "
              "interrupted goes on with the tables that are missing when it is run again. Part of "
              "the Python package: pip install 'fauxmart[load]'.",
          .flags = {{.name = "DIR", .kind = Kind::kDirectory,
                     .help = "A dataset's directory, of any format", .required = true},
                    {.name = "--to", .argument = "DATABASE",
                     .help = "postgresql://USER@HOST/NAME, with whatever else libpq takes there, or "
                             "a DuckDB file: FILE.duckdb", .required = true},
                    {.name = "--schema", .argument = "NAME",
                     .help = "The schema the tables go into; made if it is not there",
                     .fallback = "public; in DuckDB main"},
                    {.name = "--tables", .argument = "A,B", .kind = Kind::kTables,
                     .help = "Load these tables only", .fallback = "all that the dataset has"},
                    {.name = "--overwrite", .kind = Kind::kSwitch,
                     .help = "Drop the tables that were loaded before, and nothing else"},
                    {.name = "--json", .kind = Kind::kSwitch,
                     .help = "Summary as one JSON object on standard output"},
                    {.name = "--quiet", .kind = Kind::kSwitch,
                     .help = "No progress and no summary; errors only"},
                    {.name = "--help", .kind = Kind::kSwitch, .help = "Show this help"}},
          .examples = {
              {"fauxmart load out/shop --to postgresql://me@localhost/shop", "all tables"},
              {"fauxmart load out/shop --to shop.duckdb --tables customers,orders", "two of them"},
              {"fauxmart load out/shop --to postgresql:///shop --schema before", "beside others"}}};
}

// clang-format on

arrow::Status RunLoad(const Invocation&) {
  return arrow::Status::Invalid(
      "load is part of the Python package, and this program stands alone\n"
      "Get it: pip install 'fauxmart[load]'");
}

}  // namespace fauxmart
