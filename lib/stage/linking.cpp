#include "stage/linking.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"

namespace shareready {
namespace {

Error must_run_again(const Outcome& outcome, std::string_view what) {
  return Error{
      ErrorCode::bad_data,
      fmt::format("sub-{}", outcome.participant),
      fmt::format("{}; run the participant level again with the same --previous-key and --identity", what),
      {}};
}

// Dates and DICOM identifiers are made with the secret; without them, which one it was does not matter.
bool uses_secret(const Policy& policy) { return policy.dates == DateRule::shift || policy.sourcedata; }

Result<Secret> secret_of(const GroupInputs& inputs, const LinkRequest& request) {
  if (request.previous != nullptr && !request.previous->secret.empty()) {
    return make_secret(request.previous->secret);
  }
  SR_TRY(const std::optional<Secret> found, find_secret(*request.folder));
  const bool same =
      found && (inputs.outcomes.empty() || inputs.outcomes.front().secret == found->fingerprint);
  if (same) return *found;
  if (!uses_secret(*request.policy)) return Secret{};
  return Error{
      ErrorCode::bad_data,
      "--key-file",
      "the secret behind the shifted dates was deleted when the release was published; delete the private "
      "folder and run both levels again, the group level with --key-file, or give --previous-key",
      {}};
}

std::optional<DateSpan> moved_span(const Outcome& outcome) {
  return span_of({outcome.first_day, outcome.last_day});
}

Result<std::optional<std::int64_t>> shift_days(const Outcome& outcome, const Secret& secret,
                                               const LinkKey* previous) {
  const LinkedParticipant* before = previous == nullptr ? nullptr : previous->find(outcome.participant);
  const auto span = moved_span(outcome);
  if (outcome.shift.empty() || !span) return before == nullptr ? std::nullopt : before->shift_days;
  SR_TRY(const DateShift shift, shift_for(outcome.participant, secret, *span, previous));
  if (shift_fingerprint(secret, shift) != outcome.shift) {
    return must_run_again(outcome, "its dates moved by other days than the key says");
  }
  return std::optional(shift.days);
}

// The sessions of this release, and those of earlier ones that are not in it.
std::vector<std::pair<std::string, std::string>> linked_sessions(const Outcome& outcome,
                                                                 const LabelMap& labels,
                                                                 const LinkedParticipant* before) {
  std::vector<std::pair<std::string, std::string>> sessions;
  for (const SessionDate& session : outcome.sessions) {
    const auto label = labels.session(outcome.participant, session.session);
    if (label) sessions.emplace_back(session.session, *label);
  }
  for (const auto& pair : before == nullptr ? decltype(sessions)() : before->sessions) {
    if (!labels.session(outcome.participant, pair.first)) sessions.push_back(pair);
  }
  std::sort(sessions.begin(), sessions.end());
  return sessions;
}

// The codes of this release, and those that only earlier ones had.
std::vector<LinkedCode> linked_codes(const NewLabels& names, const std::string& participant,
                                     const LinkedParticipant* before) {
  const auto own = names.codes.find(participant);
  std::vector<LinkedCode> codes = own == names.codes.end() ? std::vector<LinkedCode>() : own->second;
  if (before != nullptr) codes.insert(codes.end(), before->codes.begin(), before->codes.end());
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace

Result<DateShift> shift_for(std::string_view label, const Secret& secret, const DateSpan& span,
                            const LinkKey* previous) {
  const LinkedParticipant* before = previous == nullptr ? nullptr : previous->find(label);
  if (before != nullptr && before->shift_days) return DateShift{*before->shift_days};
  return make_date_shift(secret.bytes, label, span);
}

std::string shift_fingerprint(const Secret& secret, const DateShift& shift) {
  return hmac_sha256_hex(secret.bytes, fmt::format("shift of {} days", shift.days)).substr(0, 16);
}

bool keeps_earlier_shift(const Outcome& outcome, const LinkKey& previous) {
  const LinkedParticipant* before = previous.find(outcome.participant);
  if (outcome.shift.empty() || before == nullptr || !before->shift_days) return true;
  return outcome.shift == shift_fingerprint(make_secret(previous.secret), {*before->shift_days});
}

Status check_continuity(const GroupInputs& inputs, const LinkRequest& request) {
  if (request.previous == nullptr || !uses_secret(*request.policy)) return Done{};
  const std::string& secret = make_secret(request.previous->secret).fingerprint;
  for (const Outcome& outcome : inputs.outcomes) {
    const bool same_secret = request.previous->secret.empty() || outcome.secret == secret;
    if (!same_secret || !keeps_earlier_shift(outcome, *request.previous)) {
      return must_run_again(outcome, "was de-identified without the key of the earlier release");
    }
  }
  return Done{};
}

Result<LinkKey> next_link_key(const GroupInputs& inputs, const NewLabels& names, const LinkRequest& request) {
  const LabelMap& labels = names.participants;
  SR_TRY(const Secret secret, secret_of(inputs, request));
  LinkKey key = request.previous == nullptr ? LinkKey() : *request.previous;
  key.secret = secret.bytes;
  std::vector<LinkedParticipant> released;
  for (const Outcome& outcome : inputs.outcomes) {
    const auto label = labels.participant(outcome.participant);
    if (!label) continue;
    const LinkedParticipant* before = key.find(outcome.participant);
    LinkedParticipant linked{.old_label = outcome.participant,
                             .new_label = *label,
                             .sessions = linked_sessions(outcome, labels, before),
                             .shift_days = {},
                             .codes = linked_codes(names, outcome.participant, before)};
    SR_TRY(linked.shift_days, shift_days(outcome, secret, request.previous));
    released.push_back(std::move(linked));
  }
  std::erase_if(key.participants,
                [&](const LinkedParticipant& one) { return labels.participant(one.old_label).has_value(); });
  key.participants.insert(key.participants.end(), std::make_move_iterator(released.begin()),
                          std::make_move_iterator(released.end()));
  std::sort(key.participants.begin(), key.participants.end(),
            [](const auto& one, const auto& other) { return one.old_label < other.old_label; });
  withdraw(key, request.withdrawn);
  return key;
}

}  // namespace shareready
