#include <catch2/catch.hpp>

#include "deid/device_code.hpp"
#include "deid/mrs_extension.hpp"
#include "deid/nifti_header.hpp"
#include "image/make_nifti.hpp"

using namespace shareready;
using test::NiftiBytes;

namespace {

// As converters write it: what describes the spectra, and everything that names a person beside it.
constexpr std::string_view k_json = R"({
  "SpectrometerFrequency": [123.2512], "ResonantNucleus": ["1H"], "EchoTime": 0.03, "TxOffset": -1.7,
  "dim_5": "DIM_COIL", "dim_5_info": "seen by Jansen", "dim_6": "DIM_DYN",
  "dim_6_header": {"EchoTime": {"start": 0.03, "increment": 0.01}, "PatientName": ["Jansen"]},
  "VOI": [[1, 0, 0, -3], [0, 1, 0, 2], [0, 0, 1, 4], [0, 0, 0, 1]],
  "PatientName": "JANSEN^ANNA", "PatientDoB": "19850304", "DeviceSerialNumber": "67011", "PatientWeight": 61.5,
  "InstitutionName": "Jansen Hospital", "ConversionMethod": "spec2nii v0.7.0", "ConversionTime": "2021-03-04T10:11:12",
  "OriginalFile": ["jansen_19850304.dat"], "ProtocolName": "svs_jansen",
  "ProcessingApplied": [{"Time": "2021-03-04T10:11:12", "Program": "FSL-MRS", "Version": "2.0.7",
                         "Method": "RF coil combination", "Details": "/home/jansen/run.py"}],
  "jansen": {"Value": 3, "Description": "mine"}, "SoftwareVersions": "/home/jansen/bin"})";

const KeyTable& mrs_keys() {
  static const auto keys = load_mrs_keys();
  REQUIRE(keys.ok());
  return keys.value();
}

NiftiImage spectra(std::string text, std::endian order) {
  text.resize((text.size() + 8 + 15) / 16 * 16 - 8, '\0');
  NiftiBytes bytes(
      {.version = NiftiVersion::two, .order = order, .datatype = Datatype::complex64, .size = {1, 1, 1, 4}});
  bytes.put_text(nifti2_at::intent_name, "mrs_v0_9").put_text(nifti2_at::descrip, "JANSEN");
  bytes.add_extension(6, "Jansen, 1985    xxxxxxxx").add_extension(44, text);
  return parse_nifti(bytes.bytes(), "a").value();
}

std::string text_of(const NiftiImage& image) {
  return {image.bytes.begin(), image.bytes.begin() + static_cast<std::ptrdiff_t>(image.header.vox_offset)};
}

}  // namespace

TEST_CASE("of a NIfTI-MRS extension the keys of spectroscopy stay, and nothing of a person") {
  const std::endian order = GENERATE(std::endian::little, std::endian::big);
  auto image = spectra(std::string(k_json), order);
  const auto before = image;
  const auto scrubbed = scrub_nifti_header(image, "a", {.table = &mrs_keys()});
  REQUIRE(scrubbed.ok());
  const std::string start = text_of(image);
  for (const std::string_view gone :
       {"ansen", "ANSEN", "1985", "67011", "61.5", "2021", "home", "PatientName", "10:11", "run.py"})
    CHECK(start.find(gone) == std::string::npos);
  for (const std::string_view kept :
       {"[123.2512]", "\"1H\"", "0.03", "-1.7", "DIM_COIL", "DIM_DYN", "increment", "spec2nii v0.7.0",
        "FSL-MRS", "2.0.7", "RF coil combination", "VOI", "mrs_v0_9"})
    CHECK(start.find(kept) != std::string::npos);
  CHECK(std::ranges::equal(image.voxels(), before.voxels()));
  const auto again = parse_nifti(image.bytes, "a");
  REQUIRE(again.ok());
  REQUIRE(again->extensions.size() == 1);
  CHECK(again->extensions[0].size % 16 == 0);
  CHECK(again->trailing_bytes() == 0);
}

TEST_CASE("cleaning a NIfTI-MRS image twice is cleaning it once") {
  auto once = spectra(std::string(k_json), std::endian::little);
  REQUIRE(scrub_nifti_header(once, "a", {.table = &mrs_keys()}).ok());
  auto twice = parse_nifti(once.bytes, "a").value();
  const auto second = scrub_nifti_header(twice, "a", {.table = &mrs_keys()});
  REQUIRE(second.ok());
  CHECK(second->removed.empty());
  CHECK(twice.bytes == once.bytes);
}

TEST_CASE("what went of a NIfTI-MRS extension is listed without names that somebody made up") {
  auto image = spectra(std::string(k_json), std::endian::little);
  const auto scrubbed = scrub_nifti_header(image, "a", {.table = &mrs_keys()});
  const auto lists = [&](std::string_view name) {
    return std::count(scrubbed->removed.begin(), scrubbed->removed.end(), name) == 1;
  };
  CHECK(lists("extension 44, PatientName"));
  CHECK(lists("extension 44, a key that is not listed"));
  for (const std::string& name : scrubbed->removed) CHECK(name.find("jansen") == std::string::npos);
}

TEST_CASE("a NIfTI-MRS image whose extension cannot be read is refused") {
  for (const char* text : {"", "no JSON", "[1, 2]", "{\"EchoTime\": 1, \"EchoTime\": 2}"}) {
    auto image = spectra(text, std::endian::little);
    CHECK(scrub_nifti_header(image, "a", {.table = &mrs_keys()}).error().code == ErrorCode::bad_data);
  }
  NiftiBytes two(test::MadeNifti{});
  two.add_extension(44, "{}      ").add_extension(44, "{}      ");
  auto image = parse_nifti(two.bytes(), "a").value();
  CHECK(scrub_nifti_header(image, "a", {.table = &mrs_keys()}).error().code == ErrorCode::bad_data);
}

TEST_CASE("where devices get codes a NIfTI-MRS header has that of DICOM files and sidecars") {
  const std::vector<std::uint8_t> secret(32, 7);
  auto image = spectra(std::string(k_json), std::endian::little);
  REQUIRE(scrub_nifti_header(image, "a", {.table = &mrs_keys(), .device_secret = secret}).ok());
  const std::string start = text_of(image);
  CHECK(start.find("\"DeviceSerialNumber\":\"" + device_code("67011", secret) + "\"") != std::string::npos);
  CHECK(start.find("67011") == std::string::npos);
}
