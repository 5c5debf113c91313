#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "readiness/html_sections.hpp"

namespace shareready::readiness {

std::string route_words(std::string_view route) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> k_words{{
      {"public", "Public: anyone can download"},
      {"registered", "Registered: after logging in and accepting terms"},
      {"restricted", "Restricted: after signing a data use agreement"},
      {"case_by_case", "Case by case: you decide on each request"},
      {"derived", "Derived data instead of raw images"},
      {"federated", "Federated: the analysis comes to the data"},
      {"none", "None: keep the data, describe them only"},
  }};
  for (const auto& [name, words] : k_words) {
    if (name == route) return std::string(words);
  }
  return std::string(route);
}

Html route_badge(const Json& route) {
  const std::string& state = route.at("state").as_string();
  const bool none = route.at("route").as_string() == "none";
  if (none && state == "closed") return badge("none", "·", "Not needed");
  if (none && state == "needs_answers") return badge("none", "·", "Depends on the others");
  if (state == "possible") return badge("good", "✓", "Possible");
  if (state == "closed") return badge("bad", "✕", "Closed");
  return badge("ask", "?", "Needs answers");
}

Html effect_badge(std::string_view effect) {
  if (effect == "passes") return badge("good", "✓", "No objection");
  if (effect == "does_not_apply") return badge("none", "·", "Does not apply");
  if (effect == "condition") return badge("look", "!", "Condition");
  if (effect == "needs_answer") return badge("ask", "?", "Needs answer");
  if (effect == "contradiction") return badge("bad", "✕", "Contradiction");
  return badge("bad", "✕", "Closes");
}

Html status_badge(std::string_view status) {
  if (status == "PASS") return badge("good", "✓", "Pass");
  if (status == "FAIL") return badge("bad", "✕", "Fail");
  if (status == "WARN") return badge("look", "!", "Look at this");
  if (status == "NEEDS-ANSWER") return badge("ask", "?", "Needs answer");
  if (status == "UNKNOWN") return badge("open", "–", "Not known");
  if (status == "NOT-APPLICABLE") return badge("none", "·", "Not applicable");
  return badge("open", "–", status);
}

Html severity_badge(std::string_view severity) {
  if (severity == "blocker" || severity == "critical") return badge("bad", "✕", severity);
  if (severity == "major") return badge("look", "!", severity);
  return badge("none", "·", severity);
}

bool is_repository_check(const Json& check) {
  return check.at("topic").as_string() == "Repositories" && check.at("evaluation").as_string() == "matched";
}

Html requirement_link(const std::string& requirement) {
  if (requirement.empty()) return text("–");
  return element("a", {{"href", "#" + requirement}, {"class", "id"}}, text(requirement));
}

Html fit_badge(std::string_view fit) {
  if (fit == "fits") return badge("good", "✓", "Fits");
  if (fit == "suits") return badge("good", "✓", "Suits");
  if (fit == "asks") return badge("ask", "?", "May fit");
  if (fit == "does_not_suit") return badge("none", "·", "Does not suit");
  return badge("none", "·", "Does not fit");
}

std::string owner_words(std::string_view owner) {
  if (owner == "researcher") return "Researcher";
  if (owner == "privacy_officer") return "Privacy officer";
  if (owner == "legal") return "Legal department";
  if (owner == "controller") return "Controller";
  if (owner == "nobody") return "Nobody";
  return std::string(owner);
}

std::string action_words(std::string_view action) {
  if (action == "deface") return "Face removed";
  if (action == "scrub") return "Header cleaned";
  if (action == "rewrite") return "Rewritten";
  if (action == "copy") return "Copied unchanged";
  if (action == "generate") return "Written anew";
  if (action == "exclude") return "Left out";
  return std::string(action);
}

std::string kind_words(std::string_view kind) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> k_words{{
      {"changes", "CHANGES"},
      {"code", "code folder"},
      {"derivative", "derivatives"},
      {"dicom", "DICOM file"},
      {"hidden", "hidden file"},
      {"readme", "README"},
      {"sourcedata", "source data"},
      {"vcs", "version control"},
  }};
  for (const auto& [name, words] : k_words) {
    if (name == kind) return std::string(words);
  }
  return std::string(kind);
}

std::string finding_words(std::string_view kind) {
  std::string words(kind);
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

std::string address(const Json& source) {
  const std::string& url = source.as_string();
  const std::size_t scheme = url.find("://");
  return scheme == std::string::npos ? url : url.substr(scheme + 3);
}

Html glossary(const std::string& k) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 15> k_words{{
      {"Controller", "the institution that answers for the data and decides on sharing them"},
      {"Privacy officer", "advises the controller (DPO; in Dutch FG)"},
      {"Registered access",
       "for whoever logs in and accepts terms; restricted access: for whoever signs an agreement"},
      {"DUA", "data use agreement: what a receiver promises"},
      {"DPIA", "data protection impact assessment (GDPR Art. 35)"},
      {"Study key", "the list of the study: number in the source, name of the person"},
      {"Release key", "new label, number in the source; written only where --key-file asks for it"},
      {"Hash", "a fingerprint of files: one changed byte gives another"},
      {"Audit", "the search of every byte of the release for what must not leave"},
      {"Group level",
       "the second run, over all participants; the participant level is the first, per person"},
      {"Weight",
       "blocker: stops sharing; critical, major: settle it before sharing; minor, info: it can wait"},
      {"Transfer tool",
       "what lets data leave the EEA: a decision on the country, standard clauses, another one (GDPR Art. "
       "45, "
       "46)"},
      {"DUO", "codes for what data may be used for (Data Use Ontology), which repositories ask for"},
      {"Chance of a right link",
       "how likely somebody who knows that a person took part picks the right row (called prosecutor risk)"},
      {"SUDA2",
       "counts how few details are enough to single a person out: one detail weighs more than three "
       "together"},
  }};
  Html list;
  for (const auto& [word, meaning] : k_words) list += element("dt", word) + element("dd", meaning);
  list += element("dt", "k = " + k) +
          element("dd", "the smallest number of persons who have to share the same details");
  return folded("Words used here", element("dl", {{"class", "pairs"}}, list));
}

}  // namespace shareready::readiness
