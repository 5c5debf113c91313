#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "image/nifti.hpp"

// What derived data claim to be by their names, and whether they are. Only what can be shared without raw
// data comes in: images in a template space, region statistics, unthresholded maps of groups.
namespace shareready {

enum class DerivedKind {
  normalised_image,  // of one person, in a template space
  group_map,         // a statistic over persons, in a template space
  region_table,      // numbers by region of one person: TSV, or FreeSurfer's .stats
  sidecar,           // JSON beside one of them
  description,       // dataset_description.json
  refused
};

// What a file's name says it is, or why it stays out: a sentence without any name of the data.
struct DerivedClaim {
  DerivedKind kind = DerivedKind::refused;
  std::string refusal;
};

using TemplateSpaces = std::set<std::string, std::less<>>;

// share/template_spaces.tsv. Errors: no_input, bad_data.
Result<TemplateSpaces> load_template_spaces();

// `path` is relative to the root of the derivative dataset.
DerivedClaim claim_of(const std::filesystem::path& path, const TemplateSpaces& spaces);

// Why an image is not what its name claims; empty where it is. A normalised image lies in a template space by
// its header, unturned, with one position, inside a template's field of view; a group map is that too, holds
// a statistic in more than two values, and is not thresholded: inside the brain few voxels have one and the
// same value. `has_signs`: the name claims a statistic that is negative somewhere (t, z, effect). Errors:
// those of read_volume.
Result<std::string> refute_image(DerivedKind claimed, const NiftiImage& image, std::string_view subject,
                                 bool has_signs = false);

// A .stats file of FreeSurfer without its comments (they name subject, user, host and paths): measures,
// column titles and rows stay. Errors: bad_data (a line that is no row of one region).
Result<std::string> clean_region_statistics(std::string_view text, std::string_view subject);

}  // namespace shareready
