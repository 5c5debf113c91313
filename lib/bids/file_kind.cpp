#include "bids/file_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "base/text.hpp"

namespace shareready {
namespace {

using NamedKind = std::pair<std::string_view, FileKind>;

constexpr std::array<NamedKind, 51> k_kind_names = {{
    {"dataset_description", FileKind::dataset_description},
    {"readme", FileKind::readme},
    {"changes", FileKind::changes},
    {"license", FileKind::license},
    {"citation", FileKind::citation},
    {"participants", FileKind::participants},
    {"samples", FileKind::samples},
    {"phenotype", FileKind::phenotype},
    {"sidecar", FileKind::sidecar},
    {"scans", FileKind::scans},
    {"sessions", FileKind::sessions},
    {"events", FileKind::events},
    {"table", FileKind::table},
    {"recording", FileKind::recording},
    {"nifti", FileKind::nifti},
    {"bval", FileKind::bval},
    {"bvec", FileKind::bvec},
    {"dicom", FileKind::dicom},
    {"parrec", FileKind::parrec},
    {"freesurfer_volume", FileKind::freesurfer_volume},
    {"analyze", FileKind::analyze},
    {"other_image", FileKind::other_image},
    {"surface", FileKind::surface},
    {"meg", FileKind::meg},
    {"eeg", FileKind::eeg},
    {"ieeg", FileKind::ieeg},
    {"nirs", FileKind::nirs},
    {"microscopy", FileKind::microscopy},
    {"transform", FileKind::transform},
    {"picture", FileKind::picture},
    {"media", FileKind::media},
    {"document", FileKind::document},
    {"spreadsheet", FileKind::spreadsheet},
    {"archive", FileKind::archive},
    {"matlab", FileKind::matlab},
    {"hdf5", FileKind::hdf5},
    {"web_page", FileKind::web_page},
    {"log", FileKind::log},
    {"text", FileKind::text},
    {"vcs", FileKind::vcs},
    {"hidden", FileKind::hidden},
    {"derivative", FileKind::derivative},
    {"sourcedata", FileKind::sourcedata},
    {"code", FileKind::code},
    {"logs", FileKind::logs},
    {"stimulus", FileKind::stimulus},
    {"other_folder", FileKind::other_folder},
    {"ignore_file", FileKind::ignore_file},
    {"empty", FileKind::empty},
    {"missing_content", FileKind::missing_content},
    {"broken_link", FileKind::broken_link},
}};
constexpr std::array<NamedKind, 6> k_unusable_names = {{
    {"outside_link", FileKind::outside_link},
    {"linked_folder", FileKind::linked_folder},
    {"special", FileKind::special},
    {"unreadable", FileKind::unreadable},
    {"mismatched", FileKind::mismatched},
    {"unknown", FileKind::unknown},
}};

// By the end of the lower-case file name. Sorted.
constexpr std::array<NamedKind, 99> k_by_ending = {{
    {".3gp", FileKind::media},
    {".7z", FileKind::archive},
    {".avi", FileKind::media},
    {".bak", FileKind::unknown},
    {".bmp", FileKind::picture},
    {".bval", FileKind::bval},
    {".bvec", FileKind::bvec},
    {".bz2", FileKind::archive},
    {".csv", FileKind::spreadsheet},
    {".dcm", FileKind::dicom},
    {".dconn.nii", FileKind::surface},
    {".dlabel.nii", FileKind::surface},
    {".doc", FileKind::document},
    {".docx", FileKind::document},
    {".dscalar.nii", FileKind::surface},
    {".dta", FileKind::spreadsheet},
    {".dtseries.nii", FileKind::surface},
    {".eml", FileKind::document},
    {".gif", FileKind::picture},
    {".gii", FileKind::surface},
    {".gii.gz", FileKind::surface},
    {".gz", FileKind::archive},
    {".h5", FileKind::hdf5},
    {".hdf5", FileKind::hdf5},
    {".hdr", FileKind::analyze},
    {".heic", FileKind::picture},
    {".htm", FileKind::web_page},
    {".html", FileKind::web_page},
    {".ima", FileKind::dicom},
    {".img", FileKind::analyze},
    {".jpeg", FileKind::picture},
    {".jpg", FileKind::picture},
    {".json", FileKind::sidecar},
    {".log", FileKind::log},
    {".lta", FileKind::transform},
    {".m3z", FileKind::transform},
    {".m4a", FileKind::media},
    {".mat", FileKind::matlab},
    {".md", FileKind::text},
    {".mgh", FileKind::freesurfer_volume},
    {".mgz", FileKind::freesurfer_volume},
    {".mkv", FileKind::media},
    {".mnc", FileKind::other_image},
    {".mov", FileKind::media},
    {".mp3", FileKind::media},
    {".mp4", FileKind::media},
    {".msg", FileKind::document},
    {".nhdr", FileKind::other_image},
    {".nii", FileKind::nifti},
    {".nii.gz", FileKind::nifti},
    {".nrrd", FileKind::other_image},
    {".odp", FileKind::document},
    {".ods", FileKind::spreadsheet},
    {".odt", FileKind::document},
    {".ome.tif", FileKind::microscopy},
    {".ome.tiff", FileKind::microscopy},
    {".pages", FileKind::document},
    {".par", FileKind::parrec},
    {".pdf", FileKind::document},
    {".png", FileKind::picture},
    {".ppt", FileKind::document},
    {".pptx", FileKind::document},
    {".rar", FileKind::archive},
    {".rdata", FileKind::spreadsheet},
    {".rds", FileKind::spreadsheet},
    {".rec", FileKind::parrec},
    {".rst", FileKind::text},
    {".rtf", FileKind::document},
    {".sas7bdat", FileKind::spreadsheet},
    {".sav", FileKind::spreadsheet},
    {".sdat", FileKind::parrec},
    {".snirf", FileKind::nirs},
    {".spar", FileKind::parrec},
    {".spv", FileKind::spreadsheet},
    {".sql", FileKind::spreadsheet},
    {".sqlite", FileKind::spreadsheet},
    {".svg", FileKind::picture},
    {".tar", FileKind::archive},
    {".tar.gz", FileKind::archive},
    {".tfm", FileKind::transform},
    {".tgz", FileKind::archive},
    {".tif", FileKind::picture},
    {".tiff", FileKind::picture},
    {".tsv", FileKind::table},
    {".tsv.gz", FileKind::recording},
    {".txt", FileKind::text},
    {".v", FileKind::other_image},
    {".wav", FileKind::media},
    {".webm", FileKind::media},
    {".webp", FileKind::picture},
    {".wma", FileKind::media},
    {".wmv", FileKind::media},
    {".x5", FileKind::transform},
    {".xfm", FileKind::transform},
    {".xls", FileKind::spreadsheet},
    {".xlsx", FileKind::spreadsheet},
    {".xml", FileKind::text},
    {".xz", FileKind::archive},
    {".zip", FileKind::archive},
}};
static_assert(std::is_sorted(k_by_ending.begin(), k_by_ending.end()));

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
    case FileKind::dataset_description:
    case FileKind::sidecar:
      return content == ContentType::json;
    case FileKind::recording:
      return content == ContentType::gzip_text;
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

std::string_view to_string(FileKind kind) {
  for (const auto table :
       {std::span<const NamedKind>(k_kind_names), std::span<const NamedKind>(k_unusable_names)}) {
    for (const auto& [name, known] : table) {
      if (known == kind) return name;
    }
  }
  return "unknown";
}

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
  return look_up(k_by_datatype, place_of(relative).datatype).value_or(kind);
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
  if (!is_worked_on(kind)) return {kind, ""};
  if (content == ContentType::empty)
    return {FileKind::empty, "it is empty (0 bytes); get it again from its source"};
  if (!fits(kind, name, content)) {
    return {FileKind::mismatched,
            fmt::format("its name ends in {} but its content is {}; get it again or rename it",
                        name.extension, to_string(content))};
  }
  return {kind, ""};
}

}  // namespace shareready
