#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "base/temp_folder.hpp"
#include "deid/nifti_header.hpp"
#include "image/make_nifti.hpp"

using namespace shareready;
using test::MadeNifti;
using test::NiftiBytes;

namespace {

using Bytes = std::vector<std::uint8_t>;

MadeNifti any_image() {
  return {.version = GENERATE(NiftiVersion::one, NiftiVersion::two),
          .order = GENERATE(std::endian::little, std::endian::big),
          .size = {4, 3, 2}};
}

bool is_one(const MadeNifti& made) { return made.version == NiftiVersion::one; }

// An image with something in every place where something can stand.
Bytes full_of_names(const MadeNifti& made) {
  NiftiBytes bytes(made);
  if (is_one(made)) {
    namespace at = nifti1_at;
    bytes.put_text(at::data_type, "ANNA JANS")
        .put_text(at::db_name, "AMC\0Utrecht 1985")
        .put<std::int32_t>(at::extents, 16384);
    bytes.put<std::int16_t>(at::session_error, 3)
        .put_text(at::regular, "r")
        .put<std::int32_t>(at::glmax, 255);
    bytes.put_text(at::descrip, "Time=122458.102")
        .put_text(at::aux_file, "IMAGECOMMENT")
        .put_text(at::intent_name, "JANSEN^ANNA");
  } else {
    namespace at = nifti2_at;
    bytes.put_text(at::descrip, "Time=122458.102").put_text(at::aux_file, "IMAGECOMMENT");
    bytes.put_text(at::intent_name, "JANSEN^ANNA").put_text(at::unused_str, "ANNA");
  }
  for (std::size_t i = bytes.data_offset(); i < bytes.bytes().size(); ++i)
    bytes.bytes()[i] = static_cast<std::uint8_t>(i);
  bytes.add_extension(2, "PATIENT ANNA JANSEN 1985");
  const std::string_view tail = "Jansen";
  bytes.bytes().insert(bytes.bytes().end(), tail.begin(), tail.end());
  return bytes.bytes();
}

struct Range {
  std::size_t begin, size;
};
// What conversion and analysis need, as (offset, size), vox_offset apart.
std::vector<Range> kept_ranges(bool one) {
  if (one) return {{0, 4}, {39, 69}, {112, 28}, {252, 76}, {344, 4}};
  return {{0, 168}, {176, 64}, {344, 164}, {524, 1}};
}

bool holds(const Bytes& bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

}  // namespace

TEST_CASE("nothing of a person stays in a scrubbed header") {
  const MadeNifti made = any_image();
  auto image = parse_nifti(full_of_names(made), "a").value();
  const auto scrubbed = scrub_nifti_header(image, "a");
  REQUIRE(scrubbed.ok());
  for (const std::string_view name :
       {"ANNA", "JANS", "Jansen", "AMC", "Utrecht", "1224", "COMMENT", "1985"}) {
    CHECK_FALSE(holds(image.bytes, name));
  }
  const std::set<std::string> removed(scrubbed->removed.begin(), scrubbed->removed.end());
  for (const char* what : {"descrip", "aux_file", "intent_name", "extension 2", "bytes after the data"}) {
    CHECK(removed.count(what) == 1);
  }
  for (const std::string& what : removed) CHECK(what.find("JANS") == std::string::npos);
}

TEST_CASE("what conversion and analysis need is not touched, the voxels least of all") {
  const MadeNifti made = any_image();
  const auto before = parse_nifti(full_of_names(made), "a").value();
  auto after = before;
  REQUIRE(scrub_nifti_header(after, "a").ok());
  for (const Range range : kept_ranges(is_one(made))) {
    CHECK(std::equal(before.bytes.begin() + static_cast<std::ptrdiff_t>(range.begin),
                     before.bytes.begin() + static_cast<std::ptrdiff_t>(range.begin + range.size),
                     after.bytes.begin() + static_cast<std::ptrdiff_t>(range.begin)));
  }
  CHECK(std::ranges::equal(before.voxels(), after.voxels()));
  const auto again = parse_nifti(after.bytes, "a");
  REQUIRE(again.ok());
  CHECK(again->header.vox_offset == (is_one(made) ? 352 : 544));
  CHECK(again->trailing_bytes() == 0);
  CHECK(again->extensions.empty());
}

TEST_CASE("scrubbing twice is scrubbing once") {
  auto once = parse_nifti(full_of_names(any_image()), "a").value();
  REQUIRE(scrub_nifti_header(once, "a").ok());
  auto twice = once;
  const auto second = scrub_nifti_header(twice, "a");
  REQUIRE(second.ok());
  CHECK(second->removed.empty());
  CHECK(twice.bytes == once.bytes);
}

TEST_CASE("a header of random bytes keeps only what is meant to stay") {
  const MadeNifti made = any_image();
  const Bytes clean = NiftiBytes(made).bytes();
  Bytes bytes = clean;
  std::mt19937 random(5);
  std::vector<bool> kept(bytes.size(), true);
  std::fill(kept.begin(), kept.begin() + (is_one(made) ? 352 : 544), false);
  for (const Range range : kept_ranges(is_one(made))) {
    std::fill_n(kept.begin() + static_cast<std::ptrdiff_t>(range.begin), range.size, true);
  }
  const std::size_t offset = is_one(made) ? nifti1_at::vox_offset : nifti2_at::vox_offset;
  std::fill_n(kept.begin() + static_cast<std::ptrdiff_t>(offset), is_one(made) ? 4 : 8, true);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (!kept[i]) bytes[i] = static_cast<std::uint8_t>(1 + random() % 255);
  }
  auto image = parse_nifti(bytes, "a").value();
  REQUIRE(scrub_nifti_header(image, "a").ok());
  CHECK(image.bytes == clean);
}

