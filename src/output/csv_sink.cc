// CSV as RFC 4180 has it: a header line, CRLF, quotes only where they are needed.
//
// Null is an empty field and the empty string is "". Timestamps are ISO 8601 in UTC, money has two
// digits after the point, a list is a JSON array in a quoted field. With csv_safe, texts that a
// spreadsheet would take for formulas are marked (output/csv_guard.h).

#include <string>
#include <string_view>

#include "output/csv_guard.h"
#include "output/text_writer.h"

namespace fauxmart {
namespace {

struct Csv {
  static constexpr std::string_view kNull = "";
  static constexpr std::string_view kRowEnd = "\r\n";
  static constexpr bool kQuoteStrings = false;
  static constexpr int kMaxGrowth = 2;
  static constexpr int kMaxListGrowth = 12;  // JSON's 6, and again what quoting doubles

  static std::string Prefix(std::string_view, bool first) { return first ? "" : ","; }
  static char* WriteString(char* out, std::string_view text) { return WriteCsvField(out, text); }
  static char* WriteList(char* out, const Column& column, int32_t begin, int32_t end) {
    std::string json = "[";
    std::string item;
    for (int32_t i = begin; i < end; ++i) {
      const std::string_view text = column.TextAt(static_cast<size_t>(i));
      item.resize(text.size() * 6 + 2);
      char* item_end = WriteJsonString(item.data(), text);
      if (i > begin) json += ',';
      json.append(item.data(), item_end);
    }
    json += ']';
    return WriteCsvField(out, json);
  }
};

// A dialect of its own, so that nobody else's rows are asked.
struct SafeCsv : Csv {
  static constexpr int kMaxGrowth = 3;  // for a mark before a text of one byte
  static char* WriteString(char* out, std::string_view text) {
    return WriteGuardedCsvField(out, text);
  }
};

}  // namespace

FileWriterResult OpenCsv(StreamPtr out, const TableBuffer& shape, const OutputOptions& options) {
  std::string header;
  for (const ColumnDecl& column : shape.decl->columns) {
    if (!header.empty()) header += ',';
    header += column.name;
  }
  header += "\r\n";
  if (options.csv_safe) {
    return std::make_unique<TextWriter<SafeCsv>>(std::move(out), shape, options, header);
  }
  return std::make_unique<TextWriter<Csv>>(std::move(out), shape, options, header);
}

}  // namespace fauxmart
