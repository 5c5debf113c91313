#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/check_rules.hpp"

namespace shareready::readiness {
namespace {

bool is_signed_way(const AnswerView& view) {
  return wanted_route(view.situation.facts.preset) == Route::restricted;
}

// 'CC BY 4.0' and 'CC-BY-4.0' are the same.
std::string plain_licence(std::string text) {
  text = to_lower(text);
  std::erase_if(text, [](char letter) { return letter == ' ' || letter == '-' || letter == '_'; });
  return text == "cc0" ? "cc01.0" : text == "pddl" ? "pddl1.0" : text;
}

struct Network {
  std::string_view requirement, word, name, hand_over;
};

// What each network takes, in short; R90 to R94.
constexpr std::array<Network, 5> k_networks{{
    {"R90", "coinstac", "COINSTAC", "local files in the form its computation asks for; only results leave"},
    {"R91", "pysyft", "PySyft", "a server near the data; researchers send code that you approve"},
    {"R92", "enigma", "ENIGMA", "summary statistics of its scripts, sent to the lead site"},
    {"R93", "ohdsi", "OHDSI", "clinical tables mapped to OMOP; images need an extension"},
    {"R94", "personal_health_train", "the Personal Health Train",
     "a station near the data (vantage6) and an agreement on each analysis"},
}};

}  // namespace

CheckOutcome storage_place(const AnswerView& view) {
  const std::string threshold = "inside the EEA is preferred";
  const Answers& answers = view.situation.answers;
  if (answers.repository && view.named == nullptr) {
    return unanswered(
        "the repository named is not in the table: look up its name, or add what is known of it", threshold);
  }
  if (view.situation.host_in_eea == Known::no && answers.receiver.eea == true) {
    return contradicted("the repository is outside the EEA, the answer 'receiver.eea' says inside");
  }
  switch (view.situation.host_in_eea) {
    case Known::yes:
      return outcome(CheckStatus::pass, "inside the EEA", threshold);
    case Known::no:
      return outcome(CheckStatus::warn, "outside the EEA", threshold);
    case Known::unknown:
      return unanswered("no repository or place was named", threshold);
  }
  return {};
}

CheckOutcome transfer_tool(const AnswerView& view) {
  const Word& tool = view.situation.answers.scc;
  if (view.situation.host_in_eea == Known::yes)
    return outcome(CheckStatus::not_applicable, "stored inside the EEA");
  if (view.situation.host_in_eea == Known::unknown)
    return unanswered("where the data will be stored is not known");
  if (!tool || *tool == "none") return unanswered("stored outside the EEA without a transfer tool");
  if (*tool == "not_needed")
    return contradicted("stored outside the EEA, and no transfer tool is said to be needed");
  if (*tool == "adequacy_decision" && view.named != nullptr && view.named->requirement == "R71") {
    return outcome(CheckStatus::warn,
                   "CERN is an international organisation: the decision on Switzerland does not settle it");
  }
  return outcome(CheckStatus::warn, "the transfer rests on: " + replace_all(*tool, "_", " "));
}

CheckOutcome agreement_needed(const AnswerView& view) {
  const Answers& answers = view.situation.answers;
  const bool chosen = answers.dua.template_text && *answers.dua.template_text != "none";
  if (!answers.ownership_concern) return unanswered("not said whether somebody else has rights in the data");
  const bool needed = view.own.personal || *answers.ownership_concern;
  if (!needed)
    return outcome(CheckStatus::not_applicable, "neither personal data nor a question of ownership");
  const char* why = *answers.ownership_concern ? "ownership is in question" : "personal data";
  if (!chosen)
    return outcome(CheckStatus::warn, fmt::format("{}: an agreement is advised, none was chosen", why));
  return outcome(CheckStatus::pass, fmt::format("{}: an agreement was chosen", why));
}

CheckOutcome agreement_no_basis(const AnswerView& view) {
  const Word& basis = view.situation.answers.legal_basis.type;
  if (!basis) return unanswered("no legal basis was named");
  if (*basis == "data_use_agreement")
    return outcome(CheckStatus::fail, "a data use agreement is named as legal basis; it is none");
  return outcome(CheckStatus::pass, "the legal basis is named apart from the agreement");
}

CheckOutcome licence(const AnswerView& view) {
  const std::string& stated = view.situation.facts.license;
  const Word& wanted = view.situation.answers.licence;
  const std::string threshold =
      "CC0, CC-BY 4.0, PDDL or ODC-BY for public data; an agreement for data given case by case";
  if (stated.empty() && !wanted) return unanswered("no licence is stated", threshold);
  if (wanted && !stated.empty()) {
    const bool same = plain_licence(*wanted) == plain_licence(stated);
    const bool agreement = *wanted == "data_use_agreement" && stated == "other";
    if (!same && !agreement) {
      CheckOutcome found =
          contradicted("dataset_description.json states another licence than the answer: " + *wanted);
      found.threshold = threshold;
      return found;
    }
  }
  const std::string terms = wanted ? *wanted : stated;
  if (terms == "other")
    return outcome(CheckStatus::warn, "the stated licence is not one of those listed", threshold);
  if (is_signed_way(view) && terms != "data_use_agreement") {
    return outcome(CheckStatus::warn,
                   terms + ": lets everybody pass the data on, restricted access needs an agreement",
                   threshold);
  }
  if (view.named != nullptr && view.named->requirement == "R67" && plain_licence(terms) != "cc01.0") {
    return outcome(CheckStatus::fail, "OpenNeuro takes CC0 only", threshold);
  }
  return outcome(CheckStatus::pass, terms, threshold);
}

CheckOutcome region_statistics(const AnswerView&) {
  return outcome(CheckStatus::unknown,
                 "tables of region statistics are derivatives; this release was not searched for them");
}

CheckOutcome group_maps(const AnswerView& view) {
  if (view.situation.facts.group_maps == 0)
    return outcome(CheckStatus::not_applicable, "the release holds no statistical map");
  return outcome(
      CheckStatus::unknown,
      fmt::format(
          "{} statistical maps; whether they are of groups, unthresholded and in MNI space was not measured",
          view.situation.facts.group_maps));
}

CheckOutcome synthetic_data(const AnswerView& view) {
  const Flag& model = view.situation.answers.forward_model;
  if (!model) return unanswered("not said whether there is a model of the signal");
  if (!*model)
    return outcome(CheckStatus::not_applicable, "no model of the signal: synthetic data would not serve");
  return outcome(CheckStatus::warn,
                 "possible; made from personal data, synthetic data need their own look at the risk");
}

CheckOutcome repository(std::string_view requirement, const AnswerView& view) {
  const auto found = std::find_if(
      view.matches.begin(), view.matches.end(),
      [&](const RepositoryMatch& match) { return match.repository->requirement == requirement; });
  if (found == view.matches.end()) return outcome(CheckStatus::unknown, "not in the table of repositories");
  std::vector<std::string> rejected, asked;
  for (const FitPoint& point : found->points) {
    if (point.fit == Fit::rejects) rejected.push_back(point.what + ": " + point.sentence);
    if (point.fit == Fit::asks) asked.push_back(point.what + ": " + point.sentence);
  }
  const bool in_mind = view.named == found->repository;
  switch (found->fit) {
    case Fit::fits:
      return outcome(CheckStatus::pass, "fits by every fact in the table");
    case Fit::asks:
      return outcome(in_mind ? CheckStatus::needs_answer : CheckStatus::warn,
                     "may fit; to be asked: " + join(asked, "; "));
    case Fit::rejects:
      return outcome(in_mind ? CheckStatus::fail : CheckStatus::not_applicable,
                     "does not fit: " + join(rejected, "; "));
  }
  return {};
}

CheckOutcome network(std::string_view requirement, const AnswerView& view) {
  const auto row = std::find_if(k_networks.begin(), k_networks.end(),
                                [&](const Network& entry) { return entry.requirement == requirement; });
  if (row == k_networks.end()) return outcome(CheckStatus::unknown, "not evaluated by this version");
  const Answers::Federated& federated = view.situation.answers.federated;
  if (!federated.capacity || !federated.partners)
    return unanswered("not said whether there are capacity and partners");
  const auto& partners = *federated.partners;
  const bool used = std::find(partners.begin(), partners.end(), row->word) != partners.end();
  if (!*federated.capacity)
    return outcome(CheckStatus::not_applicable, "not suitable: no capacity to run it near the data");
  if (!used)
    return outcome(CheckStatus::not_applicable, fmt::format("not suitable: no partner uses {}", row->name));
  return outcome(CheckStatus::pass, fmt::format("suitable by the answers; to hand over: {}", row->hand_over));
}

}  // namespace shareready::readiness
