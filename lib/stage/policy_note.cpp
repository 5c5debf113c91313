#include "stage/policy_note.hpp"

#include "base/files.hpp"
#include "policy/policy_changes.hpp"

namespace shareready {
namespace {

std::filesystem::path policy_note(const PrivateFolder& folder, const std::string& hash) {
  return folder.policies() / (hash + ".json");
}

}  // namespace

Status note_policy(const PrivateFolder& folder, const Policy& policy) {
  return write_file(policy_note(folder, policy_hash(policy)), format_json(policy_json(policy)), Mode::secret);
}

std::optional<Policy> noted_policy(const PrivateFolder& folder, const std::string& hash) {
  const Result<std::string> text = read_text(policy_note(folder, hash));
  if (!text.ok()) return std::nullopt;
  const Result<Json> json = parse_json(*text, hash);
  if (!json.ok()) return std::nullopt;
  Result<Policy> policy = parse_policy(*json, hash);
  return policy.ok() && policy_hash(*policy) == hash ? std::optional(std::move(*policy)) : std::nullopt;
}

std::string told_of_other_policy(const PrivateFolder& folder, const std::string& hash, const Policy& policy) {
  const std::optional<Policy> before = noted_policy(folder, hash);
  return before ? told_of_changes(policy_changes(*before, policy)) : std::string();
}

}  // namespace shareready
