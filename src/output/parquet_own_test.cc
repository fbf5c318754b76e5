// Our own Parquet pages against Arrow's writer: same cells, same statistics, whatever the values.

#include <arrow/api.h>
#include <arrow/io/memory.h>
#include <gtest/gtest.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/statistics.h>

#include <limits>
#include <random>

#include "output/file_writer.h"
#include "output/hybrid_encoding.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"id", Type::kId, false, "", ""},         {"maybe_id", Type::kId, true, "", ""},
    {"small", Type::kInt32, false, "", ""},   {"maybe_small", Type::kInt32, true, "", ""},
    {"yes", Type::kBool, false, "", ""},      {"maybe_yes", Type::kBool, true, "", ""},
    {"kind", Type::kCategory, false, "", ""}, {"maybe_kind", Type::kCategory, true, "", ""},
    {"ts", Type::kTimestamp, false, "", ""},  {"price", Type::kMoney, true, "", ""},
    {"ratio", Type::kFloat64, false, "", ""}, {"name", Type::kText, true, "", ""},
};
constexpr TableDecl kTable = {"numbers", TableKind::kFact, "", "id", "ts", kColumns, {}};

// How a test's values come about: how far they spread, how often they repeat, how many are null.
struct Habit {
  uint64_t mask = ~uint64_t{0};
  int one_in_changes = 1;
  int one_in_null = 4;
  uint32_t names = 5;
};

