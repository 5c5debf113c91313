#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "base/files.hpp"
#include "base/share.hpp"
#include "bids/table.hpp"
#include "policy/face_table.hpp"
#include "policy/left_out_keys.hpp"
#include "policy/policy.hpp"

using namespace shareready;

TEST_CASE("the presets are those that were decided") {
  const Policy open = load_policy(Preset::open).value();
  const Policy registered = load_policy(Preset::registered).value();
  const Policy restricted = load_policy(Preset::restricted).value();
  CHECK(open.k == 11);
  CHECK(registered.k == 5);
  CHECK(restricted.k == 3);
  CHECK(open.dates == DateRule::drop);
  CHECK(registered.dates == DateRule::drop);
  CHECK(restricted.dates == DateRule::shift);
  CHECK(registered == Policy{});
  for (const Policy& policy : {open, registered, restricted}) {
    CHECK(policy.layout == Layout::raw);
    CHECK(policy.age_cap == 89);
    CHECK_FALSE(policy.stimuli);
  }
}

TEST_CASE("a policy survives its JSON form, and the hash tells policies apart") {
  Policy policy;
  policy.layout = Layout::derivative;
  policy.dates = DateRule::shift;
  policy.stimuli = true;
  policy.sourcedata = true;
  policy.method = DefaceMethod::reface;
  policy.face_masks = true;
  policy.k = 7;
  policy.tables.age_bands = {18, 40};
  CHECK(parse_policy(policy_json(policy), "p").value() == policy);
  CHECK(policy_hash(policy) == policy_hash(parse_policy(policy_json(policy), "p").value()));
  CHECK(policy_hash(policy) != policy_hash(Policy{}));
}

TEST_CASE("the schema, the form and the canonical policy name the same choices") {
  Policy policy;
  policy.keep_columns = {"moca"};
  policy.dicom = {.safe_private = false, .device = true};
  const Json schema =
      parse_json(read_text(find_share_file("policy.schema.json").value()).value(), "s").value();
  const Json form = policy_form(policy).value();
  const Json canonical = policy_json(policy);
  CHECK(schema.at("properties").as_object().size() == canonical.as_object().size());
  for (const auto& [key, value] : canonical.as_object()) {
    CHECK(form.at(key) == value);
    CHECK(form.at("_comment_" + key).as_string().size() > 20);
  }
  CHECK(parse_policy(form, "p").value() == policy);
}

TEST_CASE("unknown words and members of a policy are refused") {
  for (const char* text : {R"({"preset": "public"})",
                           R"({"kk": 1})",
                           R"({"k": 0})",
                           R"({"k": 2.5})",
                           R"({"stimuli": 1})",
                           R"({"suppression_limit": 2})",
                           R"({"keep_columns": "age"})",
                           R"({"keep_columns": [1]})",
                           R"({"age_cap": 90})",
                           R"({"age_bands": [60, 40]})",
                           R"({"age_bands": [0, 40]})",
                           R"({"age_bands": [40.5]})",
                           R"({"age_bands": [90]})",
                           R"({"age_bands": ["40"]})",
                           R"({"age_bands": 40})",
                           R"({"age_bands": [40], "table_method": "partition"})",
                           R"({"table_method": "suppress_cells", "age_bands": [40]})",
                           R"({"columns": {"age": {"type": "quasi_identifier", "hierarchy": "1;*"}}})",
                           R"({"dicom_options": ["retain_names"]})",
                           R"({"dicom_options": true})"}) {
    CHECK_FALSE(parse_policy(parse_json(text, "p").value(), "p").ok());
  }
  CHECK(parse_layout("x").error().code == ErrorCode::usage);
}

TEST_CASE("options of PS3.15 that are always on may be named, and change nothing") {
  for (const char* name : {"clean_graphics", "clean_pixel_data", "clean_recognizable_visual_features"}) {
    const auto named = parse_dicom_options(Json(Json::Array{Json("clean_descriptors"), Json(name)}));
    REQUIRE(named.ok());
    CHECK(*named == DicomOptions{.safe_private = false});
  }
}

TEST_CASE("documents and captures of DICOM are asked for by name") {
  CHECK_FALSE(Policy{}.dicom.documents);
  CHECK_FALSE(Policy{}.dicom.captures);
  const Json named{Json::Array{Json("include_captures"), Json("include_documents")}};
  const auto options = parse_dicom_options(named);
  REQUIRE(options.ok());
  CHECK((options->documents && options->captures));
  CHECK(dicom_options_json(*options) == named);
}

TEST_CASE("options of PS3.15 that follow another choice are refused with what decides instead") {
  for (const char* name : {"retain_full_dates", "retain_modified_dates"}) {
    const auto refused = parse_dicom_options(Json(Json::Array{Json(name)}));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::usage);
    CHECK(refused.error().what.find(name) != std::string::npos);
  }
}

TEST_CASE(
    "a policy leaves out keys of sidecars, but none that BIDS requires or that the release speaks with") {
  CHECK(reason_to_stay("SoftwareVersions", true).empty());
  CHECK(reason_to_stay("ManufacturersModelName", false).empty());
  CHECK(reason_to_stay("ManufacturersModelName", true) == "BIDS requires it of PET");
  for (const char* key : {"RepetitionTime", "TaskName", "TracerName", "iEEGReference", "Columns"})
    CHECK(reason_to_stay(key, false) == "BIDS requires it");
  for (const char* key : {"DeidentificationMethod", "DeidentificationMethodCodeSequence"})
    CHECK_FALSE(reason_to_stay(key, false).empty());
}

TEST_CASE("the table of faces is sorted, unique and complete") {
  const Table table = read_table(find_share_file("face_bearing.tsv").value()).value();
  std::vector<std::pair<std::string, std::string>> keys;
  for (const auto& row : table.rows) keys.emplace_back(row[0], row[1]);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  CHECK(std::set(keys.begin(), keys.end()).size() == keys.size());
  CHECK(keys.front() == std::pair<std::string, std::string>("*", "*"));
  for (const auto& row : table.rows) CHECK_FALSE(row[*table.column("source")].empty());
}

TEST_CASE("the most particular row decides whether a face shows") {
  const FaceTable faces = load_face_table().value();
  for (const char* suffix : {"T1w", "T2w", "FLAIR", "PDw", "T2starw", "inplaneT1", "inplaneT2", "angio",
                             "UNIT1", "MP2RAGE", "MEGRE", "VFA", "MTS", "neverheard"}) {
    CHECK(faces.risk_of("anat", suffix) == FaceRisk::recognisable);
  }
  CHECK(faces.risk_of("fmap", "magnitude1") == FaceRisk::recognisable);
  CHECK(faces.risk_of("func", "sbref") == FaceRisk::recognisable);
  CHECK(faces.risk_of("perf", "m0scan") == FaceRisk::recognisable);
  CHECK(faces.risk_of("pet", "pet") == FaceRisk::recognisable);
  CHECK(faces.risk_of("func", "bold") == FaceRisk::slight);
  CHECK(faces.risk_of("dwi", "dwi") == FaceRisk::slight);
  CHECK(faces.risk_of("func", "noRF") == FaceRisk::none);
  CHECK(faces.risk_of("ct", "ct") == FaceRisk::recognisable);
}
