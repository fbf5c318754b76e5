#include "engine/dataset_card.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/time.h"
#include "fauxmart/version.h"
#include "output/xxh3.h"
#include "tables/tables.h"
#include "tables/truth.h"

namespace fauxmart {
namespace {

using nlohmann::json;

// Somebody's words in a cell of a table or a paragraph: one line, and no bar that ends the cell.
std::string OneLine(const std::string& words) {
  std::string line;
  for (const char c : words) {
    if (c == '|') line += '\\';
    line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return line;
}

struct Listed {
  const TableDecl* table;
  int64_t rows = 0;
};

// The tables that are in the dataset itself.
std::vector<Listed> ListedTables(const Job& job, const std::vector<TaskResult>& tasks) {
  std::vector<Listed> tables;
  for (const TableDecl* table : job.tables) {
    if (!job.truth.empty() && table->kind == TableKind::kTruth) continue;
    Listed listed{table};
    for (const TaskResult& task : tasks) {
      for (const PartEntry& part : task.parts) {
        if (part.table == table->name) listed.rows += part.result.rows;
      }
    }
    tables.push_back(listed);
  }
  return tables;
}

// As the Hub spells it: "1M<n<10M".
std::string SizeCategory(int64_t rows) {
  constexpr std::pair<int64_t, const char*> kSizes[] = {{1'000, "n<1K"},
                                                        {10'000, "1K<n<10K"},
                                                        {100'000, "10K<n<100K"},
                                                        {1'000'000, "100K<n<1M"},
                                                        {10'000'000, "1M<n<10M"},
                                                        {100'000'000, "10M<n<100M"},
                                                        {1'000'000'000, "100M<n<1B"},
                                                        {10'000'000'000, "1B<n<10B"},
                                                        {100'000'000'000, "10B<n<100B"},
                                                        {1'000'000'000'000, "100B<n<1T"}};
  for (const auto& [below, name] : kSizes) {
    if (rows < below) return name;
  }
  return "n>1T";
}

std::string FrontMatter(const Job& job, const std::vector<Listed>& tables) {
  int64_t rows = 0;
  for (const Listed& listed : tables) rows += listed.rows;
  std::string text = fmt::format(
      "---\n"
      "license: cc0-1.0\n"
      "pretty_name: An online shop that does not exist\n"
      "language: [en]\n"
      "tags: [synthetic, tabular, e-commerce, anomaly-detection, fauxmart]\n"
      "size_categories: [\"{}\"]\n"
      "configs:\n",
      SizeCategory(rows));
  for (const Listed& listed : tables) {
    const bool by_date = job.shop->setup.by_date && listed.table->kind == TableKind::kFact;
    text += fmt::format("  - config_name: {}\n    data_files: \"{}/{}*.{}\"\n", listed.table->name,
                        TableFolder(*listed.table), by_date ? "*/" : "",
                        FileExtension(job.output.format));
    if (listed.table == &kOrders) text += "    default: true\n";
  }
  return text + "---\n";
}

std::string ScenarioWords(const Job& job) {
  const Setup& setup = job.shop->setup;
  const Scenario& scenario = job.shop->scenario;
  return fmt::format("Scenario **{}**: {} The window is {} to {}, the seed {}.\n\n",
                     OneLine(scenario.name), OneLine(scenario.description),
                     FormatTime(setup.HourStart(setup.first_hour)),
                     FormatTime(setup.HourStart(setup.end_hour)), setup.seed);
}

std::string IncidentWords(const Job& job, const Counters& counters) {
  if (counters.twins.empty()) return "";
  std::string text =
      "## What was planted\n\n"
      "| incident | what happened | rows it changed or added |\n|---|---|---|\n";
  for (size_t t = 0; t < counters.twins.size(); ++t) {
    const Incident& incident =
        job.shop->scenario.incidents[static_cast<size_t>(job.shop->twins[t].incident)];
    text += fmt::format("| {} | {} | {} |\n", OneLine(incident.name), OneLine(incident.title),
                        AffectedRows(*job.shop, counters, t));
  }
  return text + "\n`incident_labels` names each of these rows.\n\n";
}

std::string HowToMakeIt(const Job& job) {
  if (!job.truth.empty()) {
    return "What decides its rows, and whatever may have been planted in them, is kept apart.\n\n";
  }
  return fmt::format(
      "## Make it again\n\n"
      "    fauxmart generate --from manifest.json --out COPY\n\n"
      "makes the same rows on any machine, with any fauxmart of data version {} (this was {}).\n\n",
      DataVersion(), Version());
}

}  // namespace

std::string CardText(const Job& job, const std::vector<TaskResult>& tasks,
                     const Counters& counters) {
  const std::vector<Listed> tables = ListedTables(job, tasks);
  const bool blind = !job.truth.empty();
  std::string text = FrontMatter(job, tables);
  text +=
      "\n# An online shop that does not exist\n\n"
      "The complete, correlated data of an online shop, made by fauxmart. Every row is made up, "
      "and "
      "none is about a real person. Amounts are in US dollars, times in UTC.\n\n";
  if (!blind) text += ScenarioWords(job);
  text += "## Tables\n\n| table | rows | what it has |\n|---|---|---|\n";
  for (const Listed& listed : tables) {
    text += fmt::format("| {} | {} | {} |\n", listed.table->name, listed.rows, listed.table->words);
  }
  text += "\n`dictionary.json` says what each column means.\n\n";
  if (!blind) text += IncidentWords(job, counters);
  text += HowToMakeIt(job);
  text +=
      "## Check it\n\n"
      "    fauxmart validate .\n\n"
      "reads every file and checks it against `manifest.json` and the rules of the tables.\n";
  return text;
}

std::string CardChecksum(const std::string& text) {
  Xxh3Stream stream;
  stream.Update(text.data(), text.size());
  return stream.Hex();
}

bool AsksForCard(const std::string& request) {
  const json parsed = ParseJson<json>(request);
  return parsed.is_object() && parsed.value(kCardKey, json()) == kCardWanted;
}

std::string ListedCard(const std::string& manifest) {
  const json parsed = ParseJson<json>(manifest);
  if (!parsed.is_object() || !parsed.contains(kCardKey) || !parsed[kCardKey].is_object()) return "";
  const json checksum = parsed[kCardKey].value("xxh3_128", json());
  return checksum.is_string() ? checksum.get<std::string>() : "";
}

}  // namespace fauxmart
