// Small datasets on disk, made by the writers of the program, for the tests of this folder.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "output/sink.h"
#include "tables/tables.h"

namespace fauxmart {

// A cart in so many words. Its key is that of keys.h: the hour's number above, the rest below.
struct Cart {
  int64_t id = 0;
  int64_t customer = 0;  // 0: null
  int64_t micros = 0;
  int64_t cents = 0;
  int32_t items = 1;
  int32_t stage = 0, reason = 0, channel = 0;

  bool operator==(const Cart&) const = default;
};

inline int64_t CartId(int64_t hour, int64_t slot) { return (hour + 1) << 34 | slot << 7 | 1; }

inline TableBuffer Carts(const std::vector<Cart>& carts) {
  std::vector<std::shared_ptr<const Names>> vocabularies(kCartAbandonment.columns.size());
  vocabularies[6] =
      std::make_shared<const Names>(Names{"cart", "checkout, or \"till\"", "payment"});
  vocabularies[7] = std::make_shared<const Names>(Names{"price", "no reason", ""});
  vocabularies[8] = std::make_shared<const Names>(Names{"web", "app"});
  TableBuffer buffer(kCartAbandonment, vocabularies);
  for (const Cart& cart : carts) {
    *buffer.columns[0].Append<int64_t>(1) = cart.id;
    *buffer.columns[1].Append<int64_t>(1) = cart.id;
    *buffer.columns[2].Append<int64_t>(1) = cart.customer;
    *buffer.columns[2].AppendValidity(1) = static_cast<uint8_t>(cart.customer != 0);
    *buffer.columns[3].Append<int64_t>(1) = cart.micros;
    *buffer.columns[4].Append<int64_t>(1) = cart.cents;
    *buffer.columns[5].Append<int32_t>(1) = cart.items;
    *buffer.columns[6].Append<int32_t>(1) = cart.stage;
    *buffer.columns[7].Append<int32_t>(1) = cart.reason;
    *buffer.columns[8].Append<int32_t>(1) = cart.channel;
  }
  buffer.rows = static_cast<int64_t>(carts.size());
  return buffer;
}

// Campaigns have texts, lists and float64.
inline TableBuffer Campaigns(const std::vector<Names>& categories,
                             const std::string& text = "two\r\nlines, \"quoted\"") {
  std::vector<std::shared_ptr<const Names>> vocabularies(kCampaigns.columns.size());
  TableBuffer buffer(kCampaigns, vocabularies);
  int64_t id = 0;
  for (const Names& names : categories) {
    *buffer.columns[0].Append<int64_t>(1) = ++id;
    buffer.columns[1].AppendText(id % 2 == 0 ? "" : text);
    buffer.columns[2].AppendText("sale");
    *buffer.columns[3].Append<int64_t>(1) = -1;  // before 1970
    *buffer.columns[4].Append<int64_t>(1) = 1735689600000001;
    *buffer.columns[5].Append<double>(1) = 0.1 * static_cast<double>(id);
    buffer.columns[6].AppendTextList(names);
    *buffer.columns[7].Append<double>(1) = 5;
  }
  buffer.rows = id;
  return buffer;
}

// A directory that goes with it.
class TestDataset {
 public:
  TestDataset() {
    char name[] = "/tmp/fauxmart_dataset_XXXXXX";
    dir_ = mkdtemp(name);
  }
  ~TestDataset() { std::filesystem::remove_all(dir_); }
  TestDataset(const TestDataset&) = delete;
  TestDataset& operator=(const TestDataset&) = delete;

  const std::string& dir() const { return dir_; }

  // Writes the next part of a table, and the manifest with it.
  std::string Add(TableBuffer rows, OutputOptions options = {}) {
    options.sync = false;
    nlohmann::json& table = tables_[std::string(rows.decl->name)];
    const std::string path = fmt::format("{}/part-{:05}.{}", TableFolder(*rows.decl),
                                         table["files"].size(), FileExtension(options.format));
    auto part = OpenPart(dir_, path, rows, options, {});
    EXPECT_TRUE(part.ok()) << part.status().ToString();
    auto result = (*part)->Commit(rows);
    EXPECT_TRUE(result.ok()) << result.status().ToString();
    table["files"].push_back({{"path", path},
                              {"rows", result->rows},
                              {"bytes", result->bytes},
                              {"xxh3_128", result->checksum},
                              {"digest", result->digest}});
    WriteManifest({{"tables", tables_}});
    return dir_ + "/" + path;
  }

  nlohmann::json& tables() { return tables_; }
  void WriteManifest(const nlohmann::json& manifest) const {
    std::ofstream(dir_ + "/manifest.json") << manifest.dump();
  }

 private:
  std::string dir_;
  nlohmann::json tables_ = nlohmann::json::object();
};

}  // namespace fauxmart
