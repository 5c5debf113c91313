#include "bids/filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

// Long names that PyBIDS gives entities (bids.json of its default configuration) and their keys in file
// names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> k_long_names = {{
    {"acquisition", "acq"},     {"ceagent", "ce"},      {"chunk", "chunk"},
    {"direction", "dir"},       {"echo", "echo"},       {"flip", "flip"},
    {"hemisphere", "hemi"},     {"inv", "inv"},         {"inversion", "inv"},
    {"modality", "mod"},        {"mt", "mt"},           {"part", "part"},
    {"proc", "proc"},           {"processing", "proc"}, {"reconstruction", "rec"},
    {"recording", "recording"}, {"resolution", "res"},  {"sample", "sample"},
    {"session", "ses"},         {"staining", "stain"},  {"subject", "sub"},
    {"tracer", "trc"},
}};

struct KnownQuery {
  std::string_view name, datatype, suffix;
};

// What fMRIPrep, sMRIPrep and QSIPrep mean by these names (niworkflows, collect_data: queries).
constexpr std::array k_known_queries = {
    KnownQuery{"asl", "perf", "asl"},     KnownQuery{"bold", "func", "bold"},
    KnownQuery{"dwi", "dwi", "dwi"},      KnownQuery{"flair", "anat", "FLAIR"},
    KnownQuery{"fmap", "fmap", ""},       KnownQuery{"pet", "pet", "pet"},
    KnownQuery{"sbref", "func", "sbref"}, KnownQuery{"t1w", "anat", "T1w"},
    KnownQuery{"t2w", "anat", "T2w"},
};

std::string key_of(std::string_view name) {
  for (const auto& [long_name, key] : k_long_names) {
    if (long_name == name) return std::string(key);
  }
  return std::string(name);
}

Error bad_filter(std::string_view subject, std::string what) {
  return {ErrorCode::usage, std::string(subject), std::move(what), {}};
}

// null and "*", and the names that PyBIDS gives them (bids.layout.Query).
bool add_choice(FilterQuery::Wanted& wanted, const Json& choice) {
  if (!choice.is_null() && !choice.is_string() && !choice.is_number()) return false;
  const std::string& text = choice.as_string();
  const bool optional = text == "Query.OPTIONAL";
  const bool any = optional || text == "*" || text == "Query.ANY" || text == "Query.REQUIRED";
  const bool absent = optional || choice.is_null() || text == "Query.NONE";
  wanted.any = wanted.any || any;
  wanted.absent = wanted.absent || absent;
  if (!any && !absent) wanted.labels.push_back(text);
  return true;
}

std::optional<FilterQuery::Wanted> parse_wanted(const Json& value) {
  FilterQuery::Wanted wanted;
  if (!value.is_array()) return add_choice(wanted, value) ? std::optional(wanted) : std::nullopt;
  if (value.as_array().empty()) return {};
  for (const Json& choice : value.as_array()) {
    if (!add_choice(wanted, choice)) return {};
  }
  return wanted;
}

void add_defaults(FilterQuery& query) {
  for (const KnownQuery& known : k_known_queries) {
    if (known.name != query.name) continue;
    if (query.datatypes.empty()) query.datatypes.emplace_back(known.datatype);
    if (query.suffixes.empty() && !known.suffix.empty()) query.suffixes.emplace_back(known.suffix);
  }
}

