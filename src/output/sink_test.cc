#include "output/sink.h"

#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <gtest/gtest.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "output/arrow_types.h"
#include "output/sink_test_util.h"
#include "output/xxh3.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;

class SinkTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/fauxmart_sink_XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder_); }

  OutputOptions Options(Format format, Compression compression = Compression::kAuto) {
    OutputOptions options;
    options.format = format;
    options.compression = compression;
    options.sync = false;
    return options;
  }

  // Writes things [0, rows), `batch` at a time.
  PartResult Write(const OutputOptions& options, int64_t rows, int64_t batch,
                   const std::string& name = "part") {
    TableBuffer buffer(kEveryTable, EveryVocabulary());
    const std::string path = "things/" + name + "." + std::string(FileExtension(options.format));
    auto part = OpenPart(folder_, path, buffer, options, {{"fauxmart.table", "things"}});
    EXPECT_TRUE(part.ok()) << part.status().ToString();
    for (int64_t row = 0; row < rows; row += batch) {
      AppendThings(buffer, row, std::min(row + batch, rows));
      EXPECT_TRUE((*part)->Drain(buffer).ok());
      EXPECT_LT(buffer.rows, kRowGroupRows);
    }
    auto result = (*part)->Commit(buffer);
    EXPECT_TRUE(result.ok()) << result.status().ToString();
    EXPECT_EQ(buffer.rows, 0);
    return *result;
  }

  std::string Read(const std::string& path) {
    std::ifstream in(folder_ + "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::shared_ptr<arrow::Table> ReadParquet(const std::string& path) {
    auto file = *arrow::io::ReadableFile::Open(folder_ + "/" + path);
    auto reader = *parquet::arrow::OpenFile(file, arrow::default_memory_pool());
    auto table = reader->ReadTable();
    EXPECT_TRUE(table.ok()) << table.status().ToString();
    return *(*table)->CombineChunks();
  }

  std::shared_ptr<arrow::Table> ReadFeather(const std::string& path) {
    auto file = *arrow::io::ReadableFile::Open(folder_ + "/" + path);
    auto reader = *arrow::ipc::RecordBatchFileReader::Open(file);
    EXPECT_EQ(*reader->metadata()->Get("fauxmart.table"), "things");
    return *(*reader->ToTable())->CombineChunks();
  }

  std::set<std::string> Files() {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (entry.is_regular_file()) names.insert(entry.path().filename());
    }
    return names;
  }

  std::string folder_;
};

// Dictionaries as plain strings: what the rows say, not how.
std::shared_ptr<arrow::Table> Plain(std::shared_ptr<arrow::Table> table) {
  for (int i = 0; i < table->num_columns(); ++i) {
    if (table->field(i)->type()->id() != arrow::Type::DICTIONARY) continue;
    arrow::StringBuilder builder;
    for (const auto& chunk : table->column(i)->chunks()) {
      const auto& array = static_cast<const arrow::DictionaryArray&>(*chunk);
      const auto& names = static_cast<const arrow::StringArray&>(*array.dictionary());
      for (int64_t row = 0; row < array.length(); ++row) {
        EXPECT_TRUE((array.IsNull(row) ? builder.AppendNull()
                                       : builder.Append(names.GetView(array.GetValueIndex(row))))
                        .ok());
      }
    }
    table = *table->SetColumn(i, arrow::field(table->field(i)->name(), arrow::utf8()),
                              std::make_shared<arrow::ChunkedArray>(*builder.Finish()));
  }
  return table->ReplaceSchemaMetadata(nullptr);
}

std::shared_ptr<arrow::Table> Expected(int64_t rows, const OutputOptions& options) {
  const TableBuffer buffer = Things(rows);
  auto columns = *ArrowColumns::Make(buffer, options);
  auto batch = *(*columns->Batch({buffer, 0, rows}))->CopyTo(arrow::default_cpu_memory_manager());
  EXPECT_TRUE(batch->ValidateFull().ok());
  return Plain(*arrow::Table::FromRecordBatches({batch}));
}

