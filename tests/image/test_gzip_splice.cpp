#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "image/gzip.hpp"
#include "image/gzip_splice.hpp"

using namespace shareready;

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t k_replaced = 352;

// Values that repeat at all distances a window knows, so that blocks refer far back, into the start too.
Bytes image_like(std::size_t size, unsigned seed = 3) {
  std::mt19937 random(seed);
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t back = 1 + random() % 33000;
    const bool run = random() % 64 != 0 && i > 0;
    bytes[i] =
        run && i >= back && random() % 4 != 0 ? bytes[i - back] : static_cast<std::uint8_t>(random() % 97);
    for (std::size_t n = random() % 40; run && n > 0 && i + 1 < size && i >= back; --n, ++i) {
      bytes[i + 1] = bytes[i + 1 - back];
    }
  }
  return bytes;
}

struct Encoding {
  const char* name;
  int level;
  int strategy;
  int memory;                   // zlib's memLevel: the smaller, the shorter the blocks
  std::size_t flush_every = 0;  // 0: never
};

Bytes gzipped(const Bytes& content, const Encoding& encoding) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, encoding.level, Z_DEFLATED, 15 + 16, encoding.memory, encoding.strategy) ==
          Z_OK);
  Bytes out(deflateBound(&stream, content.size()) + content.size() / 50 + 100000);
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const std::size_t step = encoding.flush_every == 0 ? content.size() + 1 : encoding.flush_every;
  for (std::size_t at = 0; at < content.size(); at += step) {
    stream.next_in = const_cast<Bytef*>(content.data() + at);
    stream.avail_in = static_cast<uInt>(std::min(step, content.size() - at));
    REQUIRE(deflate(&stream, encoding.flush_every == 0 ? Z_NO_FLUSH : Z_PARTIAL_FLUSH) == Z_OK);
  }
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Bytes spliced_bytes(Bytes one, const Bytes& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

Bytes new_start(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(200 + i % 50);
  return bytes;
}

struct Spliced {
  Result<ReplacedStart> result;
  Bytes file;
};

Spliced splice(const Bytes& packed, const NewStart& start) {
  const test::TempFolder folder;
  REQUIRE(write_file(folder.path() / "in.gz", packed).ok());
  auto result = replace_gzip_start(folder.path() / "in.gz", folder.path() / "out.gz", start);
  const auto file = read_bytes(folder.path() / "out.gz");
  CHECK(file.ok() == result.ok());  // nothing is left of a failure
  const auto entries = std::distance(std::filesystem::directory_iterator(folder.path()), {});
  CHECK(entries == (result.ok() ? 2 : 1));
  return {std::move(result), file.ok() ? *file : Bytes{}};
}

// The content and the header are what they should be, by another decompressor.
void check_content(const Spliced& spliced, const Bytes& content, const NewStart& start) {
  REQUIRE(spliced.result.ok());
  const auto back = inflate_gzip(spliced.file, "out.gz");
  REQUIRE(back.ok());
  const auto at = [&](std::uint64_t i) { return content.begin() + static_cast<std::ptrdiff_t>(i); };
  CHECK(back->bytes == spliced_bytes(start.bytes, Bytes(at(start.replaced), at(start.length))));
  REQUIRE(back->members.size() == 1);
  CHECK(back->members[0].is_anonymous());
  CHECK(Bytes(spliced.file.begin(), spliced.file.begin() + 4) == Bytes{0x1f, 0x8b, 8, 0});
}

// The deflate stream's last bytes before the trailer.
Bytes tail_of(const Bytes& packed) {
  return {packed.end() - 8 - std::min<std::ptrdiff_t>(20000, static_cast<std::ptrdiff_t>(packed.size() / 3)),
          packed.end() - 8};
}

}  // namespace

TEST_CASE("a new start changes nothing of the content behind it, however it was compressed") {
  const auto encoding =
      GENERATE(Encoding{"zlib 6", 6, Z_DEFAULT_STRATEGY, 8}, Encoding{"zlib 1", 1, Z_DEFAULT_STRATEGY, 9},
               Encoding{"zlib 9, short blocks", 9, Z_DEFAULT_STRATEGY, 1},
               Encoding{"Huffman only", 6, Z_HUFFMAN_ONLY, 8}, Encoding{"stored", 0, Z_DEFAULT_STRATEGY, 8},
               Encoding{"fixed codes", 6, Z_FIXED, 4}, Encoding{"runs", 6, Z_RLE, 2},
               Encoding{"flushed", 6, Z_DEFAULT_STRATEGY, 8, 777});
  const std::size_t start_size = GENERATE(std::size_t{352}, std::size_t{0}, std::size_t{5000});
  CAPTURE(encoding.name, start_size);
  const Bytes content = image_like(600000);
  const Bytes packed = gzipped(content, encoding);
  const NewStart start{.bytes = new_start(start_size), .replaced = k_replaced, .length = content.size()};
  const Spliced spliced = splice(packed, start);
  check_content(spliced, content, start);
  CHECK(spliced.result->spliced);
  CHECK(tail_of(spliced.file) == tail_of(packed));  // not encoded again
}

TEST_CASE("the next block may begin at any bit") {
  std::array<int, 8> met{};
  for (unsigned seed = 0; seed < 60; ++seed) {
    const Bytes content = image_like(60000 + 97 * seed, seed);
    const Bytes packed = gzipped(content, {"", 9, Z_DEFAULT_STRATEGY, 1, 501 + seed});
    const NewStart start{.bytes = new_start(k_replaced), .replaced = k_replaced, .length = content.size()};
    const Spliced spliced = splice(packed, start);
    check_content(spliced, content, start);
    CHECK(spliced.result->spliced);
    // the bits before the first block behind the window, by zlib itself
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    Bytes out(content.size());
    stream.next_in = const_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    do REQUIRE(inflate(&stream, Z_BLOCK) == Z_OK);
    while (stream.total_out < k_replaced + 32768 || (stream.data_type & 128) == 0);
    ++met.at(static_cast<std::size_t>(stream.data_type & 7));
    inflateEnd(&stream);
  }
  CHECK(std::count(met.begin(), met.end(), 0) == 0);
}

