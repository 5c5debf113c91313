#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/run_options.hpp"

namespace shareready::readiness {
namespace {

// An action: what to do, why, and where the evidence stands.
Html action(std::string_view title, const Html& more) {
  return element("li", element("strong", title) + element("div", {{"class", "more"}}, more));
}

// What failed or is not known, with its remedy.
Html check_actions(const Json& checks, std::string_view owner, std::string_view status) {
  std::vector<std::pair<std::string, Html>> actions;  // a remedy and all that asks for it
  for (const Json& check : checks.as_array()) {
    const std::string& remedy = check.at("remedy").as_string();
    const bool own = check.at("owner").as_string() == owner && check.at("status").as_string() == status;
    if (!own || remedy.empty()) continue;
    auto known =
        std::find_if(actions.begin(), actions.end(), [&](const auto& one) { return one.first == remedy; });
    if (known == actions.end()) known = actions.insert(actions.end(), {remedy, {}});
    const Html link = requirement_link(check.at("id").as_string());
    known->second +=
        is_repository_check(check)
            ? link + text(" ")
            : element("div", element("span", check.at("observed").as_string()) + text(" ") + link);
  }
  Html items;
  for (const auto& [remedy, why] : actions) items += action(remedy, why);
  return items;
}

// A step with the person who takes it, and what to type, line by line.
Html step_item(const Json& step) {
  Html more = element("div", {{"class", "more"}}, text(step.at("text").as_string()));
  const std::string& command = step.at("command").as_string();
  if (!command.empty()) {
    for (const std::string& line : split(command, '\n')) more += element("div", element("code", line));
  }
  return element("li",
                 element("span", {{"class", "badge ask"}}, text(owner_words(step.at("owner").as_string()))) +
                     text(" ") + element("strong", step.at("title").as_string()) + more);
}

Html step_list(const Json& steps) {
  Html items;
  for (const Json& step : steps.as_array()) items += step_item(step);
  return items.empty() ? Html() : element("ol", {{"class", "roomy"}}, items);
}

bool is_asked(const Json& questions, const std::string& requirement) {
  const auto& all = questions.as_array();
  return std::any_of(all.begin(), all.end(), [&](const Json& question) {
    return question.at("requirement").as_string() == requirement;
  });
}

// The rules to be weighed that are no open question; repositories have a section of their own.
Html weigh_list(const Json& readiness, std::string_view owner) {
  Html lines;
  for (const Json& check : readiness.at("checks").as_array()) {
    const std::string& id = check.at("id").as_string();
    const bool own = check.at("owner").as_string() == owner && check.at("status").as_string() == "WARN";
    if (!own || is_repository_check(check) || is_asked(readiness.at("questions"), id)) continue;
    lines +=
        element("div", element("span", check.at("question").as_string()) + text(" ") + requirement_link(id));
  }
  return lines.empty() ? Html() : action("To be weighed", lines);
}

Html question_action(const Json& questions, std::string_view owner) {
  const std::size_t n = pressing_questions(questions, owner);
  if (n == 0) return {};
  const std::string title =
      counted(n, "question to answer before sharing", "questions to answer before sharing");
  return action(title, element("a", {{"href", "#ask-" + std::string(owner)}}, text("To the questions")));
}

// What is left to do with the draft of an agreement: nothing, where the text approved is the one that stands
// here.
std::string_view agreement_title(const Json& readiness) {
  if (readiness.at("decision").at("wanted").as_string() == "public") return {};  // nobody signs one
  const Json* agreement = readiness.at("sign_off").find("agreement");
  const std::string_view state =
      agreement == nullptr ? std::string_view("not_approved") : agreement->at("state").as_string();
  if (state == "shipped") return {};
  if (state == "other_text")
    return "Compare the text that was approved with the draft: what changed since needs its own approval";
  if (state == "name_alone")
    return "Name the text that was approved by its sha256, or compare it with the draft";
  return "Review the draft, filled in from release and answers";
}

std::string_view assessment_title(const Json& readiness) {
  const std::string& state = readiness.at("sign_off").at("assessment").at("state").as_string();
  const bool open =
      state == "missing" || state == "in_progress" || state == "other_release" || state == "other_answers";
  return open ? std::string_view("Complete the draft, filled in from release and answers")
              : std::string_view();
}

// The checklist is for whoever reads the form: done once the rules on consent are answered.
std::string_view checklist_title(const Json& readiness) {
  constexpr std::array<std::string_view, 5> k_rules{"R27", "R46", "R47", "R48", "R49"};
  const auto& checks = readiness.at("checks").as_array();
  const bool open = std::any_of(checks.begin(), checks.end(), [&](const Json& check) {
    const std::string& status = check.at("status").as_string();
    const bool consent =
        std::find(k_rules.begin(), k_rules.end(), check.at("id").as_string()) != k_rules.end();
    return consent && (status == "NEEDS-ANSWER" || status == "FAIL");
  });
  return open ? std::string_view("Fill in the checklist, with the consent form at hand") : std::string_view();
}

Html drafts_action(std::string_view owner, const Json& readiness) {
  struct Draft {
    std::string_view owner, file, words;
    std::string_view (*title)(const Json&);  // empty: nothing is left to do
  };
  constexpr std::array<Draft, 3> k_drafts{
      {{"legal", "data_use_agreement", "Data use agreement", agreement_title},
       {"controller", "impact_assessment", "Impact assessment (DPIA)", assessment_title},
       {"researcher", "permission_checklist", "Consent checklist", checklist_title}}};
  if (readiness.at("deposits").as_array().empty()) return {};
  for (const Draft& draft : k_drafts) {
    if (draft.owner != owner) continue;
    const std::string_view title = draft.title(readiness);
    if (title.empty()) return {};
    return action(title,
                  element("a", {{"href", fmt::format("drafts/{}.en.md", draft.file)}}, text(draft.words)));
  }
  return {};
}

Html actions_of(const Json& readiness, std::string_view owner) {
  const Json& checks = readiness.at("checks");
  const Html items = check_actions(checks, owner, "FAIL") + check_actions(checks, owner, "UNKNOWN") +
                     question_action(readiness.at("questions"), owner) + drafts_action(owner, readiness) +
                     weigh_list(readiness, owner);
  if (items.empty()) return {};
  return element("div", {{"class", "owner"}},
                 element("h3", owner_words(owner)) + element("ul", {{"class", "roomy"}}, items));
}

}  // namespace

std::size_t pressing_questions(const Json& questions, std::string_view owner) {
  const auto& all = questions.as_array();
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Json& question) {
    const std::string& severity = question.at("severity").as_string();
    return question.at("owner").as_string() == owner && severity != "minor" && severity != "info";
  }));
}

