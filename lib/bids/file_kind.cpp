#include "bids/file_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "base/text.hpp"
#include "bids/file_kind_table.hpp"

namespace shareready {
namespace {

// Parts of lower-case names of spatial transforms, by the tools that write them: BIDS derivatives, FSL, ANTs,
// FreeSurfer, SPM, AFNI, elastix, NiftyReg, pydeface. A name that fits is a transform whatever its ending.
constexpr std::array<std::string_view, 17> k_transform_parts = {
    "0genericaffine", "1inversewarp", "1warp.nii", ".aff12.1d",  "composite.h5",        "_cpp.nii",
    "_pydeface.mat",  "_seg8.mat",    "_sn.mat",   "_warp+",     "_warp.nii",           "_xfm.",
    "example_func2",  "register.dat", "u_rc1",     "warpfield.", "transformparameters."};
constexpr std::array<std::string_view, 2> k_transform_starts = {"iy_", "y_"};

// The datatypes whose raw files belong to one kind, whatever their ending.
constexpr std::array<NamedKind, 6> k_by_datatype = {{{"eeg", FileKind::eeg},
                                                     {"ieeg", FileKind::ieeg},
                                                     {"meg", FileKind::meg},
                                                     {"micr", FileKind::microscopy},
                                                     {"motion", FileKind::table},
                                                     {"nirs", FileKind::nirs}}};

std::optional<FileKind> look_up(std::span<const NamedKind> table, std::string_view name) {
  for (const auto& [known, kind] : table) {
    if (known == name) return kind;
  }
  return {};
}

bool is_transform(std::string_view lower_name) {
  const auto contained = [&](std::string_view part) {
    return lower_name.find(part) != std::string_view::npos;
  };
  const auto begun = [&](std::string_view start) { return lower_name.starts_with(start); };
  return std::any_of(k_transform_parts.begin(), k_transform_parts.end(), contained) ||
         std::any_of(k_transform_starts.begin(), k_transform_starts.end(), begun);
}

// The longest ending of the table first: ".tsv.gz" before ".gz".
std::optional<FileKind> kind_by_ending(std::string_view lower_name) {
  for (std::size_t dot = lower_name.find('.'); dot != std::string_view::npos;
       dot = lower_name.find('.', dot + 1)) {
    if (const auto kind = look_up(k_by_ending, lower_name.substr(dot))) return kind;
  }
  return {};
}

std::optional<FileKind> kind_at_root(std::string_view file_name, std::string_view stem) {
  if (file_name == "dataset_description.json") return FileKind::dataset_description;
  if (file_name == "participants.tsv") return FileKind::participants;
  if (file_name == "samples.tsv") return FileKind::samples;
  if (file_name == ".bidsignore") return FileKind::ignore_file;
  if (file_name == "CITATION.cff") return FileKind::citation;
  if (stem == "README") return FileKind::readme;
  if (stem == "CHANGES") return FileKind::changes;
  if (stem == "LICENSE" || stem == "LICENCE") return FileKind::license;
  return {};
}

FileKind kind_of_table(const BidsName& name, std::string_view relative) {
  if (relative.starts_with("phenotype/")) return FileKind::phenotype;
  if (name.suffix == "scans") return FileKind::scans;
  if (name.suffix == "sessions") return FileKind::sessions;
  return name.suffix == "events" ? FileKind::events : FileKind::table;
}

// What the content of a kind that is worked on must be; any other content is a mismatch.
bool fits(FileKind kind, const BidsName& name, ContentType content) {
  const bool text = content == ContentType::text || content == ContentType::json ||
                    content == ContentType::xml || content == ContentType::par;
  switch (kind) {
    case FileKind::nifti:
      return content == (name.extension.ends_with(".gz") ? ContentType::gzip_nifti : ContentType::nifti);
    case FileKind::freesurfer_volume:
      return content == (name.extension == ".mgz" ? ContentType::gzip_freesurfer : ContentType::freesurfer);
    case FileKind::analyze:
      return name.extension == ".img" || content == ContentType::nifti_header;
    case FileKind::dataset_description:
    case FileKind::sidecar:
      return content == ContentType::json;
    case FileKind::recording:
      return content == ContentType::gzip_text;
    case FileKind::eeg:
    case FileKind::ieeg:
      if (name.extension == ".eeg") return true;  // samples without a header
      return name.extension.starts_with(".v") ? text : content == ContentType::edf;
    default:
      return text;
  }
}

bool is_worked_on(FileKind kind) {
  switch (kind) {
    case FileKind::nifti:
    case FileKind::dataset_description:
    case FileKind::sidecar:
    case FileKind::recording:
    case FileKind::participants:
    case FileKind::samples:
    case FileKind::phenotype:
    case FileKind::scans:
    case FileKind::sessions:
    case FileKind::events:
    case FileKind::table:
    case FileKind::bval:
    case FileKind::bvec:
    case FileKind::citation:
      return true;
    default:
      return false;
  }
}

// For names that say nothing: what the content says.
FileKind kind_by_content(ContentType content) {
  switch (content) {
    case ContentType::nifti:
    case ContentType::gzip_nifti:
    case ContentType::minc:
    case ContentType::nrrd:
      return FileKind::other_image;
    case ContentType::nifti_header:
      return FileKind::analyze;
    case ContentType::gzip_freesurfer:
    case ContentType::freesurfer:
      return FileKind::freesurfer_volume;
    case ContentType::dicom:
      return FileKind::dicom;
    case ContentType::par:
      return FileKind::parrec;
    case ContentType::fif:
      return FileKind::meg;
    case ContentType::edf:
      return FileKind::eeg;
    case ContentType::html:
      return FileKind::web_page;
    case ContentType::png:
    case ContentType::jpeg:
    case ContentType::tiff:
    case ContentType::gif:
      return FileKind::picture;
    case ContentType::pdf:
    case ContentType::ole:
      return FileKind::document;
    case ContentType::zip:
    case ContentType::tar:
      return FileKind::archive;
    case ContentType::hdf5:
      return FileKind::hdf5;
    case ContentType::matlab:
      return FileKind::matlab;
    default:
      return FileKind::unknown;
  }
}

}  // namespace

FileKind kind_by_name(const std::filesystem::path& relative, const BidsName& name) {
  const std::string path = relative.generic_string();
  const std::string file_name = relative.filename().string();
  const std::string lower_name = to_lower(file_name);
  if (path == file_name) {
    if (const auto kind = kind_at_root(file_name, name.suffix)) return *kind;
  }
  if (is_transform(lower_name)) return FileKind::transform;
  const FileKind kind = kind_by_ending(lower_name).value_or(FileKind::unknown);
  const bool named_well = name.well_formed || path.starts_with("phenotype/");
  if (kind == FileKind::table) return named_well ? kind_of_table(name, path) : FileKind::unknown;
  if (kind == FileKind::sidecar) return named_well ? kind : FileKind::unknown;
  const bool described = kind == FileKind::recording || kind == FileKind::nifti;
  if (described || kind == FileKind::bval || kind == FileKind::bvec) return kind;
  const std::string datatype = place_of(relative).datatype;
  const bool shows_people =
      kind == FileKind::picture || kind == FileKind::media || kind == FileKind::document;
  if (shows_people && (datatype != "micr" || name.suffix == "photo")) return kind;
  return look_up(k_by_datatype, datatype).value_or(kind);
}

bool is_open_recording(FileKind kind, std::string_view extension) {
  constexpr std::array<std::string_view, 5> k_extensions = {".bdf", ".edf", ".eeg", ".vhdr", ".vmrk"};
  return (kind == FileKind::eeg || kind == FileKind::ieeg) &&
         std::find(k_extensions.begin(), k_extensions.end(), extension) != k_extensions.end();
}

bool is_open_image(FileKind kind, std::string_view extension) {
  if (kind == FileKind::nifti) return true;
  if (kind == FileKind::analyze) return extension == ".hdr" || extension == ".img";
  return kind == FileKind::freesurfer_volume && (extension == ".mgh" || extension == ".mgz");
}

std::string_view to_string(FileKind kind) {
  for (const auto& [name, known] : k_kind_names) {
    if (known == kind) return name;
  }
  return "unknown";
}

JudgedKind judge_kind(const std::filesystem::path& relative, const BidsName& name, ContentType content) {
  const FileKind kind = kind_by_name(relative, name);
  if (content == ContentType::annex_pointer) {
    return {FileKind::missing_content,
            "its content is in git-annex and was not fetched; run `datalad get` on it"};
  }
  if (content == ContentType::lfs_pointer) {
    return {FileKind::missing_content, "its content is in git LFS and was not fetched; run `git lfs pull`"};
  }
  if (kind == FileKind::unknown) return {kind_by_content(content), ""};
  if (!is_worked_on(kind) && !is_open_image(kind, name.extension) && !is_open_recording(kind, name.extension))
    return {kind, ""};
  if (content == ContentType::empty)
    return {FileKind::empty, "it is empty (0 bytes); get it again from its source"};
  if (!fits(kind, name, content)) {
    if (content == ContentType::binary && (name.extension == ".tsv" || name.extension == ".json")) {
      return {FileKind::mismatched,
              "line 1: bytes that are no UTF-8 text (UTF-16?); save it as UTF-8, get it again or rename it"};
    }
    return {FileKind::mismatched,
            fmt::format("its name ends in {} but its content is {}; get it again or rename it",
                        name.extension, to_string(content))};
  }
  return {kind, ""};
}

}  // namespace shareready
