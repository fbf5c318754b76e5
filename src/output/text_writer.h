// The row loop that CSV and JSON lines share; a Dialect says in what they differ.
//
//   struct Dialect {
//     static std::string Prefix(std::string_view column, bool first);  // before each cell
//     static constexpr std::string_view kNull, kRowEnd;
//     static constexpr bool kQuoteStrings;            // around timestamps and UUIDs
//     static char* WriteString(char* out, std::string_view text);
//     static constexpr int kMaxGrowth;                // n bytes make at most n times it, and 2
//     static char* WriteList(char* out, const Column&, int32_t begin, int32_t end);  // of items
//     static constexpr int kMaxListGrowth;            // likewise, and 8 bytes an item and 8
//   };
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/status.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "output/file_writer.h"
#include "output/text_format.h"
#include "output/uuid.h"

namespace fauxmart {

// Short strings in slots of one size, copied 32 bytes at a time whatever their length.
class Slots {
 public:
  void Add(std::string_view text) {
    texts_.emplace_back(text);
    const size_t needed = (text.size() + 31) / 32 * 32;
    if (needed > stride_) stride_ = needed;
  }
  // After the last Add.
  void Seal() {
    bytes_.assign(texts_.size() * stride_, '\0');
    for (size_t i = 0; i < texts_.size(); ++i) {
      texts_[i].copy(bytes_.data() + i * stride_, texts_[i].size());
      sizes_.push_back(static_cast<uint32_t>(texts_[i].size()));
    }
    texts_.clear();
  }
  char* Write(char* out, size_t i) const {
    const char* from = bytes_.data() + i * stride_;
    std::memcpy(out, from, 32);
    for (size_t done = 32; done < sizes_[i]; done += 32) {
      std::memcpy(out + done, from + done, 32);
    }
    return out + sizes_[i];
  }
  size_t max_size() const { return stride_; }

 private:
  std::vector<std::string> texts_;
  std::vector<uint32_t> sizes_;
  std::string bytes_;
  size_t stride_ = 32;
};

template <typename Dialect>
class TextWriter final : public FileWriter {
 public:
  TextWriter(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
             std::string_view header)
      : out_(std::move(out)), money_as_float64_(options.money_as_float64), header_(header) {
    for (size_t c = 0; c < shape.columns.size(); ++c) {
      const Column& column = shape.columns[c];
      Cell cell;
      cell.type = column.type;
      prefixes_.Add(Dialect::Prefix(shape.decl->columns[c].name, c == 0));
      if (column.type == Type::kId && options.ids_as_uuid) cell.spaces.emplace(shape, c);
      if (column.type == Type::kCategory) AddNames(column, cell.names);
      cell.max_size = MaxSize(cell);
      has_text_ |= column.type == Type::kText || column.type == Type::kTextList;
      cells_.push_back(std::move(cell));
    }
    prefixes_.Seal();
    row_bound_ = Dialect::kRowEnd.size() + kTextSlack;
    for (const Cell& cell : cells_) row_bound_ += prefixes_.max_size() + cell.max_size;
    buffer_.resize(std::max(kBufferBytes, row_bound_));
  }

  arrow::Status WriteRowGroup(const RowSlice& rows) override {
    ARROW_RETURN_NOT_OK(WriteHeader());
    BindColumns(rows);
    char* out = buffer_.data();
    for (int64_t row = rows.begin; row < rows.end; ++row) {
      const size_t bound = has_text_ ? row_bound_ + TextBound(row) : row_bound_;
      if (static_cast<size_t>(buffer_.data() + buffer_.size() - out) < bound) {
        ARROW_RETURN_NOT_OK(out_->Write(buffer_.data(), out - buffer_.data()));
        if (buffer_.size() < bound) buffer_.resize(bound);
        out = buffer_.data();
      }
      out = WriteRow(out, rows.buffer, row);
    }
    return out_->Write(buffer_.data(), out - buffer_.data());
  }

  arrow::Status Close(const std::string&) override { return WriteHeader(); }

 private:
  static constexpr size_t kBufferBytes = 256 * 1024;

  // What a column's cells are written from.
  struct Cell {
    Type type = Type::kId;
    const uint8_t* validity = nullptr;
    const uint8_t* values = nullptr;
    const Column* column = nullptr;
    size_t max_size = 0;
    DayCache day;
    Slots names;                     // kCategory, as they appear in the file
    std::optional<IdSpaces> spaces;  // kId, as UUIDs

    template <typename T>
    T At(int64_t row) const {
      return reinterpret_cast<const T*>(values)[row];
    }
  };

