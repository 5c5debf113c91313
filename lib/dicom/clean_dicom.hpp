#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "deid/dates.hpp"
#include "deid/tokens.hpp"
#include "dicom/dicom_rules.hpp"
#include "dicom/frame_layout.hpp"
#include "policy/dicom_options.hpp"

namespace shareready {

class BlockMemory;

// What all files of a participant share.
struct DicomMap {
  std::span<const std::uint8_t> secret;  // of the dataset: new UIDs are made with it
  std::string patient;                   // PatientID and PatientName
  std::optional<DateShift> shift = {};   // dates are dropped without it
  // Seconds of the day at which the series began. Without a shift, times of measurement are counted from it;
  // without both they go.
  std::optional<double> series_start = {};
  const TokenSet* known = nullptr;  // names and numbers of the person in other files; may be null
  BlockMemory* blocks = nullptr;    // saves the work on protocols that files repeat (block_memory.hpp)
};

// What an object is, told by attributes that name nobody.
struct DicomFacts {
  DicomIod iod = DicomIod::mr;
  std::string series = {};  // the new SeriesInstanceUID
  FrameLayout layout = {};
  bool plain = true;  // little endian and not deflated
  bool echo_planar = false;
  bool perfusion = false;  // or told so by a word of its description
  bool reference = false;  // a single-band reference or an M0 image, by its description
};

// True for a series of echo planar volumes over time or diffusion directions: people were matched by chance
// only in such images (share/face_bearing.tsv, func bold and dwi). The objects' word is not enough: the
// frames themselves must lie several times at every place, in voxels as coarse as such series have.
// Everything else counts as showing a face.
bool is_face_free(const std::vector<DicomFacts>& series);

// Why an object is left out, as a stable word; `none` for one that was cleaned.
enum class DicomExclusion {
  none,
  directory,
  document,
  encapsulated,
  raw,
  capture,
  burned_in,
  text,
  colour,
  localiser,
  no_image
};

std::string_view to_string(DicomExclusion exclusion);

struct CleanedDicom {
  std::vector<std::uint8_t> bytes;  // empty where excluded
  DicomExclusion exclusion = DicomExclusion::none;
  DicomFacts facts;
  TokenSet tokens;                   // what was personal in the file, for the audit
  std::vector<std::string> dropped;  // keywords of the table's attributes and tags of other standard ones
                                     // that went, sorted, once each: fit for shared texts
};

// The object without what the Basic Profile and the options take, at every depth; private elements only as
// far as they are known as safe; UIDs new, the same for the same UID and secret; file meta information,
// preamble and padding new; pixel data and transfer syntax as they were. Bytes do not depend on the order in
// which files are cleaned. Errors: bad_data (no DICOM file, truncated, malformed, pixel data of another
// length than its attributes say), unsupported, internal (no data dictionary).
Result<CleanedDicom> clean_dicom(std::span<const std::uint8_t> file, const DicomRules& rules,
                                 const DicomOptions& options, const DicomMap& map);

// Loads the dictionary of attributes on a thread of its own, while the caller does something else; what needs
// it waits. Without the call it is loaded when it is first needed.
std::jthread load_dicom_dictionary();

// Forgets the kinds of tokens that the options retain: they may be found in a release.
void forget_retained(const DicomOptions& options, TokenSet& tokens);

// What an object says of when it was measured, and its series by its UID in the source.
struct MeasuredWhen {
  std::string series = {};
  std::vector<std::string> dates = {};  // days, as DICOM spells them
  std::optional<double> seconds = {};   // of the day, when its acquisition began
};

// Reads the first elements alone, of a file by name the first bytes where they do. Errors: as for
// clean_dicom(), and of a name no_input and io.
Result<MeasuredWhen> measured_when(std::span<const std::uint8_t> file);
Result<MeasuredWhen> measured_when(const std::filesystem::path& file);

// For each object the earliest second of the day of its series; nothing where no object of it tells one.
std::vector<std::optional<double>> series_starts(std::span<const MeasuredWhen> objects);

// The cleaned object with another PatientID and PatientName. Errors: bad_data.
Result<std::vector<std::uint8_t>> relabel_dicom(std::span<const std::uint8_t> cleaned,
                                                const std::string& patient);

}  // namespace shareready
