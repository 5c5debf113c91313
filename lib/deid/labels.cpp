#include "deid/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "deid/session_labels.hpp"

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

// Labels that others have or had: nobody else may get them.
Status reserve_earlier(const LabelRequest& request, Taken& taken) {
  if (request.previous == nullptr) return Done{};
  for (const std::string& label : request.previous->retired) taken.new_labels.insert(to_lower(label));
  for (const LinkedParticipant& before : request.previous->participants) {
    for (const LinkedCode& code : before.codes) taken.new_labels.insert(to_lower(code.new_label));
  }
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

Result<std::vector<std::string>> draw_unused_labels(std::size_t count, const std::set<std::string>& avoid,
                                                    const RandomSource& random) {
  Taken taken;
  for (const std::string& label : avoid) taken.add_old(to_lower(label));
  return draw_random_labels(count, taken, random);
}

// The first characters of HMAC-SHA-256(secret, old label), again with a counter where they read as a number.
std::string keyed_label(std::span<const std::uint8_t> secret, std::string_view old_label) {
  for (int attempt = 0;; ++attempt) {
    const auto digest = hmac_sha256(secret, fmt::format("label {} of {}", attempt, old_label));
    std::string label;
    for (std::size_t i = 0; i < k_keyed_length; ++i)
      label.push_back(k_alphabet[digest[i] % k_alphabet.size()]);
    if (!reads_as_number(label)) return label;
  }
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
    SR_CHECK(relabel_sessions(participant, rule, known == nullptr ? SessionPairs() : known->sessions, map));
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
