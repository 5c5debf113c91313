#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "readiness/checks.hpp"
#include "readiness/html_sections.hpp"

namespace shareready::readiness {
namespace {

// Names of the answers file are the same in every language.
Html with_field(const std::string& step) {
  constexpr std::string_view k_lead = "In the answers file: ";
  const std::size_t at = step.find(k_lead);
  if (at == std::string::npos) return text(step);
  return text(step.substr(0, at + k_lead.size())) + element("code", step.substr(at + k_lead.size()));
}

std::vector<Html> question_row(const Json& question) {
  const std::string& step = question.at("next_step").as_string();
  const std::string& why = question.at("why").as_string();
  const std::string& missing = question.at("missing").as_string();
  Html what = step.empty() ? text(why) : with_field(step);
  if (!missing.empty()) what += element("div", {{"class", "more"}}, text("Open: " + missing));
  return {element("strong", question.at("question").as_string()), what,
          requirement_link(question.at("requirement").as_string())};
}

Html question_table(std::string_view caption, const std::vector<std::vector<Html>>& rows) {
  return data_table(caption, {{"Question", "wide"}, {"What to do", "wide"}, {"Rule", "tight"}}, rows);
}

bool comes_first(const Json& question) {
  const std::string& severity = question.at("severity").as_string();
  return severity == "blocker" || severity == "critical" || severity == "major";
}

Html questions_of(const Json& questions, std::string_view owner) {
  std::vector<std::vector<Html>> first, later;
  for (const Json& question : questions.as_array()) {
    if (question.at("owner").as_string() != owner) continue;
    (comes_first(question) ? first : later).push_back(question_row(question));
  }
  const std::string name = to_lower(owner_words(owner));
  Html content;
  if (!first.empty()) {
    content +=
        question_table(fmt::format("For the {}: needed before sharing ({})", name, first.size()), first);
  }
  if (!later.empty()) {
    const std::string title = fmt::format("Less pressing, or about other ways to share ({})", later.size());
    content += folded(title, question_table(fmt::format("For the {}: less pressing", name), later));
  }
  return content.empty()
             ? Html()
             : element("h3", {{"id", "ask-" + std::string(owner)}}, text("For the " + name)) + content;
}

Html pair(std::string_view term, const std::string& value) {
  return value.empty() ? Html() : element("dt", term) + element("dd", value);
}

// What a word of the policy means; an unknown word is shown as it is.
std::string policy_words(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> k_meanings{{
      {"open", "for everyone"},
      {"registered", "for registered users"},
      {"restricted", "for users with an agreement"},
      {"raw", "names as in a raw BIDS dataset"},
      {"derivative", "names as in a BIDS derivative"},
      {"drop", "every date was removed"},
      {"shift", "moved by one constant number of days for each participant"},
      {"random", "new labels of random characters"},
      {"permute", "new numbers in random order"},
      {"keyed", "new labels that whoever has the secret can compute from the old ones"},
  }};
  for (const auto& [name, meaning] : k_meanings) {
    if (name == word) return fmt::format("{}: {}", name, meaning);
  }
  return word;
}

Html policy_pairs(const Json& readiness) {
  const Json& tool = readiness.at("tool");
  const Json& policy = readiness.at("policy");
  Html list = pair("Program", tool.at("name").as_string() + " " + tool.at("version").as_string());
  list += pair("Container", tool.at("container").as_string());
  list += pair("Date of the run", readiness.at("created").as_string());
  list += pair("Preset", policy_words(policy.at("preset").as_string()));
  list += pair("Layout", policy_words(policy.at("layout").as_string()));
  const bool none_left = policy.at("dates").as_string() == "shift" && !policy.at("moved_dates").as_bool();
  list += pair("Dates",
               none_left ? "shift: none was left to shift" : policy_words(policy.at("dates").as_string()));
  list += pair("Labels", policy_words(policy.at("labels").as_string()));
  if (policy.find("label_order") != nullptr) {
    const bool chance = policy.at("label_order").as_string() == "within chance";
    list += pair(
        "Order of the labels",
        chance ? "tells no more of the order of labels, rows, sites, scans, file times and amounts of data "
                 "in the source than chance would"
               : "tells of an order in the source, more than chance would");
  }
  list += pair("Release key (new label to source number)",
               policy.at("key_file").as_bool() ? "written, encrypted, outside dataset/ and report/"
                                               : "none was written");
  list += pair("SHA-256 of the encrypted release key", policy.at("key_sha256").as_string());
  list += pair("Missing participants",
               policy.at("allow_missing").as_bool() ? "allowed (--allow-missing)" : "not allowed");
  const std::uint64_t fewest = fewest_told(static_cast<std::uint64_t>(policy.at("k").as_int()));
  list += pair("Small counts", fmt::format("counts of persons below {} are shown as <{}", fewest, fewest));
  list += pair("Hash of the policy", policy.at("hash").as_string());
  list += pair("Hash of the release", readiness.at("release").at("manifest_sha256").as_string());
  const Json& print = readiness.at("answers").at("print");
  list += pair("Hash of the answers for the impact assessment", print.at("assessment").as_string());
  list += pair("Hash of the answers for the advice", print.at("advice").as_string());
  list += pair("Hash of the answers for the decision", print.at("decision").as_string());
  return element("dl", {{"class", "pairs"}}, list);
}

// How the counts on this page hang together.
std::string count_sentence(const Json& readiness) {
  const Json& questions = readiness.at("questions");
  std::size_t first = 0;
  for (const std::string_view owner : k_owners) first += pressing_questions(questions, owner);
  return fmt::format(
      "Questions: {}, of them needed before sharing: {}. Rules that wait for an answer: {}, as one answer "
      "can settle "
      "several.",
      questions.as_array().size(), first,
      readiness.at("verdict").at("checks").at("NEEDS-ANSWER").as_string());
}

}  // namespace

PageSection questions_section(const Json& readiness) {
  const Json& questions = readiness.at("questions");
  Html content = paragraph(
      "The program cannot know these. A missing answer is never assumed to be a good one. The link at the "
      "end of a "
      "row leads to the rule behind the question.");
  if (!questions.as_array().empty()) content += paragraph(count_sentence(readiness));
  for (const std::string_view owner : k_owners) content += questions_of(questions, owner);
  if (questions.as_array().empty()) content = note("No question is open.");
  return {"questions", "Open questions", content, std::to_string(questions.as_array().size())};
}

PageSection risks_section(const Json& readiness) {
  const Json& risks = readiness.at("residual_risks");
  Html items;
  for (const Json& risk : risks.as_array()) {
    Html item = element("h3", risk.at("title").as_string()) + paragraph(risk.at("text").as_string());
    if (!risk.at("reference").as_string().empty()) item += note(risk.at("reference").as_string());
    items += element("li", item);
  }
  const Html content =
      paragraph("What stays risky after everything above. No setting of the program removes these.") +
      element("ul", {{"class", "cards"}}, items);
  return {"risks", "Residual risks", content, std::to_string(risks.as_array().size())};
}

PageSection made_section(const Json& readiness) {
  Html references;
  for (const Json& reference : readiness.at("references").as_array())
    references += element("li", reference.as_string());
  const std::string citation = fmt::format(
      "This dataset was prepared for sharing with {} {}: faces were removed from anatomical images by "
      "registration of a template head, headers and metadata were reduced to a list of safe fields, "
      "participants received random labels, and the result was audited.",
      readiness.at("tool").at("name").as_string(), readiness.at("tool").at("version").as_string());
  const Html content = policy_pairs(readiness) + element("h3", "To quote in a paper") +
                       element("p", citation) + element("h3", "References") + element("ul", references);
  return {"made", "How it was made", content, ""};
}

}  // namespace shareready::readiness
