#include "deid/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "deid/dates.hpp"

namespace shareready {
namespace {

// Crockford's base 32 without i, l, o and u (https://www.crockford.com/base32.html), in lower case.
constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t k_label_length = 8;
constexpr int k_tries = 10000;  // per label, until the old labels are taken to leave no room

Error no_free_label() {
  return Error{ErrorCode::internal, "labels", "no new label was found that differs from all old ones", {}};
}

struct Taken {
  std::vector<std::string> old_labels;  // lower case
  std::set<std::string> new_labels;     // lower case
};

// Labels of one character would leave no room: they can only be equal, not contained.
bool repeats_old_label(std::string_view label, const Taken& taken) {
  return std::any_of(taken.old_labels.begin(), taken.old_labels.end(), [label](const std::string& old_label) {
    return old_label == label || (old_label.size() > 1 && label.find(old_label) != std::string_view::npos);
  });
}

// Four digits in a row read as a year, and digits around an `e` as a number: both are avoided.
bool reads_as_number(std::string_view label) {
  std::size_t run = 0;
  for (const char c : label) {
    run = (c >= '0' && c <= '9') ? run + 1 : 0;
    if (run >= 4) return true;
  }
  return label.front() >= '0' && label.front() <= '9';
}

Result<std::string> draw_random_label(const RandomSource& random) {
  std::string label;
  for (std::size_t i = 0; i < k_label_length; ++i) {
    SR_TRY(const std::uint64_t index, random_below(k_alphabet.size(), random));
    label.push_back(k_alphabet[index]);
  }
  return label;
}

Result<std::vector<std::string>> draw_random_labels(std::size_t count, Taken& taken,
                                                    const RandomSource& random) {
  std::vector<std::string> labels;
  for (int tries = 0; labels.size() < count; ++tries) {
    if (tries >= k_tries) return no_free_label();
    SR_TRY(std::string label, draw_random_label(random));
    if (reads_as_number(label) || repeats_old_label(label, taken)) continue;
    if (!taken.new_labels.insert(label).second) continue;
    labels.push_back(std::move(label));
    tries = 0;
  }
  return labels;
}

// A letter or two with which no old label begins.
Result<std::string> free_prefix(const Taken& taken) {
  constexpr std::string_view k_letters = "pqrxvwzkmnghjdfbcat";
  std::vector<std::string> candidates;
  for (const char first : k_letters) candidates.emplace_back(1, first);
  for (const char first : k_letters) {
    for (const char second : k_letters) candidates.push_back({first, second});
  }
  for (const std::string& prefix : candidates) {
    const bool used = std::any_of(taken.old_labels.begin(), taken.old_labels.end(),
                                  [&prefix](const std::string& label) { return label.starts_with(prefix); });
    if (!used) return prefix;
  }
  return no_free_label();
}

// The numbers 1 to count behind a free prefix, shuffled without bias (Fisher-Yates).
Result<std::vector<std::string>> draw_permutation(std::size_t count, const Taken& taken,
                                                  const RandomSource& random) {
  SR_TRY(const std::string prefix, free_prefix(taken));
  const std::size_t width = std::max<std::size_t>(3, std::to_string(count).size());
  std::vector<std::string> labels;
  for (std::size_t i = 1; i <= count; ++i) labels.push_back(fmt::format("{}{:0{}}", prefix, i, width));
  for (std::size_t i = count; i > 1; --i) {
    SR_TRY(const std::uint64_t other, random_below(i, random));
    std::swap(labels[i - 1], labels[other]);
  }
  return labels;
}

// Labels that read as dates order by them; others by the date of their first scan, then by their spelling.
std::string order_of(const SessionLabel& session) {
  if (const auto date = parse_any_date(session.label))
    return fmt::format("{:012}", day_number(*date) + 1000000);
  const auto scanned = parse_any_date(session.first_date);
  if (scanned) return fmt::format("{:012}", day_number(*scanned) + 1000000);
  return "9";
}

// Which session labels may stay. One that is also a participant's label would be taken for a leak of it;
// short numbers are everywhere and nobody's.
struct SessionRule {
  const TokenSet* tokens = nullptr;
  std::set<std::string> participants;  // old labels, lower case