Result<FilterQuery> parse_query(const std::string& name, const Json& members, std::string_view subject) {
  FilterQuery query{.name = name, .datatypes = {}, .suffixes = {}, .wanted = {}};
  if (!members.is_object()) return bad_filter(subject, fmt::format("query \"{}\" must be an object", name));
  for (const auto& [key, value] : members.as_object()) {
    const auto wanted = parse_wanted(value);
    if (!wanted) {
      return bad_filter(subject,
                        fmt::format("\"{}\" in query \"{}\" must be text, a number, null, \"*\" or a list "
                                    "of these that is not empty",
                                    key, name));
    }
    if (key == "datatype") {
      query.datatypes = wanted->labels;
    } else if (key == "suffix") {
      query.suffixes = wanted->labels;
    } else {
      query.wanted.emplace(key_of(key), *wanted);
    }
  }
  add_defaults(query);
  return query;
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// "01" also means "1" where both are numbers: filter files often give run and echo without zeros.
bool is_same_label(std::string_view wanted, std::string_view label) {
  if (wanted == label) return true;
  if (!is_digits(wanted) || !is_digits(label)) return false;
  const auto significant = [](std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  };
  return significant(wanted) == significant(label);
}

bool is_indexed(std::string_view key) {
  return key == "run" || key == "echo" || key == "flip" || key == "inv" || key == "chunk";
}

bool matches(const FilterQuery::Wanted& wanted, std::string_view key,
             const std::optional<std::string>& label) {
  if (!label) return wanted.absent;
  if (wanted.any) return true;
  return std::any_of(wanted.labels.begin(), wanted.labels.end(), [&](const std::string& one) {
    const std::string_view bare = strip_prefix(one, std::string(key) + "-");
    return is_indexed(key) ? is_same_label(bare, *label) : bare == *label;
  });
}

bool speaks_about(const FilterQuery& query, const BidsName& name, const Place& place) {
  return (query.datatypes.empty() || contains(query.datatypes, place.datatype)) &&
         (query.suffixes.empty() || contains(query.suffixes, name.suffix));
}

bool matches(const FilterQuery& query, const BidsName& name) {
  return std::all_of(query.wanted.begin(), query.wanted.end(), [&](const auto& entry) {
    const auto& [key, wanted] = entry;
    if (key == "extension") return true;  // sidecars go with their images
    const auto label = name.has(key) ? std::optional<std::string>(name.label(key)) : std::nullopt;
    return matches(wanted, key, label);
  });
}

Result<std::vector<std::string>> labels_of(const std::string& typed) {
  std::error_code status;
  if (typed.find('/') == std::string::npos && !std::filesystem::is_regular_file(typed, status)) {
    return std::vector<std::string>{typed};
  }
  SR_TRY(const std::string text, read_text(typed));
  std::vector<std::string> labels;
  for (const std::string& line : split(text, '\n')) {
    if (const std::string_view label = trim(line); !label.empty()) labels.emplace_back(label);
  }
  return labels;
}

}  // namespace

std::string InventoryFilter::fingerprint() const {
  std::string text = join(participants, "\n") + '\0' + join(sessions, "\n");
  if (!excluded.empty()) text += '\0' + join(excluded, "\n");
  for (const FilterQuery& query : queries) {
    text += fmt::format("\n[{}] {} {}", query.name, join(query.datatypes, ","), join(query.suffixes, ","));
    for (const auto& [key, wanted] : query.wanted) {
      text += fmt::format("\n{}={}{}{}", key, wanted.any ? "*" : "", wanted.absent ? "-" : "",
                          join(wanted.labels, ","));
    }
  }
  return sha256_hex(text);
}

Result<std::vector<FilterQuery>> parse_filter_queries(const Json& document, std::string_view subject) {
  if (!document.is_object())
    return bad_filter(subject, "expected a JSON object of queries, such as {\"t1w\": {}}");
  std::vector<FilterQuery> queries;
  for (const auto& [name, members] : document.as_object()) {
    SR_TRY(FilterQuery query, parse_query(name, members, subject));
    queries.push_back(std::move(query));
  }
  return queries;
}

Result<std::vector<FilterQuery>> read_filter_file(const std::filesystem::path& path) {
  SR_TRY(const std::string text, read_text(path));
  auto document = parse_json(text, path.string());
  if (!document.ok()) {
    document.error().code = ErrorCode::usage;
    return std::move(document).error();
  }
  return parse_filter_queries(*document, path.string());
}

Result<std::vector<std::string>> read_labels(const std::vector<std::string>& typed, std::string_view prefix) {
  std::vector<std::string> labels;
  for (const std::string& one : typed) {
    SR_TRY(const std::vector<std::string> found, labels_of(one));
    for (const std::string& label : found) {
      const std::string bare(strip_prefix(label, prefix));
      if (bare.empty())
        return bad_filter(one, "expected a label, got none after \"" + std::string(prefix) + "\"");
      if (!contains(labels, bare)) labels.push_back(bare);
    }
  }
  if (labels.empty() && !typed.empty()) return bad_filter(typed.front(), "holds no label; write one a line");
  return labels;
}

bool passes_queries(const std::vector<FilterQuery>& queries, const BidsName& name, const Place& place) {
  bool addressed = false;
  for (const FilterQuery& query : queries) {
    if (!speaks_about(query, name, place)) continue;
    if (matches(query, name)) return true;
    addressed = true;
  }
  return !addressed;
}

}  // namespace shareready
