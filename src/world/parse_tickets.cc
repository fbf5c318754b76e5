// Support: how many tickets, about what, how severe, and how they are answered.
#include <fmt/format.h>

#include "base/text.h"
#include "world/limits.h"
#include "world/mix.h"
#include "world/parse_sections.h"

namespace fauxmart::internal {
namespace {

// Keys of `categories`, in the order of AnchorState.
constexpr std::array<std::string_view, kAnchorStates> kStateKeys = {"failed", "delivered", "open",
                                                                    "cancelled"};

void ReadTopics(Reader& map, TicketRules* rules) {
  std::vector<Mix> mixes;
  {
    Reader subcategories = map.Map("subcategories");
    for (const std::string& category : subcategories.Keys()) {
      rules->categories.push_back(category);
      mixes.push_back(ReadMix(subcategories, category));
      Unite(mixes.back().names, &rules->subcategories);
    }
    if (rules->subcategories.size() > kMaxNames) {
      subcategories.Fail(fmt::format("too many subcategories in all; write at most {}", kMaxNames));
    }
    for (const Mix& mix : mixes) {
      rules->subcategory_shares.push_back(Spread(mix, rules->subcategories));
    }
  }
  {
    Reader categories = map.Map("categories");
    for (int state = 0; state < kAnchorStates; ++state) {
      rules->category_shares[state] = ReadShares(
          categories, kStateKeys[state], "one of the subcategories' keys", rules->categories);
    }
  }
  rules->late_category = map.Choice("late_category", rules->categories);
  rules->late_subcategory = map.Choice("late_subcategory", rules->subcategories);
  if (mixes.empty() || rules->subcategories.empty()) return;
  // It may have no share of its own: then only late orders' tickets have it.
  const Names& fitting = mixes[rules->late_category].names;
  const std::string& late = rules->subcategories[rules->late_subcategory];
  if (IndexOf(late, fitting) < 0) {
    map.FailAt("late_subcategory", fmt::format("{} is not one of {}'s; write one of those", late,
                                               rules->categories[rules->late_category]));
  }
}

void ReadSeverities(Reader& map, std::vector<Severity>* severities) {
  Reader entries = map.Map("severities");
  double sum = 0;
  for (const std::string& name : entries.Keys()) {
    Reader entry = entries.Map(name);
    severities->push_back(
        {name, entry.Number("share", kShare), entry.Number("sla_hours", {0.01, 720})});
    sum += severities->back().share;
  }
  CheckSum(entries, sum);
}

// Who answers. At least one agent is a person.
void ReadAgents(Reader& map, TicketRules* rules) {
  rules->agents = map.Int("agents", 1, 1'000'000);
  rules->chatbots = map.Int("chatbots", 0, 1'000'000);
  if (rules->chatbots >= rules->agents) {
    map.FailAt("chatbots", fmt::format("{} of {} agents leaves no person; write fewer than agents",
                                       rules->chatbots, rules->agents));
  }
  Reader share = map.Map("chatbot_share");
  rules->chatbot_base = share.Number("base", kShare);
  rules->chatbot_per_load = share.Number("per_load", {0, 100});
  rules->chatbot_cap = share.Number("cap", kShare);
  if (rules->chatbot_cap < rules->chatbot_base) {
    share.FailAt("cap",
                 fmt::format("{} is below base {}; write at least that",
                             FormatNumber(rules->chatbot_cap), FormatNumber(rules->chatbot_base)));
  }
}

}  // namespace

void ReadTickets(Reader& root, World* world) {
  Reader map = root.Map("tickets");
  TicketRules& rules = world->tickets;
  rules.rate = map.Number("rate", kShare);  // an order has one ticket at most
  rules.late_share = map.Number("late_share", kShare);
  rules.late_wait_hours = ReadWholeRange(map, "late_wait_hours", 0, 8784);
  rules.named_share = map.Number("named_share", kShare);
  rules.named_wait_hours = ReadWholeRange(map, "named_wait_hours", 0, 8784);
  ReadTopics(map, &rules);
  ReadSeverities(map, &rules.severities);
  {
    Reader first = map.Map("first_response");
    rules.first_response_median_sla_share = first.Number("median_sla_share", {0.001, 10});
    rules.first_response_sigma = first.Number("sigma", {0, 1});
  }
  rules.resolution_minutes = ReadLogNormal(map, "resolution_minutes", 16);  // 17 years
  rules.resolved_share = map.Number("resolved_share", kShare);
  rules.csat_answer_share = map.Number("csat_answer_share", kShare);
  rules.csat_on_time = ReadShareList(map, "csat_on_time", kRatings, kRatings);
  rules.csat_breached = ReadShareList(map, "csat_breached", kRatings, kRatings);
  rules.languages = ReadMix(map, "languages");
  ReadAgents(map, &rules);
  rules.escalations = ReadShareList(map, "escalations", 1, kMaxEscalations);
}

}  // namespace fauxmart::internal
