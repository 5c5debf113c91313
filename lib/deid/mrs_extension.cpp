#include "deid/mrs_extension.hpp"

#include <algorithm>

#include "base/share.hpp"
#include "base/text.hpp"

namespace shareready {

Result<CleanedMrs> clean_mrs_extension(std::string_view text, const SidecarContext& context,
                                       std::string_view subject) {
  const std::string_view padded = text.substr(0, text.find('\0'));
  const auto json = parse_json(trim(padded), subject);
  if (!json.ok()) {
    return Error{
        ErrorCode::bad_data, std::string(subject), "the JSON of its NIfTI-MRS extension cannot be read", {}};
  }
  SR_TRY(const ScrubbedSidecar scrubbed, scrub_sidecar(*json, context));
  CleanedMrs out{.json = format_json_line(scrubbed.json), .removed = {}};
  for (const DroppedKey& key : scrubbed.dropped) {
    std::string name = key.known ? "extension 44, " + key.key : "extension 44, a key that is not listed";
    if (std::find(out.removed.begin(), out.removed.end(), name) == out.removed.end())
      out.removed.push_back(std::move(name));
  }
  return out;
}

Result<KeyTable> load_mrs_keys() {
  SR_TRY(const std::filesystem::path path, find_share_file("mrs_keys.tsv"));
  return read_key_table(path);
}

}  // namespace shareready
