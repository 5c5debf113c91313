#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// Dutch postcode areas of two digits: the region they become, "NL-NH 10": the province of the area's main
// town (ISO 3166-2) and the digits. Codes and not names, which may be among the places that the audit looks
// for.
struct PostcodeAreas {
  std::array<std::string, 100> regions = {};
};

// Errors: no_input, bad_data.
Result<PostcodeAreas> read_postcode_areas(const std::filesystem::path& path);

// The region of a postcode: of a Dutch one (four digits, with or without letters; only where `dutch`) the
// province and the area, of others what begins alike in two places ("10.."). Areas of four
// digits have some thousand inhabitants, fewer than the 20,000 that HIPAA asks of a region (45 CFR
// 164.514(b)(2)(i)(B)), so none is finer. Nothing where it is no postcode.
std::optional<std::string> region_of(std::string_view postcode, bool dutch, const PostcodeAreas& areas);

// The same one step coarser: the province, "1..".
std::string wider_region(std::string_view region);

// True of what region_of gives.
bool is_region(std::string_view cell, const PostcodeAreas& areas);

}  // namespace shareready
