#include <catch2/catch.hpp>

#include "bids/filter.hpp"
#include "tree.hpp"

using namespace shareready;

namespace {

bool passes(std::string_view queries, const char* path) {
  const auto parsed = parse_filter_queries(parse_json(queries, "f").value(), "f");
  REQUIRE(parsed.ok());
  const std::filesystem::path relative = path;
  return passes_queries(*parsed, parse_bids_name(relative.filename().string()), place_of(relative));
}

constexpr const char* k_t1w = "sub-01/ses-01/anat/sub-01_ses-01_acq-a_run-01_T1w.nii.gz";

}  // namespace

TEST_CASE("a query concerns only the images it speaks about") {
  CHECK(passes(R"({"t1w": {"session": "02"}})", "sub-01/ses-01/func/sub-01_ses-01_bold.nii.gz"));
  CHECK_FALSE(passes(R"({"t1w": {"session": "02"}})", k_t1w));
  CHECK(passes(R"({"mine": {"datatype": "anat", "suffix": "T2w", "session": "02"}})", k_t1w));
}

TEST_CASE("values, lists, null and the star are what PyBIDS takes them for") {
  CHECK(passes(R"({"t1w": {"session": "01"}})", k_t1w));
  CHECK(passes(R"({"t1w": {"session": ["02", "01"]}})", k_t1w));
  CHECK_FALSE(passes(R"({"t1w": {"acquisition": null}})", k_t1w));
  CHECK(passes(R"({"t1w": {"acq": "*", "ceagent": null}})", k_t1w));
  CHECK_FALSE(passes(R"({"t1w": {"ce": "*"}})", k_t1w));
  CHECK(passes(R"({"t1w": {"acq": "Query.ANY", "ce": "Query.NONE", "echo": "Query.OPTIONAL"}})", k_t1w));
  CHECK(passes(R"({"t1w": {"run": 1}})", k_t1w));
  CHECK_FALSE(passes(R"({"t1w": {"session": "1"}})", k_t1w));
  CHECK(passes(R"({"t1w": {"acquisition": [null, "a"]}})", k_t1w));
  CHECK(
      passes(R"({"a": {"suffix": "T1w", "session": "02"}, "b": {"suffix": "T1w", "session": "01"}})", k_t1w));
}

TEST_CASE("a filter file of another shape is a usage error") {
  for (const char* text : {"[]", R"({"t1w": 1})", R"({"t1w": {"session": {}}})",
                           R"({"t1w": {"session": []}})", R"({"t1w": {"session": true}})"}) {
    const auto parsed = parse_filter_queries(parse_json(text, "f").value(), "f");
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().code == ErrorCode::usage);
  }
}

TEST_CASE("labels may be typed with their prefix or stand in a file") {
  const test::Tree tree;
  tree.put("labels.txt", "sub-03\r\n04\n\n  05 \n");
  const auto labels = read_labels({"sub-01", "02", (tree.root() / "labels.txt").string(), "01"}, "sub-");
  REQUIRE(labels.ok());
  CHECK(*labels == std::vector<std::string>{"01", "02", "03", "04", "05"});
  CHECK_FALSE(read_labels({"sub-"}, "sub-").ok());
  CHECK_FALSE(read_labels({"/nowhere/labels.txt"}, "sub-").ok());
}

TEST_CASE("the fingerprint of a filter tells different filters apart") {
  const InventoryFilter one{.participants = {"01"}, .sessions = {}, .queries = {}};
  const InventoryFilter other{.participants = {}, .sessions = {"01"}, .queries = {}};
  CHECK(one.fingerprint() == one.fingerprint());
  CHECK(one.fingerprint() != other.fingerprint());
  CHECK(one.fingerprint() != InventoryFilter{}.fingerprint());
}
