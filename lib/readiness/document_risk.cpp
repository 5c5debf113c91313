#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"

namespace shareready::readiness {
namespace {

constexpr std::uint64_t k_small_study = 100;  // below it, groups of 5 seldom allow useful bands

Json figures_json(const RiskFigures& figures, std::uint64_t k) {
  return object({{"uniques", count_json(figures.uniques, k)},
                 {"below_k", count_json(figures.below_k, k)},
                 {"smallest_group", count_json(figures.smallest_group, k)},
                 {"groups", figures.groups},
                 {"average", figures.average}});
}

std::vector<std::string> names_at(const RiskFacts& risk, bool dropped) {
  std::vector<std::string> names;
  for (const ReportedIdentifier& identifier : risk.identifiers) {
    if ((identifier.level == "dropped") == dropped) {
      names.push_back(dropped ? identifier.name : fmt::format("{} ({})", identifier.name, identifier.level));
    }
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string reached_sentence(const RiskFacts& risk, std::uint64_t k) {
  std::string sentence =
      names_at(risk, false).empty()
          ? "No detail by which persons could be told apart is left in the tables."
          : fmt::format("Everybody shares the details in the tables with at least {} others.", k - 1);
  if (risk.suppressed > 0) {
    sentence +=
        fmt::format(" For that, the details of {} persons became n/a.", mask_count(risk.suppressed, k));
  }
  return sentence;
}

std::string not_reached_sentence(const RiskFacts& risk, std::uint64_t k) {
  return fmt::format(
      "Groups of {} persons cannot be formed: the release has {} persons. All details were left out; whoever "
      "knows "
      "that a person took part can still guess which one they are.",
      k, mask_count(risk.persons, k));
}

std::string risk_sentence(const RiskFacts& risk, std::uint64_t k) {
  if (risk.identifiers.empty()) return "The tables hold no detail by which persons could be told apart.";
  std::string sentence = risk.reached ? reached_sentence(risk, k) : not_reached_sentence(risk, k);
  const std::vector<std::string> kept = names_at(risk, false);
  const std::vector<std::string> dropped = names_at(risk, true);
  if (!kept.empty()) sentence += fmt::format(" Released: {}.", listed(kept));
  if (!dropped.empty()) sentence += fmt::format(" Left out: {}.", listed(dropped));
  if (risk.persons < k_small_study && !dropped.empty()) {
    sentence +=
        " In a study this small, useful details and groups of this size seldom go together: more detail "
        "needs "
        "restricted access and a smaller k.";
  }
  if (!risk.proven) sentence += " A table that loses less may exist: the search was cut short.";
  return sentence;
}

}  // namespace

Json risk_json(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  Json identifiers{Json::Array{}};
  for (const ReportedIdentifier& identifier : risk.identifiers) {
    identifiers.push_back(object({{"name", identifier.name},
                                  {"level", identifier.level},
                                  {"loss", identifier.loss},
                                  {"uniques_added", count_json(identifier.uniques_added, k)},
                                  {"special_share", identifier.special_share}}));
  }
  return object({{"sentence", risk_sentence(risk, k)},
                 {"persons", count_json(risk.persons, k)},
                 {"suppressed", count_json(risk.suppressed, k)},
                 {"reached", risk.reached},
                 {"proven", risk.proven},
                 {"loss", risk.loss},
                 {"before", figures_json(risk.before, k)},
                 {"after", figures_json(risk.after, k)},
                 {"identifiers", std::move(identifiers)}});
}

}  // namespace shareready::readiness
