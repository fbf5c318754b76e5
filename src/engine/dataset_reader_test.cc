#include "engine/dataset_reader.h"

#include <arrow/array.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "engine/dataset_test_util.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;

const std::vector<Cart> kCarts = {
    {.id = CartId(0, 1), .customer = 5, .micros = -1, .cents = 1205},
    {.id = CartId(0, 2), .cents = 999999999999, .items = 3, .stage = 1},
    {.id = CartId(4, 0), .cents = 7, .reason = 2, .channel = 1}};

// All rows of a table, in one batch.
arrow::Result<std::shared_ptr<arrow::RecordBatch>> ReadAll(const Dataset& dataset,
                                                           const TableDecl& decl) {
  TableReader reader(dataset, decl, dataset.Find(decl)->parts);
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  while (true) {
    ARROW_ASSIGN_OR_RAISE(auto batch, reader.Next());
    if (batch == nullptr) break;
    EXPECT_TRUE(batch->schema()->Equals(*PlainSchema(decl)));
    ARROW_RETURN_NOT_OK(batch->ValidateFull());
    batches.push_back(std::move(batch));
  }
  return arrow::ConcatenateRecordBatches(batches);
}

std::string Refusal(const TestDataset& dataset) {
  const auto opened = OpenDataset(dataset.dir());
  EXPECT_TRUE(opened.status().IsInvalid()) << opened.status().ToString();
  return opened.status().message();
}

