#include "deid/derived.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/files.hpp"
#include "base/share.hpp"
#include "base/text.hpp"
#include "bids/file_kind.hpp"
#include "bids/table.hpp"
#include "deid/cells.hpp"
#include "image/volume.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

DerivedClaim refused(std::string why) { return {DerivedKind::refused, std::move(why)}; }

bool is_of_a_person(const fs::path& path) {
  return std::any_of(path.begin(), path.end(),
                     [](const fs::path& part) { return part.string().starts_with("sub-"); });
}

bool is_hidden_or_left(const fs::path& path) {
  constexpr std::array<std::string_view, 5> k_folders{"figures", "logs", "code", "sourcedata", "scripts"};
  return std::any_of(path.begin(), path.end(), [&](const fs::path& part) {
    const std::string name = part.string();
    return name.starts_with('.') || std::find(k_folders.begin(), k_folders.end(), name) != k_folders.end();
  });
}

// FreeSurfer's tables by region, and tables whose suffix says so (BIDS derivatives, fMRIPrep, sMRIPrep).
bool names_region_table(const BidsName& name, const std::string& file) {
  constexpr std::array<std::string_view, 4> k_suffixes{"morph", "roistats", "regionstats", "stats"};
  if (file.ends_with(".stats")) return true;
  return name.well_formed && name.extension == ".tsv" &&
         std::find(k_suffixes.begin(), k_suffixes.end(), name.suffix) != k_suffixes.end();
}

DerivedClaim claim_of_image(const fs::path& path, const BidsName& name, const TemplateSpaces& spaces) {
  const std::string space(name.label("space"));
  const bool in_template = spaces.contains(space);
  if (is_of_a_person(path)) {
    if (in_template) return {DerivedKind::normalised_image, {}};
    return refused(space.empty() ? "an image without a space in its name lies in the space of the participant"
                                 : "the space in its name is none of the known templates");
  }
  if (name.suffix != "statmap" && !name.has("stat"))
    return refused("an image of no person whose name does not say that it is a statistical map");
  if (!in_template) return refused("a map whose name holds no known template space");
  return {DerivedKind::group_map, {}};
}

// In mm, RAS, about the anterior commissure: where every template has its brain.
struct Ellipsoid {
  RasPoint centre{0, -18, 12};
  Vec3 radii{52, 68, 46};
  [[nodiscard]] bool holds(const RasPoint& p) const {
    const double x = (p.x - centre.x) / radii[0], y = (p.y - centre.y) / radii[1],
                 z = (p.z - centre.z) / radii[2];
    return x * x + y * y + z * z <= 1.0;
  }
};

// A grid in a template's space is not turned; a scan's sform that leads there is, or has other voxels than
// the header says. Two positions that differ are the transformation from one space to the other.
std::string refute_position(const NiftiHeader& header, const Affine& voxel_to_ras) {
  constexpr double k_turned = 0.01, k_apart_mm = 1, k_spacing = 0.02;
  const Vec3 spacing = spacing_mm(voxel_to_ras);
  for (std::size_t column = 0; column < 3; ++column) {
    std::size_t along = 0;
    for (std::size_t row = 0; row < 3; ++row) {
      if (std::abs(voxel_to_ras.rows[row][column]) > k_turned * spacing[column]) ++along;
    }
    if (along != 1)
      return "its axes are turned against those of a template: it lies in the participant's space";
    if (std::abs(header.pixdim[column + 1] / spacing[column] - 1) > k_spacing)
      return "its header gives its voxels two sizes: its position is a transformation";
  }
  if (header.geometry.qform_code <= 0 || header.geometry.sform_code <= 0) return {};
  const Affine other = qform_affine(header.geometry);
  for (const double far : {0.0, 1.0}) {
    const Vec3 corner{far * static_cast<double>(header.size[0] - 1),
                      far * static_cast<double>(header.size[1] - 1),
                      far * static_cast<double>(header.size[2] - 1)};
    const Vec3 here = voxel_to_ras(corner), there = other(corner);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (std::abs(here[axis] - there[axis]) > k_apart_mm)
        return "its header gives it two positions: together they are a transformation";
    }
  }
  return {};
}

std::string refute_place(const NiftiHeader& header, const Affine& voxel_to_ras) {
  constexpr int k_scanner = 1;
  constexpr double k_longest_mm = 330;  // the widest template with air around it
  const int code = header.geometry.sform_code > 0 ? header.geometry.sform_code : header.geometry.qform_code;
  if (code <= k_scanner) return "its header says scanner coordinates, its name a template";
  if (header.size[4] > 1)
    return "it holds more than one number a voxel: a field of vectors may be a transformation";
  if (std::string why = refute_position(header, voxel_to_ras); !why.empty()) return why;
  const Vec3 spacing = spacing_mm(voxel_to_ras);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (spacing[axis] * static_cast<double>(header.size[axis]) > k_longest_mm)
      return "its field of view is larger than that of a template";
  }
  const auto to_voxel = inverse(voxel_to_ras);
  if (!to_voxel) return "its position cannot be told";
  const Vec3 origin = (*to_voxel)({0, 0, 0});
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (origin[axis] < 0 || origin[axis] >= static_cast<double>(header.size[axis]))
      return "the origin of the template lies outside of it";
  }
  return {};
}

struct MapFigures {
  std::size_t inside = 0, zeros = 0;
  std::size_t alike = 0;  // of the value that most voxels have
  bool binary = true;     // two values at most
  bool negative = false;  // anywhere in the brain
};

std::size_t most_alike(std::vector<float> values) {
  std::sort(values.begin(), values.end());
  std::size_t most = 0;
  for (std::size_t begin = 0, at = 0; at < values.size(); ++at) {
    if (values[at] != values[begin]) begin = at;
    most = std::max(most, at - begin + 1);
  }
  return most;
}

