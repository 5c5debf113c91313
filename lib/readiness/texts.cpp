#include "readiness/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "readiness/table_rows.hpp"

namespace shareready::readiness {
namespace {

constexpr int k_deepest = 24;  // parts within parts

bool is_letter(char letter) { return std::isalpha(static_cast<unsigned char>(letter)) != 0; }

using PartKind = Texts::PartKind;

struct Split {
  std::vector<std::string> pieces{""};
  std::vector<PartKind> kinds;
};

constexpr std::array<std::pair<std::string_view, PartKind>, 5> k_marks{{{"{}", PartKind::any},
                                                                        {"{t}", PartKind::text},
                                                                        {"{n}", PartKind::number},
                                                                        {"{l}", PartKind::names},
                                                                        {"{v}", PartKind::verbatim}}};

Split split_at_parts(std::string_view text) {
  Split split;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto* mark = std::find_if(k_marks.begin(), k_marks.end(),
                                    [&](const auto& one) { return text.substr(i).starts_with(one.first); });
    if (mark == k_marks.end()) {
      split.pieces.back() += text[i];
      continue;
    }
    split.pieces.emplace_back();
    split.kinds.push_back(mark->second);
    i += mark->first.size() - 1;
  }
  return split;
}

// {} in turn, {1} by number.
std::string put_parts(std::string_view other, const std::vector<std::string>& parts) {
  std::string out;
  std::size_t turn = 0;
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (other.substr(i, 2) == "{}" && turn < parts.size()) {
      out += parts[turn++];
      ++i;
    } else if (i + 2 < other.size() && other[i] == '{' && other[i + 2] == '}' && other[i + 1] >= '1' &&
               static_cast<std::size_t>(other[i + 1] - '0') <= parts.size()) {
      out += parts[static_cast<std::size_t>(other[i + 1] - '1')];
      i += 2;
    } else {
      out += other[i];
    }
  }
  return out;
}

std::size_t places_in(std::string_view other) {
  std::size_t n = 0;
  for (std::size_t i = 0; i + 1 < other.size(); ++i) {
    const bool numbered =
        i + 2 < other.size() && other[i + 2] == '}' && other[i + 1] >= '1' && other[i + 1] <= '9';
    if (other[i] == '{' && (other[i + 1] == '}' || numbered)) ++n;
  }
  return n;
}

bool is_digit(char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; }

// "0.97", "97.0 %" and "2: 55 %, 14.3 %" as Dutch writes them. What holds a letter is a version or another
// name ("nl-2026.1"), which no language changes.
std::string with_decimal_comma(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_letter)) return std::string(text);
  constexpr std::string_view k_before = " -(<", k_after = " ,;)";
  std::string out(text);
  for (std::size_t at = text.find('.'); at != std::string_view::npos; at = text.find('.', at + 1)) {
    std::size_t begin = at, end = at + 1;
    while (begin > 0 && is_digit(text[begin - 1])) --begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    const bool digits = begin < at && end > at + 1;
    const bool alone = (begin == 0 || k_before.find(text[begin - 1]) != std::string_view::npos) &&
                       (end == text.size() || k_after.find(text[end]) != std::string_view::npos);
    if (digits && alone) out[at] = ',';
  }
  return out;
}

char other_case(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return static_cast<char>(std::isupper(byte) != 0 ? std::tolower(byte) : std::toupper(byte));
}

std::string with_first_in_other_case(std::string_view text) {
  std::string out(text);
  if (!out.empty()) out.front() = other_case(out.front());
  return out;
}

}  // namespace

bool has_language(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), is_letter)) return false;
  const bool one_word = text.find(' ') == std::string_view::npos;
  const bool coded = std::any_of(text.begin(), text.end(), [](char letter) {
    return std::isdigit(static_cast<unsigned char>(letter)) != 0 || letter == '/' || letter == '_';
  });
  return !(one_word && coded);
}