TEST_CASE("names in a gzip header are listed as removed") {
  auto image = parse_nifti(NiftiBytes({}).bytes(), "a").value();
  image.gzip_members = {{.name = "JANSEN.nii", .comment = {}, .extra = {}, .modified = 1}};
  CHECK(scrub_nifti_header(image, "a")->removed == std::vector<std::string>{"gzip name", "gzip time"});
}

TEST_CASE("an intent name stays only if it names a kind of numbers") {
  CHECK(is_technical_intent_name("ConnDenseSeries"));
  CHECK(is_technical_intent_name("mrs_v0_9"));
  CHECK_FALSE(is_technical_intent_name("mrs_vJansen"));
  CHECK_FALSE(is_technical_intent_name("mrs_v"));
  CHECK_FALSE(is_technical_intent_name(""));
  NiftiBytes bytes(MadeNifti{});
  bytes.put_text(nifti1_at::intent_name, {"ConnDense\0Jans", 14});
  auto image = parse_nifti(bytes.bytes(), "a").value();
  CHECK(scrub_nifti_header(image, "a")->removed == std::vector<std::string>{"intent_name"});
  CHECK(holds(image.bytes, "ConnDense"));
  CHECK_FALSE(holds(image.bytes, "Jans"));
}

TEST_CASE("an image whose extension is its meaning is refused, not emptied") {
  const int code = GENERATE(32, 44);
  auto image = parse_nifti(NiftiBytes({}).add_extension(code, "12345678").bytes(), "a").value();
  const Bytes before = image.bytes;
  const auto result = scrub_nifti_header(image, "a");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::unsupported);
  CHECK(image.bytes == before);
}

TEST_CASE("a file is cleaned to the bytes that the image in memory is cleaned to, compressed or not") {
  const MadeNifti made = any_image();
  const bool compressed = GENERATE(false, true);
  const bool padded = GENERATE(false, true);
  Bytes source = full_of_names(made);
  if (!padded) source.resize(source.size() - 6);  // "Jansen"
  const test::TempFolder folder;
  const auto from = folder.path() / "in", to = folder.path() / "out";
  REQUIRE(write_file(from, compressed ? deflate_gzip(source).value() : source).ok());
  auto image = parse_nifti(source, "a").value();
  const auto expected = scrub_nifti_header(image, "a");
  const auto scrubbed = scrub_nifti_file(from, to, "a");
  REQUIRE(scrubbed.ok());
  CHECK(scrubbed->removed == expected->removed);
  const Bytes written = read_bytes(to).value();
  CHECK((compressed ? inflate_gzip(written, "out")->bytes : written) == image.bytes);
}

TEST_CASE("an image that is cut off is not written, compressed or not") {
  const bool compressed = GENERATE(false, true);
  Bytes source = NiftiBytes(any_image()).bytes();
  source.resize(source.size() - static_cast<std::size_t>(GENERATE(1, 48, 60)));
  const test::TempFolder folder;
  const auto from = folder.path() / "in", to = folder.path() / "out";
  REQUIRE(write_file(from, compressed ? deflate_gzip(source).value() : source).ok());
  const auto scrubbed = scrub_nifti_file(from, to, "a");
  REQUIRE_FALSE(scrubbed.ok());
  CHECK(scrubbed.error().code == ErrorCode::bad_data);
  CHECK_FALSE(std::filesystem::exists(to));
}