TEST_CASE("what cannot be spliced is encoded again, to the same content") {
  const Bytes content = image_like(200000);
  const Encoding usual{"", 6, Z_DEFAULT_STRATEGY, 8};
  NewStart start{.bytes = new_start(400), .replaced = k_replaced, .length = content.size()};
  Bytes packed;
  SECTION("several members") {
    packed = spliced_bytes(gzipped(Bytes(content.begin(), content.begin() + 90000), usual),
                           gzipped(Bytes(content.begin() + 90000, content.end()), usual));
  }
  SECTION("a member that ends within the replaced bytes") {
    packed = spliced_bytes(gzipped(Bytes(content.begin(), content.begin() + 100), usual),
                           gzipped(Bytes(content.begin() + 100, content.end()), usual));
  }
  SECTION("an empty last member") { packed = spliced_bytes(gzipped(content, usual), gzipped({}, usual)); }
  SECTION("bytes behind the data") {
    packed = gzipped(content, usual);
    start.length -= 1000;
  }
  SECTION("bytes behind the data that fill a block") {
    packed = gzipped(content, {"", 9, Z_DEFAULT_STRATEGY, 1});
    start.length = 60000;
  }
  SECTION("one block") {
    packed = deflate_gzip(Bytes(content.begin(), content.begin() + 40000)).value(), start.length = 40000;
  }
  SECTION("nothing behind the start") { packed = gzipped(content, usual), start.replaced = start.length; }
  const Spliced spliced = splice(packed, start);
  check_content(spliced, content, start);
  CHECK_FALSE(spliced.result->spliced);
  const auto whole = inflate_gzip(packed, "in.gz");
  CHECK(spliced.result->cut == whole->bytes.size() - start.length);
  CHECK(spliced.result->members.size() == whole->members.size());
}

TEST_CASE("one block of ten million bytes is encoded again in pieces") {
  // Fixed codes in one block, written by hand: a literal, then matches of length 258 at distance 1.
  Bytes content(1 + 258 * 40000, 7);
  Bytes bits;
  int used = 0;
  const auto add = [&](unsigned value, int count) {
    for (int i = count - 1; i >= 0; --i) {
      if (used == 0) bits.push_back(0);
      bits.back() = static_cast<std::uint8_t>(bits.back() | ((value >> i) & 1U) << used);
      used = (used + 1) % 8;
    }
  };
  add(0b110, 3);                                                  // last block, fixed codes
  add(0x30 + 7, 8);                                               // literal 7
  for (int i = 0; i < 40000; ++i) add(0b11000101, 8), add(0, 5);  // length 258, distance 1
  add(0, 7);
  Bytes packed{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
  packed = spliced_bytes(packed, bits);
  const auto crc = static_cast<std::uint32_t>(crc32(0, content.data(), static_cast<uInt>(content.size())));
  for (const std::uint32_t value : {crc, static_cast<std::uint32_t>(content.size())}) {
    for (unsigned i = 0; i < 4; ++i) packed.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  const NewStart start{.bytes = new_start(352), .replaced = k_replaced, .length = content.size()};
  const Spliced spliced = splice(packed, start);
  check_content(spliced, content, start);
  CHECK_FALSE(spliced.result->spliced);
}

TEST_CASE("a file that is cut, lengthened or damaged leaves nothing behind") {
  const Bytes content = image_like(120000);
  const Bytes packed = gzipped(content, {"", 9, Z_DEFAULT_STRATEGY, 1});
  const NewStart start{.bytes = new_start(352), .replaced = k_replaced, .length = content.size()};
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{9}, packed.size() / 2, packed.size() - 9, packed.size() - 1}) {
    CAPTURE(length);
    const auto cut =
        splice(Bytes(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(length)), start);
    REQUIRE_FALSE(cut.result.ok());
    CHECK(cut.result.error().code == ErrorCode::bad_data);
  }
  CHECK_FALSE(splice(spliced_bytes(packed, {0}), start).result.ok());
  CHECK_FALSE(splice(spliced_bytes(packed, {0x1f, 0x8b}), start).result.ok());
  NewStart longer = start;
  longer.length += 1;
  CHECK(splice(packed, longer).result.error().code == ErrorCode::bad_data);
  std::mt19937 random(11);
  for (int i = 0; i < 100; ++i) {
    Bytes damaged = packed;
    damaged[10 + random() % (packed.size() - 10)] ^= static_cast<std::uint8_t>(1U << (random() % 8));
    CHECK_FALSE(splice(damaged, start).result.ok());
  }
}

TEST_CASE("the headers of the source are told, so that what went can be listed") {
  const Bytes content = image_like(100000);
  Bytes packed = gzipped(content, {"", 6, Z_DEFAULT_STRATEGY, 8});
  packed[3] = 0x08;
  packed[4] = 1;
  const Bytes name{'j', 'a', 'n', 0};
  packed.insert(packed.begin() + 10, name.begin(), name.end());
  const NewStart start{.bytes = new_start(352), .replaced = k_replaced, .length = content.size()};
  const Spliced spliced = splice(packed, start);
  check_content(spliced, content, start);
  CHECK(spliced.result->members.at(0).name == "jan");
  CHECK(spliced.result->members.at(0).modified == 1);
}
