#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/finding.hpp"
#include "base/result.hpp"

namespace shareready {

// A personal token of the source: a name, an identifier, a birth date. `type` is what reports show instead,
// in brackets: "name", "id", "date", "address", ...
struct AuditToken {
  std::string text;
  std::string type;
};
// The type of names of who asked for a scan, made it or read it: they may be authors of the dataset.
inline constexpr std::string_view k_staff_name_type = "staff name";
// Where a dataset tells its authors.
inline constexpr std::array<std::string_view, 2> k_files_of_authors{"dataset_description.json",
                                                                    "CITATION.cff"};

// What must not be found. Empty for a dataset of which nothing is known.
//
// Labels are searched as `sub-X` and `ses-X` (also `sub_X`, `subX`) everywhere, in any encoding; bare labels
// and tokens as whole words in text, names and header strings, in any letter case. A word that would be met
// by chance (fewer than 3 characters, a number of fewer than 5 digits, a common word of
// share/audit_common_words.tsv) is searched only where an identifier stands: identifier columns, identifying
// keys, and a label with a digit behind a word for a person ("subject 7", whatever its leading zeros). In
// voxel bytes only forms of at least 6 bytes of a label with its prefix, and tokens of at least 8 bytes, are
// searched.
struct AuditNeedles {
  std::vector<std::string> participants;  // source labels without `sub-`
  std::vector<std::string> sessions;      // source labels without `ses-`; not those that the release keeps
  std::vector<AuditToken> tokens;
};

// What an image was judged to show.
enum class FaceVerdict {
  no_face,       // the surface of the face is not there (defaced, skull-stripped, cut)
  face,          // enough of it is left
  cannot_judge,  // no registration, not a head, an error
  no_image_data  // empty, or a header only
};

struct FaceFinding {
  FaceVerdict verdict = FaceVerdict::cannot_judge;
  std::string reason;  // without any value read from the data's text
};

// An image to judge.
struct HeadFile {
  std::filesystem::path path;           // of a DICOM series: its folder
  std::vector<std::uint8_t> decoded{};  // its content, unpacked, where it was read already; else empty
  bool is_on_disk = true;               // else a member of an archive: only its name, and nothing lies beside
};

// Judges one anatomical image; called from several threads.
using FaceDetector = std::function<FaceFinding(HeadFile image)>;

// What a tree is for. In a report, pages of HTML and dates of facts are what it is made of; labels, tokens,
// contacts of people and whatever cannot be read stop publishing there as well.
enum class TreeKind { dataset, report };

struct AuditOptions {
  TreeKind tree_kind = TreeKind::dataset;
  // Codes of CID 7050 (DICOM PS3.16): what a DICOM file may retain on purpose, if it says so. Empty for a
  // dataset of others, whose word is not taken.
  std::vector<std::string> retained_codes{};
  // Kinds of DICOM objects that the policy asked for, beside images; never for a dataset of others.
  bool dicom_documents = false, dicom_captures = false;
  // Texts that name people on purpose (authors, who signs): names of staff that stand there are not searched.
  std::vector<std::string> naming_texts{};
  FaceDetector face_detector{};  // empty: that of face_detector.hpp
  unsigned threads = 2;
  std::uint64_t most_decoded_bytes = std::uint64_t{64} << 30U;  // of one file, all layers together
  unsigned deepest_nesting = 6;                                 // of archives and compressions in each other
  std::function<void(std::size_t done, std::size_t total)> progress;  // optional; called from several threads
};

// Reads every byte of a tree, decodes what is packed, and reports what should not be shared, in report order.
// It never follows a policy and knows nothing of how the files were made. What cannot be opened or decoded is
// a finding, not an error. Errors: no_input (the tree cannot be listed), and what find_share_file returns.
Result<Findings> audit(const std::filesystem::path& tree, const AuditNeedles& needles,
                       const AuditOptions& options);

}  // namespace shareready
