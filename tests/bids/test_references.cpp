#include <catch2/catch.hpp>

#include "bids/references.hpp"

using namespace shareready;

namespace {

// Releases sub-01 as sub-x, ses-a as ses-1; everything of sub-02 stays behind.
std::optional<std::string> renamed(std::string_view path) {
  if (path.find("sub-02") != std::string_view::npos || path.starts_with("/")) return {};
  std::string text(path);
  for (const auto& [from, to] : {std::pair{"sub-01", "sub-x"}, std::pair{"ses-a", "ses-1"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from)) {
      text.replace(at, std::string_view(from).size(), to);
    }
  }
  return text;
}

std::string rewritten(std::string_view text,
                      const char* path = "sub-01/ses-a/fmap/sub-01_ses-a_phasediff.json") {
  Json json = parse_json(text, "s").value();
  rewrite_references(json, path, renamed);
  return format_json_line(json);
}

}  // namespace

TEST_CASE("every form of a reference is rewritten in its own form") {
  CHECK(rewritten(R"({"IntendedFor":"ses-a/func/sub-01_ses-a_bold.nii"})") ==
        R"({"IntendedFor":"ses-1/func/sub-x_ses-1_bold.nii"})");
  CHECK(rewritten(R"({"IntendedFor":["func/sub-01_bold.nii","bids::sub-01/func/sub-01_bold.nii"]})") ==
        R"({"IntendedFor":["func/sub-x_bold.nii","bids::sub-x/func/sub-x_bold.nii"]})");
  CHECK(rewritten(R"({"AssociatedEmptyRoom":"/sub-01/ses-a/meg/sub-01_ses-a_meg.fif"})") ==
        R"({"AssociatedEmptyRoom":"sub-x/ses-1/meg/sub-x_ses-1_meg.fif"})");
  CHECK(rewritten(R"({"SpatialReference":{"orig":"bids::sub-01/anat/sub-01_T1w.nii"}})") ==
        R"({"SpatialReference":{"orig":"bids::sub-x/anat/sub-x_T1w.nii"}})");
  CHECK(rewritten(R"({"IntendedFor":"ses-a/func/sub-01_ses-a_bold.nii"})", "phasediff.json") ==
        R"({"IntendedFor":"ses-1/func/sub-x_ses-1_bold.nii"})");
}

TEST_CASE("references to what is not released vanish, and the key with the last of them") {
  Json json = parse_json(R"({"A":1,"IntendedFor":["bids::sub-02/x.nii"],"B":{"C":"bids:raw:sub-01/x.nii"},)"
                         R"("D":["bids::sub-02/y.nii","bids::sub-01/y.nii"]})",
                         "s")
                  .value();
  const ReferenceChanges changes = rewrite_references(json, "sub-01/fmap/x.json", renamed);
  CHECK(format_json_line(json) == R"({"A":1,"D":["bids::sub-x/y.nii"]})");
  CHECK(changes.removed == std::vector<std::string>{"sub-02/x.nii", "raw:sub-01/x.nii", "sub-02/y.nii"});
  CHECK(changes.rewritten == 1);
  CHECK(changes.emptied_keys == std::vector<std::string>{"IntendedFor", "B/C", "B"});
}

TEST_CASE("URIs inside a longer text are found") {
  CHECK(rewritten(R"({"Note":"see bids::sub-01/a.nii, then bids::sub-01/b.nii."})") ==
        R"({"Note":"see bids::sub-x/a.nii, then bids::sub-x/b.nii."})");
  CHECK(rewritten(R"({"Note":"see bids::sub-02/a.nii"})") == "{}");
}

TEST_CASE("what is no reference is left alone, and numbers keep their spelling") {
  const std::string text =
      R"({"EchoTime":1.50,"SpatialReference":"MNI152","Url":"https://x.org/sub-01","Empty":[],"Nothing":{},"B0FieldSource":"pe0"})";
  CHECK(rewritten(text) == text);
}

TEST_CASE("a mapping that changes nothing changes nothing") {
  const std::string text =
      R"({"IntendedFor":["ses-a/func/sub-01_ses-a_bold.nii","bids::sub-01/x_bold.nii"],"Sources":["bids::sub-01/x.nii"]})";
  Json json = parse_json(text, "s").value();
  const auto same = [](std::string_view path) { return std::optional(std::string(path)); };
  rewrite_references(json, "sub-01/ses-a/fmap/x.json", same);
  CHECK(format_json_line(json) == text);
  CHECK(find_references(json, "sub-01/ses-a/fmap/x.json") ==
        std::vector<std::string>{"sub-01/ses-a/func/sub-01_ses-a_bold.nii", "sub-01/x_bold.nii",
                                 "sub-01/x.nii"});
}

TEST_CASE("rows of scans.tsv follow their files") {
  Table scans =
      parse_table("filename\tx\nanat/sub-01_ses-a_T1w.nii\t1\nanat/sub-02_T1w.nii\t2\n", "t").value();
  CHECK(rewrite_filenames(scans, "filename", "sub-01/ses-a", "sub-x/ses-1", renamed) ==
        std::vector<std::string>{"sub-01/ses-a/anat/sub-02_T1w.nii"});
  CHECK(format_table(scans) == "filename\tx\nanat/sub-x_ses-1_T1w.nii\t1\n");
}

TEST_CASE("stimuli that stay behind are n/a") {
  Table events = parse_table("onset\tstim_file\n1\ta/b.png\n2\tn/a\n3\tsub-02.png\n", "t").value();
  CHECK(rewrite_stim_files(events, renamed) == 1);
  CHECK(format_table(events) == "onset\tstim_file\n1\ta/b.png\n2\tn/a\n3\tn/a\n");
}
