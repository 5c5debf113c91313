#pragma once

#include <string>
#include <string_view>

namespace shareready {

// Why a policy may not leave out a key of sidecars: BIDS requires it of some kind of image or recording, or
// the program says in it what was done. Empty: it may. `of_pet`: the release has PET images.
std::string reason_to_stay(std::string_view sidecar_key, bool of_pet);

}  // namespace shareready
