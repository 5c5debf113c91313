#include <catch2/catch.hpp>

#include "base/share.hpp"
#include "base/temp_folder.hpp"
#include "stage/acceptance.hpp"
#include "stage/assembly.hpp"
#include "stage/dataset_texts.hpp"
#include "stage/group_audit.hpp"
#include "stage/outcome.hpp"
#include "stage/released_files.hpp"
#include "stage/root_files.hpp"

using namespace shareready;

TEST_CASE("an acceptance holds for one image with one content") {
  const test::TempFolder folder;
  const std::string hash(64, 'a');
  REQUIRE(write_file(folder.path() / "accept",
                     "# looked at on Monday\n\nsub-01/anat/sub-01_T1w.nii.gz " + hash + "\n")
              .ok());
  const auto acceptances = Acceptances::read(folder.path() / "accept");
  REQUIRE(acceptances.ok());
  CHECK(acceptances->accepts("sub-01/anat/sub-01_T1w.nii.gz", hash));
  CHECK_FALSE(acceptances->accepts("sub-01/anat/sub-01_T1w.nii.gz", std::string(64, 'b')));
  CHECK_FALSE(acceptances->accepts("sub-02/anat/sub-02_T1w.nii.gz", hash));
  CHECK_FALSE(acceptances->accepts("sub-01/anat/sub-01_T1w.nii.gz", ""));
  REQUIRE(write_file(folder.path() / "accept", "sub-01/anat/sub-01_T1w.nii.gz\n").ok());
  CHECK(Acceptances::read(folder.path() / "accept").error().code == ErrorCode::usage);
}

TEST_CASE("texts that hold a token of anybody go from a sidecar, at any depth") {
  TokenSet tokens;
  tokens.add("Jansen", TokenKind::name);
  Json json =
      parse_json(R"({"a": "Dr Jansen", "b": {"c": "jansen", "d": 1}, "e": ["x", "JANSEN"], "f": "fine"})",
                 "x")
          .value();
  remove_tokens(json, tokens);
  CHECK(json == parse_json(R"({"b": {"d": 1}, "e": ["x"], "f": "fine"})", "x").value());
  const Json once = json;
  remove_tokens(json, tokens);
  CHECK(json == once);
}

TEST_CASE("a citation keeps its authors and loses what leads to the original") {
  const std::string text =
      "# made by hand\ncff-version: 1.2.0\ntitle: Heads\nauthors:\n  - family-names: Author\n    "
      "given-names: A.\n"
      "doi: 10.1/x\nidentifiers:\n  - type: doi\n    value: 10.1/x\nlicense: CC0-1.0\n";
  const std::string clean = clean_citation(text).text;
  CHECK(clean ==
        "cff-version: 1.2.0\ntitle: Heads\nauthors:\n  - family-names: Author\n    given-names: A.\nlicense: "
        "CC0-1.0\n");
  CHECK(clean_citation(clean).text == clean);
}

TEST_CASE("a citation loses a licence that is none") {
  for (const char* none : {"license: none\n", "license: \"TBD\"\n", "license:\n"}) {
    CHECK(clean_citation(std::string("title: Heads\n") + none).text == "title: Heads\n");
  }
  CHECK(clean_citation("title: Heads\nlicense: CC0-1.0\n").dropped.empty());
}

TEST_CASE("a citation loses an entry that names a participant, all its lines, and says which") {
  TokenSet tokens;
  tokens.add_exact("sub-p07", TokenKind::label);
  const CleanCitation clean =
      clean_citation("title: Heads\nabstract: >\n  about\n  sub-p07\nkeywords:\n  - heads\n", &tokens);
  CHECK(clean.text == "title: Heads\nkeywords:\n  - heads\n");
  CHECK(clean.dropped == std::vector<std::string>{"abstract"});
}

