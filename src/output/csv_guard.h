// Texts in CSV files that a spreadsheet would take for formulas, and the mark that stops it.
//
// A spreadsheet computes a cell that begins with =, +, - or @ (also in their full-width forms, and
// behind spaces), and a tab or line end at the start of a cell may begin another one. A guarded
// file puts an apostrophe before such texts, and before those that begin with an apostrophe
// themselves: so one apostrophe at the start is always the mark, and every text reads back as it
// was. Numbers, times and ids are no texts and are never marked.
#pragma once

#include <optional>
#include <string_view>

namespace fauxmart {

// Does a guarded file mark this text?
bool NeedsGuard(std::string_view text);

// A CSV field (output/text_format.h), marked and quoted if it needs the guard. At most 2 times the
// text's size and 3; 2 for the empty text.
char* WriteGuardedCsvField(char* out, std::string_view text);

// The text that a field of a guarded file stands for; nothing if no guarded file has such a field.
std::optional<std::string_view> WithoutGuard(std::string_view field);

}  // namespace fauxmart
