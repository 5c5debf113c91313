#include "label_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "given_options.hpp"

namespace shareready {

Result<std::vector<std::string>> labels_in(const std::string& text, std::string_view prefix,
                                           std::string_view option) {
  std::vector<std::string> labels;
  const std::vector<std::string> lines = split(text, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view label = strip_prefix(trim(lines[i]), prefix);
    if (label.empty()) continue;
    if (!is_label(label)) {
      return usage_error(option, fmt::format("line {} of its file is no label (letters and digits)", i + 1));
    }
    labels.emplace_back(label);
  }
  return labels;
}

std::vector<std::string> each_once(std::vector<std::string> labels) {
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

Result<std::vector<std::string>> labels_of(const std::vector<std::string>& values, std::string_view prefix,
                                           std::string_view option) {
  std::vector<std::string> labels;
  for (const std::string& value : values) {
    if (is_label(strip_prefix(value, prefix))) {
      labels.emplace_back(strip_prefix(value, prefix));
      continue;
    }
    auto text = read_text(value);
    if (!text.ok()) {
      return usage_error(option,
                         fmt::format("got '{}', which is neither a label (letters and digits) nor a file "
                                     "with one label a line",
                                     value));
    }
    SR_TRY(const std::vector<std::string> listed, labels_in(*text, prefix, option));
    labels.insert(labels.end(), listed.begin(), listed.end());
  }
  return each_once(std::move(labels));
}

}  // namespace shareready
