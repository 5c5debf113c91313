#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>

#include "audit/order_audit.hpp"
#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

bool says(const Findings& findings, std::string_view part) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& f) { return f.excerpt.find(part) != std::string::npos; });
}

void touch(const AuditedTree& tree, const std::string& path, int days) {
  const auto time = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * days);
  std::filesystem::last_write_time(tree.path() / path, time);
}

}  // namespace

TEST_CASE("Labels are ordered as people count") {
  CHECK(comes_before("sub-2", "sub-10"));
  CHECK(comes_before("sub-a", "sub-b"));
  CHECK(comes_before("sub-1", "sub-1a"));
  CHECK_FALSE(comes_before("sub-10", "sub-2"));
  CHECK_FALSE(comes_before("sub-2", "sub-2"));
}

TEST_CASE(
    "Rows in another order than the labels, and gaps in their numbers, are told but never stop publishing") {
  AuditedTree sorted;
  sorted.add("participants.tsv", "participant_id\nsub-1\nsub-2\nsub-3\n");
  for (const char* label : {"sub-1", "sub-2", "sub-3"}) sorted.add(std::string(label) + "/a.txt", "x");
  CHECK_FALSE(says(sorted.findings(), "another order"));
  CHECK_FALSE(says(sorted.findings(), "gaps"));
  AuditedTree mixed;
  mixed.add("participants.tsv", "participant_id\nsub-3\nsub-1\nsub-5\n");
  for (const char* label : {"sub-1", "sub-3", "sub-4"}) mixed.add(std::string(label) + "/a.txt", "x");
  CHECK(says(mixed.findings(), "another order"));
  CHECK(says(mixed.findings(), "gaps"));
  CHECK_FALSE(blocks_publishing(mixed.findings()));
}

TEST_CASE("Random labels have no gaps") {
  AuditedTree tree;
  for (const char* label : {"sub-8f3k", "sub-1203", "sub-88"}) tree.add(std::string(label) + "/a.txt", "x");
  CHECK_FALSE(says(tree.findings(), "gaps"));
}

TEST_CASE("Times of change that run through the participants in an order of their own are told") {
  AuditedTree tree;
  for (const char* label : {"sub-1", "sub-2", "sub-3"}) tree.add(std::string(label) + "/a.txt", "x");
  CHECK_FALSE(says(tree.findings(), "different days"));
  touch(tree, "sub-1/a.txt", 10);
  touch(tree, "sub-2/a.txt", 30);
  CHECK(says(tree.findings(), "different days"));
}

TEST_CASE("Members of an archive in an order of their own are told") {
  AuditedTree tree;
  tree.add("a.zip", archive("zip", {{"a.txt", "x"}, {"b.txt", "x"}}));
  CHECK_FALSE(says(tree.findings(), "members in another order"));
  tree.add("b.zip", archive("zip", {{"b.txt", "x"}, {"a.txt", "x"}}));
  CHECK(says(tree.findings(), "members in another order"));
}
