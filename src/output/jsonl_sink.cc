// JSON lines: one object a line, every column in every object, null where there is no value.
//
// Money is a number with two digits after the point, timestamps are ISO 8601 strings in UTC.

#include <string>
#include <string_view>

#include "output/text_writer.h"

namespace fauxmart {
namespace {

struct Jsonl {
  static constexpr std::string_view kNull = "null";
  static constexpr std::string_view kRowEnd = "}\n";
  static constexpr bool kQuoteStrings = true;
  static constexpr int kMaxGrowth = 6;
  static constexpr int kMaxListGrowth = 6;

  static std::string Prefix(std::string_view column, bool first) {
    return (first ? "{\"" : ",\"") + std::string(column) + "\":";
  }
  static char* WriteString(char* out, std::string_view text) { return WriteJsonString(out, text); }
  static char* WriteList(char* out, const Column& column, int32_t begin, int32_t end) {
    *out++ = '[';
    for (int32_t i = begin; i < end; ++i) {
      if (i > begin) *out++ = ',';
      out = WriteJsonString(out, column.TextAt(static_cast<size_t>(i)));
    }
    *out++ = ']';
    return out;
  }
};

}  // namespace

FileWriterResult OpenJsonl(StreamPtr out, const TableBuffer& shape, const OutputOptions& options) {
  return std::make_unique<TextWriter<Jsonl>>(std::move(out), shape, options, "");
}

}  // namespace fauxmart
