#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

const std::string k_picture = "\x89PNG\r\n\x1a\n....IDAT";
const std::string k_hidden =
    "seen by Papadopoulou, and a line that is long enough to be packed well, well, well";

Findings findings_in(const std::string& path, const std::string& content) {
  AuditedTree tree;
  tree.needles.tokens = {{"Papadopoulou", "name"}};
  tree.add(path, content);
  return tree.findings();
}

bool finds_name(const std::string& path, const std::string& content) {
  return stops_by(findings_in(path, content), FindingKind::personal_token);
}

std::string noise(std::size_t size) {
  std::mt19937 random(5);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Packs well, so that what follows it does not stand there as it is.
std::string packable(std::size_t size) {
  std::string letters = noise(size);
  for (char& letter : letters) letter = "abcd"[static_cast<unsigned char>(letter) % 4];
  return letters;
}

std::string zip(const std::string& content) { return archive("zip", {{"b.txt", content}}); }

}  // namespace

TEST_CASE("What follows an archive within a picture is unpacked as well") {
  CHECK(finds_name("a.png", k_picture + zip("nothing") + zlib(k_hidden)));
  CHECK(finds_name("a.png", k_picture + zip("nothing") + zip(k_hidden)));
  CHECK(finds_name("a.pdf", "%PDF-1.4\n" + zip("nothing") + "stream\n" + gzip(k_hidden) + "\nendstream\n"));
  CHECK_FALSE(has_kind(findings_in("a.png", k_picture + zip("x") + zlib("y")), FindingKind::unreadable));
}

TEST_CASE("A zip stored in a zip does not end it") {
  const std::string outer =
      archive("zip", {{"b.zip", zip(noise(2000))}, {"c.txt", packable(70'000) + k_hidden}});
  const Findings findings = findings_in("a.png", k_picture + outer + "tail");
  CHECK(stops_by(findings, FindingKind::personal_token));
  CHECK_FALSE(has_kind(findings, FindingKind::unreadable));
}

TEST_CASE("An archive within a picture that is cut off cannot be read, and hides nothing behind it") {
  const std::string cut = zip(noise(2000)).substr(0, 1000);
  const Findings findings = findings_in("a.png", k_picture + cut + zlib(k_hidden));
  CHECK(stops_by(findings, FindingKind::unreadable));
  CHECK(stops_by(findings, FindingKind::personal_token));
}

TEST_CASE("Streams anywhere in a long file are unpacked, however they lie in the blocks that are read") {
  const std::string spaces(std::size_t{17} << 20U, ' ');
  CHECK(finds_name("a.png", k_picture + spaces + zlib(k_hidden)));
  for (const std::size_t size : {200'000, 262'100, 262'130, 262'140, 600'000}) {
    INFO(size);
    CHECK(finds_name("a.png", k_picture + std::string(size, ' ') + zlib(k_hidden)));
    CHECK(finds_name("a.png", k_picture + zlib(noise(size) + packable(70'000) + k_hidden) + "tail"));
    CHECK(finds_name("a.png", k_picture + zip(noise(size) + packable(70'000) + k_hidden) + "tail"));
  }
}

TEST_CASE("A damaged stream is searched as far as it goes") {
  std::string damaged = zlib(k_hidden);
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  CHECK(finds_name("a.png", k_picture + damaged));
  const std::string cut = zlib(k_hidden + noise(1000));
  CHECK(finds_name("a.png", k_picture + cut.substr(0, cut.size() - 300)));
}

TEST_CASE("Objects of git are read one by one, in a pack and loose, as what they hold") {
  const std::string written = R"({"A": "\u0050apadopoulou"})";
  const std::string loose = zlib(std::string("blob 26\0", 8) + written);
  CHECK(finds_name("objects/ab/0123", loose));
  const Findings table =
      findings_in("ab/0124.tsv", zlib(std::string("blob 40\0", 8) + "participant_id\tage\nsub-a\t93\n"));
  CHECK(stops_by(table, FindingKind::extreme_value));
  // a pack (gitformat-pack): version 2, one blob of 26 bytes, and a sum
  const std::string begin("PACK\0\0\0\2\0\0\0\1\xba\1", 14);
  CHECK(finds_name("objects/pack/pack-1.pack", begin + zlib(written) + std::string(20, '\7')));
}
