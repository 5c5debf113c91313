#include "policy/file_reason.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace shareready {
namespace {

constexpr std::array<std::string_view, 7> k_image_datatypes = {"anat", "dwi",  "fmap", "func",
                                                               "mrs",  "perf", "pet"};
// Tables whose columns the scrubbers know beside events, scans and sessions.
constexpr std::array<std::string_view, 4> k_known_tables = {"aslcontext", "beh", "blood", "channels"};
constexpr std::array<std::string_view, 2> k_recording_datatypes = {"eeg", "ieeg"};

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

// Whether folders and name agree and have the depth that BIDS gives them.
bool is_well_placed(const InventoryFile& file) {
  const Place& place = file.place;
  const auto depth = std::distance(file.path.begin(), file.path.end());
  return file.name.well_formed && is_plain(file.path.native()) && !place.participant.empty() &&
         file.name.label("sub") == place.participant && file.name.label("ses") == place.session &&
         depth == (place.session.empty() ? 3 : 4);
}

// Whether a file at or above its data is where BIDS has it: at the root, in the participant's or session's
// folder, or with the data.
bool is_placed(const InventoryFile& file) {
  const bool inherited = file.place.participant.empty() && !file.path.has_parent_path();
  const bool own_folder = file.place.datatype.empty() && !file.place.participant.empty();
  const bool same_names = (!file.name.has("sub") || file.name.label("sub") == file.place.participant) &&
                          (!file.name.has("ses") || file.name.label("ses") == file.place.session);
  return file.name.well_formed && is_plain(file.path.native()) &&
         (inherited || (own_folder && same_names) || is_well_placed(file));
}

std::string_view image_reason(const InventoryFile& file, const Policy& policy, const FaceTable& faces) {
  if (!is_well_placed(file)) return "misplaced";
  if (!is_one_of(k_image_datatypes, file.place.datatype)) return "unsupported_data";
  switch (faces.risk_of(file.place.datatype, file.name.suffix)) {
    case FaceRisk::recognisable:
      return "deface";
    case FaceRisk::slight:
      return policy.deface_scope == DefaceScope::all ? "deface_all" : "scrub";
    case FaceRisk::none:
      return "scrub";
  }
  return "unknown";
}

// An image in two files cannot be masked.
std::string_view pair_reason(const InventoryFile& file, const Policy& policy, const FaceTable& faces) {
  if (!is_open_image(FileKind::analyze, file.name.extension)) return "other_image";
  const std::string_view reason = image_reason(file, policy, faces);
  return reason == "deface" || reason == "deface_all" ? "analyze" : reason;
}

bool is_in_understood_datatype(const InventoryFile& file) {
  return file.place.datatype.empty() || file.place.datatype == "beh" ||
         is_one_of(k_image_datatypes, file.place.datatype) ||
         is_one_of(k_recording_datatypes, file.place.datatype);
}

// The reason of a file that stands beside images: if it is what it should be, `kept`.
std::string_view beside_images(const InventoryFile& file, std::string_view kept) {
  if (!is_in_understood_datatype(file)) return "unsupported_data";
  return is_placed(file) ? kept : "unknown";
}

// Recordings of the body's electricity and magnetism: open and simple formats are cleaned, others named.
std::string_view recording_reason(const InventoryFile& file, FileKind kind) {
  if (is_open_recording(kind, file.name.extension)) {
    const bool fits = is_one_of(k_recording_datatypes, file.place.datatype) && is_well_placed(file) &&
                      file.name.suffix == file.place.datatype;
    return fits ? "recording_header" : "misplaced";
  }
  struct Format {
    std::string_view extension, reason;
  };
  constexpr std::array<Format, 9> k_formats = {{{".ds", "meg"},
                                                {".fdt", "eeglab"},
                                                {".fif", "meg"},
                                                {".mefd", "mefd"},
                                                {".mefd/", "mefd"},
                                                {".nwb", "nwb"},
                                                {".set", "eeglab"},
                                                {".snirf", "snirf"},
                                                {".con", "meg"}}};
  for (const Format& format : k_formats) {
    if (file.name.extension == format.extension) return format.reason;
  }
  return kind == FileKind::meg ? "meg" : "electrophysiology";
}

}  // namespace

std::string_view file_reason(const InventoryFile& file, FileKind kind, const Policy& policy,
                             const FaceTable& faces) {
  switch (kind) {
    case FileKind::dataset_description:
      return "dataset_description";
    case FileKind::readme:
      return "readme";
    case FileKind::changes:
      return "changes";
    case FileKind::license:
      return "license";
    case FileKind::citation:
      return "citation";
    case FileKind::participants:
      return "participants";
    case FileKind::samples:
    case FileKind::microscopy:
      return "microscopy";
    case FileKind::phenotype:
      return "phenotype";
    case FileKind::sidecar:
      return file.path.native().starts_with("phenotype/") ? "sidecar" : beside_images(file, "sidecar");
    case FileKind::scans:
      return beside_images(file, "scans");
    case FileKind::sessions:
      return beside_images(file, "sessions");
    case FileKind::events:
      return beside_images(file, "events");
    case FileKind::table:
      if (file.name.suffix == "electrodes") return "electrodes";
      return beside_images(file, is_one_of(k_known_tables, file.name.suffix) ? "measurements" : "table_kind");
    case FileKind::recording:
      return beside_images(file, "recording");
    case FileKind::nifti:
      return image_reason(file, policy, faces);
    case FileKind::bval:
    case FileKind::bvec:
      return beside_images(file, "gradients");
    case FileKind::dicom:
      return policy.sourcedata && !file.place.participant.empty() ? "dicom_source" : "dicom";
    case FileKind::parrec:
      return "parrec";
    case FileKind::freesurfer_volume:
      return is_open_image(kind, file.name.extension) ? image_reason(file, policy, faces) : "other_image";
    case FileKind::analyze:
      return pair_reason(file, policy, faces);
    case FileKind::other_image:
      return "other_image";
    case FileKind::surface:
      return "surface";
    case FileKind::meg:
    case FileKind::eeg:
    case FileKind::ieeg:
    case FileKind::nirs:
      return recording_reason(file, kind);
    case FileKind::transform:
      return "transform";
    case FileKind::picture:
      return "picture";
    case FileKind::media:
      return "media";
    case FileKind::document:
      return "document";
    case FileKind::spreadsheet:
      return "spreadsheet";
    case FileKind::archive:
      return "archive";
    case FileKind::web_page:
      return "web_page";
    case FileKind::log:
    case FileKind::logs:
      return "log";
    case FileKind::vcs:
      return "vcs";
    case FileKind::hidden:
      return "hidden";
    case FileKind::derivative:
      return "derivative";
    case FileKind::sourcedata:
      return policy.sourcedata ? "sourcedata_images" : "sourcedata";
    case FileKind::code:
      return "code";
    case FileKind::stimulus:
      return policy.stimuli ? "stimulus_kept" : "stimulus";
    case FileKind::other_folder:
      return "other_folder";
    case FileKind::ignore_file:
      return "ignore_file";
    case FileKind::missing_content:
      return "missing_content";
    case FileKind::broken_link:
    case FileKind::outside_link:
    case FileKind::linked_folder:
      return "link";
    case FileKind::special:
      return "special";
    case FileKind::unreadable:
      return "unreadable";
    case FileKind::empty:
    case FileKind::mismatched:
      return "damaged";
    case FileKind::matlab:
    case FileKind::hdf5:
    case FileKind::text:
    case FileKind::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace shareready
