// Parts that two datasets have in common, byte by byte: nobody needs to read them.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/dataset_reader.h"

namespace fauxmart {

struct PartsToRead {
  std::vector<DatasetPart> first, second;
  int64_t equal_rows = 0;  // in the parts left out, in each of the two
};

// Leaves out the parts that both manifests list under the same path with the same checksum. A
// checksum is believed if the file still has its size and is not younger than the manifest, which
// is written last; otherwise it is computed again.
PartsToRead WithoutEqualParts(const Dataset& first, const DatasetTable& first_table,
                              const Dataset& second, const DatasetTable& second_table);

}  // namespace fauxmart
