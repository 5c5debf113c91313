#pragma once

#include <optional>
#include <string_view>

#include "audit/finding.hpp"
#include "audit/text_patterns.hpp"

namespace shareready {

// What a text is for, which decides how much a date or an address in it says about a person.
enum class TextRole {
  sidecar,      // JSON beside data
  table,        // TSV and CSV
  description,  // dataset_description.json, CITATION.cff, licence, genetic and BIDS bookkeeping
  prose,        // README, CHANGES
  code,         // programs and their settings
  header,       // text in the headers of images and compressions
  name,         // of files, folders, links
  other
};

// By the path relative to the tree and the content's own name.
TextRole role_of(std::string_view path, std::string_view name);

// Nothing where the pattern means nothing in such a text.
std::optional<Severity> severity_of(TextPattern pattern, TextRole role);
FindingKind kind_of(TextPattern pattern);
std::string_view requirement_of(TextPattern pattern);

}  // namespace shareready
