#include "readiness/private_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "readiness/html_sections.hpp"
#include "readiness/page.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

std::string rule_of(const PrivateFinding& finding) {
  return finding.question.empty() ? finding.requirement : finding.requirement + ": " + finding.question;
}

// Findings that ask for the same thing: one heading, one remedy, the files in a table.
struct FindingGroup {
  const PrivateFinding* first = nullptr;
  std::vector<const PrivateFinding*> findings;
};

bool belong_together(const PrivateFinding& one, const PrivateFinding& other) {
  return one.severity == other.severity && one.kind == other.kind && one.remedy == other.remedy &&
         one.requirement == other.requirement;
}

// The gravest first, else in the order of the report.
std::vector<FindingGroup> groups_of(const PrivateReport& report) {
  std::vector<FindingGroup> groups;
  for (const PrivateFinding& finding : report.findings) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const FindingGroup& entry) {
      return belong_together(*entry.first, finding);
    });
    if (group == groups.end()) group = groups.insert(groups.end(), {&finding, {}});
    group->findings.push_back(&finding);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const FindingGroup& one, const FindingGroup& other) {
    return one.first->severity < other.first->severity;
  });
  return groups;
}

std::string title_of(const FindingGroup& group) {
  std::string words = finding_words(group.first->kind);
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') {
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  }
  return fmt::format("{} ({})", words, group.findings.size());
}

Html group_card(const FindingGroup& group) {
  std::vector<std::vector<Html>> rows;
  for (const PrivateFinding* finding : group.findings) {
    const std::string id =
        finding->accepted.empty() ? finding->id : finding->id + ", accepted: " + finding->accepted;
    rows.push_back({text(finding->path), text(finding->locator), text(finding->excerpt), text(id)});
  }
  const std::string title = title_of(group);
  Html card = severity_badge(to_string(group.first->severity)) + element("h3", title);
  const std::string rule = rule_of(*group.first);
  if (!group.first->remedy.empty()) card += paragraph("What to do: " + group.first->remedy);
  if (!rule.empty()) card += note("Rule " + rule);
  card += data_table(
      title, {{"File", "path"}, {"Where in it", ""}, {"Masked excerpt", "wide"}, {"Finding", ""}}, rows);
  return element("li", card);
}

PageSection findings_section(const PrivateReport& report) {
  Html items;
  for (const FindingGroup& group : groups_of(report)) items += group_card(group);
  const Html content = items.empty() ? note("No finding.") : element("ul", {{"class", "ask-list"}}, items);
  return {"findings", "Findings, the gravest first", content, std::to_string(report.findings.size())};
}

PageSection next_steps_section(const PrivateReport& report) {
  Html items;
  for (const std::string& step : report.next_steps) items += element("li", step);
  return {"steps", "What to do now", items.empty() ? note("Nothing.") : element("ol", items), ""};
}

PageSection files_section(const PrivateReport& report) {
  std::vector<std::vector<Html>> rows;
  for (const PrivateFile& file : report.files)
    rows.push_back({element("a", {{"href", file.path}}, element("code", file.path)), text(file.purpose)});
  return {"files", "Files beside this page",
          data_table("Files beside this page", {{"File", "path"}, {"What for", "wide"}}, rows), ""};
}

Html state_of(const PrivateReport& report) {
  if (report.blocked) return badge("bad", "✕", "Must not be shared");
  return report.findings.empty() ? badge("good", "✓", "Nothing found")
                                 : badge("look", "!", "Nothing that stops sharing");
}

Html opening_card(const PrivateReport& report) {
  const char* look = report.blocked            ? "verdict bad"
                     : report.findings.empty() ? "verdict good"
                                               : "verdict look";
  return element(
      "div", {{"class", look}},
      state_of(report) + element("p", {{"class", "say"}}, text(report.title)) +
          paragraph(
              "This page is private: it names files of the source. Do not share it, do not upload it."));
}

std::string format_group(const FindingGroup& group) {
  std::string out =
      fmt::format("\n{}: {}\n", to_string(group.first->severity), finding_words(group.first->kind));
  if (!group.first->remedy.empty()) out += fmt::format("  do: {}\n", group.first->remedy);
  if (!group.first->requirement.empty()) out += fmt::format("  rule: {}\n", rule_of(*group.first));
  for (const PrivateFinding* finding : group.findings) {
    out += "  - " + finding->path;
    if (!finding->locator.empty()) out += ", " + finding->locator;
    if (!finding->excerpt.empty()) out += ": " + finding->excerpt;
    if (!finding->id.empty()) out += " (" + finding->id + ")";
    out += "\n";
  }
  return out;
}

}  // namespace

std::string render_private_html(const PrivateReport& report) {
  Page page{.language = "en",
            .title = "Private findings",
            .subtitle = {},
            .other_language = "index.nl.html",
            .opening = opening_card(report),
            .sections = {next_steps_section(report)},
            .closing = text("Private edition. Keep it in the private folder and delete it with it.")};
  if (!report.files.empty()) page.sections.push_back(files_section(report));
  page.sections.push_back(findings_section(report));
  page.subtitle = "shareready " + report.tool_version;
  if (!report.created.empty()) page.subtitle += ", " + report.created;
  if (!report.tree.empty()) page.subtitle += ", audited: " + report.tree;
  return format_page(page);
}

std::string format_private_text(const PrivateReport& report) {
  std::string out = report.title + "\nPRIVATE: this text names files of the source. Do not share it.\n";
  if (!report.tree.empty()) out += "Audited: " + report.tree + "\n";
  out += "\nWhat to do now:\n";
  std::size_t n = 0;
  for (const std::string& step : report.next_steps) out += fmt::format("  {}. {}\n", ++n, step);
  if (n == 0) out += "  nothing\n";
  if (!report.files.empty()) out += "\nFiles beside this one:\n";
  for (const PrivateFile& file : report.files) out += fmt::format("  {}: {}\n", file.path, file.purpose);
  for (const FindingGroup& group : groups_of(report)) out += format_group(group);
  return out;
}

}  // namespace shareready::readiness
