#include "dicom/dicom_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/share.hpp"
#include "base/text.hpp"
#include "bids/table.hpp"

namespace shareready {
namespace {

// Where the rows that stand for many tags are kept.
constexpr DicomTag k_curves = dicom_tag(0x5000, 0);
constexpr DicomTag k_private = dicom_tag(0x0001, 0);

Error bad_row(std::string_view file, std::size_t row) {
  return Error{ErrorCode::bad_data,
               std::string(file),
               fmt::format("row {} cannot be read; install the file again", row + 2),
               {}};
}

std::optional<DicomTag> hex_number(std::string_view text) {
  DicomTag value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// "0008,0018", "60xx,3000", "50xx,xxxx", "gggg,eeee".
std::optional<DicomTag> parse_tag(std::string_view text) {
  if (text == "gggg,eeee") return k_private;
  const std::string digits = replace_all(std::string(text), "x", "0");
  if (digits.size() != 9 || digits[4] != ',') return std::nullopt;
  const auto group = hex_number(std::string_view(digits).substr(0, 4));
  const auto element = hex_number(std::string_view(digits).substr(5));
  if (!group || !element) return std::nullopt;
  return dicom_tag(*group, *element);
}

Result<Table> load_table(std::string_view name, std::size_t columns) {
  SR_TRY(const auto path, find_share_file(name));
  SR_TRY(Table table, read_table(path));
  if (table.columns.size() == columns) return table;
  return Error{
      ErrorCode::bad_data,
      path.string(),
      fmt::format("has {} columns, expected {}; install the file again", table.columns.size(), columns),
      {}};
}

std::optional<PrivateHandling> parse_handling(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, PrivateHandling>, 8> k_words{
      {{"number", PrivateHandling::number},
       {"times", PrivateHandling::times},
       {"code", PrivateHandling::code},
       {"text", PrivateHandling::text},
       {"csa", PrivateHandling::csa},
       {"protocol", PrivateHandling::protocol},
       {"ge_protocol", PrivateHandling::ge_protocol},
       {"sequence", PrivateHandling::sequence}}};
  for (const auto& [known, handling] : k_words) {
    if (known == word) return handling;
  }
  return std::nullopt;
}

Result<std::vector<std::string>> load_words(std::string_view name) {
  SR_TRY(const Table table, load_table(name, 3));
  std::vector<std::string> words;
  for (const auto& row : table.rows) words.push_back(row[0]);
  std::sort(words.begin(), words.end());
  return words;
}

// A private tag without the number of its block, which differs from file to file.
DicomTag in_any_block(DicomTag tag) { return tag & 0xffff00ff; }

// The strictest of "1|3|>3" at this depth: at the root the entries without '>', nested the others.
AttributeType strictest(std::string_view types, bool nested) {
  AttributeType found = AttributeType::unknown;
  for (const std::string& entry : split(types, '|')) {
    const bool entry_nested = entry.starts_with('>');
    if (entry_nested != nested || entry.empty()) continue;
    const char digit = entry[entry_nested ? 1 : 0];
    const AttributeType type = digit == '1'   ? AttributeType::required
                               : digit == '2' ? AttributeType::may_be_empty
                                              : AttributeType::optional;
    if (found == AttributeType::unknown || type < found) found = type;
  }
  return found;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The runs of ASCII letters and digits; anything beyond ASCII makes a word that is never known.
std::vector<std::string> ascii_words(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

}  // namespace

const DicomRule* DicomRules::find(DicomTag tag) const {
  const DicomTag group = tag >> 16;
  DicomTag key = tag;
  if (group % 2 == 1) {
    const auto listed = rows_.find(tag);  // no row of an odd group is listed today
    if (listed != rows_.end() && tag != k_private) return &listed->second;
    key = k_private;
  } else if (group >= 0x5000 && group <= 0x50ff) {
    key = k_curves;
  } else if (group >= 0x6000 && group <= 0x60ff) {
    key = dicom_tag(0x6000, tag & 0xffff);
  }
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : &found->second;
}

AttributeType DicomRules::type_of(DicomTag tag, DicomIod iod, bool nested) const {
  const DicomTag group = tag >> 16;
  const auto found = types_.find(group >= 0x6000 && group <= 0x60ff ? dicom_tag(0x6000, tag & 0xffff) : tag);
  if (found == types_.end()) return AttributeType::unknown;
  return strictest(found->second[static_cast<std::size_t>(iod)], nested);
}

const PrivateRule* DicomRules::find_private(std::string_view creator, DicomTag tag) const {
  const auto own = private_.find(trim(creator));
  if (own == private_.end()) return nullptr;
  const auto found = own->second.find(in_any_block(tag));
  return found == own->second.end() ? nullptr : &found->second;
}

bool DicomRules::is_code_of(DicomTag tag, std::string_view value) const {
  constexpr std::array<std::string_view, 7> k_of_any{"",      "ANON",      "MIXED",  "NONE",
                                                     "OTHER", "UNDEFINED", "UNKNOWN"};
  if (std::find(k_of_any.begin(), k_of_any.end(), value) != k_of_any.end()) return true;
  const auto listed = terms_.find(tag);
  if (listed == terms_.end()) return device_.allow(value);
  return std::binary_search(listed->second.begin(), listed->second.end(), value) ||
         device_.allow_words(value);
}

bool DicomRules::is_csa_field(std::string_view name) const {
  return std::binary_search(csa_fields_.begin(), csa_fields_.end(), name);
}

bool DicomRules::is_personal_concept(std::string_view scheme, std::string_view code) const {
  return concepts_.contains({std::string(scheme), std::string(code)});
}

namespace {

// "2", "dir64", "t1w", "64p": every run of letters a known word, no number longer than a measurement.
bool is_technical_word(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t k_longest_number = 3;  // b values and repetition times follow a letter
  constexpr std::size_t k_longest_attached = 4;
  if (word.size() > 24) return false;
  const std::string lower = to_lower(word);
  if (std::binary_search(known.begin(), known.end(), lower)) return true;
  if (is_digits(lower)) return lower.size() <= k_longest_number && lower.front() != '0';
  std::size_t at = 0;
  while (at < lower.size()) {
    std::size_t end = at;
    const bool digits = is_digit(lower[at]);
    while (end < lower.size() && is_digit(lower[end]) == digits) ++end;
    const std::string run = lower.substr(at, end - at);
    if (digits ? run.size() > k_longest_attached : !std::binary_search(known.begin(), known.end(), run)) {
      return false;
    }
    at = end;
  }
  return true;
}

}  // namespace

bool DicomRules::is_technical(std::string_view text) const {
  const std::vector<std::string> words = ascii_words(text);
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word == "0" || is_technical_word(word, words_); });
}

std::string DicomRules::technical_part(std::string_view text) const {
  std::vector<std::string> kept;
  bool worded = false;
  for (const std::string& word : ascii_words(text)) {
    if (!is_technical_word(word, words_)) continue;
    worded = worded || is_letter(word.front()) || is_letter(word.back());
    kept.push_back(word);
  }
  return worded ? join(kept, " ") : "";  // bare numbers describe nothing, but may be somebody's
}

Result<DicomRules> load_dicom_rules() {
  DicomRules rules;
  SR_TRY(const Table rows, load_table("dicom_rules.tsv", 16));
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    const auto& row = rows.rows[i];
    const auto tag = parse_tag(row[0]);
    if (!tag) return bad_row("dicom_rules.tsv", i);
    DicomRule rule{.keyword = row[1], .vr = row[2], .basic = row[3] == "?" ? "X" : row[3], .options = {}};
    for (std::size_t option = 0; option < k_profile_options; ++option) {
      if (row[4 + option].size() != 1) return bad_row("dicom_rules.tsv", i);
      rule.options[option] = row[4 + option][0];
    }
    if (!rules.rows_.emplace(*tag, std::move(rule)).second) return bad_row("dicom_rules.tsv", i);
  }
  SR_TRY(const Table types, load_table("dicom_iod_types.tsv", 11));
  for (std::size_t i = 0; i < types.rows.size(); ++i) {
    const auto tag = parse_tag(types.rows[i][0]);
    if (!tag) return bad_row("dicom_iod_types.tsv", i);
    for (std::size_t iod = 0; iod < k_dicom_iods; ++iod) {
      const std::string& cell = types.rows[i][2 + iod];
      rules.types_[*tag][iod] = cell == "-" ? "" : cell;
    }
  }
  SR_TRY(const Table elements, load_table("dicom_safe_private.tsv", 7));
  for (std::size_t i = 0; i < elements.rows.size(); ++i) {
    const auto& row = elements.rows[i];
    const auto handling = parse_handling(row[3]);
    if (!handling || row[1].size() != 7) return bad_row("dicom_safe_private.tsv", i);  // "gggg,ee"
    const auto group = hex_number(row[1].substr(0, 4)), element = hex_number(row[1].substr(5));
    if (!group || !element) return bad_row("dicom_safe_private.tsv", i);
    rules.private_[row[0]][dicom_tag(*group, *element)] = {.vr = row[2], .handling = *handling};
  }
  SR_TRY(rules.words_, load_words("dicom_words.tsv"));
  SR_TRY(rules.device_, load_device_words());
  SR_TRY(rules.csa_fields_, load_words("dicom_csa_fields.tsv"));
  SR_TRY(const Table terms, load_table("dicom_code_terms.tsv", 5));
  for (std::size_t i = 0; i < terms.rows.size(); ++i) {
    const auto tag = parse_tag(terms.rows[i][0]);
    if (!tag) return bad_row("dicom_code_terms.tsv", i);
    std::vector<std::string> listed = split(terms.rows[i][2], '|');
    std::sort(listed.begin(), listed.end());
    if (!rules.terms_.emplace(*tag, std::move(listed)).second) return bad_row("dicom_code_terms.tsv", i);
  }
  SR_TRY(const Table concepts, load_table("dicom_content_concepts.tsv", 5));
  for (const auto& row : concepts.rows) rules.concepts_.emplace(row[0], row[1]);
  return rules;
}

}  // namespace shareready
