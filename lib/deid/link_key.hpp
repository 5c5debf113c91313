#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace shareready {

// A code that several persons share (of a family, a site) beside its new label.
struct LinkedCode {
  std::string of;  // what it is a code of ("family", "site": reasons in share/table_columns.tsv, which never
                   // change): columns of one concept share their labels
  std::string old_code;
  std::string new_label;
  friend auto operator<=>(const LinkedCode&, const LinkedCode&) = default;  // NOLINT(modernize-use-nullptr)
};

// One participant's old labels beside the new ones, and by how many days its dates moved.
struct LinkedParticipant {
  std::string old_label;  // without sub-
  std::string new_label;
  std::vector<std::pair<std::string, std::string>> sessions;  // old, new; without ses-
  std::optional<std::int64_t> shift_days;                     // none where no date was shifted
  std::vector<LinkedCode> codes = {};                         // sorted
};

// What a key file holds: all that a later release needs to go on with the labels and dates of this one. It
// exists in memory and encrypted, never else.
struct LinkKey {
  std::vector<std::uint8_t> secret;             // of the dataset; empty where nothing was made with it
  std::vector<LinkedParticipant> participants;  // sorted by old label; of this release and of earlier ones
  std::vector<std::string> withdrawn;           // old labels that never come back, sorted
  std::vector<std::string> retired;             // their new labels, which nobody gets again, sorted

  [[nodiscard]] const LinkedParticipant* find(std::string_view old_label) const;
  // Every old label it knows, of the withdrawn too.
  [[nodiscard]] std::vector<std::string> old_labels() const;
  // Every label that somebody or something had in a release: nobody else gets it.
  [[nodiscard]] std::vector<std::string> new_labels() const;
};

// Takes participants out for good: what links them goes, and their labels are remembered apart, in order, so
// that the pairs cannot be read from them. So are the labels of their families and the like, but for those
// that somebody else shares.
void withdraw(LinkKey& key, const std::vector<std::string>& old_labels);

Json link_key_document(const LinkKey& key);
// Errors: unsupported (another format number), bad_data; never with a value in it.
Result<LinkKey> parse_link_key(const Json& document, std::string_view subject);

}  // namespace shareready
