#include <fmt/format.h>

#include <algorithm>

#include "base/licences.hpp"
#include "base/text.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/repository_match.hpp"

namespace shareready::readiness {
namespace {

// Where this release is for everybody, and no rule closes that.
bool is_public_way(const AnswerView& view) {
  const Route wanted = wanted_route(view.situation.facts.preset);
  return wanted == Route::open_to_all && advised_route(view.own, wanted) == wanted;
}

std::string without_underscores(const std::string& answer) { return replace_all(answer, "_", " "); }

// A licence by which everybody may use the data for anything, against a consent form that sets limits, be it
// the legal basis or not; empty: none.
std::string_view clash_with_consent(std::string_view terms, const Answers& answers) {
  if (!is_data_licence(terms)) return {};
  const Words& named = answers.consent.recipients;
  if (named && std::find(named->begin(), named->end(), "public") == named->end())
    return "the licence lets everybody use the data, the consent does not name the public";
  const Word& purpose = answers.consent.purpose;
  if (purpose && *purpose != "any_research")
    return "the licence allows any use, the consent sets limits to the purpose";
  return {};
}

std::string points_that(Fit fit, const RepositoryMatch& match) {
  std::vector<std::string> points;
  for (const FitPoint& point : match.points) {
    if (point.fit == fit) points.push_back(point.what + ": " + point.sentence);
  }
  return join(points, "; ");
}

// What the repository has to tell is no answer of the file; where yours is missing, it is.
CheckOutcome asked_there(const RepositoryMatch& match, bool in_mind, const Answers& answers) {
  const std::string asked = points_that(Fit::asks, match);
  if (!in_mind) return outcome(CheckStatus::warn, "may fit; to be asked: " + asked);
  const bool unsaid = !answers.institution.affiliation &&
                      std::any_of(match.points.begin(), match.points.end(), [](const FitPoint& point) {
                        return point.fit == Fit::asks && point.what == "affiliation";
                      });
  return unsaid ? unanswered("chosen; to be answered or asked there: " + asked)
                : outcome(CheckStatus::warn, "chosen; to be asked there: " + asked);
}

// Of facts to know about places the one that was chosen is none: the release can not go there.
CheckOutcome rejected_choice(const RepositoryMatch& chosen, const AnswerView& view) {
  constexpr std::size_t k_most = 3;
  std::vector<std::string> others;
  for (const RepositoryMatch& match : view.matches) {
    if (match.fit != Fit::rejects && others.size() < k_most) others.push_back(match.repository->name);
  }
  CheckOutcome found =
      outcome(CheckStatus::fail, "chosen, and does not fit: " + points_that(Fit::rejects, chosen));
  found.severity = Severity::major;
  found.remedy = "Choose another place, in the answers file under repository.";
  if (!others.empty()) found.remedy += " These may fit: " + join(others, ", ") + ".";
  return found;
}

}  // namespace

CheckOutcome storage_place(const AnswerView& view) {
  const std::string threshold = "inside the EEA is preferred";
  const Answers& answers = view.situation.answers;
  if (const std::string unknown = told_of_unknown_place(view.situation); !unknown.empty())
    return unanswered(unknown, threshold);
  if (contradicts_table(view.situation)) return contradicted(std::string(k_two_places));
  if (view.situation.host_in_eea == Known::no && answers.receiver.eea == true) {
    return contradicted("the repository is outside the EEA, the answer 'receiver.eea' says inside");
  }
  switch (view.situation.host_in_eea) {
    case Known::yes:
      if (view.named == nullptr)
        return outcome(CheckStatus::warn,
                       answers.other_place.country
                           ? "inside the EEA, as declared of a place that the table does not have"
                           : "inside the EEA, as declared of the receivers; no place of storage is named",
                       threshold);
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
  if (!view.own.personal) return outcome(CheckStatus::not_applicable, std::string(k_outside_gdpr));
  if (view.situation.host_in_eea == Known::unknown)
    return unanswered("where the data will be stored is not known");
  const bool stored_outside = view.situation.host_in_eea == Known::no;
  if (!stored_outside) return gates_outcome("R31", view);  // of who receives them
  if (!tool || *tool == "none") return unanswered("stored outside the EEA without a transfer tool");
  if (*tool == "not_needed")
    return contradicted("stored outside the EEA, and no transfer tool is said to be needed");
  if (*tool == "adequacy_decision" && view.named != nullptr && view.named->requirement == "R71") {
    return outcome(CheckStatus::warn,
                   "CERN is an international organisation: the decision on Switzerland does not settle it");
  }
  return outcome(CheckStatus::warn, "the transfer rests on: " + without_underscores(*tool));
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
  if (!basis) return unanswered(std::string(k_waits_for_basis));
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
          contradicted("dataset_description.json says " + (stated == "other" ? "other terms" : stated) +
                       ", the answer says " + without_underscores(*wanted));
      found.threshold = threshold;
      return found;
    }
  }
  const std::string terms = wanted ? *wanted : stated;
  if (const std::string_view clash = clash_with_consent(terms, view.situation.answers); !clash.empty()) {
    const bool binds = rests_on_consent(view.situation.answers);
    CheckOutcome found =
        binds ? contradicted(std::string(clash))
              : outcome(CheckStatus::warn, std::string(clash) + "; the legal basis is another one");
    found.threshold = threshold;
    return found;
  }
  if (terms == "other")
    return outcome(CheckStatus::warn, "the stated licence is not one of those listed", threshold);
  if (asks_nothing(terms) && !is_public_way(view)) {
    const bool meant = wanted_route(view.situation.facts.preset) == Route::open_to_all;
    return outcome(CheckStatus::fail,
                   terms +
                       ": lets anyone do anything with the data, also pass them on; only public data may "
                       "carry it, and " +
                       (meant ? "the way to the public is closed for these" : "these are not to be public"),
                   threshold);
  }
  if (!is_public_way(view) && terms != "data_use_agreement") {
    return outcome(CheckStatus::warn,
                   without_underscores(terms) +
                       ": lets everybody pass the data on, data that are not public need an agreement",
                   threshold);
  }
  if (view.named != nullptr && view.named->requirement == "R67" && plain_licence(terms) != "cc01.0") {
    return outcome(CheckStatus::fail, "OpenNeuro takes CC0 only", threshold);
  }
  return outcome(CheckStatus::pass, without_underscores(terms), threshold);
}

CheckOutcome repository(std::string_view requirement, const AnswerView& view) {
  const auto found = std::find_if(
      view.matches.begin(), view.matches.end(),
      [&](const RepositoryMatch& match) { return match.repository->requirement == requirement; });
  if (found == view.matches.end()) return outcome(CheckStatus::unknown, "not in the table of repositories");
  const bool in_mind = view.named == found->repository;
  switch (found->fit) {
    case Fit::fits:
      return outcome(CheckStatus::pass, "fits by every fact in the table");
    case Fit::asks:
      return asked_there(*found, in_mind, view.situation.answers);
    case Fit::rejects:
      return in_mind
                 ? rejected_choice(*found, view)
                 : outcome(CheckStatus::not_applicable, "does not fit: " + points_that(Fit::rejects, *found));
  }
  return {};
}

}  // namespace shareready::readiness
