#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

const std::vector<std::string> k_digests = {
    "906bfbcb9c7d39701b540128db7a00bf",
    "906bfbcb",
    "5B788ED07A69",
    "3c48201a3c487bc19ab7d8d9384cd617415146cabc04f7dfd04a8d3427e19b22",
    "7880f5ebee",
    "f4d3e772",
    "b36101bd8869a70f892868cde6354923",
    "PEggGjxIe8Gat9jZOEzWF0FRRsq8BPff0EqNNCfhmyI=",
    "kGv7y5x9OXAb",
};

}  // namespace

TEST_CASE("Values of fixed length stand side by side in binary files, and are told apart") {
  const auto found = [](const std::string& bytes) {
    AuditedTree tree;
    tree.needles.participants = {"01", "02"};
    tree.needles.tokens = {{"Papadopoulou", "name"}};
    tree.add("a.dat", std::string("\1\2\3\0\xff", 5) + bytes + std::string(9, '\0'));
    return tree.findings();
  };
  CHECK(count_of(found("sub-01sub-02"), FindingKind::original_label) == 2);
  CHECK(count_of(found(utf16("sub-01sub-02", false, false)), FindingKind::original_label) == 2);
  CHECK(count_of(found(utf32("sub-01sub-02", false)), FindingKind::original_label) == 2);
  CHECK(stops_by(found("1970PapadopoulouF"), FindingKind::personal_token));
  CHECK_FALSE(stops_by(found("sub-011 sub-02x"), FindingKind::original_label));
}

TEST_CASE("A name with letters beyond ASCII is found in all the ways in which people and programs write it") {
  const std::vector<std::string> written = {
      "J\xc3\xb8rgens\xc3\xb6n",   // UTF-8
      "J\xf8rgens\xf6n",           // Latin-1
      "J\xc3\x98RGENS\xc3\x96N",   // capitals
      "J\xc3\xb8rgenso\xcc\x88n",  // NFD
      "Jorgenson",
      "Joergensoen",                              // without marks, spelled out
      "J\xc3\x83\xc2\xb8rgens\xc3\x83\xc2\xb6n",  // UTF-8 taken for Latin-1
      "J&oslash;rgens&ouml;n",
      "J&#xf8;rgens&#246;n",  // HTML
      "J%C3%B8rgens%C3%B6n",
      "J%F8rgens%F6n",  // URL
      "J=C3=B8rgens=C3=B6n",
      R"(J\u00f8rgens\u00f6n)",  // mail, JSON
  };
  for (const std::string& text : written) {
    AuditedTree tree;
    tree.needles.tokens = {{"J\xc3\xb8rgens\xc3\xb6n", "name"}};
    tree.add("a.txt", "seen by " + text + " today\n");
    INFO(text);
    CHECK(stops_by(tree.findings(), FindingKind::personal_token));
    tree.needles.tokens = {{"J\xc3\xb8rgens\xc3\xa6n", "name"}};  // another name
    CHECK_FALSE(has_kind(tree.findings(), FindingKind::personal_token));
  }
}

TEST_CASE("A digest of a label is found in hex and base64, whole or cut short, with or without a line end") {
  // printf sub-Zq81canary | md5sum, sha1sum, sha256sum, crc32; echo Zq81canary | md5sum; the same in base64
  for (const std::string& digest : k_digests) {
    AuditedTree tree;
    tree.needles.participants = {"Zq81canary"};
    tree.add("a.tsv", "x\tcode\n1\t" + digest + "\n");
    INFO(digest);
    CHECK(stops_by(tree.findings(), FindingKind::original_label));
    tree.needles.participants = {"Other52label"};
    CHECK_FALSE(has_kind(tree.findings(), FindingKind::original_label));
  }
}

TEST_CASE("Short labels are found in identifier cells and keys, and left alone elsewhere") {
  AuditedTree tree;
  tree.needles.participants = {"07"};
  tree.add("phenotype/a.tsv", "participant_id\tscore\nsub-x\t07\n");
  CHECK_FALSE(has_kind(tree.findings(), FindingKind::personal_token));
  CHECK_FALSE(stops_by(tree.findings(), FindingKind::original_label));
  tree.add("phenotype/b.tsv", "subject\tscore\n07\t1\n");
  CHECK(stops_by(tree.findings(), FindingKind::original_label));
}

TEST_CASE("Three source labels in one file are a suspected key") {
  AuditedTree tree;
  tree.needles.participants = {"p01", "p02", "p03"};
  tree.add("a.txt", "p01 p02");
  CHECK_FALSE(has_kind(tree.findings(), FindingKind::key_file));
  tree.add("b.txt", "p01 a\np02 b\np03 c\n");
  CHECK(stops_by(tree.findings(), FindingKind::key_file));
}