std::string ReadError(const TestDataset& dataset) {
  const auto opened = OpenDataset(dataset.dir());
  EXPECT_TRUE(opened.ok()) << opened.status().ToString();
  const auto read = ReadAll(*opened, kCartAbandonment);
  EXPECT_TRUE(read.status().IsIOError()) << read.status().ToString();
  return read.status().message();
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(DatasetReader, ReadsEveryFormatAlike) {
  std::shared_ptr<arrow::RecordBatch> carts, campaigns;
  for (const Format format : {Format::kParquet, Format::kFeather, Format::kCsv, Format::kJsonl}) {
    for (const bool plain : {true, false}) {
      TestDataset files;
      const OutputOptions options{
          .format = format, .ids_as_uuid = !plain, .money_as_float64 = !plain};
      files.Add(Carts(kCarts), options);
      files.Add(Carts({}), options);
      files.Add(Campaigns({{"toys", "a,\"b\"\n"}, {}, {""}}), options);
      const Dataset dataset = *OpenDataset(files.dir());
      const auto read = ReadAll(dataset, kCartAbandonment);
      ASSERT_TRUE(read.ok()) << read.status().ToString();
      const auto lists = ReadAll(dataset, kCampaigns);
      ASSERT_TRUE(lists.ok()) << lists.status().ToString();
      if (carts == nullptr) {
        carts = *read;
        campaigns = *lists;
      }
      EXPECT_TRUE(carts->Equals(**read)) << (*read)->ToString();
      EXPECT_TRUE(campaigns->Equals(**lists)) << (*lists)->ToString();
    }
  }
  const auto& ids =
      static_cast<const arrow::Int64Array&>(*carts->GetColumnByName("abandonment_id"));
  const auto& money = static_cast<const arrow::DoubleArray&>(*carts->GetColumnByName("cart_value"));
  for (int64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(ids.Value(i), kCarts[static_cast<size_t>(i)].id);
    EXPECT_EQ(money.Value(i), static_cast<double>(kCarts[static_cast<size_t>(i)].cents) / 100);
  }
  EXPECT_TRUE(carts->GetColumnByName("customer_id")->IsNull(1));
  EXPECT_FALSE(carts->GetColumnByName("abandon_reason")->IsNull(2));  // the empty text
}

// Readers of text work block by block; a line end inside of quotes is no place to cut.
TEST(DatasetReader, TextsWithLineEndsInLargeFiles) {
  TestDataset csv, parquet;
  std::string lines;
  for (int i = 0; i < 2000; ++i) lines += "two\r\n";
  const std::vector<Names> many(500);
  const std::string path = csv.Add(Campaigns(many, lines), {.format = Format::kCsv});
  ASSERT_GT(fs::file_size(path), 2u << 20);
  parquet.Add(Campaigns(many, lines));
  const auto read = ReadAll(*OpenDataset(csv.dir()), kCampaigns);
  ASSERT_TRUE(read.ok()) << read.status().ToString();
  EXPECT_TRUE((*read)->Equals(**ReadAll(*OpenDataset(parquet.dir()), kCampaigns)));
}

// A row of incident_labels names its table, and the UUID is of that table's name space.
TEST(DatasetReader, IdsOfRowsOfAnyTable) {
  std::vector<std::shared_ptr<const Names>> vocabularies(kIncidentLabels.columns.size());
  for (size_t c = 0; c < vocabularies.size(); ++c) {
    if (kIncidentLabels.columns[c].type != Type::kCategory) continue;
    vocabularies[c] = std::make_shared<const Names>(
        kIncidentLabels.columns[c].name == "table_name" ? Names{"returns", "orders"} : Names{"x"});
  }
  TableBuffer labels(kIncidentLabels, vocabularies);
  for (int32_t row = 0; row < 2; ++row) {
    for (Column& column : labels.columns) {
      if (column.nullable) *column.AppendValidity(1) = 1;
      if (column.type == Type::kCategory) {
        *column.Append<int32_t>(1) = column.vocabulary->size() == 2 ? row : 0;
      } else if (column.type == Type::kText) {
        column.AppendText("x");
      } else {
        *column.Append<int64_t>(1) = 77;
      }
    }
  }
  labels.rows = 2;
  TestDataset files;
  files.Add(std::move(labels), {.ids_as_uuid = true});
  const auto read = ReadAll(*OpenDataset(files.dir()), kIncidentLabels);
  ASSERT_TRUE(read.ok()) << read.status().ToString();
  const auto& ids = static_cast<const arrow::Int64Array&>(*(*read)->GetColumnByName("row_id"));
  EXPECT_EQ(ids.Value(0), 77);
  EXPECT_EQ(ids.Value(1), 77);
}

TEST(DatasetReader, RefusesManifestsThatAreNone) {
  TestDataset files;
  EXPECT_TRUE(Has(Refusal(files), "/manifest.json: not there; name a dataset's directory"));
  fs::create_directory(files.dir() + "/.partial");
  EXPECT_TRUE(Has(Refusal(files), "fauxmart merge"));
  std::ofstream(files.dir() + "/manifest.json") << "{";
  EXPECT_TRUE(Has(Refusal(files), "is no JSON"));
  files.WriteManifest({{"tables", {1, 2}}});
  EXPECT_TRUE(Has(Refusal(files), "lists no tables"));
  files.WriteManifest({{"tables", {{"parcels", {{"files", nlohmann::json::array()}}}}}});
  EXPECT_TRUE(Has(Refusal(files), "'parcels'"));

  files.Add(Carts(kCarts));
  const nlohmann::json good = files.tables();
  const auto with = [&](const char* key, const nlohmann::json& value) {
    nlohmann::json tables = good;
    tables["cart_abandonment"]["files"][0][key] = value;
    files.WriteManifest({{"tables", tables}});
    return Refusal(files);
  };
  for (const char* path :
       {"../part-00000.parquet", "/etc/passwd", "cart_abandonment/../../part-00000.parquet",
        "orders/part-00000.parquet", "cart_abandonment/part-00000.exe", "cart_abandonment/notes",
        "cart_abandonment/part-000000.parquet", "cart_abandonment/part-99999999999999999999.csv",
        "cart_abandonment/.tmp-part-00000.parquet", ""}) {
    EXPECT_TRUE(Has(with("path", path), "which is no part of cart_abandonment")) << path;
  }
  EXPECT_TRUE(Has(with("rows", -1), "without path, rows"));
  EXPECT_TRUE(Has(with("rows", uint64_t{1} << 63), "without path, rows"));
  EXPECT_TRUE(Has(with("bytes", "12"), "without path, rows"));
  EXPECT_TRUE(Has(with("xxh3_128", ""), "without path, rows"));
  nlohmann::json twice = good;
  twice["cart_abandonment"]["files"].push_back(good["cart_abandonment"]["files"][0]);
  files.WriteManifest({{"tables", twice}});
  EXPECT_TRUE(Has(Refusal(files), "twice"));
  twice["cart_abandonment"]["files"][1]["path"] = "cart_abandonment/part-00000.csv";
  files.WriteManifest({{"tables", twice}});
  EXPECT_TRUE(Has(Refusal(files), "twice"));
  files.WriteManifest({{"tables", good}});
  EXPECT_TRUE(OpenDataset(files.dir()).ok());
}

TEST(DatasetReader, SaysWhatIsWrongWithAPart) {
  for (const Format format : {Format::kParquet, Format::kFeather, Format::kCsv, Format::kJsonl}) {
    TestDataset files;
    const std::string path = files.Add(Carts(kCarts), {.format = format});
    fs::resize_file(path, fs::file_size(path) * 2 / 3);
    const std::string cut = ReadError(files);
    EXPECT_TRUE(cut.starts_with(path + ": ")) << cut;
    EXPECT_TRUE(Has(cut, "its manifest says")) << cut;
    EXPECT_FALSE(Has(cut, "\n")) << cut;
    fs::resize_file(path, 0);
    EXPECT_TRUE(Has(ReadError(files), path));
    fs::remove(path);
    EXPECT_TRUE(Has(ReadError(files), "No such file or directory, though its manifest lists it"));
  }
}

TEST(DatasetReader, RefusesTextThatIsNotUtf8) {
  for (const Format format : {Format::kCsv, Format::kJsonl}) {
    TestDataset files;
    const std::string path = files.Add(Carts(kCarts), {.format = format});
    std::ifstream file(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    const size_t letter = text.find_last_of("abcdefghijklmnopqrstuvwxyz");  // of the channel
    text.at(letter) = '\xff';
    std::ofstream(path, std::ios::binary) << text;
    EXPECT_TRUE(Has(ReadError(files), "UTF")) << ReadError(files);
  }
}

TEST(DatasetReader, SaysWhichValueIsNone) {
  const std::string head =
      "abandonment_id,session_id,customer_id,abandon_ts,cart_value,items_count,abandon_stage,"
      "abandon_reason,channel\r\n";
  const std::string row = "1,1,,2025-01-01T00:00:00.000000Z,1.00,1,a,b,c\r\n";
  const std::pair<std::string, const char*> texts[] = {
      {head + row + "x,1,,2025-01-01T00:00:00.000000Z,1.00,1,a,b,c\r\n",
       "row 1: abandonment_id: 'x' is not an id"},
      {head + row + ",1,,2025-01-01T00:00:00.000000Z,1.00,1,a,b,c\r\n",
       "row 1: abandonment_id: there is no value"},
      {head + row + "1,1,,yesterday,1.00,1,a,b,c\r\n", "yesterday"},
      {head + row + "1,1,,2025-01-01T00:00:00.000000Z,1.00,1.5,a,b,c\r\n", "1.5"},
      {head + row + "1,1\r\n", "Expected 9 columns, got 2"},
      {"x" + head + row + row, "no column abandonment_id"},
      {head.substr(0, head.size() - 2) + ",more\r\n" + row.substr(0, row.size() - 2) + ",1\r\n" +
           row.substr(0, row.size() - 2) + ",1\r\n",
       "has no column 'more'"},
      {head + row, "it has 1 rows and its manifest says 2"},
  };
  for (const auto& [text, says] : texts) {
    TestDataset files;
    const std::string path = files.Add(Carts({{.id = 1}, {.id = 3}}), {.format = Format::kCsv});
    std::ofstream(path) << text;
    const std::string error = ReadError(files);
    EXPECT_TRUE(Has(error, says)) << error;
  }
}

}  // namespace
}  // namespace fauxmart