MapFigures measure_map(const Volume& map) {
  const Ellipsoid brain;
  MapFigures figures;
  std::vector<float> values;
  float first = 0, second = 0;
  int different = 0;
  for (std::size_t k = 0; k < map.size[2]; ++k) {
    for (std::size_t j = 0; j < map.size[1]; ++j) {
      for (std::size_t i = 0; i < map.size[0]; ++i) {
        const float value = map.at(i, j, k);
        if (different == 0) first = value, different = 1;
        if (different == 1 && value != first) second = value, different = 2;
        if (different == 2 && value != first && value != second) figures.binary = false;
        const Vec3 index{static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)};
        if (!brain.holds(map.voxel_to_ras.to_ras_point(index))) continue;
        ++figures.inside;
        values.push_back(value);
        if (value < 0) figures.negative = true;
        if (value == 0.0F) ++figures.zeros;
      }
    }
  }
  figures.alike = most_alike(std::move(values));
  return figures;
}

// NIFTI_INTENT_CORREL to NIFTI_INTENT_LOG10PVAL of nifti1.h.
bool is_statistic(int intent_code) { return intent_code >= 2 && intent_code <= 24; }

std::string refute_map(const NiftiHeader& header, const Volume& map, bool has_signs) {
  // A ventricle or a cut at the bottom may be 0; a threshold leaves most of the brain at 0.
  constexpr double k_most_zeros = 0.3;
  if (header.intent_code != 0 && !is_statistic(header.intent_code))
    return "the intent in its header is no statistic";
  if (header.volumes() > 1) return "it holds several maps: those of single persons may be among them";
  const MapFigures figures = measure_map(map);
  if (figures.inside == 0) return "it does not reach the brain of the template";
  if (figures.binary) return "it holds two values only: a mask, no statistic";
  const double zeros = static_cast<double>(figures.zeros) / static_cast<double>(figures.inside);
  if (zeros > k_most_zeros)
    return fmt::format("it is thresholded: {:.0f} % of the brain is exactly 0", 100 * zeros);
  const double alike = static_cast<double>(figures.alike) / static_cast<double>(figures.inside);
  if (alike > k_most_zeros)
    return fmt::format("it is thresholded: {:.0f} % of the brain has one and the same value", 100 * alike);
  if (has_signs && !figures.negative)
    return "nothing in it is below 0: it is no map of t, z or an effect, but may be an image of a head";
  return {};
}

// "# Measure BrainSeg, BrainSegVol, Brain Segmentation Volume, 1243340.0, mm^3", and titles of columns.
bool is_kept_comment(std::string_view line) {
  if (line.starts_with("# ColHeaders") || line.starts_with("# NTableCols")) return true;
  const std::vector<std::string> fields = split(line, ',');
  constexpr std::size_t k_fields = 5;
  return line.starts_with("# Measure ") && fields.size() == k_fields && is_number(trim(fields[3]));
}

// The row of one region: its name, one word, among two numbers at least. Rows of numbers alone may be a
// matrix.
bool is_region_row(std::string_view row) {
  std::size_t names = 0, numbers = 0;
  for (std::string& word : split(replace_all(std::string(row), "\t", " "), ' ')) {
    if (word.empty()) continue;
    ++(is_number(word) ? numbers : names);
  }
  return names == 1 && numbers >= 2;
}

}  // namespace

Result<TemplateSpaces> load_template_spaces() {
  SR_TRY(const auto path, find_share_file("template_spaces.tsv"));
  SR_TRY(const Table table, read_table(path));
  const auto column = table.column("space");
  if (!column) return Error{ErrorCode::bad_data, path.string(), "got no column 'space'", {}};
  TemplateSpaces spaces;
  for (const auto& row : table.rows) spaces.insert(row[*column]);
  return spaces;
}

DerivedClaim claim_of(const fs::path& path, const TemplateSpaces& spaces) {
  const std::string file = path.filename().string();
  const BidsName name = parse_bids_name(file);
  if (path.generic_string() == "dataset_description.json") return {DerivedKind::description, {}};
  if (is_hidden_or_left(path)) return refused("a folder of figures, logs, code or hidden files");
  if (kind_by_name(path, name) == FileKind::transform)
    return refused("a transformation leads back to the original head");
  if (name.extension == ".nii" || name.extension == ".nii.gz") return claim_of_image(path, name, spaces);
  if (names_region_table(name, file)) {
    return is_of_a_person(path) ? DerivedClaim{DerivedKind::region_table, {}}
                                : refused("a table of regions that belongs to no person of the release");
  }
  if (name.extension == ".json" && name.well_formed) return {DerivedKind::sidecar, {}};
  return refused("of no kind that is known to be safe without raw data");
}

Result<std::string> refute_image(DerivedKind claimed, const NiftiImage& image, std::string_view subject,
                                 bool has_signs) {
  SR_TRY(const Affine voxel_to_ras, shareready::voxel_to_ras(image.header, subject));
  std::string why = refute_place(image.header, voxel_to_ras);
  if (!why.empty() || claimed != DerivedKind::group_map) return why;
  SR_TRY(const Volume map, read_volume(image, {}, subject));
  return refute_map(image.header, map, has_signs);
}

Result<std::string> clean_region_statistics(std::string_view text, std::string_view subject) {
  std::string kept;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view core = trim(line);
    if (core.empty()) continue;
    const bool comment = core.front() == '#';
    if (comment && !is_kept_comment(core)) continue;
    if (!comment && !is_region_row(core)) {
      return Error{
          ErrorCode::bad_data, std::string(subject), "holds a line that is no row of statistics", {}};
    }
    kept += std::string(core) + "\n";
  }
  return kept;
}

}  // namespace shareready
