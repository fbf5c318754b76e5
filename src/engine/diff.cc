#include "engine/diff.h"

#include <arrow/record_batch.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/equal_parts.h"
#include "engine/row_bytes.h"
#include "output/uuid.h"
#include "plan/keys.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;

constexpr int64_t kBlockRows = 4096;  // encoded at a time: what fits into the caches of a core
constexpr int kWholeTable = 63;       // a key shifted by this says nothing

// How many low bits of a key are not its window: what is left of the key never falls from one row
// to the next, as the tables are written. For facts and metrics it is the hour.
int WindowShift(const TableDecl& decl) {
  constexpr std::array<std::pair<std::string_view, int>, 6> kShifts = {
      {{"order_id", kPositionBits},
       {"ticket_id", kPositionBits},
       {"order_item_id", kPositionBits + kLineBits},
       {"return_id", kPositionBits + kLineBits},
       {"abandonment_id", kPositionBits + 1},
       {"metric_id", 3}}};
  for (const auto& [key, shift] : kShifts) {
    if (key == decl.key) return shift;
  }
  return decl.kind == TableKind::kDimension ? 0 : kWholeTable;
}

// One of the two tables: where it is read, and the rows of this window that have no match yet.
struct Side {
  Side(const Dataset& dataset, const TableDecl& decl, std::vector<DatasetPart> parts, int key_shift)
      : reader(dataset, decl, std::move(parts)), block(decl), shift(key_shift) {}

  // Goes to the next row; `done` behind the last.
  Status Advance() {
    if (++row < block.rows()) {
      Enter();
      return Status::OK();
    }
    while (batch == nullptr || batch_row == batch->num_rows()) {
      ARROW_ASSIGN_OR_RAISE(batch, reader.Next());
      batch_row = 0;
      done = batch == nullptr;
      if (done) return Status::OK();
    }
    const auto slice = batch->Slice(batch_row, kBlockRows);
    block.Fill(*slice);
    batch_row += slice->num_rows();
    row = 0;
    Enter();
    return Status::OK();
  }
  void Enter() {
    const int64_t next = shift == kWholeTable ? 0 : key() >> shift;
    ordered = ordered && (rows == 0 || next >= window);
    window = next;
    ++rows;
  }

  int64_t key() const { return block.Key(row); }
  std::string_view bytes() const { return block.At(row); }

  TableReader reader;
  std::shared_ptr<arrow::RecordBatch> batch;
  int64_t batch_row = 0;  // where the next block begins
  RowBytes block;
  int shift;
  int64_t row = -1;  // of the block
  bool done = false, ordered = true;
  int64_t window = 0, rows = 0;  // the row's window; rows so far
  std::unordered_multimap<int64_t, std::string> held;
};

// The row with the lower key is always the next, so windows come one after the other, and rows of
// one that both have left will never find a match.
class Matcher {
 public:
  Matcher(const TableDecl& decl, Side* first, Side* second, int64_t most_named, TableDiff* diff)
      : decl_(decl),
        first_(*first),
        second_(*second),
        most_named_(static_cast<size_t>(most_named)),
        changes_(decl.columns.size()),
        diff_(*diff) {}

  // False if the rows of a table are not in order; what was counted then means nothing.
  Result<bool> Run(const std::atomic<bool>* stop) {
    ARROW_RETURN_NOT_OK(first_.Advance());
    ARROW_RETURN_NOT_OK(second_.Advance());
    for (int64_t step = 0; !first_.done || !second_.done; ++step) {
      if (step % kBlockRows == 0 && stop != nullptr && stop->load()) {
        return Status::Cancelled("interrupted");
      }
      const bool both = !first_.done && !second_.done;
      if (both && first_.key() == second_.key()) {
        EnterWindow(first_.window);
        Compare(first_.key(), first_.bytes(), second_.bytes());
        ARROW_RETURN_NOT_OK(first_.Advance());
        ARROW_RETURN_NOT_OK(second_.Advance());
      } else if (second_.done || (both && first_.key() < second_.key())) {
        ARROW_RETURN_NOT_OK(Take(first_, second_));
      } else {
        ARROW_RETURN_NOT_OK(Take(second_, first_));
      }
      if (!first_.ordered || !second_.ordered) return false;
    }
    EndWindow();
    for (size_t c = 0; c < changes_.size(); ++c) {
      if (changes_[c] == 0) continue;
      diff_.changed_by_column.push_back({std::string(decl_.columns[c].name), changes_[c]});
    }
    return true;
  }

