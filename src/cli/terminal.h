// What the terminal can show: its width, whether it takes colour and Unicode.
//
// Asked once per stream; files and pipes get no escape codes and no limit on width.
#pragma once

#include <string>
#include <string_view>

namespace fauxmart {

// Looks of one stream (standard output or error).
struct Terminal {
  bool interactive = false;  // a person looks at it
  bool colour = false;       // bold and dim may be used
  bool unicode = false;      // the locale's encoding is UTF-8
  int width = 0;             // columns; 0: not limited

  std::string Bold(std::string_view text) const;
  std::string Dim(std::string_view text) const;
};

// Colour needs a terminal, TERM other than "dumb" and NO_COLOR unset or empty (no-color.org).
Terminal LookAt(int fd);

// Columns that UTF-8 text takes: code points, of which ours are all one column wide.
int DisplayWidth(std::string_view text);

// `text` cut to `width` columns, an ellipsis at the end if something is missing.
std::string Shortened(std::string_view text, int width, bool unicode);

// Words broken into lines of at most `width` columns, each after the first behind `indent` blanks.
std::string Wrapped(std::string_view text, int width, int indent);

}  // namespace fauxmart
