// A command line, a word a line: parsed and, for generate, made into a request. Nothing is done.
#include <vector>

#include "cli/options.h"
#include "cli/parse.h"
#include "fuzz_target.h"

using namespace fauxmart;

FUZZ_TARGET(command_line) {
  const std::string_view text = fuzz::TextOf(data, size);
  std::vector<std::string> words;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end =
        std::min(text.find_first_of(std::string_view("\n\0", 2), begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  const auto invocation = ParseCommandLine(words);
  if (!invocation.ok()) {
    fuzz::Require(!invocation.status().message().empty(), "a refusal has words", text);
    return 0;
  }
  // --from opens a file.
  if (invocation->command->name != "generate" || invocation->Has("--from")) return 0;
  const auto options = ReadGenerateOptions(*invocation);
  if (!options.ok()) return 0;
  const RunOptions& run = options->run;
  fuzz::Require(1 <= run.shard && run.shard <= run.shards, "a shard is one of its number", text);
  fuzz::Require(run.threads >= 0 && run.batch_size >= 0, "no count is negative", text);
  return 0;
}
