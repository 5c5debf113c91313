#include <algorithm>
#include <catch2/catch.hpp>

#include "deid/mgh_header.hpp"
#include "image/byte_order.hpp"
#include "image/mgh.hpp"

using namespace shareready;

namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t k_voxels = 4 * 3 * 2;

template <typename T>
void put(Bytes& bytes, std::size_t at, T value) {
  store_number(bytes.data() + at, value, std::endian::big);
}
void put_text(Bytes& bytes, std::size_t at, std::string_view text) {
  std::copy(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}
void append(Bytes& bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

// A volume of bytes with a name in every place where one can stand.
Bytes mgh_full_of_names() {
  Bytes bytes(mgh_at::data + k_voxels);
  put<std::int32_t>(bytes, mgh_at::version, 1);
  for (std::size_t i = 0; i < 4; ++i)
    put<std::int32_t>(bytes, mgh_at::size + 4 * i, std::array{4, 3, 2, 1}[i]);
  put<std::int16_t>(bytes, mgh_at::is_placed, 1);
  for (std::size_t i = 0; i < 15; ++i)
    put<float>(bytes, mgh_at::spacing + 4 * i, static_cast<float>(i) + 0.5F);
  put_text(bytes, mgh_at::end, "ANNA JANSEN");
  put_text(bytes, mgh_at::data - 6, "Utrech");
  for (std::size_t i = 0; i < k_voxels; ++i) bytes[mgh_at::data + i] = static_cast<std::uint8_t>(i);
  bytes.resize(bytes.size() + 20);
  for (std::size_t i = 0; i < 5; ++i)
    put<float>(bytes, mgh_at::data + k_voxels + 4 * i, std::array{2300.F, 0.15F, 2.98F, 900.F, 256.F}[i]);
  append(bytes, std::string_view("\0\0\0\3\0\0\0\0\0\0\0\30mri_convert /home/jansen/", 36));
  append(bytes, "1985");
  return bytes;
}

bool mgh_holds(const Bytes& bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

}  // namespace

TEST_CASE("nothing of a person stays in a FreeSurfer volume beside its voxels") {
  Bytes bytes = mgh_full_of_names();
  const auto scrubbed = scrub_mgh(bytes, "a");
  REQUIRE(scrubbed.ok());
  for (const std::string_view name : {"ANNA", "JANSEN", "Utrech", "jansen", "convert", "1985"})
    CHECK_FALSE(mgh_holds(bytes, name));
  CHECK(scrubbed->removed == std::vector<std::string>{"unused bytes of the header", "tags behind the data"});
}

TEST_CASE(
    "sizes, position, voxels and the numbers of the sequence of a FreeSurfer volume stay byte for byte") {
  const Bytes before = mgh_full_of_names();
  Bytes after = before;
  REQUIRE(scrub_mgh(after, "a").ok());
  const std::size_t end = mgh_at::data + k_voxels + 20;
  REQUIRE(after.size() == end);
  CHECK(std::equal(after.begin(), after.begin() + mgh_at::end, before.begin()));
  CHECK(std::equal(after.begin() + mgh_at::data, after.end(), before.begin() + mgh_at::data));
  Bytes twice = after;
  CHECK(scrub_mgh(twice, "a")->removed.empty());
  CHECK(twice == after);
}

TEST_CASE(
    "texts in the places of numbers behind the voxels go, as does a position that is declared to be none") {
  Bytes bytes = mgh_full_of_names();
  bytes.resize(mgh_at::data + k_voxels);
  append(bytes, "JANSEN 19850304xx");
  put<std::int16_t>(bytes, mgh_at::is_placed, 0);
  put_text(bytes, mgh_at::spacing, "Jansen, Anna");
  REQUIRE(scrub_mgh(bytes, "a").ok());
  for (const std::string_view name : {"JANS", "Jans", "1985", "Anna", "0304"})
    CHECK_FALSE(mgh_holds(bytes, name));
}

TEST_CASE("a FreeSurfer volume that is cut off, or says what cannot be, is refused") {
  const Bytes whole = mgh_full_of_names();
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{100}, mgh_at::data, mgh_at::data + k_voxels - 1}) {
    Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(scrub_mgh(cut, "a").error().code == ErrorCode::bad_data);
  }
  for (const std::int32_t side : {0, -1, std::numeric_limits<std::int32_t>::max()}) {
    Bytes wrong = whole;
    for (std::size_t i = 0; i < 4; ++i) put<std::int32_t>(wrong, mgh_at::size + 4 * i, side);
    CHECK(scrub_mgh(wrong, "a").error().code == ErrorCode::bad_data);
  }
}