TableBuffer RandomRows(int64_t rows, const Habit& habit, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::shared_ptr<const Names>> vocabularies(std::size(kColumns));
  Names names;
  for (uint32_t i = 0; i < habit.names; ++i) names.push_back("name " + std::to_string(i));
  vocabularies[6] = vocabularies[7] = std::make_shared<const Names>(names);
  TableBuffer buffer(kTable, vocabularies);
  for (Column& column : buffer.columns) {
    uint64_t value = 0;
    for (int64_t i = 0; i < rows; ++i) {
      if (i == 0 || random() % static_cast<uint64_t>(habit.one_in_changes) == 0) {
        value = random() & habit.mask;
      }
      const bool null = column.nullable && random() % static_cast<uint64_t>(habit.one_in_null) == 0;
      const uint64_t stored = null ? 0 : value;
      switch (column.type) {
        case Type::kInt32:
          *column.Append<int32_t>(1) = static_cast<int32_t>(stored);
          break;
        case Type::kCategory:
          *column.Append<int32_t>(1) = static_cast<int32_t>(stored % habit.names);
          break;
        case Type::kBool:
          *column.Append<uint8_t>(1) = stored & 1;
          break;
        case Type::kFloat64:
          *column.Append<double>(1) = static_cast<double>(static_cast<int64_t>(stored)) / 8;
          break;
        case Type::kText:
          column.AppendText(null ? "" : names[stored % habit.names]);
          break;
        case Type::kMoney:
          *column.Append<int64_t>(1) = static_cast<int64_t>(stored % 999'999'999'999);
          break;
        default:
          *column.Append<int64_t>(1) = static_cast<int64_t>(stored);
      }
      if (column.nullable) *column.AppendValidity(1) = null ? 0 : 1;
    }
  }
  buffer.rows = rows;
  return buffer;
}

std::shared_ptr<arrow::Buffer> File(const TableBuffer& rows, Writer writer,
                                    Compression compression) {
  OutputOptions options;
  options.writer = writer;
  options.compression = compression;
  auto out = *arrow::io::BufferOutputStream::Create();
  auto file = *OpenParquet(out, rows, options, {});
  for (int64_t begin = 0; begin < rows.rows; begin += kRowGroupRows) {
    const int64_t end = std::min(begin + kRowGroupRows, rows.rows);
    EXPECT_TRUE(file->WriteRowGroup({rows, begin, end}).ok());
  }
  EXPECT_TRUE(file->Close("digest").ok());
  return *out->Finish();
}

std::shared_ptr<arrow::Table> Read(const std::shared_ptr<arrow::Buffer>& file) {
  auto reader = *parquet::arrow::OpenFile(std::make_shared<arrow::io::BufferReader>(file),
                                          arrow::default_memory_pool());
  auto table = reader->ReadTable();
  EXPECT_TRUE(table.ok()) << table.status().ToString();
  return *(*table)->CombineChunks();
}

// "least greatest nulls" of every chunk that has them.
std::vector<std::string> StatisticsOf(const std::shared_ptr<arrow::Buffer>& file) {
  auto reader = parquet::ParquetFileReader::Open(std::make_shared<arrow::io::BufferReader>(file));
  const auto metadata = reader->metadata();
  std::vector<std::string> all;
  for (int g = 0; g < metadata->num_row_groups(); ++g) {
    for (int c = 0; c < metadata->num_columns(); ++c) {
      const auto statistics = metadata->RowGroup(g)->ColumnChunk(c)->statistics();
      if (statistics == nullptr) {
        all.emplace_back("none");
        continue;
      }
      std::string text = std::to_string(statistics->null_count());
      if (statistics->HasMinMax()) {
        text += " " + statistics->EncodeMin() + " " + statistics->EncodeMax();
      }
      all.push_back(text);
    }
  }
  return all;
}

void ExpectSame(const TableBuffer& rows, Compression compression) {
  const auto own = File(rows, Writer::kOwn, compression);
  const auto arrows = File(rows, Writer::kArrow, compression);
  const auto read = Read(own);
  EXPECT_TRUE(read->ValidateFull().ok());
  EXPECT_TRUE(read->Equals(*Read(arrows)));
  EXPECT_EQ(StatisticsOf(own), StatisticsOf(arrows));
}

TEST(ParquetOwn, WritesTheCellsThatArrowWrites) {
  const Habit habits[] = {
      {},                                        // all of 64 bits: deltas wrap
      {.mask = 0xFFFF},                          // small
      {.mask = 0x7, .names = 1},                 // one name only
      {.mask = 0xFFFFFF, .one_in_changes = 50},  // runs
      {.mask = 0x3, .one_in_changes = 5, .names = 2},
      {.mask = 0xFFFFFFFFFF, .one_in_changes = 100000, .one_in_null = 100000},  // nearly constant
      {.mask = 0xFF, .one_in_null = 1, .names = 300},  // all null
      {.mask = 0, .one_in_null = 1000, .names = 2500},
  };
  const int64_t sizes[] = {0, 1, 2, 7, 8, 9, 31, 32, 33, 127, 128, 129, 130, 160, 161, 1000, 65536};
  uint64_t seed = 1;
  for (const Habit& habit : habits) {
    for (const int64_t size : sizes) {
      SCOPED_TRACE(testing::Message() << "rows " << size << ", mask " << habit.mask);
      ExpectSame(RandomRows(size, habit, ++seed), Compression::kAuto);
    }
  }
}

TEST(ParquetOwn, EveryCodec) {
  for (const auto codec :
       {Compression::kSnappy, Compression::kZstd, Compression::kLz4, Compression::kNone}) {
    ExpectSame(RandomRows(kRowGroupRows + 5000, {.mask = 0xFFFFF, .one_in_changes = 3}, 7), codec);
  }
}

TEST(ParquetOwn, ExtremesWrapAround) {
  TableBuffer rows = RandomRows(300, {}, 3);
  auto* ids = reinterpret_cast<int64_t*>(rows.columns[0].values.data());
  auto* small = reinterpret_cast<int32_t*>(rows.columns[2].values.data());
  for (int i = 0; i < 300; ++i) {
    ids[i] = i % 2 == 0 ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
    small[i] =
        i % 3 == 0 ? std::numeric_limits<int32_t>::max() : -std::numeric_limits<int32_t>::max();
  }
  ExpectSame(rows, Compression::kAuto);
}

// A run in the index pages costs its count and value, however long it is.
TEST(ParquetOwn, RunsAreShort) {
  std::vector<uint32_t> values(60'000, 3);
  RawBuffer out;
  AppendHybrid(values.data(), 60'000, 4, &out);
  EXPECT_LE(out.size(), 5U);
  for (size_t i = 0; i < values.size(); ++i) values[i] = i / 100 % 16;
  out.Truncate(0);
  AppendHybrid(values.data(), 60'000, 4, &out);
  EXPECT_LE(out.size(), 600 * 12U);  // 30,000 if packed
}

}  // namespace
}  // namespace fauxmart
