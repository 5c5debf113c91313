#pragma once

#include <string>
#include <vector>

#include "readiness/inputs.hpp"

// The private edition: may name source files and labels, is written to private/report/ only. It never holds a
// new label: beside a source label that would be the key that must not exist. The caller translates paths of
// the release back before it fills these.
namespace shareready::readiness {

// One finding of an audit, or one reason why nothing was published.
struct PrivateFinding {
  std::string id;
  Severity severity = Severity::major;
  std::string kind;  // in words
  std::string path;  // under source labels; of the audited tree where that is not a release of ours
  std::string locator;
  std::string excerpt;  // masked
  std::string remedy;
  std::string requirement;
  std::string accepted{};  // why somebody took it; empty: nobody did
  std::string question{};  // of the requirement, in plain language
};

// A file beside the page, and what for.
struct PrivateFile {
  std::string path;  // from the folder of the page
  std::string purpose;
};

struct PrivateReport {
  std::string title;    // 'The audit found 3 things that must not leave'
  std::string created;  // YYYY-MM-DD, empty: not shown
  std::string tool_version;
  std::string tree;     // what was audited: a path or a name
  bool blocked = true;  // something stopped publishing
  std::vector<PrivateFinding> findings;
  std::vector<std::string> next_steps;  // shown first, in order
  std::vector<PrivateFile> files = {};
};

// private/report/index.html: what to do next, the files beside it with their purpose, findings by severity,
// each with its file and where in it; it links to index.nl.html, which translate_page makes.
std::string render_private_html(const PrivateReport& report);

// The same as plain text for a terminal or private/report/findings.txt.
std::string format_private_text(const PrivateReport& report);

}  // namespace shareready::readiness