  static void AddNames(const Column& column, Slots& names) {
    std::string text;
    if (column.vocabulary != nullptr) {
      for (const std::string& name : *column.vocabulary) {
        text.resize(name.size() * Dialect::kMaxGrowth + 2);
        const char* end = Dialect::WriteString(text.data(), name);
        names.Add(std::string_view(text.data(), static_cast<size_t>(end - text.data())));
      }
    }
    names.Add("");  // never empty, so that an all-null column needs no vocabulary
    names.Seal();
  }

  static size_t MaxSize(const Cell& cell) {
    switch (cell.type) {
      case Type::kCategory:
        return std::max(cell.names.max_size(), Dialect::kNull.size());
      case Type::kId:
        return kUuidChars + 2;
      default:
        return kMaxDoubleChars + 4;  // the longest of the others
    }
  }

  void BindColumns(const RowSlice& rows) {
    for (size_t c = 0; c < cells_.size(); ++c) {
      const Column& column = rows.buffer.columns[c];
      cells_[c].column = &column;
      cells_[c].values = column.values.data();
      cells_[c].validity = column.nullable ? column.validity.data() : nullptr;
    }
  }

  size_t TextBound(int64_t row) const {
    size_t bound = 0;
    for (const Cell& cell : cells_) {
      if (cell.type == Type::kText) {
        bound += cell.column->TextAt(static_cast<size_t>(row)).size() * Dialect::kMaxGrowth + 2;
      } else if (cell.type == Type::kTextList) {
        const auto [begin, end] = Items(cell, row);
        bound += static_cast<size_t>(end - begin) * 8 + 8;
        for (int32_t item = begin; item < end; ++item) {
          bound += cell.column->TextAt(static_cast<size_t>(item)).size() * Dialect::kMaxListGrowth;
        }
      }
    }
    return bound;
  }

  static std::pair<int32_t, int32_t> Items(const Cell& cell, int64_t row) {
    const auto* ends = reinterpret_cast<const int32_t*>(cell.column->offsets.data());
    return {row == 0 ? 0 : ends[row - 1], ends[row]};
  }

  char* WriteRow(char* out, const TableBuffer& buffer, int64_t row) {
    for (size_t c = 0; c < cells_.size(); ++c) {
      Cell& cell = cells_[c];
      out = prefixes_.Write(out, c);
      if (cell.validity != nullptr && cell.validity[row] == 0) {
        out = Dialect::kNull.copy(out, Dialect::kNull.size()) + out;
        continue;
      }
      out = WriteCell(out, cell, buffer, row);
    }
    return Dialect::kRowEnd.copy(out, Dialect::kRowEnd.size()) + out;
  }

  char* WriteCell(char* out, Cell& cell, const TableBuffer& buffer, int64_t row) {
    switch (cell.type) {
      case Type::kId:
        if (cell.spaces.has_value()) {
          *out = '"';
          out += Dialect::kQuoteStrings;
          cell.spaces->At(buffer, row).Format(cell.template At<int64_t>(row), out);
          out[kUuidChars] = '"';
          return out + kUuidChars + Dialect::kQuoteStrings;
        }
        return WriteInt(out, cell.template At<int64_t>(row));
      case Type::kInt32:
        return WriteInt(out, cell.template At<int32_t>(row));
      case Type::kInt64:
        return WriteInt(out, cell.template At<int64_t>(row));
      case Type::kMoney:
        if (money_as_float64_) {
          return WriteDouble(out, static_cast<double>(cell.template At<int64_t>(row)) / 100.0);
        }
        return WriteMoney(out, cell.template At<int64_t>(row));
      case Type::kTimestamp:
        *out = '"';
        out =
            WriteTimestamp(out + Dialect::kQuoteStrings, cell.template At<int64_t>(row), cell.day);
        *out = '"';
        return out + Dialect::kQuoteStrings;
      case Type::kBool:
        return WriteBool(out, cell.template At<uint8_t>(row) != 0);
      case Type::kFloat64:
        return WriteDouble(out, cell.template At<double>(row));
      case Type::kCategory:
        return cell.names.Write(out, static_cast<size_t>(cell.template At<int32_t>(row)));
      case Type::kText:
        return Dialect::WriteString(out, cell.column->TextAt(static_cast<size_t>(row)));
      case Type::kTextList: {
        const auto [begin, end] = Items(cell, row);
        return Dialect::WriteList(out, *cell.column, begin, end);
      }
    }
    return out;
  }

  arrow::Status WriteHeader() {
    const std::string header = std::exchange(header_, "");
    if (header.empty()) return arrow::Status::OK();
    return out_->Write(header.data(), static_cast<int64_t>(header.size()));
  }

  StreamPtr out_;
  const bool money_as_float64_;
  std::string header_;  // until it is written
  std::vector<Cell> cells_;
  Slots prefixes_;
  size_t row_bound_ = 0;
  bool has_text_ = false;
  std::string buffer_;
};

}  // namespace fauxmart