Result<Texts> Texts::parse(std::string_view table) {
  constexpr std::size_t k_columns = 2;
  SR_TRY(auto rows, parse_rows(table, k_columns, "texts.nl.tsv"));
  Texts texts;
  for (auto& row : rows) {
    Split parts = split_at_parts(row[0]);
    if (row[1].empty() || places_in(row[1]) != parts.kinds.size())
      return table_error("texts.nl.tsv", fmt::format("the row '{}' has other parts on each side", row[0]));
    if (parts.kinds.empty()) {
      texts.exact_[row[0]] = row[1];
    } else {
      texts.patterns_.push_back({std::move(parts.pieces), std::move(parts.kinds), row[1]});
    }
  }
  // What says most comes first: '{}: {}' must not hide a longer text.
  const auto letters = [](const Pattern& pattern) {
    std::size_t n = 0;
    for (const std::string& piece : pattern.pieces) n += piece.size();
    return n;
  };
  std::stable_sort(texts.patterns_.begin(), texts.patterns_.end(),
                   [&](const Pattern& one, const Pattern& two) { return letters(one) > letters(two); });
  return texts;
}

// "group (as it is)" and "group 14": the name stays where the table does not know it.
std::string Texts::name_in_other(std::string_view item, int depth, Memo& memo) const {
  const bool bracket = item.ends_with(')');
  const std::size_t cut = bracket ? item.find(" (") : item.rfind(' ');
  const bool parted = cut != std::string_view::npos && (bracket || !has_language(item.substr(cut + 1)));
  const std::string_view rest = parted ? item.substr(cut) : std::string_view();
  std::string name(item.substr(0, item.size() - rest.size())), said(rest), other;
  if (find(name, depth, other, memo)) name = other;
  if (bracket && parted && find(rest.substr(2, rest.size() - 3), depth, other, memo))
    said = " (" + other + ")";
  return name + said;
}

std::string Texts::names_in_other(std::string_view names, int depth, Memo& memo) const {
  const std::string_view separator = names.find("; ") == std::string_view::npos ? ", " : "; ";
  std::vector<std::string> list;
  for (std::size_t at = 0, next = 0; next != std::string_view::npos; at = next + separator.size()) {
    next = names.find(separator, at);
    const std::size_t size = next == std::string_view::npos ? next : next - at;
    list.push_back(name_in_other(names.substr(at, size), depth, memo));
  }
  return join(list, separator);
}

namespace {

// The dot after an initial ends none: "L. Jurist".
bool is_one_sentence(std::string_view value) {
  for (std::size_t at = value.find(". "); at != std::string_view::npos; at = value.find(". ", at + 1)) {
    const bool initial = at > 0 && std::isupper(static_cast<unsigned char>(value[at - 1])) != 0 &&
                         (at == 1 || value[at - 2] == ' ' || value[at - 2] == '.');
    if (!initial) return false;
  }
  return true;
}

}  // namespace

// What stands for a part of this kind; nothing: it is none.
std::optional<std::string> Texts::part_in_other(PartKind kind, const std::string& value, int depth,
                                                Memo& memo) const {
  const bool one_sentence = value.find(". ") == std::string::npos;
  if (kind == PartKind::verbatim) return is_one_sentence(value) ? std::optional(value) : std::nullopt;
  const bool lists = value.find("; ") != std::string::npos;
  std::string other;
  const bool known = find(value, depth, other, memo);
  if (kind == PartKind::number && has_language(value)) return std::nullopt;
  if (known) return other;
  if (kind == PartKind::number || (kind == PartKind::any && !lists && is_one_sentence(value))) return value;
  if (kind == PartKind::names && one_sentence) return names_in_other(value, depth, memo);
  return std::nullopt;
}

// The parts from `attempt.parts.size()` on; each next piece may stand in more than one place.
bool Texts::match_from(std::size_t at, Attempt& attempt) const {
  const std::size_t part = attempt.parts.size();
  const auto& pieces = attempt.pattern.pieces;
  if (part + 1 == pieces.size()) return at == attempt.english.size();
  const std::string& next = pieces[part + 1];
  const bool is_last = part + 2 == pieces.size();
  std::size_t end = is_last ? attempt.english.size() - next.size() : attempt.english.find(next, at);
  for (; end != std::string_view::npos && end >= at; end = attempt.english.find(next, end + 1)) {
    const std::string value(attempt.english.substr(at, end - at));
    auto other = part_in_other(attempt.pattern.kinds[part], value, attempt.depth + 1, attempt.memo);
    if (other) {
      attempt.parts.push_back(std::move(*other));
      if (match_from(end + next.size(), attempt)) return true;
      attempt.parts.pop_back();
    }
    if (is_last) return false;
  }
  return false;
}