TEST_CASE("the generated README says how dates were treated and is long enough for a validator") {
  const std::string dropped = readme_text({.dates = DateRule::drop}, true, "", "1.0");
  const std::string shifted = readme_text({.dates = DateRule::shift}, true, "", "1.0");
  const std::string none = readme_text({.dates = DateRule::shift}, false, "", "1.0");
  CHECK(dropped.size() > 150);
  CHECK(dropped.find("dates were removed") != std::string::npos);
  CHECK(shifted.find("dates were shifted") != std::string::npos);
  CHECK(none.find("No acquisition date is in this dataset.") != std::string::npos);
  CHECK(none.find("shifted") == std::string::npos);
}

TEST_CASE("the generated README says of which images the face was removed, and which were not looked at") {
  for (const DefaceMethod method : {DefaceMethod::deface, DefaceMethod::reface, DefaceMethod::skullstrip}) {
    const std::string text = readme_text({.method = method}, true, "", "1.0");
    CHECK(text.find("mages of kinds that show ") != std::string::npos);
    CHECK(text.find("neither defaced nor searched for a face") != std::string::npos);
    CHECK(text.find("images that show one") == std::string::npos);
    const std::string all =
        readme_text({.deface_scope = DefaceScope::all, .method = method}, true, "", "1.0");
    CHECK(all.find("such as bold and dwi, were treated in the same way") != std::string::npos);
    CHECK(all.find("neither defaced") == std::string::npos);
  }
}

namespace {

// The members an object has, as the schema lists them under "required".
void check_members(const Json& object, const Json& schema) {
  std::vector<std::string> members;
  for (const auto& [key, value] : object.as_object()) members.push_back(key);
  std::vector<std::string> required;
  for (const Json& key : schema.at("required").as_array()) required.push_back(key.as_string());
  CHECK(members == required);
  CHECK(schema.at("properties").as_object().size() == members.size());
}

}  // namespace

TEST_CASE("the schema of outcome records lists exactly the members that are written") {
  const Json schema =
      parse_json(read_text(find_share_file("outcome.schema.json").value()).value(), "schema").value();
  Outcome outcome{.participant = "01"};
  outcome.sessions.push_back({.session = "a", .date = "2019-03-04"});
  outcome.files.push_back({.path = "x", .parts = {{.name = "descrip"}}});
  const Json record = outcome_to_json(outcome);
  check_members(record, schema);
  check_members(record.at("sessions").as_array().front(), schema.at("properties").at("sessions").at("items"));
  const Json& file = record.at("files").as_array().front();
  const Json& file_schema = schema.at("properties").at("files").at("items");
  check_members(file, file_schema);
  check_members(file.at("input"), file_schema.at("properties").at("input"));
  check_members(file.at("parts").as_array().front(), file_schema.at("properties").at("parts").at("items"));
}

TEST_CASE("the audit looks for every session label that tells a date, and for none that the release bears") {
  GroupInputs inputs;
  inputs.outcomes = {{.participant = "a", .sessions = {{.session = "20190304"}, {.session = "pre"}}},
                     {.participant = "left out", .sessions = {{.session = "20200505"}, {.session = "post"}}},
                     {.participant = "c", .sessions = {{.session = "20180101"}}}};
  LabelMap labels;
  labels.add_session("a", "20190304", "01");
  labels.add_session("a", "pre", "pre");
  labels.add_session("c", "20180101", "20180101");
  const AuditNeedles needles = needles_of(inputs, {}, labels, TokenSet());
  CHECK(needles.sessions == std::vector<std::string>{"20190304", "20200505"});
}

TEST_CASE(
    "a name of staff that is a participant's too, however written, is looked for as the participant's "
    "alone") {
  TokenSet tokens;
  tokens.add("Smit", TokenKind::name);
  tokens.add("smit", TokenKind::staff_name);
  tokens.add("Bakker", TokenKind::staff_name);
  const AuditNeedles needles = needles_of({}, {}, LabelMap(), tokens);
  REQUIRE(needles.tokens.size() == 2);
  CHECK(needles.tokens[0].text == "Bakker");
  CHECK(needles.tokens[0].type == "staff name");
  CHECK(needles.tokens[1].type == "name");
}