TEST_F(SinkTest, AMeterIsToldRowsBytesAndTime) {
  RunMeter meter;
  TableBuffer buffer(kSuppliers,
                     std::vector<std::shared_ptr<const Names>>(
                         kSuppliers.columns.size(), std::make_shared<const Names>(Names{"a"})));
  OutputOptions options = Options(Format::kCsv);
  options.sync = true;
  auto part = *OpenPart(folder_, "part.csv", buffer, options, {}, &meter);
  for (Column& column : buffer.columns) {
    const auto n = static_cast<size_t>(kRowGroupRows + 5);
    if (WidthOf(column.type) > 0) {
      std::memset(column.values.Extend(n * WidthOf(column.type)), 0, n * WidthOf(column.type));
    } else {
      for (size_t i = 0; i < n; ++i) column.AppendText("x");
    }
    if (column.nullable) std::memset(column.AppendValidity(n), 1, n);
  }
  buffer.rows = kRowGroupRows + 5;
  const TableMeter& table = meter.tables[static_cast<size_t>(TableIndex(kSuppliers))];
  ASSERT_TRUE(part->Drain(buffer).ok());
  EXPECT_EQ(RunMeter::Read(table.rows), kRowGroupRows);
  const int64_t encoded = meter.Nanoseconds(RunStage::kEncode);
  EXPECT_GT(encoded, 0);
  const PartResult result = *part->Commit(buffer);
  EXPECT_EQ(RunMeter::Read(table.rows), result.rows);
  EXPECT_EQ(RunMeter::Read(table.bytes), result.bytes);
  EXPECT_GT(meter.Nanoseconds(RunStage::kEncode), encoded);
  EXPECT_EQ(RunMeter::Read(table.encode_nanoseconds), meter.Nanoseconds(RunStage::kEncode));
  EXPECT_GT(meter.Nanoseconds(RunStage::kWrite), 0);
  EXPECT_EQ(meter.TotalRows(), result.rows);
}

TEST_F(SinkTest, BytesDoNotDependOnBatches) {
  constexpr int64_t kRows = kRowGroupRows + 1000;
  for (const Format format :
       {Format::kParquet, Format::kFeather, Format::kCsv, Format::kJsonl, Format::kArrowStream}) {
    const PartResult whole = Write(Options(format), kRows, kRows);
    EXPECT_EQ(whole.rows, kRows);
    for (const int64_t batch : {7, 1000, 65536, 65537}) {
      const PartResult part = Write(Options(format), kRows, batch, "again");
      EXPECT_EQ(part.checksum, whole.checksum) << FormatName(format) << " " << batch;
      EXPECT_EQ(part.digest, whole.digest) << FormatName(format) << " " << batch;
      EXPECT_EQ(part.bytes, whole.bytes);
    }
    const std::string bytes = Read(whole.path);
    EXPECT_EQ(static_cast<int64_t>(bytes.size()), whole.bytes);
    EXPECT_EQ(Xxh3Hex(bytes), whole.checksum);
  }
}

TEST_F(SinkTest, DigestDoesNotDependOnFormat) {
  std::set<std::string> digests;
  for (const Format format : {Format::kParquet, Format::kFeather, Format::kCsv, Format::kJsonl}) {
    for (const bool other : {false, true}) {
      OutputOptions options = Options(format);
      options.ids_as_uuid = other;
      options.money_as_float64 = other;
      digests.insert(Write(options, 3000, 1000).digest);
    }
  }
  EXPECT_EQ(digests.size(), 1u);
}

