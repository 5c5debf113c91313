#include <catch2/catch.hpp>
#include <random>

#include "image/gzip.hpp"

using namespace shareready;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes noise(std::size_t size) {
  std::mt19937 random(7);
  Bytes bytes(size);
  for (auto& b : bytes) b = static_cast<std::uint8_t>(random() % 11);
  return bytes;
}

Bytes packed(const Bytes& content) { return deflate_gzip(content).value(); }

Bytes joined(Bytes one, const Bytes& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

// As `gzip` and `pigz` write it, with a comment and an extra field besides.
Bytes with_origin(const Bytes& content) {
  Bytes bytes = packed(content);
  bytes[3] = 0x04 | 0x08 | 0x10;
  bytes[4] = 0x78;
  const Bytes fields = {2, 0, 'X', 'Y', 'j', 'a', 'n', 0, 'h', 'i', 0};
  bytes.insert(bytes.begin() + 10, fields.begin(), fields.end());
  return bytes;
}

}  // namespace

TEST_CASE("what was deflated inflates to the same bytes") {
  const Bytes content = noise(GENERATE(0U, 1U, 1000U, 300000U));
  const auto back = inflate_gzip(packed(content), "a.gz");
  REQUIRE(back.ok());
  CHECK(back->bytes == content);
  REQUIRE(back->members.size() == 1);
  CHECK(back->members[0].is_anonymous());
}

TEST_CASE("our gzip header says nothing of the file's origin") {
  const Bytes bytes = packed(noise(100));
  const Bytes expected = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
  CHECK(Bytes(bytes.begin(), bytes.begin() + 10) == expected);
}

TEST_CASE("a gzip header's name, comment, time and extra field are read") {
  const auto back = inflate_gzip(with_origin(noise(100)), "a.gz");
  REQUIRE(back.ok());
  const GzipMember& member = back->members.at(0);
  CHECK(member.name == "jan");
  CHECK(member.comment == "hi");
  CHECK(member.extra == Bytes{'X', 'Y'});
  CHECK(member.modified == 0x78);
  CHECK_FALSE(member.is_anonymous());
}

TEST_CASE("several gzip members are one content") {
  const auto back =
      inflate_gzip(joined(joined(packed(noise(90000)), with_origin(noise(7))), packed({})), "a.gz");
  REQUIRE(back.ok());
  CHECK(back->bytes == joined(noise(90000), noise(7)));
  CHECK(back->members.size() == 3);
  CHECK(back->members[1].size == 7);
}

TEST_CASE("every way to cut or lengthen a gzip file is an error") {
  const Bytes whole = with_origin(noise(500));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto result = inflate_gzip(std::span(whole).first(length), "a.gz");
    INFO(length);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::bad_data);
  }
  CHECK_FALSE(inflate_gzip(joined(whole, {0}), "a.gz").ok());
  CHECK_FALSE(inflate_gzip(joined(whole, {0x1f}), "a.gz").ok());
}

TEST_CASE("a damaged gzip file never passes as whole") {
  const Bytes content = noise(2000);
  const Bytes whole = packed(content);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes damaged = whole;
    damaged[at] ^= 0x40;
    const auto result = inflate_gzip(damaged, "a.gz");
    if (result.ok()) CHECK(result->bytes == content);  // a header byte without influence
  }
}

TEST_CASE("a zip bomb stops at the limit") {
  const auto result = inflate_gzip(packed(Bytes(4 << 20)), "a.gz", 1 << 20);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::unsupported);
  CHECK(inflate_gzip(packed(Bytes(1 << 20)), "a.gz", 1 << 20).ok());
}

TEST_CASE("the start of the content can be had from the start of the file") {
  const Bytes content = noise(300000);
  const Bytes whole = packed(content);
  const auto start = inflate_gzip_start(std::span(whole).first(4096), "a.gz", 544);
  REQUIRE(start.ok());
  CHECK(*start == Bytes(content.begin(), content.begin() + 544));
  CHECK(inflate_gzip_start(packed({1, 2}), "a.gz", 544)->size() == 2);
}
