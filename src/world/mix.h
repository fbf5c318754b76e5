// Readers of what worlds are made of: mixes, ranges and distributions.
//
// Each takes the map that holds the key, notes what is wrong with the problems of that map, and
// answers with a value of the right shape in any case. Shares are at least 0 and sum to 1.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/reader.h"
#include "world/world.h"

namespace fauxmart {

// {web: 0.4, app: 0.6} over names declared elsewhere; `kind` says what they are: "a channel".
// Names without an entry have share 0.
Shares ReadShares(Reader& parent, std::string_view key, std::string_view kind, const Names& names);

// The same where the mix itself declares its names, in its order.
Mix ReadMix(Reader& parent, std::string_view key);

// [0.6, 0.4]: `least` to `most` shares.
Shares ReadShareList(Reader& parent, std::string_view key, size_t least, size_t most);

// [low, high], low <= high.
Range ReadRange(Reader& parent, std::string_view key, Bounds bounds);
WholeRange ReadWholeRange(Reader& parent, std::string_view key, int low, int high);

// {mu: 4.0, sigma: 1.0}, such that no value passes e^max_exponent.
LogNormal ReadLogNormal(Reader& parent, std::string_view key, double max_exponent);

// Notes that the shares of a map's entries do not sum to 1, if they do not.
void CheckSum(Reader& map, double sum);

// A vocabulary that is the union of several, in order of first appearance; and a mix over it. A
// union stops growing once it is over kMaxNames, which is for the caller to refuse.
void Unite(const Names& names, Names* all);
Shares Spread(const Mix& mix, const Names& all);

// The place of a name in a vocabulary, or -1.
int IndexOf(std::string_view name, const Names& names);

}  // namespace fauxmart
