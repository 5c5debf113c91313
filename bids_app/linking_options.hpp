#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "deid/labels.hpp"
#include "stage/key_file.hpp"
#include "stage/places.hpp"

namespace shareready {

// What links this release to its source and to earlier releases, read and checked before any work.
struct Linking {
  LabelMode label_mode = LabelMode::random;
  std::vector<std::uint8_t> label_secret;
  KeyWish key;  // of the group level alone
  std::optional<PreviousKey> previous;
  std::vector<std::string> withdrawn;  // sorted; those of earlier releases too
};

// Errors: usage (a place or a recipient that will not do, a secret that others can read), cannot_create,
// no_input, bad_data, no_match (somebody withdrew who is neither in the dataset nor in the earlier release).
Result<Linking> linking_of(const Arguments& arguments, const Places& places);

// True where the dataset has a folder of this participant (label without sub-).
bool is_in_dataset(const Places& places, const std::string& label);

}  // namespace shareready
