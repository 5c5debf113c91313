#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

TEST_CASE("What cannot be opened or decoded stops publishing") {
  const std::string packed = gzip(std::string(5000, 'x') + "sub-Zq81canary");
  std::string damaged = packed;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  std::string wrong_sum = packed;
  wrong_sum[wrong_sum.size() - 6] = static_cast<char>(wrong_sum[wrong_sum.size() - 6] ^ 1);
  const std::string zip = archive("zip", {{"b.txt", std::string(5000, 'y')}});
  const std::string other = archive("zip", {{"c.txt", std::string(5000, 'z')}});
  const std::string unlisted = other.substr(0, other.find("PK\1\2")) + zip;
  const std::string mat = gzip(matlab(std::string(5000, 'x')));
  const std::string rtf = gzip("{\\rtf1 " + std::string(5000, 'x'));
  struct Broken {
    std::string how, path, content;
  };
  const std::vector<Broken> all_broken = {
      {"damaged gzip", "a.txt.gz", damaged},
      {"cut gzip", "a.nii.gz", packed.substr(0, packed.size() - 12)},
      {"gzip with a wrong sum", "a.txt.gz", wrong_sum},
      {"cut zip", "a.zip", zip.substr(0, zip.size() / 2)},
      {"zip with a member that no directory lists", "a.zip", unlisted},
      {"the same in gzip", "a.zip.gz", gzip(unlisted)},
      {"cut xz", "a.xz", compressed("xz", std::string(5000, 'z')).substr(0, 60)},
      {"HDF5 with a filter of its own", "a.h5", hdf5("sub-Zq81canary", Hdf5Place::unknown_filter)},
      {"cut HDF5", "a.h5", hdf5(std::string(5000, 'x'), Hdf5Place::deflated).substr(0, 3000)},
      {"damaged MAT-file", "a.mat", matlab(std::string(5000, 'x') + "sub-Zq81canary").substr(0, 160)},
      {"MAT-file in a cut gzip", "a.mat.gz", mat.substr(0, mat.size() - 12)},
      {"rich text in a cut gzip", "a.rtf.gz", rtf.substr(0, rtf.size() - 12)},
      {"git-annex pointer", "a.nii.gz", "/annex/objects/MD5E-s1--0123456789abcdef.nii.gz\n"},
  };
  for (const Broken& broken : all_broken) {
    AuditedTree tree;
    tree.add(broken.path, broken.content);
    INFO(broken.how);
    const Findings findings = tree.findings();
    CHECK(stops_by(findings, FindingKind::unreadable));
    CHECK(findings.front().severity == Severity::blocker);
  }
}

TEST_CASE("A detector that fails is a file nobody has examined") {
  AuditedTree tree;
  tree.options.face_detector = [](const HeadFile&) -> FaceFinding { throw std::bad_alloc(); };
  tree.add("sub-a/anat/sub-a_T1w.nii", nifti());
  CHECK(stops_by(tree.findings(), FindingKind::unreadable));
}

TEST_CASE("Packing without end and bytes without end stop publishing, not the machine") {
  std::string packed = "x";
  for (int i = 0; i < 12; ++i) packed = gzip(packed);
  AuditedTree nested;
  nested.add("a.gz", packed);
  CHECK(stops_by(nested.findings(), FindingKind::unreadable));
  AuditedTree bomb;
  bomb.options.most_decoded_bytes = 1 << 20U;
  bomb.add("a.txt.gz", gzip(std::string(std::size_t{3} << 20U, ' ')));
  CHECK(stops_by(bomb.findings(), FindingKind::unreadable));
}

TEST_CASE("A pipe is reported, not waited for; an unreadable folder stops publishing") {
  AuditedTree tree;
  tree.add("a.txt", "x");
  REQUIRE(::system(("mkfifo " + (tree.path() / "pipe").string()).c_str()) == 0);
  CHECK(stops_by(tree.findings(), FindingKind::unreadable));
}

TEST_CASE("A tree that is not there is an error, not a pass") {
  CHECK_FALSE(audit("/nonexistent/tree", {}, {}).ok());
}
