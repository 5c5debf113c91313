// Feeds any bytes to the parser that SHAREREADY_FUZZ_PARSER names. Beside crashes and what the sanitizers
// see, broken promises count: cleaning twice is cleaning once, a new start of a gzip file changes nothing
// behind it.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <string>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/share.hpp"
#include "deid/brainvision.hpp"
#include "deid/edf.hpp"
#include "deid/mgh_header.hpp"
#include "deid/mrs_extension.hpp"
#include "deid/nifti_header.hpp"
#include "deid/pair_header.hpp"
#include "deid/philips_header.hpp"
#include "deid/sidecar.hpp"
#include "dicom/dicom_rules.hpp"
#include "dicom/structure.hpp"
#include "dicom/vendor_blocks.hpp"
#include "image/gzip.hpp"
#include "image/gzip_splice.hpp"
#include "image/mgh.hpp"

using namespace shareready;

namespace {

namespace fs = std::filesystem;
using Bytes = std::span<const std::uint8_t>;
using Parser = void (*)(Bytes);

void require(bool promise, const char* what) {
  if (promise) return;
  fmt::print(stderr, "broken promise: {}\n", what);
  std::abort();
}

std::string_view text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

template <typename T>
const T& loaded(const Result<T>& table) {
  require(table.ok(), "a data table could not be read");
  return table.value();
}

void fuzz_philips(Bytes bytes) {
  static const Result<PhilipsFields> fields =
      read_philips_fields(find_share_file("philips_fields.tsv").value());
  for (const PhilipsFormat format : {PhilipsFormat::par, PhilipsFormat::xml, PhilipsFormat::spar}) {
    const PhilipsContext context{.fields = &loaded(fields), .shift = DateShift{-40000}};
    const auto once = scrub_philips_header(text_of(bytes), format, context, "a");
    if (!once.ok()) continue;
    const auto twice = scrub_philips_header(once->text, format, context, "a");
    require(twice.ok() && twice->text == once->text, "cleaning a header twice is cleaning it once");
  }
}

void fuzz_nifti(Bytes bytes) {
  static const Result<KeyTable> keys = load_mrs_keys();
  const SidecarContext mrs_rules{.table = &loaded(keys)};
  auto image = parse_nifti({bytes.begin(), bytes.end()}, "a");
  if (!image.ok() || !scrub_nifti_header(*image, "a", mrs_rules).ok()) return;
  const auto again = parse_nifti(image->bytes, "a");
  require(again.ok() && again->trailing_bytes() == 0, "a cleaned image is an image");
  auto twice = *again;
  require(scrub_nifti_header(twice, "a", mrs_rules).ok() && twice.bytes == image->bytes,
          "cleaning twice is cleaning once");
}

void fuzz_pair(Bytes bytes) {
  const auto once = scrub_pair_header(bytes, "a");
  if (!once.ok()) return;
  const auto twice = scrub_pair_header(once->header, "a");
  require(twice.ok() && twice->header == once->header && twice->data_bytes == once->data_bytes,
          "cleaning a pair's header twice is cleaning it once");
}

// Images in other formats than NIfTI in one file.
void fuzz_volume(Bytes bytes) {
  fuzz_pair(bytes);
  std::vector<std::uint8_t> once(bytes.begin(), bytes.end());
  const auto before = nifti_of_mgh(once, "a");
  if (!scrub_mgh(once, "a").ok()) return;
  auto twice = once;
  require(scrub_mgh(twice, "a").ok() && twice == once, "cleaning a volume twice is cleaning it once");
  const auto after = nifti_of_mgh(once, "a");
  require(
      before.ok() == after.ok() && (!before.ok() || std::ranges::equal(before->voxels(), after->voxels())),
      "cleaning a volume leaves its voxels");
}

const fs::path& scratch() {
  static const fs::path folder = fs::temp_directory_path() / fmt::format("shareready-fuzz-{}", ::getpid());
  fs::create_directories(folder);
  return folder;
}

void fuzz_recording(Bytes bytes) {
  const BrainVisionContext context{.shift = DateShift{-40000}, .stem = "sub-01_eeg"};
  const auto text = scrub_brainvision(text_of(bytes), context, "a");
  if (text.ok()) {
    const auto twice = scrub_brainvision(text->text, context, "a");
    require(twice.ok() && twice->text == text->text, "cleaning BrainVision twice is cleaning it once");
  }
  require(write_file(scratch() / "in", bytes).ok(), "the temporary file can be written");
  if (!scrub_edf_file(scratch() / "in", scratch() / "out", {}).ok()) return;
  require(scrub_edf_file(scratch() / "out", scratch() / "twice", {}).ok(), "a cleaned EDF file is one");
  require(read_bytes(scratch() / "out").value() == read_bytes(scratch() / "twice").value(),
          "cleaning EDF twice is cleaning it once");
}

// The first two bytes say what is replaced and how much is kept, the rest is the file.
void fuzz_gzip(Bytes bytes) {
  if (bytes.size() < 3) return;
  const fs::path& folder = scratch();
  const NewStart start{.bytes = std::vector<std::uint8_t>(bytes[0], 7),
                       .replaced = bytes[1],
                       .length = std::uint64_t{bytes[1]} + bytes[2] * 1024U};
  const Bytes file = bytes.subspan(3);
  require(write_file(folder / "in", file).ok(), "the temporary file can be written");
  const auto replaced = replace_gzip_start(folder / "in", folder / "out", start);
  if (!replaced.ok()) return;
  const auto before = inflate_gzip(file, "in", 1U << 28U);
  const auto after = inflate_gzip(read_bytes(folder / "out").value(), "out", 1U << 28U);
  require(before.ok() && after.ok() && before->bytes.size() >= start.length, "both files can be inflated");
  auto expected = start.bytes;
  const auto at = before->bytes.begin();
  expected.insert(expected.end(), at + static_cast<std::ptrdiff_t>(start.replaced),
                  at + static_cast<std::ptrdiff_t>(start.length));
  require(after->bytes == expected, "a new start changes nothing behind it");
}

void fuzz_json(Bytes bytes) {
  static const Result<KeyTable> keys = read_key_table(find_share_file("sidecar_keys.tsv").value());
  const auto json = parse_json(text_of(bytes), "a");
  if (!json.ok()) return;
  const auto again = parse_json(format_json(*json), "a");
  require(again.ok(), "what was written can be read");
  TokenSet tokens;
  collect_tokens(*json, tokens);
  const SidecarContext context{.table = &loaded(keys), .tokens = &tokens, .shift = DateShift{-40000}};
  const auto once = scrub_sidecar(*json, context);
  if (!once.ok()) return;
  const auto twice = scrub_sidecar(once->json, context);
  require(twice.ok() && format_json(twice->json) == format_json(once->json),
          "cleaning a sidecar twice is cleaning it once");
}

void fuzz_vendor(Bytes bytes) {
  const bool explicit_fits = check_structure(bytes, false).ok(),
             implicit_fits = check_structure(bytes, true).ok();
  require(bytes.size() >= 132 || !(explicit_fits || implicit_fits), "what has no room for a file is none");
  static const Result<DicomRules> rules = load_dicom_rules();
  const TokenSet tokens;
  const BlockContext context{.rules = &loaded(rules), .tokens = &tokens};
  for (const auto clean : {&clean_csa_header, &clean_ge_block, &clean_xa_protocol}) {
    const auto once = clean(bytes, context);
    if (!once) continue;
    const auto twice = clean(*once, context);
    require(!twice || *twice == *once, "cleaning a block twice is cleaning it once");
  }
}

const std::map<std::string, Parser> k_parsers{
    {"gzip", fuzz_gzip},           {"json", fuzz_json},     {"nifti", fuzz_nifti},  {"philips", fuzz_philips},
    {"recording", fuzz_recording}, {"vendor", fuzz_vendor}, {"volume", fuzz_volume}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const char* const name = std::getenv("SHAREREADY_FUZZ_PARSER");
  static const Parser parser = k_parsers.at(name == nullptr ? "" : name);
  parser({data, size});
  return 0;
}
