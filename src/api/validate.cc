#include "fauxmart/validate.h"

#include <filesystem>

#include "api/inputs.h"
#include "fauxmart/dataset.h"
#include "validate/validate.h"

namespace fauxmart {

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "passed";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kSkipped:
      return "skipped";
  }
  return "";
}

arrow::Result<ValidationResult> Validate(const std::string& dir, const ValidateOptions& options,
                                         const std::atomic<bool>* stop) {
  // The request says which world's numbers the rows are to keep; a blind dataset has none.
  Request request;
  WriteOptions write;
  arrow::Status read = ReadManifestRequest((std::filesystem::path(dir) / "manifest.json").string(),
                                           &request, &write);
  request.data_version.reset();  // another version's rows keep the same rules
  InputsPtr inputs;
  if (read.ok()) {
    auto resolved = Resolve(request);
    read = resolved.status();
    if (resolved.ok()) inputs = *resolved;
  }
  Expected expected;
  if (inputs == nullptr) {
    expected.no_world = "the manifest has no request that names the world";
  } else {
    expected = {"", inputs->world, inputs->scenario, inputs->setup, inputs->removed};
  }
  return ValidateDataset(dir, expected, options, stop);
}

}  // namespace fauxmart
