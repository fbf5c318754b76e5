// The dataset card: what a dataset is, for people and for the Hugging Face Hub, in its README.md.
//
// YAML in front (licence, size, where the files of each table are), then Markdown: tables with
// their rows, what was planted, how to make and check it. Where the truth is kept apart, the card
// says nothing that the rows do not: no scenario, window, seed or incident. The same for the same
// request.
#pragma once

#include <string>
#include <vector>

#include "engine/job.h"

namespace fauxmart {

inline constexpr char kCardFile[] = "README.md";
// The manifest's key for the card, and the request's, which says `kCardWanted` or is not there.
inline constexpr char kCardKey[] = "card", kCardWanted[] = "yes";

// `tasks` of the whole dataset, `counters` the sum of theirs.
std::string CardText(const Job& job, const std::vector<TaskResult>& tasks,
                     const Counters& counters);

// XXH3-128 of the card's bytes.
std::string CardChecksum(const std::string& text);

// Whether a request, as JSON text, asks for a card.
bool AsksForCard(const std::string& request);

// The checksum that a manifest lists for its card; empty if it lists none.
std::string ListedCard(const std::string& manifest);

}  // namespace fauxmart
