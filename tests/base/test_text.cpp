#include <catch2/catch.hpp>

#include "base/hash.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

using namespace shareready;

TEST_CASE("joining what was split gives the text back") {
  const std::string text = GENERATE("", ",", "a", "a,,b", ",a,");
  CHECK(join(split(text, ','), ",") == text);
}

TEST_CASE("trim takes blanks from both ends only") {
  CHECK(trim(" a b\r\n") == "a b");
  CHECK(trim(" \t").empty());
}

TEST_CASE("a word for a shell is quoted where the shell would read something into it") {
  CHECK(shell_word("/data/sub-01_T1w.nii.gz") == "/data/sub-01_T1w.nii.gz");
  CHECK(shell_word("my data") == "'my data'");
  CHECK(shell_word("it's; rm $HOME") == "'it'\\''s; rm $HOME'");
  CHECK(shell_word("") == "''");
}

TEST_CASE("hashes agree with published vectors") {
  // FIPS 180-4 example "abc"; RFC 4231 test case 2.
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string key = "Jefe";
  CHECK(hmac_sha256_hex(std::span(reinterpret_cast<const std::uint8_t*>(key.data()), key.size()),
                        "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("random numbers below a bound reach every value and never the bound") {
  std::vector<int> counts(5, 0);
  for (int i = 0; i < 2000; ++i) {
    const auto value = random_below(5, os_random);
    REQUIRE(value.ok());
    REQUIRE(*value < 5);
    ++counts[static_cast<std::size_t>(*value)];
  }
  for (const int count : counts) CHECK(count > 200);
}
