// Numbers of a world, by path: those an effect can change hour by hour, beside the levers with
// names of their own.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/scalar.h"
#include "world/world.h"

namespace fauxmart {

// A number, or a whole range (then `number` is empty).
struct NumberDecl {
  std::string_view path;  // "returns.processing_days"
  Bounds bounds;
  std::function<double*(World&)> number;
  std::function<WholeRange*(World&)> range;
};
const std::vector<NumberDecl>& AllNumbers();
const NumberDecl* FindNumber(std::string_view path);
double NumberOf(const World& world, const NumberDecl& decl);  // 0 of a range

// A world may have numbers that an effect may not make. Where this one or one beside it ("a.b.x"
// and "a.b.y") is such, the two could go beyond what is safe together: that one, or nullptr.
const NumberDecl* BeyondBounds(const World& world, const NumberDecl& decl);

// The change of a number at full strength. Ranges can only be set.
struct NumberChange {
  int index = -1;    // in AllNumbers()
  WholeRange range;  // of a range
};

}  // namespace fauxmart