TEST_F(SinkTest, ParquetReadsBackEqual) {
  for (const Compression compression :
       {Compression::kAuto, Compression::kSnappy, Compression::kZstd, Compression::kLz4,
        Compression::kNone}) {
    for (const bool other : {false, true}) {
      OutputOptions options = Options(Format::kParquet, compression);
      options.ids_as_uuid = other;
      options.money_as_float64 = other;
      const PartResult part = Write(options, 70000, 9999);
      const auto table = ReadParquet(part.path);
      EXPECT_TRUE(Plain(table)->Equals(*Expected(70000, options)));
      EXPECT_EQ(*table->schema()->metadata()->Get("fauxmart.digest"), part.digest);
      EXPECT_EQ(*table->schema()->metadata()->Get("fauxmart.table"), "things");
      auto reader = parquet::ParquetFileReader::OpenFile(folder_ + "/" + part.path);
      EXPECT_EQ(reader->metadata()->num_row_groups(), 2);
      EXPECT_EQ(reader->metadata()->RowGroup(0)->num_rows(), kRowGroupRows);
      EXPECT_TRUE(reader->metadata()->RowGroup(0)->ColumnChunk(7)->is_stats_set());
    }
  }
}

TEST_F(SinkTest, FeatherReadsBackEqual) {
  for (const Compression compression :
       {Compression::kAuto, Compression::kZstd, Compression::kLz4, Compression::kNone}) {
    const OutputOptions options = Options(Format::kFeather, compression);
    const PartResult part = Write(options, 70000, 9999);
    EXPECT_TRUE(Plain(ReadFeather(part.path))->Equals(*Expected(70000, options)));
  }
}

TEST_F(SinkTest, AnEmptyTableIsAFileWithItsSchema) {
  const auto parquet = ReadParquet(Write(Options(Format::kParquet), 0, 1).path);
  EXPECT_EQ(parquet->num_rows(), 0);
  EXPECT_TRUE(parquet->schema()->Equals(*ArrowSchema(kEveryTable, {}), false));
  const auto feather = ReadFeather(Write(Options(Format::kFeather), 0, 1).path);
  EXPECT_TRUE(feather->schema()->Equals(*ArrowSchema(kEveryTable, {}), false));
  const std::string csv = Read(Write(Options(Format::kCsv), 0, 1).path);
  EXPECT_TRUE(csv.starts_with("thing_id,parent_id,")) << csv;
  EXPECT_TRUE(csv.ends_with(",hints\r\n")) << csv;
  EXPECT_EQ(Read(Write(Options(Format::kJsonl), 0, 1).path), "");
}

TEST_F(SinkTest, AColumnOfNullsNeedsNoVocabulary) {
  static constexpr ColumnDecl kColumns[] = {{"only", Type::kCategory, true, "", ""}};
  static constexpr TableDecl kTable = {"nulls", TableKind::kFact, "", "", "", kColumns, {}};
  for (const Format format : {Format::kParquet, Format::kFeather, Format::kCsv, Format::kJsonl}) {
    TableBuffer buffer(kTable, {});
    *buffer.columns[0].Append<int32_t>(1) = 0;
    *buffer.columns[0].AppendValidity(1) = 0;
    buffer.rows = 1;
    auto part = *OpenPart(folder_, "nulls", buffer, Options(format), {});
    EXPECT_TRUE(part->Commit(buffer).ok());
  }
}

TEST_F(SinkTest, CsvLooksAsItShould) {
  const std::string csv = Read(Write(Options(Format::kCsv), 6, 6).path);
  const auto row = [&](int n) {
    std::string wanted = csv.substr(csv.find("\r\n") + 2);
    // Row 3 has a line end inside, so count by thing_id.
    const size_t begin = n == 0 ? 0 : wanted.find("\r\n" + std::to_string(n * 64) + ",") + 2;
    return wanted.substr(begin, wanted.find("\r\n" + std::to_string((n + 1) * 64) + ",") - begin);
  };
  EXPECT_EQ(row(0),
            "0,0,0,0,0,-5.00,0.00,2025-01-01T00:00:00.000000Z,2025-01-01T00:00:00.000000Z,true,"
            "true,0.0,0.0,web,lost,plain,plain,[],[]");
  EXPECT_EQ(row(1),
            "64,,1,,1,-4.63,,2025-01-01T00:00:01.234567Z,,false,,0.0,,\"mobile \"\"app\"\"\",,"
            "\"with, comma\",,\"[\"\"with, comma\"\",\"\"b\"\"]\",");
  EXPECT_NE(row(3).find(",\"two\r\nlines\","), std::string::npos) << row(3);
  EXPECT_NE(row(4).find(",\"\",,"), std::string::npos);  // an empty string, then a null
}

