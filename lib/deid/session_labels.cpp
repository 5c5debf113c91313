#include "deid/session_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "deid/dates.hpp"

namespace shareready {
namespace {

// Labels that read as dates order by them; others by the date of their first scan, then by their spelling.
std::optional<std::int64_t> day_of(const SessionLabel& session) {
  auto date = parse_any_date(session.label);
  if (!date) date = parse_any_date(session.first_date);
  return date ? std::optional(day_number(*date)) : std::nullopt;
}

// "03" or, put in between later, "03n": what this file gives, and nothing else.
struct Ordinal {
  int number = 0;
  char letter = 0;  // 0: none

  friend auto operator<=>(const Ordinal&, const Ordinal&) = default;  // NOLINT(modernize-use-nullptr)
};

constexpr char k_before_letters = 'a' - 1;
constexpr char k_after_letters = 'z' + 1;

std::optional<Ordinal> ordinal_of(const std::string& label) {
  const bool lettered = !label.empty() && label.back() >= 'a' && label.back() <= 'z';
  const std::string digits = lettered ? label.substr(0, label.size() - 1) : label;
  constexpr std::size_t k_most = 4;
  if (digits.empty() || digits.size() > k_most || !is_digits(digits)) return std::nullopt;
  return Ordinal{.number = std::stoi(digits), .letter = lettered ? label.back() : '\0'};
}

std::string text_of(const Ordinal& ordinal) {
  std::string text = fmt::format("{:02}", ordinal.number);
  if (ordinal.letter != 0) text += ordinal.letter;
  return text;
}

// The labels of one participant's sessions as they are given.
struct Ordinals {
  std::set<std::string> used;              // lower case
  std::map<std::int64_t, Ordinal> placed;  // by day: those whose place in time is known

  [[nodiscard]] bool is_free(const Ordinal& ordinal) const {
    return !used.contains(text_of(ordinal)) &&
           (ordinal.letter != 0 || !used.contains(std::to_string(ordinal.number)));
  }
};

// The first free number that no earlier ordinal comes after.
Ordinal next_number(const Ordinals& ordinals) {
  Ordinal next{.number = 1};
  for (const auto& [day, ordinal] : ordinals.placed) {
    if (ordinal >= next) next = {.number = ordinal.number + 1};
  }
  while (!ordinals.is_free(next)) ++next.number;
  return next;
}

int code_of(char letter) { return static_cast<unsigned char>(letter); }

// Halfway between two that stand there: "01" and "02" leave "01n" free, then "01u" behind it.
std::optional<Ordinal> between(const Ordinal& low, const Ordinal& high, const Ordinals& ordinals) {
  const int from = low.letter == 0 ? k_before_letters : code_of(low.letter);
  const int to = high.number == low.number ? code_of(high.letter) : k_after_letters;
  const Ordinal middle{.number = low.number, .letter = static_cast<char>((from + to + 1) / 2)};
  const bool fits = middle.letter > from && middle.letter < to;
  return fits && ordinals.is_free(middle) ? std::optional(middle) : std::nullopt;
}

std::optional<Ordinal> place_in_time(std::optional<std::int64_t> day, const Ordinals& ordinals) {
  if (!day) return next_number(ordinals);
  const auto after = ordinals.placed.upper_bound(*day);
  if (after == ordinals.placed.end()) return next_number(ordinals);
  const Ordinal low = after == ordinals.placed.begin() ? Ordinal{} : std::prev(after)->second;
  return between(low, after->second, ordinals);
}

bool session_before(const SessionLabel& one, const SessionLabel& other) {
  const auto day = day_of(one), other_day = day_of(other);
  if (day && other_day && *day != *other_day) return *day < *other_day;
  if (day.has_value() != other_day.has_value()) return day.has_value();
  return one.label < other.label;
}

// What an earlier release called the sessions; of those that stay away today only their labels tell a day.
void take_earlier(const LabelledParticipant& participant, const SessionPairs& kept, Ordinals& ordinals) {
  for (const auto& [old_label, new_label] : kept) {
    ordinals.used.insert(to_lower(new_label));
    SessionLabel session{.label = old_label, .first_date = ""};
    const auto here =
        std::find_if(participant.sessions.begin(), participant.sessions.end(),
                     [&label = old_label](const SessionLabel& one) { return one.label == label; });
    if (here != participant.sessions.end()) session = *here;
    const auto day = day_of(session);
    const auto ordinal = ordinal_of(new_label);
    if (day && ordinal && old_label != new_label) ordinals.placed.emplace(*day, *ordinal);
  }
}

}  // namespace

bool SessionRule::keeps(std::string_view label) const {
  const bool names_participant = !is_digits(label) && participants.contains(to_lower(label));
  return !names_participant && is_harmless_session(label, tokens);
}

bool is_harmless_session(std::string_view label, const TokenSet* tokens) {
  constexpr std::size_t k_longest_number = 4;
  constexpr std::size_t k_longest_word = 20;
  if (label.empty() || label.size() > k_longest_word || contains_date(label)) return false;
  std::size_t run = 0;
  for (const char c : label) {
    run = (c >= '0' && c <= '9') ? run + 1 : 0;
    if (run >= k_longest_number) return false;  // a year, a date without century, a number of an archive
  }
  return tokens == nullptr || !tokens->find_in(label);
}

Status relabel_sessions(const LabelledParticipant& participant, const SessionRule& rule,
                        const SessionPairs& kept, LabelMap& map) {
  Ordinals ordinals;
  take_earlier(participant, kept, ordinals);
  std::vector<SessionLabel> replaced;
  for (const SessionLabel& session : participant.sessions) {
    const auto before =
        std::find_if(kept.begin(), kept.end(), [&](const auto& pair) { return pair.first == session.label; });
    if (before != kept.end()) {
      map.add_session(participant.label, session.label, before->second);
    } else if (rule.keeps(session.label) && ordinals.used.insert(to_lower(session.label)).second) {
      map.add_session(participant.label, session.label, session.label);
    } else {
      replaced.push_back(session);
    }
  }
  std::sort(replaced.begin(), replaced.end(), session_before);
  for (const SessionLabel& session : replaced) {
    const auto day = day_of(session);
    const auto ordinal = place_in_time(day, ordinals);
    if (!ordinal) {
      return Error{
          ErrorCode::bad_data,
          fmt::format("sub-{}", participant.label),
          "a new session lies between two of the earlier release, and no label is left between theirs "
          "that would keep the order of time; leave the session out, or publish without --previous-key",
          {}};
    }
    ordinals.used.insert(text_of(*ordinal));
    if (day) ordinals.placed.emplace(*day, *ordinal);
    map.add_session(participant.label, session.label, text_of(*ordinal));
  }
  return Done{};
}

}  // namespace shareready
