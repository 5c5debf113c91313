#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/result.hpp"
#include "deid/link_key.hpp"
#include "deid/tokens.hpp"

namespace shareready {

enum class LabelMode {
  random,   // eight characters of Crockford's base 32, lower case
  permute,  // a prefix that no old label has, and numbers in random order
  keyed     // a function of a secret and the old label: the same wherever the secret is
};

struct SessionLabel {
  std::string label;       // without ses-
  std::string first_date;  // ISO date of its first scan where known, else ""
};

struct LabelledParticipant {
  std::string label;  // without sub-
  std::vector<SessionLabel> sessions;
};

struct LabelRequest {
  std::vector<LabelledParticipant> participants = {};
  LabelMode mode = LabelMode::random;
  std::vector<std::string> taken =
      {};                             // labels that may not be drawn: participants left out, former releases
  const TokenSet* tokens = nullptr;   // session labels that hold one are replaced
  const LinkKey* previous = nullptr;  // labels of an earlier release, which stay
  std::span<const std::uint8_t> secret = {};  // of the mode keyed
};

// Old labels beside new ones. It lives in memory only and is never written.
class LabelMap {
 public:
  void add_participant(std::string old_label, std::string new_label);
  void add_session(std::string old_participant, std::string old_session, std::string new_session);

  [[nodiscard]] std::optional<std::string> participant(std::string_view old_label) const;
  [[nodiscard]] std::optional<std::string> session(std::string_view old_participant,
                                                   std::string_view old_session) const;
  [[nodiscard]] std::vector<std::string> new_participants() const;  // sorted
  [[nodiscard]] std::set<std::string> new_sessions() const;
  // Old labels in the order of the new ones: the order in which everything is written.
  [[nodiscard]] std::vector<std::string> old_participants_by_new() const;

 private:
  std::map<std::string, std::string, std::less<>> participants_;
  std::map<std::pair<std::string, std::string>, std::string> sessions_;
};

// New labels for all participants and for those sessions whose label tells a date, an identifier or a token,
// or is some participant's: they become ordinals in time order. The result does not depend on the order of
// the request. No new label equals an old one (random ones do not contain one either), no two differ by case
// alone. Labels of an earlier release stay with those who had them and go to nobody else. Errors: bad_data (a
// label twice; one that the earlier release or the key gives is somebody's old label; no label left between
// two sessions), internal (no free
// label found), the random source's own.
Result<LabelMap> draw_labels(LabelRequest request, const RandomSource& random);

// Random labels for other things than participants (families, sites): none equals or contains one of `avoid`.
Result<std::vector<std::string>> draw_unused_labels(std::size_t count, const std::set<std::string>& avoid,
                                                    const RandomSource& random);

// The label of the mode keyed for an old label, or for a code with its concept before it (a unit separator
// between them: no label holds one): the same wherever the secret is, whoever else is in the dataset.
std::string keyed_label(std::span<const std::uint8_t> secret, std::string_view old_label);

// True for a session label that may stay: a word or small number, no date, no long number, no token.
bool is_harmless_session(std::string_view label, const TokenSet* tokens);

}  // namespace shareready
