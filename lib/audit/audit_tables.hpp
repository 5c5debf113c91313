#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/finding.hpp"
#include "audit/special_category.hpp"
#include "base/field_name.hpp"
#include "base/result.hpp"

namespace shareready {

// A row of share/audit_names.tsv. A pattern in the manner of fnmatch(3), in any letter case: with "/" at its
// end for a folder, with "/" inside for the end of a path, else for the name alone.
struct NameRule {
  std::string pattern;
  std::string pattern_in_lower_case;
  FindingKind kind = FindingKind::metadata;
  Severity severity = Severity::major;
  std::string requirement;
  std::string remedy;
};

// What a sidecar key or a table column holds.
enum class FieldType {
  name,
  id,
  counter,  // an identifier that scanners often only count up: a number of few digits tells of nobody
  date,
  time,
  uid,
  address,
  postcode,
  place,
  device,
  text,
  demographic,
  path
};

std::string_view token_of(FieldType type);  // "[name]", "[ID]", ...

// A row of share/audit_keys.tsv or share/audit_columns.tsv.
struct FieldRule {
  std::string field;  // as the table spells it
  FieldType type = FieldType::text;
  Severity severity = Severity::minor;
  std::string requirement;
};

// How grave a value of the field is: that of its rule, but minor for a count of at most three digits.
Severity severity_of(const FieldRule& rule, std::string_view value);

// Rules by the field's letters and digits in lower case: "Patient_Name" and "PatientName" are the same.
class FieldRules {
 public:
  void add(FieldRule rule);
  // A rule for names that end with this one, or hold its words; without a rule it is no news ("city of birth"
  // beside "birth").
  void add_part(std::string name, NameFit match, std::optional<FieldRule> rule);
  [[nodiscard]] const FieldRule* find(std::string_view field) const;
  // The same, or else the rule of the longest name that the field ends with or holds the words of.
  [[nodiscard]] const FieldRule* find_or_part(std::string_view field) const;
  [[nodiscard]] std::size_t size() const { return rules_.size(); }

 private:
  struct Part {
    std::string name;
    NameFit match = NameFit::part;
    std::optional<FieldRule> rule;
  };
  std::map<std::string, FieldRule> rules_;
  std::vector<Part> parts_;
};

struct AuditTables {
  std::vector<NameRule> names;  // worst first
  FieldRules keys;
  FieldRules columns;
  SpecialCategories special;
  std::set<std::string> ages;  // names of columns with ages in years, in letters and digits
  std::set<std::string> common_words;
};

// Errors: no_input, bad_data (an unknown kind, type or severity; the table and line are named).
Result<AuditTables> load_audit_tables();

// Whether a text in lower case fits a pattern in lower case.
bool fits_pattern(std::string_view pattern, std::string_view text);

// The worst rule that a path relative to the tree meets; nullptr for none.
const NameRule* find_name_rule(const std::vector<NameRule>& rules, std::string_view path, bool is_folder);

}  // namespace shareready