  [[nodiscard]] bool keeps(std::string_view label) const {
    const bool names_participant = !is_digits(label) && participants.contains(to_lower(label));
    return !names_participant && is_harmless_session(label, tokens);
  }
};

void relabel_sessions(const LabelledParticipant& participant, const SessionRule& rule, LabelMap& map) {
  std::vector<SessionLabel> replaced;
  std::set<std::string> used;
  for (const SessionLabel& session : participant.sessions) {
    if (rule.keeps(session.label)) {
      map.add_session(participant.label, session.label, session.label);
      used.insert(to_lower(session.label));
    } else {
      replaced.push_back(session);
    }
  }
  std::sort(replaced.begin(), replaced.end(), [](const SessionLabel& a, const SessionLabel& b) {
    return std::pair(order_of(a), a.label) < std::pair(order_of(b), b.label);
  });
  int ordinal = 0;
  for (const SessionLabel& session : replaced) {
    std::string label;
    do {
      label = fmt::format("{:02}", ++ordinal);
    } while (used.contains(label) || used.contains(std::to_string(ordinal)));
    map.add_session(participant.label, session.label, label);
  }
}

Status check_request(const LabelRequest& request) {
  std::set<std::string> seen;
  for (const LabelledParticipant& participant : request.participants) {
    if (participant.label.empty() || !seen.insert(participant.label).second) {
      return Error{
          ErrorCode::bad_data, "labels", "the list of participants holds one twice, or an empty one", {}};
    }
  }
  return Done{};
}

}  // namespace

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

Result<LabelMap> draw_labels(LabelRequest request, const RandomSource& random) {
  SR_CHECK(check_request(request));
  std::sort(request.participants.begin(), request.participants.end(),
            [](const LabelledParticipant& a, const LabelledParticipant& b) { return a.label < b.label; });
  SessionRule rule{.tokens = request.tokens, .participants = {}};
  for (const std::string& label : request.taken) rule.participants.insert(to_lower(label));
  for (const LabelledParticipant& participant : request.participants) {
    rule.participants.insert(to_lower(participant.label));
  }
  Taken taken;
  taken.old_labels.assign(rule.participants.begin(), rule.participants.end());
  for (const LabelledParticipant& participant : request.participants) {
    for (const SessionLabel& session : participant.sessions) {
      if (!rule.keeps(session.label)) taken.old_labels.push_back(to_lower(session.label));
    }
  }
  const std::size_t count = request.participants.size();
  SR_TRY(const std::vector<std::string> labels, request.mode == LabelMode::random
                                                    ? draw_random_labels(count, taken, random)
                                                    : draw_permutation(count, taken, random));
  LabelMap map;
  for (std::size_t i = 0; i < count; ++i) {
    map.add_participant(request.participants[i].label, labels[i]);
    relabel_sessions(request.participants[i], rule, map);
  }
  return map;
}

void LabelMap::add_participant(std::string old_label, std::string new_label) {
  participants_.insert_or_assign(std::move(old_label), std::move(new_label));
}

void LabelMap::add_session(std::string old_participant, std::string old_session, std::string new_session) {
  sessions_.insert_or_assign({std::move(old_participant), std::move(old_session)}, std::move(new_session));
}

std::optional<std::string> LabelMap::participant(std::string_view old_label) const {
  const auto found = participants_.find(old_label);
  if (found == participants_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> LabelMap::session(std::string_view old_participant,
                                             std::string_view old_session) const {
  const auto found = sessions_.find({std::string(old_participant), std::string(old_session)});
  if (found == sessions_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> LabelMap::new_participants() const {
  std::vector<std::string> labels;
  for (const auto& [old_label, new_label] : participants_) labels.push_back(new_label);
  std::sort(labels.begin(), labels.end());
  return labels;
}

std::set<std::string> LabelMap::new_sessions() const {
  std::set<std::string> labels;
  for (const auto& [old_label, new_label] : sessions_) labels.insert(new_label);
  return labels;
}

std::vector<std::string> LabelMap::old_participants_by_new() const {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [old_label, new_label] : participants_) pairs.emplace_back(new_label, old_label);
  std::sort(pairs.begin(), pairs.end());
  std::vector<std::string> labels;
  labels.reserve(pairs.size());
  for (auto& [new_label, old_label] : pairs) labels.push_back(std::move(old_label));
  return labels;
}

}  // namespace shareready
