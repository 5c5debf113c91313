#include "readiness/private_page.hpp"

#include <fmt/format.h>

#include <array>

#include "readiness/html_sections.hpp"
#include "readiness/page.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

constexpr std::array k_severities{Severity::blocker, Severity::critical, Severity::major, Severity::minor,
                                  Severity::info};

std::vector<const PrivateFinding*> findings_of(const PrivateReport& report, Severity severity) {
  std::vector<const PrivateFinding*> own;
  for (const PrivateFinding& finding : report.findings) {
    if (finding.severity == severity) own.push_back(&finding);
  }
  return own;
}

Html line(std::string_view term, const std::string& value, bool path = false) {
  if (value.empty()) return {};
  return element("dt", term) + element("dd", {{"class", path ? "path" : ""}}, text(value));
}

Html finding_card(const PrivateFinding& finding) {
  const std::string title = finding_words(finding.kind);
  Html list = line("What to do", finding.remedy);
  list += line("File", finding.path, true) + line("Where in it", finding.locator) +
          line("Masked excerpt", finding.excerpt) + line("Rule", finding.requirement) +
          line("Finding", finding.id);
  return element("li", severity_badge(to_word(finding.severity)) + element("h3", title) +
                           element("dl", {{"class", "pairs"}}, list));
}

PageSection findings_section(const PrivateReport& report) {
  Html items;
  for (const Severity severity : k_severities) {
    for (const PrivateFinding* finding : findings_of(report, severity)) items += finding_card(*finding);
  }
  const Html content = items.empty() ? note("No finding.") : element("ul", {{"class", "ask-list"}}, items);
  return {"findings", "Findings, the gravest first", content, std::to_string(report.findings.size())};
}

PageSection steps_section(const PrivateReport& report) {
  Html items;
  for (const std::string& step : report.next_steps) items += element("li", step);
  return {"steps", "What to do now", items.empty() ? note("Nothing.") : element("ol", items), ""};
}

Html warning_card(const PrivateReport& report) {
  const Html state = report.blocked ? badge("bad", "✕", "Not published") : badge("look", "!", "Findings");
  return element(
      "div", {{"class", report.blocked ? "verdict bad" : "verdict look"}},
      state + element("p", {{"class", "say"}}, text(report.title)) +
          paragraph(
              "This page is private: it names files of the source. Do not share it, do not upload it."));
}

}  // namespace

std::string render_private_html(const PrivateReport& report) {
  Page page{.language = "en",
            .title = "Private findings",
            .subtitle = {},
            .opening = {},
            .sections = {},
            .closing = {}};
  page.subtitle = fmt::format("shareready {}{}{}", report.tool_version,
                              report.created.empty() ? "" : ", " + report.created,
                              report.tree.empty() ? "" : ", audited: " + report.tree);
  page.opening = warning_card(report);
  page.sections = {steps_section(report), findings_section(report)};
  page.closing = text("Private edition. Keep it in the private folder and delete it with it.");
  return format_page(page);
}

std::string format_private_text(const PrivateReport& report) {
  std::string out = report.title + "\nPRIVATE: this text names files of the source. Do not share it.\n";
  if (!report.tree.empty()) out += "Audited: " + report.tree + "\n";
  out += "\nWhat to do now:\n";
  std::size_t n = 0;
  for (const std::string& step : report.next_steps) out += fmt::format("  {}. {}\n", ++n, step);
  for (const Severity severity : k_severities) {
    const auto own = findings_of(report, severity);
    if (own.empty()) continue;
    out += fmt::format("\n{} ({}):\n", to_word(severity), own.size());
    for (const PrivateFinding* finding : own) {
      out += fmt::format("  {}{}{}\n", finding->id, finding->id.empty() ? "" : ": ", finding->kind);
      const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) out += fmt::format("      {}: {}\n", name, value);
      };
      add("file", finding->path);
      add("where", finding->locator);
      add("excerpt", finding->excerpt);
      add("do", finding->remedy);
      add("rule", finding->requirement);
    }
  }
  return out;
}

}  // namespace shareready::readiness