// Negative numbers and amounts begin like formulas, and are none.
TEST_F(SinkTest, SafeCsvLeavesAllButTexts) {
  OutputOptions safe = Options(Format::kCsv);
  safe.csv_safe = true;
  const std::string csv = Read(Write(safe, 3000, 1000, "safe").path);
  EXPECT_NE(csv.find(",-5.00,"), std::string::npos);
  EXPECT_NE(csv.find(",-10,"), std::string::npos);
  EXPECT_TRUE(csv == Read(Write(Options(Format::kCsv), 3000, 1000).path));
}

// Texts of one byte grow most; there are enough of them to fill the writer's buffer many times.
TEST_F(SinkTest, SafeCsvHasRoomForItsMarks) {
  static constexpr ColumnDecl kColumns[] = {{"name", Type::kText, false, "", ""},
                                            {"kind", Type::kCategory, false, "", ""},
                                            {"change", Type::kInt32, false, "", ""}};
  static constexpr TableDecl kTable = {"formulas", TableKind::kFact, "", "", "", kColumns, {}};
  TableBuffer buffer(kTable, {nullptr, std::make_shared<const Names>(Names{"=", "-x"}), nullptr});
  constexpr int64_t kRows = 200000;
  std::string expected = "name,kind,change\r\n";
  for (int64_t row = 0; row < kRows; ++row) {
    buffer.columns[0].AppendText(row % 3 == 0 ? "\"" : "@");
    *buffer.columns[1].Append<int32_t>(1) = static_cast<int32_t>(row % 2);
    *buffer.columns[2].Append<int32_t>(1) = -5;
    expected += row % 3 == 0 ? "\"\"\"\"," : "\"'@\",";
    expected += row % 2 == 0 ? "\"'=\",-5\r\n" : "\"'-x\",-5\r\n";
  }
  buffer.rows = kRows;
  OutputOptions options = Options(Format::kCsv);
  options.csv_safe = true;
  auto part = *OpenPart(folder_, "formulas.csv", buffer, options, {});
  ASSERT_TRUE(part->Commit(buffer).ok());
  EXPECT_TRUE(Read("formulas.csv") == expected);
}

TEST_F(SinkTest, JsonLinesLookAsTheyShould) {
  const std::string json = Read(Write(Options(Format::kJsonl), 2, 2).path);
  EXPECT_EQ(json.substr(json.find('\n') + 1),
            "{\"thing_id\":64,\"parent_id\":null,\"count\":1,\"score\":null,\"total\":1,"
            "\"price\":-4.63,\"refund\":null,\"created_ts\":\"2025-01-01T00:00:01.234567Z\","
            "\"closed_ts\":null,\"is_late\":false,\"is_known\":null,\"hours\":0.0,\"ratio\":null,"
            "\"channel\":\"mobile \\\"app\\\"\",\"reason\":null,\"name\":\"with, comma\","
            "\"remark\":null,\"tags\":[\"with, comma\",\"b\"],\"hints\":null}\n");
}

TEST_F(SinkTest, AbortLeavesNothing) {
  for (const bool explicitly : {true, false}) {
    TableBuffer buffer = Things(kRowGroupRows + 5);
    auto part = *OpenPart(folder_, "things/part.parquet", buffer, Options(Format::kParquet), {});
    ASSERT_TRUE(part->Drain(buffer).ok());
    EXPECT_EQ(buffer.rows, 5);
    EXPECT_EQ(Files(), std::set<std::string>{".tmp-part.parquet"});
    if (explicitly) part->Abort();
    part.reset();
    EXPECT_EQ(Files(), std::set<std::string>{});
  }
}