TEST_CASE("an accepted image returns, with the companions of any accepted image") {
  const std::string hash(64, 'a');
  const FileOutcome echo{
      .path = "echo-1.nii.gz", .status = FileStatus::withheld, .input = {.sha256 = hash}, .staged = "x"};
  FileOutcome other = echo;
  other.path = "echo-2.nii.gz";
  const FileOutcome events{.path = "events.tsv",
                           .status = FileStatus::withheld,
                           .belongs_to = {echo.path, other.path},
                           .staged = "y"};
  const test::TempFolder folder;
  REQUIRE(write_file(folder.path() / "accept", other.path + " " + hash + "\n").ok());
  const Acceptances accepted = Acceptances::read(folder.path() / "accept").value();
  const Outcome after = with_accepted({.participant = "01", .files = {echo, other, events}}, accepted);
  CHECK(after.files[0].status == FileStatus::withheld);
  CHECK(after.files[1].status == FileStatus::done);
  CHECK(after.files[1].verdict == k_verdict_accepted);
  CHECK(after.files[2].status == FileStatus::done);
  CHECK(with_accepted({.files = {echo, other, events}}, Acceptances()).files[2].status ==
        FileStatus::withheld);
}

TEST_CASE("an M0 scan whose series are all withheld is withheld with its sidecar, and listed so") {
  const test::TempFolder root;
  const PrivateFolder folder{root.path()};
  const auto m0scan = [&](const std::string& label, FileStatus series) {
    const std::string stem = "sub-" + label + "/perf/sub-" + label;
    REQUIRE(make_folder(folder.staging(label) / ("sub-" + label) / "perf").ok());
    REQUIRE(write_file(folder.staging(label) / (stem + "_m0scan.json"),
                       R"({"IntendedFor": "bids::)" + stem + R"(_asl.nii.gz"})")
                .ok());
    Outcome outcome{.participant = label};
    outcome.files.push_back({.path = stem + "_asl.nii.gz", .status = series, .staged = stem + "_asl.nii.gz"});
    for (const char* end : {"_m0scan.json", "_m0scan.nii.gz"}) {
      outcome.files.push_back({.path = stem + end, .status = FileStatus::done, .staged = stem + end});
    }
    return outcome;
  };
  GroupInputs inputs;
  inputs.outcomes = {m0scan("a", FileStatus::withheld), m0scan("b", FileStatus::done)};
  REQUIRE(withhold_purposeless(inputs, folder).ok());
  for (std::size_t i = 1; i < 3; ++i) {
    CHECK(inputs.outcomes[0].files[i].status == FileStatus::withheld);
    CHECK(inputs.outcomes[0].files[i].reason.find("IntendedFor") != std::string::npos);
    CHECK(inputs.outcomes[1].files[i].status == FileStatus::done);
  }
}

TEST_CASE("the generated README says which terms bind whoever receives the release") {
  const auto readme = [](Preset preset, std::string_view licence_file) {
    return readme_text({.preset = preset}, true, licence_file, "1.0");
  };
  const auto says = [](const std::string& text, std::string_view words) {
    return text.find(words) != std::string::npos;
  };
  const std::string agreement = readme(Preset::restricted, "");
  CHECK(says(agreement, "for people who signed a data use agreement"));
  CHECK(says(agreement, "It carries no open licence."));
  const std::string beside = readme(Preset::restricted, "dataset_description.json");
  CHECK(says(beside, "What its owners state beside it stands in dataset_description.json."));
  CHECK_FALSE(says(beside, "no open licence"));
  const std::string registered = readme(Preset::registered, "");
  CHECK(says(registered, "registered with the repository"));
  CHECK_FALSE(says(registered, "signed"));
  const std::string open = readme(Preset::open, "CITATION.cff");
  CHECK(says(open, "prepared for public access: for everybody, once its owners have published it"));
  CHECK(says(open, "The licence that its owners give stands in CITATION.cff."));
  const std::string undecided = readme(Preset::open, "");
  CHECK(says(undecided, "had not stated a licence"));
  CHECK_FALSE(says(undecided, "owners give"));
}
