#include "output/parquet_layout.h"

#include <arrow/memory_pool.h>
#include <arrow/util/type_fwd.h>

#include <string>
#include <utility>

#include "output/arrow_types.h"

namespace fauxmart {
namespace {

using parquet::LogicalType;
using parquet::Repetition;
using parquet::schema::GroupNode;
using parquet::schema::NodePtr;
using parquet::schema::PrimitiveNode;

parquet::Compression::type CodecOf(Compression compression) {
  switch (compression) {
    case Compression::kZstd:
      return parquet::Compression::ZSTD;
    case Compression::kLz4:
      return parquet::Compression::LZ4;
    case Compression::kNone:
      return parquet::Compression::UNCOMPRESSED;
    case Compression::kAuto:
    case Compression::kSnappy:
      break;
  }
  return parquet::Compression::SNAPPY;
}

NodePtr ListNode(const std::string& name, Repetition::type repetition) {
  const NodePtr element = PrimitiveNode::Make("element", Repetition::REQUIRED,
                                              LogicalType::String(), parquet::Type::BYTE_ARRAY);
  const NodePtr list = GroupNode::Make("list", Repetition::REPEATED, {element});
  return GroupNode::Make(name, repetition, {list}, LogicalType::List());
}

NodePtr NodeOf(const ColumnDecl& column, const OutputOptions& options) {
  const std::string name(column.name);
  const auto repetition = column.nullable ? Repetition::OPTIONAL : Repetition::REQUIRED;
  std::shared_ptr<const LogicalType> logical = LogicalType::None();
  parquet::Type::type type = parquet::Type::INT64;
  switch (column.type) {
    case Type::kId:
      if (options.ids_as_uuid) {
        logical = LogicalType::String();
        type = parquet::Type::BYTE_ARRAY;
      }
      break;
    case Type::kInt64:
      break;
    case Type::kInt32:
      type = parquet::Type::INT32;
      break;
    case Type::kMoney:
      if (options.money_as_float64) {
        type = parquet::Type::DOUBLE;
      } else {
        logical = LogicalType::Decimal(kMoneyPrecision, kMoneyScale);
      }
      break;
    case Type::kTimestamp:
      logical = LogicalType::Timestamp(/*is_adjusted_to_utc=*/true, LogicalType::TimeUnit::MICROS);
      break;
    case Type::kBool:
      type = parquet::Type::BOOLEAN;
      break;
    case Type::kFloat64:
      type = parquet::Type::DOUBLE;
      break;
    case Type::kCategory:
    case Type::kText:
      logical = LogicalType::String();
      type = parquet::Type::BYTE_ARRAY;
      break;
    case Type::kTextList:
      return ListNode(name, repetition);
  }
  return PrimitiveNode::Make(name, repetition, logical, type);
}

bool IsNumber(Type type, const OutputOptions& options) {
  switch (type) {
    case Type::kId:
      return !options.ids_as_uuid;
    case Type::kInt32:
    case Type::kInt64:
    case Type::kMoney:
    case Type::kTimestamp:
    case Type::kFloat64:
      return true;
    default:
      return false;
  }
}

}  // namespace

arrow::MemoryPool* PagePool() { return arrow::system_memory_pool(); }

std::shared_ptr<GroupNode> ParquetSchema(const TableDecl& decl, const OutputOptions& options) {
  parquet::schema::NodeVector nodes;
  for (const ColumnDecl& column : decl.columns) nodes.push_back(NodeOf(column, options));
  return std::static_pointer_cast<GroupNode>(
      GroupNode::Make("schema", Repetition::REQUIRED, nodes));
}

std::shared_ptr<parquet::WriterProperties> ParquetProperties(
    const TableDecl& decl, const OutputOptions& options, const std::vector<ColumnShape>& shapes) {
  parquet::WriterProperties::Builder builder;
  // One page a column chunk, whole chunks to the encoders, and nothing that readers of row groups
  // this small would use: no page index, no histograms of sizes.
  builder.memory_pool(PagePool())
      ->compression(CodecOf(options.compression))
      ->data_pagesize(4 * 1024 * 1024)
      ->max_rows_per_page(kRowGroupRows)
      ->write_batch_size(kRowGroupRows)
      ->max_row_group_length(kRowGroupRows)
      ->disable_write_page_index()
      ->set_size_statistics_level(parquet::SizeStatisticsLevel::None)
      ->disable_dictionary()
      ->disable_statistics();
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    const ColumnDecl& column = decl.columns[c];
    const std::string name(column.name);
    if (column.name == decl.order_by) {
      // Every column, lists too, has one leaf: so a column's number is its leaf's.
      builder.set_sorting_columns({{static_cast<int32_t>(c), false, false}});
    }
    if (column.type == Type::kCategory) {
      // Statistics would hash the indices anew, and every row group has nearly every name.
      builder.enable_dictionary(name)->dictionary_pagesize_limit(64 * 1024 * 1024);
    }
    const bool automatic = options.compression == Compression::kAuto;
    const bool packed = column.type == Type::kBool ||
                        (column.type == Type::kCategory && shapes[c] != ColumnShape::kManyNames);
    if (automatic && packed) {
      builder.compression(name, parquet::Compression::UNCOMPRESSED);
    }
    if (!IsNumber(column.type, options)) continue;
    builder.enable_statistics(name);
    const bool whole =
        column.type != Type::kFloat64 && !(column.type == Type::kMoney && options.money_as_float64);
    if (whole && shapes[c] != ColumnShape::kRepeating) {
      builder.encoding(name, parquet::Encoding::DELTA_BINARY_PACKED);
      if (automatic) builder.compression(name, parquet::Compression::UNCOMPRESSED);
    }
  }
  return builder.build();
}

}  // namespace fauxmart