bool Texts::match(const Pattern& pattern, std::string_view english, int depth, std::string& other,
                  Memo& memo) const {
  const std::string& first = pattern.pieces.front();
  const std::string& last = pattern.pieces.back();
  const bool may_fit =
      english.size() >= first.size() + last.size() && english.starts_with(first) && english.ends_with(last);
  Attempt attempt{.pattern = pattern, .english = english, .depth = depth, .memo = memo, .parts = {}};
  if (!may_fit || !match_from(first.size(), attempt)) return false;
  other = put_parts(pattern.other, attempt.parts);
  return true;
}

// Lists by ';' and sentences by '. ', each known on its own.
bool Texts::find_in_parts(std::string_view english, int depth, std::string& other, Memo& memo) const {
  constexpr std::array<std::string_view, 3> k_separators{"; ", ". ", ", "};
  for (const std::string_view separator : k_separators) {
    const std::size_t cut = english.find(separator);
    if (cut == std::string_view::npos) continue;
    const bool sentence = separator == ". ";
    const std::string_view first = english.substr(0, sentence ? cut + 1 : cut);
    const std::string_view rest = english.substr(cut + separator.size());
    std::string one, two;
    // The rest is shorter, so that a long list is no deeper than a short one.
    if (find(first, depth + 1, one, memo) && find(rest, depth, two, memo)) {
      other = fmt::format("{}{}{}", one, sentence ? std::string_view(" ") : separator, two);
      return true;
    }
  }
  // Several sentences that stand in the table as one text.
  std::string rest_in_other;
  for (std::size_t cut = english.find(". "); cut != std::string_view::npos;
       cut = english.find(". ", cut + 1)) {
    const auto known = exact_.find(english.substr(0, cut + 1));
    if (known == exact_.end() || !find(english.substr(cut + 2), depth, rest_in_other, memo)) continue;
    other = known->second + " " + rest_in_other;
    return true;
  }
  return false;
}

bool Texts::find(std::string_view english, int depth, std::string& other, Memo& memo) const {
  if (const auto known = memo.find(english); known != memo.end()) {
    if (known->second) other = *known->second;
    return known->second.has_value();
  }
  memo[std::string(english)] = std::nullopt;  // a text is no part of itself
  const bool found = look_up(english, depth, other, memo);
  if (found) memo[std::string(english)] = other;
  return found;
}

bool Texts::look_up(std::string_view english, int depth, std::string& other, Memo& memo) const {
  if (depth > k_deepest * 2) return false;
  if (!has_language(english)) {
    other = with_decimal_comma(english);
    return true;
  }
  if (const auto known = exact_.find(english); known != exact_.end()) {
    other = known->second;
    return true;
  }
  if (const auto known = exact_.find(with_first_in_other_case(english)); known != exact_.end()) {
    other = with_first_in_other_case(known->second);
    return true;
  }
  if (depth < k_deepest) {
    for (const Pattern& pattern : patterns_) {
      if (match(pattern, english, depth, other, memo)) return true;
    }
  }
  return find_in_parts(english, depth, other, memo);
}

std::string Texts::translate(std::string_view english, std::set<std::string>* unknown) const {
  const std::string_view core = trim(english);
  std::string other;
  Memo memo;
  if (!find(core, 0, other, memo)) {
    if (const std::size_t cut = english.find(". "); cut != std::string_view::npos && cut + 2 < english.size())
      return translate(english.substr(0, cut + 1), unknown) + translate(english.substr(cut + 1), unknown);
    if (unknown != nullptr) unknown->insert(std::string(core));
    return std::string(english);
  }
  const std::size_t lead = static_cast<std::size_t>(core.data() - english.data());
  return std::string(english.substr(0, lead)) + other + std::string(english.substr(lead + core.size()));
}

bool Texts::knows(std::string_view english) const {
  std::string other;
  Memo memo;
  return find(trim(english), 0, other, memo);
}

Result<Texts> load_dutch_texts() {
  SR_TRY(const std::string table, read_share("texts.nl.tsv"));
  return Texts::parse(table);
}

}  // namespace shareready::readiness