// What the words on the lines stand for: only where a step has lines.
Html placeholders_note(const Json& readiness) {
  const auto& steps = readiness.at("next_steps").as_array();
  const bool lines = std::any_of(steps.begin(), steps.end(), [](const Json& step) {
    return step.at("command").as_string().find(" --preset ") != std::string::npos;
  });
  if (!lines) return {};
  const std::vector<std::string> sentences = told_of_placeholders(readiness.at("policy"));
  return sentences.empty() ? Html() : note(join(sentences, " "));
}

PageSection steps_section(const Json& readiness) {
  Html parts;
  for (const std::string_view owner : k_owners) parts += actions_of(readiness, owner);
  const Html content =
      paragraph(
          "In this order. BIDS_DIR is the folder of the source, OUTPUT_DIR the one given to the program.") +
      note(
          "Not sure who? Ask the data steward or research data office of your faculty; they also know the "
          "legal department. The privacy officer "
          "(DPO, "
          "in Dutch FG) stands on the privacy page of your institution, and knows who may decide for the "
          "controller, often the head of department. Send them the folder report/, which holds no names "
          "of participants and no old labels; never private/, which holds faces.") +
      placeholders_note(readiness) + step_list(readiness.at("next_steps")) + element("h3", "By person") +
      element("div", {{"class", "owners"}}, parts);
  return {"steps", "What to do next, by whom", content, ""};
}

}  // namespace shareready::readiness