 private:
  using Kind = RowDifference::Kind;
  struct Found {
    int64_t key;
    Kind kind;
    std::vector<size_t> columns;
    bool operator<(const Found& other) const {
      return std::tie(key, kind) < std::tie(other.key, other.kind);
    }
  };

  // Matches the row of `side` with one the other side holds, or holds it.
  Status Take(Side& side, Side& other) {
    EnterWindow(side.window);
    const auto match = other.held.find(side.key());
    if (match != other.held.end()) {
      const bool is_first = &side == &first_;
      Compare(side.key(), is_first ? side.bytes() : match->second,
              is_first ? match->second : side.bytes());
      other.held.erase(match);
    } else if (other.done) {
      CountUnmatched(side, side.key());
    } else {
      side.held.emplace(side.key(), side.bytes());
    }
    return side.Advance();
  }

  void Compare(int64_t key, std::string_view first, std::string_view second) {
    if (first == second) return;
    ++diff_.changed;
    std::vector<size_t> columns = DifferentColumns(first, second, decl_);
    for (const size_t c : columns) ++changes_[c];
    Name({key, Kind::kChanged, std::move(columns)});
  }

  void CountUnmatched(const Side& side, int64_t key) {
    const bool removed = &side == &first_;
    ++(removed ? diff_.removed : diff_.added);
    Name({key, removed ? Kind::kRemoved : Kind::kAdded, {}});
  }

  void EnterWindow(int64_t window) {
    if (window == window_) return;
    EndWindow();
    window_ = window;
  }

  void EndWindow() {
    for (Side* side : {&first_, &second_}) {
      for (const auto& [key, bytes] : side->held) CountUnmatched(*side, key);
      if (!side->held.empty()) side->held.clear();
    }
    std::sort(found_.begin(), found_.end());
    for (const Found& found : found_) {
      if (diff_.rows.size() == most_named_) break;
      diff_.rows.push_back(Named(found));
    }
    found_.clear();
  }

  // Keeps what may be among the first; those of a window come in any order.
  void Name(Found found) {
    const size_t wanted = most_named_ - diff_.rows.size();
    if (wanted == 0) return;
    found_.push_back(std::move(found));
    if (found_.size() < 2 * wanted + static_cast<size_t>(kBlockRows)) return;
    std::sort(found_.begin(), found_.end());
    found_.resize(wanted);
  }

  RowDifference Named(const Found& found) const {
    const Side& side = found.kind == Kind::kRemoved ? first_ : second_;
    RowDifference row{.kind = found.kind, .id = std::to_string(found.key), .columns = {}};
    if (side.reader.ids_are_uuids()) {
      row.id.resize(kUuidChars);
      UuidSpace(decl_.name).Format(found.key, row.id.data());
    }
    for (const size_t c : found.columns) row.columns.emplace_back(decl_.columns[c].name);
    return row;
  }

  const TableDecl& decl_;
  Side& first_;
  Side& second_;
  const size_t most_named_;
  std::vector<int64_t> changes_;  // by column
  TableDiff& diff_;
  int64_t window_ = 0;
  std::vector<Found> found_;  // in this window
};

}  // namespace

Result<TableDiff> DiffTable(const Dataset& first, const Dataset& second, const TableDecl& decl,
                            int64_t rows, const std::atomic<bool>* stop) {
  const DatasetTable* first_table = first.Find(decl);
  const DatasetTable* second_table = second.Find(decl);
  if (first_table == nullptr || second_table == nullptr || decl.key.empty()) {
    return Status::Invalid(fmt::format("{} has nothing to be matched by", decl.name));
  }
  const PartsToRead parts = WithoutEqualParts(first, *first_table, second, *second_table);
  for (const int shift : {WindowShift(decl), kWholeTable}) {
    TableDiff diff;
    diff.table = decl.name;
    diff.in_first = diff.in_second = true;
    Side one(first, decl, parts.first, shift);
    Side two(second, decl, parts.second, shift);
    ARROW_ASSIGN_OR_RAISE(const bool in_order, Matcher(decl, &one, &two, rows, &diff).Run(stop));
    diff.rows_first = parts.equal_rows + one.rows;
    diff.rows_second = parts.equal_rows + two.rows;
    if (in_order) return diff;
  }
  return Status::UnknownError(fmt::format("the rows of {} are in no order", decl.name));
}

}  // namespace fauxmart
