#include "deid/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "deid/dates.hpp"

namespace shareready {
namespace {

// Crockford's base 32 without i, l, o and u (https://www.crockford.com/base32.html), in lower case.
constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t k_label_length = 8;
constexpr std::size_t k_keyed_length = 12;  // 60 bits: no two of 100,000 persons meet, at however many sites
constexpr int k_tries = 10000;              // per label, until the old labels are taken to leave no room

Error no_free_label() {
  return Error{ErrorCode::internal, "labels", "no new label was found that differs from all old ones", {}};
}

struct Taken {
  std::set<std::string, std::less<>> old_labels;  // lower case
  std::set<std::size_t> old_sizes;                // their lengths
  std::set<std::string, std::less<>> new_labels;  // lower case; those of earlier releases too

  void add_old(std::string label) {
    old_sizes.insert(label.size());
    old_labels.insert(std::move(label));
  }
};

// Labels of one character would leave no room: they can only be equal, not contained.
bool repeats_old_label(std::string_view label, const Taken& taken) {
  if (taken.old_labels.contains(label)) return true;
  for (const std::size_t size : taken.old_sizes) {
    if (size <= 1) continue;
    for (std::size_t at = 0; at + size <= label.size(); ++at) {
      if (taken.old_labels.contains(label.substr(at, size))) return true;
    }
  }
  return false;
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

// The first characters of HMAC-SHA-256(secret, old label), again with a counter where they read as a number:
// whoever has the secret gets the same label, at every site, whoever else is in the dataset.
std::string keyed_label(std::span<const std::uint8_t> secret, std::string_view old_label) {
  for (int attempt = 0;; ++attempt) {
    const auto digest = hmac_sha256(secret, fmt::format("label {} of {}", attempt, old_label));
    std::string label;
    for (std::size_t i = 0; i < k_keyed_length; ++i)
      label.push_back(k_alphabet[digest[i] % k_alphabet.size()]);
    if (!reads_as_number(label)) return label;
  }
}

Result<std::vector<std::string>> derive_labels(const std::vector<std::string>& old_labels, Taken& taken,
                                               std::span<const std::uint8_t> secret) {
  std::vector<std::string> labels;
  for (const std::string& old_label : old_labels) {
    std::string label = keyed_label(secret, old_label);
    if (taken.old_labels.contains(label) || !taken.new_labels.insert(label).second) {
      return Error{ErrorCode::bad_data,
                   "labels",
                   "the label secret gives a label that is somebody's already; take another secret",
                   {}};
    }
    labels.push_back(std::move(label));
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
    const auto begins = [&prefix](const auto& labels) {
      const auto first = labels.lower_bound(prefix);
      return first != labels.end() && first->starts_with(prefix);
    };
    if (!begins(taken.old_labels) && !begins(taken.new_labels)) return prefix;
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

using SessionPairs = std::vector<std::pair<std::string, std::string>>;

// Sessions that were in an earlier release keep what they were called there.
void relabel_sessions(const LabelledParticipant& participant, const SessionRule& rule,
                      const SessionPairs& kept, LabelMap& map) {
  std::vector<SessionLabel> replaced;
  std::set<std::string> used;
  for (const auto& [old_label, new_label] : kept) used.insert(to_lower(new_label));
  for (const SessionLabel& session : participant.sessions) {
    const auto before =
        std::find_if(kept.begin(), kept.end(), [&](const auto& pair) { return pair.first == session.label; });
    if (before != kept.end()) {
      map.add_session(participant.label, session.label, before->second);
    } else if (rule.keeps(session.label) && !used.contains(to_lower(session.label))) {
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

// Labels that others have or had: nobody else may get them.
Status reserve_earlier(const LabelRequest& request, Taken& taken) {
  if (request.previous == nullptr) return Done{};
  for (const std::string& label : request.previous->retired) taken.new_labels.insert(to_lower(label));
  for (const LinkedParticipant& before : request.previous->participants) {
    const std::string label = to_lower(before.new_label);
    if (!taken.new_labels.insert(label).second || taken.old_labels.contains(label)) {
      return Error{
          ErrorCode::bad_data,
          "--previous-key",
          "a label that it holds as new is somebody's already; give somebody in the source another label",
          {}};
    }
  }
  return Done{};
}

Result<std::vector<std::string>> make_labels(const std::vector<std::string>& old_labels,
                                             const LabelRequest& request, Taken& taken,
                                             const RandomSource& random) {
  switch (request.mode) {
    case LabelMode::random:
      return draw_random_labels(old_labels.size(), taken, random);
    case LabelMode::permute:
      return draw_permutation(old_labels.size(), taken, random);
    case LabelMode::keyed:
      return derive_labels(old_labels, taken, request.secret);
  }
  return no_free_label();
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
  for (const std::string& label : rule.participants) taken.add_old(label);
  for (const LabelledParticipant& participant : request.participants) {
    for (const SessionLabel& session : participant.sessions) {
      if (!rule.keeps(session.label)) taken.add_old(to_lower(session.label));
    }
  }
  SR_CHECK(reserve_earlier(request, taken));
  const auto before = [&](const std::string& label) {
    return request.previous == nullptr ? nullptr : request.previous->find(label);
  };
  std::vector<std::string> newcomers;
  for (const LabelledParticipant& participant : request.participants) {
    if (before(participant.label) == nullptr) newcomers.push_back(participant.label);
  }
  SR_TRY(const std::vector<std::string> labels, make_labels(newcomers, request, taken, random));
  LabelMap map;
  for (std::size_t i = 0; i < newcomers.size(); ++i) map.add_participant(newcomers[i], labels[i]);
  for (const LabelledParticipant& participant : request.participants) {
    const LinkedParticipant* known = before(participant.label);
    if (known != nullptr) map.add_participant(participant.label, known->new_label);
    relabel_sessions(participant, rule, known == nullptr ? SessionPairs() : known->sessions, map);
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