TEST_F(SinkTest, ErrorsNameThePath) {
  std::ofstream(folder_ + "/in_the_way") << "a file";
  const TableBuffer buffer = Things(1);
  const auto part = OpenPart(folder_, "in_the_way/part.csv", buffer, Options(Format::kCsv), {});
  EXPECT_TRUE(part.status().IsIOError());
  EXPECT_NE(part.status().message().find(folder_ + "/in_the_way"), std::string::npos)
      << part.status().ToString();
  if (geteuid() != 0) {
    chmod(folder_.c_str(), 0555);
    const auto denied = OpenPart(folder_, "part.csv", buffer, Options(Format::kCsv), {});
    EXPECT_TRUE(denied.status().IsIOError());
    chmod(folder_.c_str(), 0755);
  }
}

TEST_F(SinkTest, AFullDiskIsAnError) {
  for (const Format format : {Format::kParquet, Format::kFeather, Format::kCsv}) {
    FILE* full = fopen("/dev/full", "w");
    ASSERT_NE(full, nullptr);
    TableBuffer buffer = Things(1000);
    auto part = *OpenStream(fileno(full), buffer, Options(format));
    const auto status = part->Commit(buffer).status();
    EXPECT_TRUE(status.IsIOError()) << status.ToString();
    EXPECT_NE(status.message().find("No space left on device"), std::string::npos);
    part.reset();
    fclose(full);
  }
}

// A link under the temporary name may lead anywhere: it is not followed.
TEST_F(SinkTest, ALinkUnderTheTemporaryNameIsNotFollowed) {
  fs::create_directory(folder_ + "/things");
  fs::create_symlink(folder_ + "/victim", folder_ + "/things/.tmp-part");
  const auto part = OpenPart(folder_, "things/part", Things(10), Options(Format::kCsv), {});
  EXPECT_TRUE(part.status().IsIOError()) << part.status().ToString();
  EXPECT_FALSE(fs::exists(folder_ + "/victim"));
}

TEST_F(SinkTest, AStreamIsTheSameBytesAsAFile) {
  const std::string path = folder_ + "/stream";
  const PartResult csv = Write(Options(Format::kCsv), 100, 100);
  for (const Format format : {Format::kCsv, Format::kParquet}) {
    FILE* file = fopen(path.c_str(), "w");
    TableBuffer buffer = Things(100);
    auto part = *OpenStream(fileno(file), buffer, Options(format));
    const PartResult result = *part->Commit(buffer);
    part.reset();
    fclose(file);
    EXPECT_EQ(result.digest, csv.digest);
    if (format == Format::kCsv) {
      EXPECT_EQ(result.checksum, csv.checksum);
      EXPECT_EQ(Read("stream"), Read(csv.path));
    } else {
      auto reader =
          *arrow::ipc::RecordBatchStreamReader::Open(*arrow::io::ReadableFile::Open(path));
      EXPECT_EQ((*reader->ToTable())->num_rows(), 100);
    }
  }
}

TEST(OutputOptions, AreCheckedAndSpelt) {
  for (const char* name : {"parquet", "feather", "csv", "jsonl"}) {
    EXPECT_EQ(FormatName(*ParseFormat(name)), name);
  }
  for (const char* name : {"auto", "snappy", "zstd", "lz4", "none"}) {
    EXPECT_EQ(CompressionName(*ParseCompression(name)), name);
  }
  EXPECT_TRUE(ParseFormat("xml").status().IsInvalid());
  EXPECT_TRUE(ParseCompression("gzip").status().IsInvalid());
  OutputOptions options;
  EXPECT_TRUE(CheckOutputOptions(options).ok());
  options.format = Format::kFeather;
  options.compression = Compression::kSnappy;
  EXPECT_TRUE(CheckOutputOptions(options).IsInvalid());
  options.format = Format::kCsv;
  EXPECT_TRUE(CheckOutputOptions(options).IsInvalid());
  options.compression = Compression::kNone;
  EXPECT_TRUE(CheckOutputOptions(options).ok());
  options.csv_safe = true;
  EXPECT_TRUE(CheckOutputOptions(options).ok());
  options.format = Format::kJsonl;
  EXPECT_TRUE(CheckOutputOptions(options).IsInvalid());
  options.format = Format::kCsv;
  EXPECT_GT(EstimateRowBytes(kEveryTable, options), 100);
}

}  // namespace
}  // namespace fauxmart
