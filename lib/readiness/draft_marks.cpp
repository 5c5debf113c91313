#include "readiness/draft_marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace shareready::readiness {
namespace {

// Which values of a draft rest on answers that a requirement judges. Sorted by requirement, then value.
struct Fed {
  std::string_view requirement, value;
};

constexpr std::array k_fed{
    Fed{"R11", "population"}, Fed{"R12", "decision"}, Fed{"R12", "officer"},    Fed{"R27", "everyone"},
    Fed{"R27", "recall"},     Fed{"R29", "eea"},      Fed{"R29", "repository"}, Fed{"R30", "processing"},
    Fed{"R31", "scc"},        Fed{"R46", "consent"},  Fed{"R47", "purpose"},    Fed{"R48", "eea"},
    Fed{"R49", "consent"},    Fed{"R49", "special"},  Fed{"R51", "officer"},    Fed{"R52", "children"},
    Fed{"R52", "vulnerable"}, Fed{"R53", "children"}, Fed{"R53", "vulnerable"}, Fed{"R54", "patients"},
    Fed{"R6", "key"},         Fed{"R61", "licence"},  Fed{"R66", "eea"},        Fed{"R66", "repository"},
};

bool judges(std::string_view requirement, std::string_view value) {
  return std::any_of(k_fed.begin(), k_fed.end(),
                     [&](const Fed& row) { return row.requirement == requirement && row.value == value; });
}

std::string block_of(const Json& contradictions, const Translate& say) {
  if (contradictions.as_array().empty()) return {};
  std::string block =
      "**" + say("Not to be signed as it stands: answers are contradicted. Settle first:") + "**\n\n";
  for (const Json& entry : contradictions.as_array()) {
    block +=
        fmt::format("- {}: {}\n", entry.at("requirement").as_string(), say(entry.at("sentence").as_string()));
  }
  return block + "\n";
}

}  // namespace

void mark_contradicted(const Json& document, const Translate& say, DraftValues& values) {
  const Json& contradictions = document.at("decision").at("contradictions");
  for (auto& [name, value] : values) {
    std::set<std::string> against;
    for (const Json& entry : contradictions.as_array()) {
      const std::string& requirement = entry.at("requirement").as_string();
      if (judges(requirement, name)) against.insert(requirement);
    }
    if (against.empty()) continue;
    const std::string rules = join({against.begin(), against.end()}, ", ");
    value += fmt::format(" ({})", say(fmt::format("as answered, but contradicted: settle {} first", rules)));
  }
  values["contradicted"] = block_of(contradictions, say);
}

}  // namespace shareready::readiness
