#include "deid/tokens.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/dates.hpp"

namespace shareready {
namespace {

struct KindName {
  TokenKind kind;
  std::string_view name;
};

constexpr std::array<KindName, 14> k_kind_names{{{TokenKind::label, "label"},
                                                 {TokenKind::name, "name"},
                                                 {TokenKind::staff_name, "staff name"},
                                                 {TokenKind::person_id, "person id"},
                                                 {TokenKind::birth_date, "birth date"},
                                                 {TokenKind::date, "date"},
                                                 {TokenKind::clock_time, "time of day"},
                                                 {TokenKind::postcode, "postcode"},
                                                 {TokenKind::address, "address"},
                                                 {TokenKind::contact, "contact"},
                                                 {TokenKind::uid, "unique identifier"},
                                                 {TokenKind::device, "device"},
                                                 {TokenKind::institution, "institution"},
                                                 {TokenKind::free_text, "free text"}}};

// Words of datasets, and particles of names, that mean nobody when they are found again. Sorted.
constexpr std::array<std::string_view, 98> k_common_words{
    "adult",   "anat",      "anonymized", "anonymous", "asd",     "baseline",  "bold",     "brain",
    "case",    "child",     "control",    "controle",  "das",     "dataset",   "de",       "deleted",
    "dem",     "den",       "der",        "des",       "dos",     "dr",        "drs",      "dwi",
    "empty",   "emptyroom", "example",    "false",     "female",  "fmap",      "follow",   "followup",
    "func",    "group",     "groep",      "head",      "healthy", "hfp",       "hfs",      "het",
    "image",   "imaging",   "ing",        "left",      "links",   "male",      "man",      "mars",
    "mes",     "miss",      "mme",        "mood",      "mri",     "mrs",       "n/a",      "nan",
    "neck",    "nicht",     "none",       "normal",    "not",     "null",      "original", "oui",
    "patient", "patienten", "phantom",    "pilot",     "post",    "pre",       "prof",     "rechts",
    "removed", "rest",      "right",      "run",       "sample",  "scan",      "scanner",  "session",
    "sex",     "sir",       "study",      "subject",   "task",    "ten",       "ter",      "test",
    "the",     "true",      "twin",       "unknown",   "van",     "volunteer", "von",      "vrouw",
    "woman",   "zdrowy"};

bool is_common(std::string_view word) {
  return std::find(k_common_words.begin(), k_common_words.end(), word) != k_common_words.end();
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

bool has_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

bool names_somebody(TokenKind kind) { return kind == TokenKind::name || kind == TokenKind::staff_name; }

bool is_distinctive_word(std::string_view word, TokenKind kind) {
  constexpr std::size_t k_shortest_number = 6;  // shorter ones are measurements
  constexpr std::size_t k_shortest_mixed = 4;   // "T1w" is none, "AB12" is
  if (is_common(word)) return false;
  if (!has_letter(word)) return is_digits(word) && word.size() >= k_shortest_number;
  if (has_digit(word)) return word.size() >= k_shortest_mixed;
  if (names_somebody(kind)) return word.size() >= 3;
  if (kind == TokenKind::institution || kind == TokenKind::free_text) return false;  // one word: "Radiology"
  return word.size() >= 4;
}

bool are_distinctive_words(const std::vector<std::string>& words, TokenKind kind) {
  if (words.empty()) return false;
  if (words.size() == 1) return is_distinctive_word(words.front(), kind);
  const std::size_t length = join(words, " ").size();
  const bool worded =
      std::any_of(words.begin(), words.end(), [](const std::string& word) { return has_letter(word); });
  if (kind == TokenKind::free_text) return worded && words.size() >= 3 && length >= 15;
  if (kind == TokenKind::birth_date || kind == TokenKind::date) return length >= 8;
  if (kind == TokenKind::clock_time) return words.size() >= 4 && length >= 10;  // with a fraction of a second
  if (!worded) return length >= 8;
  return length >= 5 &&
         !std::all_of(words.begin(), words.end(), [](const std::string& word) { return is_common(word); });
}

// "12.345678": its decimals are no number of a person, however many there are.
bool is_measurement(std::string_view text) {
  std::string_view digits = trim(text);
  if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
  const std::size_t point = digits.find('.');
  constexpr std::size_t k_longest_whole = 4;
  if (point == std::string_view::npos || point > k_longest_whole || point + 1 == digits.size()) return false;
  const std::string_view decimals = digits.substr(point + 1);
  return (point == 0 || is_digits(digits.substr(0, point))) &&
         is_digits(decimals.substr(0, decimals.find_first_of("eE")));
}

// True where the words of a sequence behind its first one follow in the text.
bool continues(const std::vector<std::string>& sequence, std::string_view lower, std::size_t at) {
  return std::all_of(sequence.begin() + 1, sequence.end(),
                     [&](const std::string& word) { return next_word(lower, at) == word; });
}

struct KeyKind {
  std::string_view key;  // lower case
  TokenKind kind;
};

// Keys of sidecars whose values are personal, whatever converter wrote them. Sorted.
constexpr std::array<KeyKind, 38> k_key_kinds{{{"accessionnumber", TokenKind::person_id},
                                               {"acquisitiondate", TokenKind::date},
                                               {"acquisitiondatetime", TokenKind::date},
                                               {"acquisitiontime", TokenKind::clock_time},
                                               {"contentdate", TokenKind::date},
                                               {"deviceserialnumber", TokenKind::device},
                                               {"frameofreferenceuid", TokenKind::uid},
                                               {"imagecomments", TokenKind::free_text},
                                               {"institutionaddress", TokenKind::institution},
                                               {"institutionaldepartmentname", TokenKind::institution},
                                               {"institutionname", TokenKind::institution},
                                               {"issuerofpatientid", TokenKind::institution},
                                               {"operatorsname", TokenKind::staff_name},
                                               {"otherpatientids", TokenKind::person_id},
                                               {"otherpatientnames", TokenKind::name},
                                               {"patientaddress", TokenKind::address},
                                               {"patientbirthdate", TokenKind::birth_date},
                                               {"patientbirthname", TokenKind::name},
                                               {"patientcomments", TokenKind::free_text},
                                               {"patientid", TokenKind::person_id},
                                               {"patientmothersbirthname", TokenKind::name},
                                               {"patientname", TokenKind::name},
                                               {"patienttelephonenumbers", TokenKind::contact},
                                               {"performedprocedurestepstartdate", TokenKind::date},
                                               {"performingphysicianname", TokenKind::staff_name},
                                               {"procedurestepdescription", TokenKind::free_text},
                                               {"referringphysicianname", TokenKind::staff_name},
                                               {"requestingphysician", TokenKind::staff_name},
                                               {"scandate", TokenKind::date},
                                               {"seriesdate", TokenKind::date},
                                               {"seriesinstanceuid", TokenKind::uid},
                                               {"sopinstanceuid", TokenKind::uid},
                                               {"stationname", TokenKind::device},
                                               {"studydate", TokenKind::date},
                                               {"studydescription", TokenKind::free_text},
                                               {"studyid", TokenKind::person_id},
                                               {"studyinstanceuid", TokenKind::uid},
                                               {"subjectname", TokenKind::name}}};

std::optional<TokenKind> kind_of_key(std::string_view key) {
  const std::size_t dot = key.rfind('.');
  const std::string last = to_lower(dot == std::string_view::npos ? key : key.substr(dot + 1));
  const auto found =
      std::lower_bound(k_key_kinds.begin(), k_key_kinds.end(), last,
                       [](const KeyKind& row, const std::string& wanted) { return row.key < wanted; });
  if (found == k_key_kinds.end() || found->key != last) return std::nullopt;
  return found->kind;
}

void collect_value(const Json& value, TokenKind kind, TokenSet& tokens) {
  if (value.is_string()) tokens.add(value.as_string(), kind);
  for (const Json& item : value.as_array()) collect_value(item, kind, tokens);
  for (const auto& [name, member] : value.as_object()) collect_value(member, kind, tokens);
}

}  // namespace

std::string_view to_string(TokenKind kind) {
  for (const KindName& row : k_kind_names) {
    if (row.kind == kind) return row.name;
  }
  return "free text";
}

std::optional<TokenKind> token_kind(std::string_view text) {
  for (const KindName& row : k_kind_names) {
    if (row.name == text) return row.kind;
  }
  return std::nullopt;
}

bool is_distinctive(std::string_view text, TokenKind kind) {
  return are_distinctive_words(words_of(text), kind);
}

// True where the text is new. The name of a participant outweighs that of staff.
bool TokenSet::note_kind(std::string_view text, const std::string& first_word, TokenKind kind) {
  const auto [known, is_new] = kinds_.emplace(text, kind);
  if (is_new || known->second != TokenKind::staff_name || kind == TokenKind::staff_name) return is_new;
  known->second = kind;
  const std::vector<std::string> words = words_of(text);
  for (auto& [sequence, own_kind] : by_first_word_[first_word]) {
    if (sequence == words) own_kind = kind;
  }
  return false;
}

void TokenSet::add_words(std::vector<std::string> words, std::string_view text, TokenKind kind) {
  if (!are_distinctive_words(words, kind)) return;
  const std::string first = words.front();
  if (!note_kind(text, first, kind)) return;
  by_first_word_[first].emplace_back(std::move(words), kind);
}

void TokenSet::add(std::string_view value, TokenKind kind) {
  const std::string_view text = trim(value);
  const std::vector<std::string> words = words_of(text);
  if (words.empty() || to_lower(text) == "n/a") return;
  if (kind == TokenKind::birth_date || kind == TokenKind::date) {
    if (const auto date = parse_any_date(text)) {
      for (const std::string& spelling : spellings_of(*date)) add_words(words_of(spelling), spelling, kind);
      if (kind == TokenKind::date) return;
      for (const std::string& spelling : written_out(*date)) add_words(words_of(spelling), spelling, kind);
      return;
    }
  }
  add_words(words, text, kind);
  const std::string joined = join(words, "");
  if (kind == TokenKind::postcode) add_words({joined}, joined, kind);
  if (!names_somebody(kind) || words.size() < 2) return;
  add_words({joined}, joined, kind);
  const std::vector<std::string> reversed(words.rbegin(), words.rend());
  add_words(reversed, join(reversed, " "), kind);
  for (const std::string& word : words) add_words({word}, word, kind);
}

void TokenSet::add(const TokenSet& others) {
  for (const auto& [text, kind] : others.kinds_) add_exact(text, kind);
}

void TokenSet::add_exact(std::string_view text, TokenKind kind) { add_words(words_of(text), text, kind); }

void TokenSet::erase(TokenKind kind) {
  std::erase_if(kinds_, [kind](const auto& token) { return token.second == kind; });
  for (auto& [first, sequences] : by_first_word_) {
    std::erase_if(sequences, [kind](const auto& sequence) { return sequence.second == kind; });
  }
}

std::vector<PersonalToken> TokenSet::tokens() const {
  std::vector<PersonalToken> all;
  for (const auto& [text, kind] : kinds_) all.push_back({text, kind});
  return all;
}

std::optional<TokenKind> TokenSet::find_in(std::string_view text) const {
  if (kinds_.empty() || is_measurement(text)) return std::nullopt;
  const std::string lower = lower_latin(text);
  std::size_t at = 0;
  for (auto word = next_word(lower, at); !word.empty(); word = next_word(lower, at)) {
    const auto candidates = by_first_word_.find(word);
    if (candidates == by_first_word_.end()) continue;
    for (const auto& [sequence, kind] : candidates->second) {
      if (continues(sequence, lower, at)) return kind;
    }
  }
  return std::nullopt;
}

bool TokenSet::may_stand_among(const std::unordered_set<std::string>& words) const {
  return std::any_of(by_first_word_.begin(), by_first_word_.end(), [&](const auto& first) {
    return words.contains(first.first) &&
           std::any_of(first.second.begin(), first.second.end(), [&](const auto& token) {
             return std::all_of(token.first.begin(), token.first.end(),
                                [&](const std::string& word) { return words.contains(word); });
           });
  });
}

Json tokens_document(const TokenSet& tokens) {
  Json::Array rows;
  for (const PersonalToken& token : tokens.tokens()) {
    rows.emplace_back(Json::Object{{"text", token.text}, {"kind", to_string(token.kind)}});
  }
  return Json::Object{{"format", 1}, {"tokens", std::move(rows)}};
}

Result<TokenSet> parse_tokens_document(const Json& document) {
  const Error malformed{
      ErrorCode::bad_data, "tokens", "not a list of tokens of format 1; run the participant stage again", {}};
  if (document.at("format").as_int() != 1 || !document.at("tokens").is_array()) return malformed;
  TokenSet tokens;
  for (const Json& row : document.at("tokens").as_array()) {
    const auto kind = token_kind(row.at("kind").as_string());
    if (!kind) return malformed;
    tokens.add_exact(row.at("text").as_string(), *kind);
  }
  return tokens;
}

void collect_tokens(const Json& sidecar, TokenSet& tokens) {
  for (const Json& item : sidecar.as_array()) collect_tokens(item, tokens);
  for (const auto& [key, value] : sidecar.as_object()) {
    if (const auto kind = kind_of_key(key)) {
      collect_value(value, *kind, tokens);
    } else {
      collect_tokens(value, tokens);
    }
  }
}

}  // namespace shareready
