#include "readiness/replaced_release.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"
#include "readiness/document_release.hpp"

namespace shareready::readiness {

Json replaced_json(const ReportPolicy& policy) {
  if (!policy.replaced) return {};
  const ReplacedRelease& replaced = *policy.replaced;
  const auto persons = [&](std::uint64_t count) {
    return replaced.noted ? count_json(count, policy.k) : Json();
  };
  return object({{"other_policy", replaced.other_policy},
                 {"members", list_json(replaced.members)},
                 {"returning", replaced.returning},
                 {"added", persons(replaced.added)},
                 {"gone", persons(replaced.gone)}});
}

std::string told_of_replaced_release(const Json& policy) {
  const Json& replaced = policy.at("replaced");
  if (!replaced.is_object()) return {};
  std::vector<std::string> sentences{
      "This release took the place of another one: what was advised, decided or signed on that one does not "
      "hold for it."};
  if (replaced.at("returning").as_bool())
    sentences.emplace_back(
        "Persons came back who had been left out of that one by the command line, as this run named them.");
  const auto tell = [&](const char* member, const char* lead) {
    const Json& count = replaced.at(member);
    if (!count.is_null() && count.as_string() != "0")
      sentences.push_back(fmt::format("{}: {}.", lead, count.as_string()));
  };
  tell("added", "Persons who were not in that one");
  tell("gone", "Persons of that one who are not in this one");
  if (replaced.at("added").is_null())
    sentences.emplace_back("Who was in that one is not on record here any more.");
  std::vector<std::string> members;
  for (const Json& member : replaced.at("members").as_array()) members.push_back(member.as_string());
  if (!members.empty())
    sentences.push_back(fmt::format("In its policy these were others: {}.", join(members, ", ")));
  if (replaced.at("other_policy").as_bool() && members.empty())
    sentences.emplace_back("Its policy was another.");
  return join(sentences, " ");
}

}  // namespace shareready::readiness
