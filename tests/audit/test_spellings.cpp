#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "audited.hpp"
#include "base/text.hpp"
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

struct Written {
  std::string how;
  std::string name;  // in UTF-8
  std::string bytes;
};

// Each as Python's codec of that name writes it.
const std::vector<Written> k_in_code_pages = {
    {"cp437", "M\xc3\xbcllerstr\xc3\xb6m", "M\x81llerstr\x94m"},
    {"cp850", "J\xc3\xb8rgens\xc3\xb6n", "J\x9brgens\x94n"},
    {"mac_roman", "J\xc3\xb8rgens\xc3\xb6n", "J\xbfrgens\x9an"},
    {"cp865", "J\xc3\xb8rgens\xc3\xb6n", "J\x9brgens\x94n"},
    {"cp852", "Wa\xc5\x82\xc4\x99sov\xc3\xa1", "Wa\x88\xa9sov\xa0"},
    {"cp1250", "Wa\xc5\x82\xc4\x99sov\xc3\xa1", "Wa\xb3\xeasov\xe1"},
    {"iso8859_2", "Wa\xc5\x82\xc4\x99sov\xc3\xa1", "Wa\xb3\xeasov\xe1"},
    {"mac_latin2", "Wa\xc5\x82\xc4\x99sov\xc3\xa1", "Wa\xb8\xabsov\x87"},
    {"cp1250", "\xc5\xa0im\xc5\xafnkov\xc3\xa1", "\x8aim\xf9nkov\xe1"},
    {"cp1252", "\xc5\x92uvrard", "\x8cuvrard"},
    {"iso8859_15", "\xc5\x92uvrard", "\xbcuvrard"},
    {"cp1257", "Kazlauskien\xc4\x97", "Kazlauskien\xeb"},
    {"cp1251", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0", "\xc8\xe2\xe0\xed\xee\xe2\xe0"},
    {"koi8_r", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0", "\xe9\xd7\xc1\xce\xcf\xd7\xc1"},
    {"iso8859_5", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0", "\xb8\xd2\xd0\xdd\xde\xd2\xd0"},
    {"cp866", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0", "\x88\xa2\xa0\xad\xae\xa2\xa0"},
    {"mac_cyrillic", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0",
     "\x88\xe2\xe0\xed\xee\xe2\xe0"},
    {"cp1253",
     "\xce\xa0\xce\xb1\xcf\x80\xce\xb1\xce\xb4\xce\xbf\xcf\x80\xce\xbf\xcf\x8d\xce\xbb\xce\xbf\xcf\x85",
     "\xd0\xe1\xf0\xe1\xe4\xef\xf0\xef\xfd\xeb\xef\xf5"},
    {"iso8859_7",
     "\xce\xa0\xce\xb1\xcf\x80\xce\xb1\xce\xb4\xce\xbf\xcf\x80\xce\xbf\xcf\x8d\xce\xbb\xce\xbf\xcf\x85",
     "\xd0\xe1\xf0\xe1\xe4\xef\xf0\xef\xfd\xeb\xef\xf5"},
    {"cp737",
     "\xce\xa0\xce\xb1\xcf\x80\xce\xb1\xce\xb4\xce\xbf\xcf\x80\xce\xbf\xcf\x8d\xce\xbb\xce\xbf\xcf\x85",
     "\x8f\x98\xa7\x98\x9b\xa6\xa7\xa6\xe7\xa2\xa6\xac"},
    {"cp1254", "Y\xc4\xb1ld\xc4\xb1r\xc4\xb1m", "Y\xfdld\xfdr\xfdm"},
    {"cp857", "Y\xc4\xb1ld\xc4\xb1r\xc4\xb1m", "Y\x8dld\x8dr\x8dm"},
    {"cp1255", "\xd7\x90\xd7\x91\xd7\xa8\xd7\x94\xd7\x9e\xd7\x99", "\xe0\xe1\xf8\xe4\xee\xe9"},
    {"cp862", "\xd7\x90\xd7\x91\xd7\xa8\xd7\x94\xd7\x9e\xd7\x99", "\x80\x81\x98\x84\x8e\x89"},
    {"cp1256", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf\xd9\x8a", "\xe3\xcd\xe3\xcf\xed"},
    {"iso8859_6", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf\xd9\x8a", "\xe5\xcd\xe5\xcf\xea"},
    {"cp932", "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e",
     "\x8eR\x93"
     "c\x91\xbe\x98Y"},
    {"euc_jp", "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e", "\xbb\xb3\xc5\xc4\xc2\xc0\xcf\xba"},
    {"gb18030", "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e", "\xcd\xf5\xd0\xa1\xc3\xf7"},
    {"big5", "\xe9\x99\xb3\xe5\xa4\xa7\xe6\x96\x87", "\xb3\xaf\xa4j\xa4\xe5"},
    {"cp949", "\xea\xb9\x80\xec\xb2\xa0\xec\x88\x98", "\xb1\xe8\xc3\xb6\xbc\xf6"},
    {"cp874", "\xe0\xb8\xaa\xe0\xb8\xa1\xe0\xb8\x8a\xe0\xb8\xb2\xe0\xb8\xa2", "\xca\xc1\xaa\xd2\xc2"},
    {"utf_7", "J\xc3\xb8rgens\xc3\xb6n", "J+APg-rgens+APY-n"},
};

const std::vector<Written> k_in_other_letters = {
    {"NFD", "Nguy\xe1\xbb\x85n", "Nguye\xcc\x82\xcc\x83n"},
    {"no marks", "Nguy\xe1\xbb\x85n", "NGUYEN"},
    {"small",
     "\xce\xa0\xce\xb1\xcf\x80\xce\xb1\xce\xb4\xce\xbf\xcf\x80\xce\xbf\xcf\x8d\xce\xbb\xce\xbf\xcf\x85",
     "\xcf\x80\xce\xb1\xcf\x80\xce\xb1\xce\xb4\xce\xbf\xcf\x80\xce\xbf\xcf\x8d\xce\xbb\xce\xbf\xcf\x85"},
    {"capitals without marks",
     "\xce\xa0\xce\xb1\xcf\x80\xce\xb1\xce\xb4\xce\xbf\xcf\x80\xce\xbf\xcf\x8d\xce\xbb\xce\xbf\xcf\x85",
     "\xce\xa0\xce\x91\xce\xa0\xce\x91\xce\x94\xce\x9f\xce\xa0\xce\x9f\xce\xa5\xce\x9b\xce\x9f\xce\xa5"},
    {"capitals", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0",
     "\xd0\x98\xd0\x92\xd0\x90\xd0\x9d\xd0\x9e\xd0\x92\xd0\x90"},
    {"small", "\xd0\xa1\xd0\xbe\xd0\xbb\xd0\xbe\xd0\xb2\xd1\x8c\xd1\x91\xd0\xb2",
     "\xd1\x81\xd0\xbe\xd0\xbb\xd0\xbe\xd0\xb2\xd1\x8c\xd1\x91\xd0\xb2"},
    {"without dots", "\xd0\xa1\xd0\xbe\xd0\xbb\xd0\xbe\xd0\xb2\xd1\x8c\xd1\x91\xd0\xb2",
     "\xd0\xa1\xd0\xbe\xd0\xbb\xd0\xbe\xd0\xb2\xd1\x8c\xd0\xb5\xd0\xb2"},
    {"capitals in KOI8-R", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0",
     "\xe9\xf7\xe1\xee\xef\xf7\xe1"},
};

bool finds_token(const std::string& token, const std::string& content) {
  AuditedTree tree;
  tree.needles.tokens = {{token, "name"}};
  tree.add("a.txt", content);
  return stops_by(tree.findings(), FindingKind::personal_token);
}

}  // namespace

TEST_CASE("Values of fixed length stand side by side in binary files, and are told apart") {
  const auto found = [](const std::string& bytes) {
    AuditedTree tree;
    tree.needles.participants = {"01", "02"};
    tree.needles.tokens = {{"Papadopoulou", "name"}};
    tree.add("a.dat", std::string("\1\2\3\0\xff", 5) + bytes + std::string(9, '\0'));
    return tree.findings();
  };
  const auto labels_in = [&](const std::string& bytes) {
    std::uint64_t labels = 0;
    for (const Finding& finding : found(bytes))
      labels += finding.excerpt == "sub-[label]" ? finding.occurrences : 0;
    return labels;
  };
  CHECK(labels_in("sub-01sub-02") == 2);
  CHECK(labels_in("SUB-01SUB-02") == 2);
  CHECK(labels_in(utf16("sub-01sub-02", false, false)) == 2);
  CHECK(labels_in(utf32("sub-01sub-02", false)) == 2);
  CHECK(stops_by(found("1970PapadopoulouF"), FindingKind::personal_token));
  using namespace std::string_literals;
  for (const std::string& told : {"\6sub-01q"s, "X\6\0\0\0sub-01q"s, "\0\0\0\6sub-01q"s, "\xa6sub-01q"s,
                                  "fsub-01q"s, "\14" + utf16("sub-01q", false, false)}) {
    CHECK(stops_by(found(told), FindingKind::original_label));  // by the length before it
  }
  CHECK_FALSE(stops_by(found("\7sub-01qx"), FindingKind::original_label));
  CHECK_FALSE(stops_by(found("sub-011 sub-02x"), FindingKind::original_label));
}

TEST_CASE("Long labels are found where values touch, but not as parts of longer numbers") {
  const auto found = [](const std::string& label, const std::string& bytes) {
    AuditedTree tree;
    tree.needles.participants = {label};
    tree.add("a.dat", std::string("\1\2\3\0\xff", 5) + bytes + std::string(9, '\0'));
    return stops_by(tree.findings(), FindingKind::original_label);
  };
  CHECK(found("Zq81canary", "Fsub-Zq81canaryJansen"));
  CHECK(found("Zq81ca", "sub-Zq81caJansen"));
  CHECK_FALSE(found("Zq81c", "sub-Zq81cJansen"));
  CHECK(found("patient1", "sub-patient1Jansen"));
  CHECK_FALSE(found("patient1", "sub-patient12"));
}

TEST_CASE("A name stands as a word between signs of any script, and before a number") {
  const std::vector<std::string> around = {"\xe2\x80\x9c%\xe2\x80\x9d",
                                           "\xc2\xab%\xc2\xbb",
                                           "Dr.\xc2\xa0%\xe2\x80\xa6",
                                           "a\xe2\x80\x94%\xe2\x80\x94z",
                                           "%\xe2\x80\x99s",
                                           "\xe3\x80\x8c%\xe3\x80\x8d",
                                           "\x93%\x94",
                                           "a\xa0%\xa0z",
                                           "%2",
                                           "1985%",
                                           "\x1b[1;31m%\x1b[0m",
                                           "\xe2\x80\xaa%\xe2\x80\xac",
                                           "\xef\xbc\x88%\xef\xbc\x89"};
  for (const std::string& text : around) {
    INFO(text);
    CHECK(finds_token("Papadopoulou", "seen by " + replace_all(text, "%", "Papadopoulou") + " today\n"));
  }
  for (const char* text : {"\xc3\xa9%", "%\xd0\xb8", "%\xc3\xa9", "\xe9% or", "%s", "x%"}) {
    INFO(text);
    CHECK_FALSE(
        finds_token("Papadopoulou", "seen by " + replace_all(text, "%", "Papadopoulou") + " today\n"));
  }
  CHECK_FALSE(finds_token("Janse", "seen by Janse2 today\n"));
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

TEST_CASE("A digest of a label in other letters, and by SHA-512, is found") {
  for (const char* digest :
       {// printf zq81canary | sha256sum; printf sub-ZQ81CANARY | md5sum; printf Zq81canary | sha512sum
        "6d3bcd1ee954d7524ea11ad502e4ae8defe90190ea82d1afd6c3399bfd88a0be",
        "cfccec643a218cc0900878debc44e11e", "a8d77b7f69b6ab19937a09a85eda4599"}) {
    AuditedTree tree;
    tree.needles.participants = {"Zq81canary"};
    tree.add("a.tsv", std::string("x\tcode\n1\t") + digest + "\n");
    INFO(digest);
    CHECK(stops_by(tree.findings(), FindingKind::original_label));
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
  AuditedTree other;
  other.needles.participants = {"07"};
  other.add("sub-x/beh/sub-x_task-y_beh.tsv", "onset\tsubj\n1\t7\n");
  CHECK(stops_by(other.findings(), FindingKind::original_label));
  AuditedTree none;
  none.needles.participants = {"07"};
  none.add("sub-x/beh/sub-x_task-y_beh.tsv", "onset\tsession_number\trun\n7\t7\t7\n");
  CHECK_FALSE(has_kind(none.findings(), FindingKind::personal_token));
  CHECK_FALSE(stops_by(none.findings(), FindingKind::original_label));
}

TEST_CASE("Three source labels in one file are a suspected key") {
  AuditedTree tree;
  tree.needles.participants = {"p01", "p02", "p03"};
  tree.add("a.txt", "p01 p02");
  CHECK_FALSE(has_kind(tree.findings(), FindingKind::key_file));
  tree.add("b.txt", "p01 a\np02 b\np03 c\n");
  CHECK(stops_by(tree.findings(), FindingKind::key_file));
}

TEST_CASE("A name is found in the encodings that were in use before Unicode") {
  for (const Written& written : k_in_code_pages) {
    INFO(written.how);
    CHECK(finds_token(written.name, "seen by " + written.bytes + ", today and tomorrow\n"));
  }
}

TEST_CASE("A longer name does not stand in a code page where a shorter one does") {
  const Written& written = k_in_code_pages.front();
  CHECK_FALSE(finds_token("Vandenberghe" + written.name, "seen by " + written.bytes + "\n"));
  CHECK_FALSE(finds_token(written.name, "seen by " + written.bytes + "son\n"));
}

TEST_CASE("Letters of any script are found in capitals, in small letters and without their marks") {
  for (const Written& written : k_in_other_letters) {
    INFO(written.how);
    CHECK(finds_token(written.name, "seen by " + written.bytes + " today\n"));
  }
}

TEST_CASE(
    "A name of two Chinese characters is found where no space parts words, and texts of other scripts are "
    "texts") {
  const std::string name = "\xe7\x8e\x8b\xe4\xbc\x9f";
  for (const std::string& line :
       {std::string("\xe4\xbb\x8a\xe5\xa4\xa9\xe7\x8e\x8b\xe4\xbc\x9f\xe5\x88\xb0\xe5\x8c\xbb\xe9\x99\xa2\xe4"
                    "\xbb\x8a\xe5\xa4\xa9\xe7\x8e\x8b\xe4\xbc\x9f\xe5\x88\xb0\xe5\x8c\xbb\xe9\x99\xa2\xe4\xbb"
                    "\x8a\xe5\xa4\xa9\xe7\x8e\x8b\xe4\xbc\x9f\xe5\x88\xb0\xe5\x8c\xbb\xe9\x99\xa2"),
        std::string("\xbd\xf1\xcc\xec\xcd\xf5\xce\xb0\xb5\xbd\xd2\xbd\xd4\xba\xbd\xf1\xcc\xec\xcd\xf5\xce\xb0"
                    "\xb5\xbd\xd2\xbd\xd4\xba\xbd\xf1\xcc\xec\xcd\xf5\xce\xb0\xb5\xbd\xd2\xbd\xd4\xba")}) {
    AuditedTree tree;
    tree.needles.tokens = {{name, "name"}};
    tree.add("a.txt", line + "\n" + line + "\n" + line + "\n" + line + "\n");
    const Findings findings = tree.findings();
    CHECK(stops_by(findings, FindingKind::personal_token));
    CHECK_FALSE(has_kind(findings, FindingKind::foreign_format));
  }
  CHECK_FALSE(
      finds_token("\xe7\x8e\x8b",
                  "\xe4\xbb\x8a\xe5\xa4\xa9\xe7\x8e\x8b\xe4\xbc\x9f\xe5\x88\xb0\xe5\x8c\xbb\xe9\x99\xa2"));
}

TEST_CASE("What a reader would not take for a label or a name is none in disguise either") {
  const auto found = [](const std::string& content) {
    AuditedTree tree;
    tree.needles.participants = {"01", "P00123", "12345", "Zq81canary", "1"};
    tree.needles.tokens = {{"Jan", "name"}, {"Leon", "name"}, {"Jansen", "name"}, {"Dekker", "name"}};
    tree.add("a.txt", content);
    const Findings findings = tree.findings();
    return stops_by(findings, FindingKind::original_label) || stops_by(findings, FindingKind::personal_token);
  };
  CHECK_FALSE(found("J.A.N. de Vries and noel\n"));                   // initials, a short name backwards
  CHECK_FALSE(found("C00123 was a control\n"));                       // ROT13 of a patient's bare label
  CHECK_FALSE(found("contrast 1 2 3 4 5\n0 1 0 1\n"));                // numbers in columns
  CHECK_FALSE(found("sub-1kd93f sub-1a sub-01x Jansens xJansen\n"));  // others that begin or end alike
  CHECK_FALSE(found("nasnej s u b - 0 1 2 subZq81canar-\nies\n"));
  CHECK_FALSE(found("JanJansen JansenDekker\n"));  // names together are words of their own
  CHECK(found("s u b - 0 1"));
  CHECK(found("J a n s e n"));
  CHECK(found("10-bus"));
  CHECK(found("fho-01"));
  CHECK(found("sub-1Jan"));
  CHECK(found("x sub-01JanJansen x"));
  CHECK(found("JansenZq81canary"));
}

TEST_CASE("Names of files that show a label or a name to who reads them otherwise are not shown") {
  AuditedTree tree;
  tree.needles.participants = {"Zq81canary"};
  tree.needles.tokens = {{"Papadopoulou", "name"}};
  tree.add("anat/uoluopodapaP.txt", "x");
  tree.add("sub-Zq81canaryPapadopoulou/y.txt", "x");
  tree.add("fho-Md81pnanel_T1w.txt", "x");
  const Findings findings = tree.findings();
  CHECK(count_of(findings, FindingKind::original_label) >= 2);
  CHECK(count_of(findings, FindingKind::personal_token) >= 2);
  const std::string text = shared_text(findings);
  for (const char* told : {"uoluop", "canary", "Papado", "pnanel"})
    CHECK(text.find(told) == std::string::npos);
  CHECK(text.find("anat/[disguised]") != std::string::npos);
}
