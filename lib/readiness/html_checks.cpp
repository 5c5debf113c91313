#include <fmt/format.h>

#include <array>

#include "base/counted.hpp"
#include "readiness/html_sections.hpp"

namespace shareready::readiness {
namespace {

Html row(std::string_view term, const Html& content) {
  return content.empty() ? Html() : element("dt", term) + element("dd", content);
}

Html row(std::string_view term, const std::string& content) {
  return content.empty() ? Html() : row(term, text(content));
}

std::string basis_words(const Json& check) {
  const std::string& basis = check.at("basis").as_string();
  if (basis == "measured" && check.at("evaluation").as_string() != "measured")
    return "Follows from the release and the tables of facts";
  if (basis == "measured") return "Measured by the program";
  if (basis == "self-declared") return "Declared by the researcher";
  const std::string& evaluation = check.at("evaluation").as_string();
  if (evaluation == "fact") return "A fact to know";
  if (evaluation == "answer" || evaluation == "matched") return "Not answered";
  return "Not measured; needs people";
}

Html evidence_list(const Json& check) {
  Html items;
  for (const Json& entry : check.at("evidence").as_array()) {
    std::string words = entry.at("path").as_string();
    for (const char* part : {"locator", "excerpt"}) {
      if (!entry.at(part).as_string().empty()) words += ", " + entry.at(part).as_string();
    }
    if (!entry.at("finding").as_string().empty())
      words += fmt::format(" (finding {})", entry.at("finding").as_string());
    items += element("div", {{"class", "path"}}, text(words));
  }
  return items;
}

Html law_and_sources(const Json& check) {
  Html words = text(check.at("law").as_string());
  for (const Json& source : check.at("law_sources").as_array()) {
    words += element("div", {{"class", "path"}}, element("code", address(source)));
  }
  return words;
}

Html check_part(const Json& check) {
  const Html summary = status_badge(check.at("status").as_string()) + text(" ") +
                       element("span", {{"class", "ask"}}, text(check.at("question").as_string())) +
                       text(" ") + element("span", {{"class", "id"}}, text(check.at("id").as_string())) +
                       text(" ") +
                       element("span", {{"class", "seen"}}, text(check.at("observed").as_string()));
  Html list = row("Rule", check.at("rule").as_string());
  list += row("How it was checked", check.at("method").as_string() + " (" + basis_words(check) + ")");
  list += row("Passes when", check.at("threshold").as_string());
  list += row("Evidence", evidence_list(check));
  list += row("What to do", check.at("remedy").as_string());
  list += row("Who acts", owner_words(check.at("owner").as_string()));
  list += row("Weight", check.at("severity").as_string());
  list += row("Law", law_and_sources(check));
  return element("details",
                 {{"class", is_repository_check(check) ? "check repository" : "check"},
                  {"id", check.at("id").as_string()},
                  {"data-status", check.at("status").as_string()},
                  {"data-owner", check.at("owner").as_string()},
                  {"data-severity", check.at("severity").as_string()}},
                 element("summary", summary) +
                     element("div", {{"class", "in"}}, element("dl", {{"class", "pairs"}}, list)));
}

struct Group {
  std::string_view status, title, explanation;
};

constexpr std::array k_groups{
    Group{"FAIL", "Did not pass", "These have to be repaired, or decided on by the person named."},
    Group{"WARN", "Look at these", "Measured, and not simply good: a person has to weigh them."},
    Group{"UNKNOWN", "Not known",
          "The program could not or does not yet measure these. Not known never counts as passed."},
    Group{"NEEDS-ANSWER", "Need an answer",
          "Only people can tell. The same questions are listed by person under 'Open questions'."},
    Group{"PASS", "Passed", "Measured, with the method and limits stated in each."},
    Group{"NOT-APPLICABLE", "Not applicable", "Nothing in this dataset to check, or a fact to know."},
};

Html group_part(const Group& group, const Json& checks) {
  Html parts;
  std::size_t n = 0;
  for (const Json& check : checks.as_array()) {
    if (check.at("status").as_string() != group.status) continue;
    parts += check_part(check);
    ++n;
  }
  if (n == 0) return {};
  const Html content = note(group.explanation) + parts;
  const bool at_once = group.status == "FAIL" || group.status == "WARN";
  const std::string title = fmt::format("{} ({})", group.title, n);
  if (at_once) return element("div", {{"class", "group"}}, element("h3", title) + content);
  return element("details", {{"class", "group"}, {"data-status", std::string(group.status)}},
                 element("summary", element("strong", title)) + element("div", {{"class", "in"}}, content));
}

Html choice(std::string_view value, std::string_view words) {
  return element("option", {{"value", std::string(value)}}, text(words));
}

// Hidden until the script shows it: without JavaScript nothing is filtered.
Html filters() {
  Html states = trusted("<option value=\"\">all</option>"), owners = states;
  for (const Group& group : k_groups) states += choice(group.status, group.title);
  for (const std::string_view owner : k_owners) owners += choice(owner, owner_words(owner));
  Html weights = trusted("<option value=\"\">all</option>");
  for (const char* weight : {"blocker", "critical", "major", "minor", "info"})
    weights += choice(weight, weight);
  const Html content =
      element("label", text("Result") + element("select", {{"id", "filter-state"}}, states)) +
      element("label", text("Who acts") + element("select", {{"id", "filter-owner"}}, owners)) +
      element("label", text("Weight") + element("select", {{"id", "filter-weight"}}, weights)) +
      element(
          "span",
          {{"class", "note"}, {"id", "filter-count"}, {"role", "status"}, {"data-said", "{} of {} checks"}},
          {});
  return trusted("<div class=\"filters\" id=\"filters\" hidden>") + content + trusted("</div>");
}

Html tally(const Json& checks) {
  Html items;
  for (const auto& [status, n] : checks.as_object()) {
    items += element("li", status_badge(status) + text(" " + n.as_string()));
  }
  return element("ul", {{"class", "tally"}, {"aria-label", "Results of the requirement checks"}}, items);
}

Html coverage_list(const Json& audit) {
  Html items;
  for (const Json& entry : audit.at("coverage").as_array()) {
    items +=
        element("li", entry.at("looked_for").as_string() + " (" + entry.at("requirement").as_string() + ")");
  }
  return items.empty() ? note("It did not say what it looked for.") : element("ul", items);
}

Html findings_table(const Json& audit) {
  std::vector<std::vector<Html>> rows;
  for (const Json& finding : audit.at("findings").as_array()) {
    Html where = element("div", finding.at("path").as_string());
    where += element("div", finding.at("locator").as_string());
    if (!finding.at("excerpt").as_string().empty())
      where += element("div", finding.at("excerpt").as_string());
    rows.push_back({severity_badge(finding.at("severity").as_string()),
                    text(finding_words(finding.at("kind").as_string())), where,
                    text(finding.at("remedy").as_string()), text(finding.at("requirement").as_string())});
  }
  if (rows.empty()) return note("No finding.");
  return data_table(
      "Findings of the audit",
      {{"Weight", ""}, {"Finding", ""}, {"Where", "path"}, {"What to do", "wide"}, {"Rule", ""}}, rows);
}

}  // namespace

PageSection audit_section(const Json& readiness) {
  const Json& audit = readiness.at("audit");
  const std::size_t findings = audit.at("findings").as_array().size();
  if (!audit.at("ran").as_bool())
    return {"audit", "Audit", note("The audit did not run. Nothing can be said about the release."), ""};
  Html content = paragraph(
      fmt::format("After the release was written, a separate part of the program read every file again: {} "
                  "files, {}. It does not know how they were made.",
                  audit.at("files_read").as_string(), human_bytes(audit.at("bytes_read").as_double())));
  if (audit.at("files_unreadable").as_int() > 0) {
    content += paragraph(counted(static_cast<std::uint64_t>(audit.at("files_unreadable").as_int()),
                                 "file could not be read. That counts as a failure.",
                                 "files could not be read. That counts as a failure."));
  }
  content += findings_table(audit) + element("h3", "What the audit looked for") + coverage_list(audit);
  return {"audit", "What the audit found", content, std::to_string(findings)};
}

PageSection checks_section(const Json& readiness) {
  const Json& checks = readiness.at("checks");
  const Json& rules = readiness.at("rules");
  Html content =
      paragraph(fmt::format("{} requirements of the {} (rules {}, checked {}), each with its result. Open "
                            "one to see the rule, how it was checked, and who acts.",
                            checks.as_array().size(), rules.at("source").as_string(),
                            rules.at("version").as_string(), rules.at("checked").as_string()));
  content += paper_note(
      "On paper, rule, method and evidence stand with what did not pass or is to be looked at; repositories "
      "and open questions have sections of their own.");
  content += tally(readiness.at("verdict").at("checks")) + filters();
  for (const Group& group : k_groups) content += group_part(group, checks);
  return {"checks", "Requirements, one by one", content, std::to_string(checks.as_array().size())};
}

}  // namespace shareready::readiness
