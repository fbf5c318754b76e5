// Words and numbers as people write them: strict number parsing, and the nearest name to a typo.
//
// Numbers are JSON's: digits, one point, an exponent. What other readers take for octal (012),
// hexadecimal, infinite, not a number or digit-grouped (1_000) is refused, never guessed at; so is
// what does not fit. Nothing here looks at a locale. Every refusal reads "what; what would be
// right".
#pragma once

#include <arrow/result.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fauxmart {

// "15000", "-3".
arrow::Result<int64_t> ParseWhole(std::string_view text);

// "0.05", "-0.43", "1e3", "15000". Always finite, never minus zero.
arrow::Result<double> ParseDecimal(std::string_view text);

// The shortest decimal that reads back as the same number: "0.1", "15000".
std::string FormatNumber(double value);

// The name nearest to `word` by Damerau-Levenshtein distance (case and -/_ do not count), the
// first of equals; empty if none is near enough to be what was meant.
std::string Nearest(std::string_view word, const std::vector<std::string>& names);

// "; did you mean orders?", or, with nothing near, "; known: a, b, c" (at most twelve).
std::string DidYouMean(std::string_view word, const std::vector<std::string>& names);

std::string Join(const std::vector<std::string>& words, std::string_view separator = ", ");

// Offset of the first byte that is not well-formed UTF-8 or is a control character other than
// tab and line ends; std::string_view::npos if there is none.
size_t FindNonText(std::string_view bytes);

}  // namespace fauxmart
