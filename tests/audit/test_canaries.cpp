#include <sys/xattr.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "audited.hpp"
#include "bytes.hpp"
#include "hidings.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

std::string pdf_page(const std::string& text) { return "%PDF-1.4\nstream\n" + zlib(text) + "\nendstream\n"; }

AuditedTree tree_with_needles() {
  AuditedTree tree;
  tree.needles.participants = {std::string(k_label)};
  tree.needles.tokens = {{std::string(k_name), "name"}};
  return tree;
}

}  // namespace

TEST_CASE("A source label and a name are found in every encoding, and never shown") {
  for (const Hiding& hiding : all_hidings()) {
    AuditedTree tree = tree_with_needles();
    tree.add(hiding.path, hiding.content);
    const Findings findings = tree.findings();
    INFO(hiding.how << "\n" << format_findings(findings));
    CHECK(stops_by(findings, FindingKind::original_label));
    CHECK(stops_by(findings, FindingKind::personal_token));
    CHECK_FALSE(has_kind(findings, FindingKind::unreadable));
    const std::string text = shared_text(findings);
    CHECK(text.find(k_label) == std::string::npos);
    CHECK(text.find(k_name) == std::string::npos);
  }
}

TEST_CASE("The same files without canaries hold no label and no name") {
  for (const Hiding& hiding : all_hidings()) {
    AuditedTree tree = tree_with_needles();
    tree.needles.participants = {"Other52label"};
    tree.needles.tokens = {{"Vandenberghe", "name"}};
    tree.add(hiding.path, hiding.content);
    const Findings findings = tree.findings();
    INFO(hiding.how << "\n" << format_findings(findings));
    CHECK_FALSE(has_kind(findings, FindingKind::original_label));
    CHECK_FALSE(has_kind(findings, FindingKind::personal_token));
  }
}

TEST_CASE("A short name in base85 is found, alone and between quotes") {
  for (const char* written : {"N?~quWo`", "n)#QUwO}", "8muUYASq"}) {
    for (const std::string& line : {std::string(written) + "\n", "key = '" + std::string(written) + "'\n"}) {
      AuditedTree tree;
      tree.needles.tokens = {{"Jansen", "name"}};
      tree.add("a.txt", line);
      INFO(line);
      CHECK(stops_by(tree.findings(), FindingKind::personal_token));
      tree.needles.tokens = {{"Jansma", "name"}};
      CHECK_FALSE(has_kind(tree.findings(), FindingKind::personal_token));
    }
  }
}

TEST_CASE("Numbers of a table are no bytes where one of them is none") {
  for (const char* row :
       {"74, 97, 300, 110, 115, 101, 110", "74, 97, 110, 115, 101.0, 110", "x74 97 110 115 101 110a"}) {
    AuditedTree tree;
    tree.needles.tokens = {{"Jansen", "name"}};
    tree.add("a.txt", std::string("74 97 110 115 101 110") + "\n");
    INFO(row);
    CHECK(stops_by(tree.findings(), FindingKind::personal_token));
    tree.add("a.txt", std::string(row) + "\n");
    CHECK_FALSE(has_kind(tree.findings(), FindingKind::personal_token));
  }
}

TEST_CASE("Names of files, folders and links are searched, and shown masked") {
  AuditedTree tree = tree_with_needles();
  tree.add("sub-new1/anat/x_ZQ81CANARY.txt", "x");
  tree.add("Papadopoulou/y.txt", "y");
  tree.add("%50apadopoul%6Fu.txt", "z");
  std::filesystem::create_symlink("sub-Zq81canary_T1w.nii.gz", tree.path() / "link");
  const Findings findings = tree.findings();
  CHECK(count_of(findings, FindingKind::original_label) >= 2);
  CHECK(count_of(findings, FindingKind::personal_token) >= 2);
  const std::string text = shared_text(findings);
  CHECK(text.find("anary") == std::string::npos);
  CHECK(text.find("CANARY") == std::string::npos);
  CHECK(text.find("apadopoul") == std::string::npos);
  CHECK(text.find(k_name) == std::string::npos);
}

TEST_CASE("Values of extended attributes are searched") {
  AuditedTree tree = tree_with_needles();
  tree.add("a.txt", "x");
  const std::string said = "sub-Zq81canary was Papadopoulou";
  const std::string file = (tree.path() / "a.txt").string();
  if (::setxattr(file.c_str(), "user.origin", said.data(), said.size(), 0) != 0)
    return;  // no such thing here
  CHECK(stops_by(tree.findings(), FindingKind::original_label));
  CHECK(stops_by(tree.findings(), FindingKind::personal_token));
}

TEST_CASE("Damage anywhere in a file ends in findings, never in a fault") {
  std::mt19937 random(11);
  AuditedTree tree = tree_with_needles();
  std::size_t number = 0;
  for (const Hiding& hiding : all_hidings()) {
    for (int round = 0; round < 5; ++round) {
      std::string content = hiding.content;
      for (int hits = 0; hits < 1 + round; ++hits)
        content[random() % content.size()] = static_cast<char>(random());
      if (round % 2 == 1) content.resize(random() % content.size());
      tree.add(std::to_string(++number) + "/" + hiding.path, content);
    }
  }
  const Findings once = tree.findings();
  tree.options.threads = 1;
  CHECK(format_json(to_json(once)) == format_json(to_json(tree.findings())));
  CHECK(shared_text(once).find(k_label) == std::string::npos);
}

TEST_CASE("Words of two paragraphs, cells or lines of a page are not joined") {
  for (const Hiding& apart : std::vector<Hiding>{
           {"HTML", "a.html", "<html><p>Papa</p><p>dopoulou</p></html>"},
           {"Word", "a.xml",
            "<w:p><w:r><w:t>Papa</w:t></w:r></w:p><w:p><w:r><w:t>dopoulou</w:t></w:r></w:p>"},
           {"Word's formats", "a.xml", "<w:r><w:rPr><w:x>Papa</w:x></w:rPr><w:t>dopoulou</w:t></w:r>"},
           {"PDF", "a.pdf", pdf_page("BT [(Papa)] TJ [(dopoulou)] TJ (Papa)-300(x) Tj ET")},
           {"space in a PDF", "a.pdf", pdf_page("BT [(Papa)-200(dopoulou)] TJ ET")},
           {"rich text", "a.rtf", R"({\rtf1 Papa\par dopoulou Papa\cell dopoulou})"}}) {
    AuditedTree tree = tree_with_needles();
    tree.add(apart.path, apart.content);
    INFO(apart.how);
    CHECK_FALSE(has_kind(tree.findings(), FindingKind::personal_token));
  }
}
