#include "stage/derived_content.hpp"

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/cells.hpp"
#include "deid/description.hpp"
#include "deid/nifti_header.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Segmentations and masks of the brain by their names, in which no head need be found.
bool is_of_brain_alone(const BidsName& name) {
  constexpr std::array<std::string_view, 10> k_labels{"",    "GM",   "WM", "CSF", "CGM",
                                                      "SGM", "SCGM", "BS", "CBM", "L"};
  const std::string_view label = name.label("label");
  return name.suffix == "dseg" || (name.suffix == "mask" && name.label("desc") == "brain") ||
         (name.suffix == "probseg" && std::find(k_labels.begin(), k_labels.end(), label) != k_labels.end());
}

// A head in the image that is no face, or, where the name says that it holds the brain alone, no face seen.
bool is_fit(const FoundFile& found, const Derivation& run) {
  const BidsName name = parse_bids_name(found.inner.filename().string());
  const std::string datatype = found.inner.parent_path().filename().string();
  if (run.faces.risk_of(datatype, name.suffix) != FaceRisk::recognisable) return true;
  const FaceVerdict verdict = run.request.shows_face({.path = found.target}).verdict;
  return verdict == FaceVerdict::no_face || (is_of_brain_alone(name) && verdict != FaceVerdict::face);
}

// Statistics that are below 0 somewhere in every brain.
bool has_signs(const FoundFile& found) {
  const std::string file = found.inner.filename().string();
  const std::string stat(parse_bids_name(file).label("stat"));
  return stat == "t" || stat == "z" || stat == "effect";
}

Result<fs::path> place_for(const DerivedFile& file, const Derivation& run) {
  return staged_path(run.request.texts->folders, file.outcome.path);
}

// Images that are what they claim to be, with a clean header.
Status stage_image(const FoundFile& found, DerivedFile& file, const Derivation& run) {
  Result<NiftiImage> image = read_nifti(found.target);
  if (!image.ok()) {
    stay_out(file, FileStatus::withheld, "the image is damaged or of an unsupported kind");
    return Done{};
  }
  const Result<std::string> why = refute_image(file.kind, *image, "derivative", has_signs(found));
  if (!why.ok() || !why->empty()) {
    stay_out(file, FileStatus::withheld, why.ok() ? *why : "the image cannot be read as numbers in space");
    return Done{};
  }
  if (file.kind == DerivedKind::normalised_image && !is_fit(found, run)) {
    stay_out(file, FileStatus::withheld, "it shows a face, or that cannot be ruled out: strip the skull");
    return Done{};
  }
  if (!scrub_nifti_header(*image, "derivative").ok()) {
    stay_out(file, FileStatus::withheld, "its header cannot be cleaned");
    return Done{};
  }
  SR_TRY(file.staged, place_for(file, run));
  return write_nifti(file.staged, *image, compression_for(file.staged));
}

bool is_region_name(std::string_view column) {
  constexpr std::array<std::string_view, 9> k_names{"index",      "name", "region",     "label", "structure",
                                                    "structname", "hemi", "hemisphere", "atlas"};
  return std::find(k_names.begin(), k_names.end(), to_lower(column)) != k_names.end();
}

bool all_numbers(const Table& table, std::size_t column) {
  return std::all_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return row[column] == "n/a" || is_number(row[column]); });
}

// Names of regions and columns of numbers stay.
Result<std::string> clean_region_table(const fs::path& target) {
  SR_TRY(Table table, read_table(target));
  for (std::size_t i = table.columns.size(); i-- > 0;) {
    if (!is_region_name(table.columns[i]) && !all_numbers(table, i)) table.erase_column(i);
  }
  // Rows of numbers without names of regions may be a matrix, rows without end the voxels of an image.
  constexpr std::size_t k_most_regions = 5000;
  const bool named = std::any_of(table.columns.begin(), table.columns.end(), is_region_name);
  if ((!named && table.rows.size() > 1) || table.rows.size() > k_most_regions)
    return Error{ErrorCode::bad_data, "table", "holds no one row for each region", {}};
  if (table.columns.empty()) return Error{ErrorCode::bad_data, "table", "holds no column of numbers", {}};
  return format_table(table);
}

Status stage_regions(const FoundFile& found, DerivedFile& file, const Derivation& run) {
  Result<std::string> cleaned = Error{ErrorCode::internal, {}, {}, {}};
  if (found.inner.extension() == ".tsv") {
    cleaned = clean_region_table(found.target);
  } else {
    SR_TRY(const std::string text, read_text(found.target));
    cleaned = clean_region_statistics(text, "statistics");
  }
  if (!cleaned.ok()) {
    stay_out(file, FileStatus::withheld, "it is no table of region statistics");
    return Done{};
  }
  SR_TRY(file.staged, place_for(file, run));
  return write_file(file.staged, *cleaned);
}

Status stage_json(const FoundFile& found, DerivedFile& file, const Derivation& run) {
  SR_TRY(const std::string text, read_text(found.target));
  const Result<Json> json = parse_json(text, "sidecar");
  const TextStep& texts = *run.request.texts;
  Result<ScrubbedSidecar> scrubbed =
      !json.ok() ? json.error()
      : file.kind == DerivedKind::description
          ? scrub_dataset_description(*json, {.derivative = true,
                                              .audience = run.request.audience,
                                              .version = run.request.version,
                                              .container_tag = {},
                                              .tokens = texts.tokens})
          : scrub_sidecar(*json,
                          {.table = &texts.rules->keys, .tokens = texts.tokens, .shift = {}, .columns = {}});
  if (!scrubbed.ok()) {
    stay_out(file, FileStatus::withheld, "it cannot be read as JSON");
    return Done{};
  }
  file.outcome.parts = parts_of(std::move(scrubbed->dropped));
  SR_TRY(file.staged, place_for(file, run));
  return write_file(file.staged, format_json(scrubbed->json));
}

}  // namespace

void stay_out(DerivedFile& file, FileStatus status, std::string reason) {
  file.outcome.status = status;
  file.outcome.reason = std::move(reason);
}

Status stage_derived_content(const FoundFile& found, DerivedFile& file, const Derivation& run) {
  switch (file.kind) {
    case DerivedKind::normalised_image:
    case DerivedKind::group_map:
      return stage_image(found, file, run);
    case DerivedKind::region_table:
      return stage_regions(found, file, run);
    case DerivedKind::sidecar:
    case DerivedKind::description:
      return stage_json(found, file, run);
    case DerivedKind::refused:
      return Done{};
  }
  return Done{};
}

}  // namespace shareready
