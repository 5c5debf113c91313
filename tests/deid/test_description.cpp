#include "deid/description.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

Json scrub_description_text(std::string_view text, DescriptionContext context = {}) {
  context.version = "0.1.0";
  auto scrubbed = scrub_dataset_description(test::json_of(text), context);
  REQUIRE(scrubbed.ok());
  return scrubbed->json;
}

}  // namespace

TEST_CASE("authors, funding and licence stay; whatever names the original goes") {
  const Json json = scrub_description_text(
      R"({"Name": "Balloon task", "BIDSVersion": "1.8.0", "License": "CC0", "Authors": ["Jan Vermeer"], "Funding": ["X 1"],
      "DatasetDOI": "10.18112/openneuro.ds000117", "DatasetLinks": {"raw": "../raw"}, "SourceDatasets": [{"URL": "s3://x"}],
      "HowToAcknowledge": "cite ds000117", "Note": "of a larger dataset",
      "GeneratedBy": [{"Name": "heudiconv", "Version": "1.0", "CodeURL": "/home/jan/x"}]})");
  const std::string text = format_json(json);
  for (const char* gone : {"ds000117", "../raw", "s3://", "larger", "/home"})
    CHECK(text.find(gone) == std::string::npos);
  CHECK(json.at("Name").as_string() == "Balloon task");
  CHECK(json.at("Authors").as_array().size() == 1);
  CHECK(json.at("DatasetType").as_string() == "raw");
  CHECK(json.at("GeneratedBy").as_array().size() == 2);
  CHECK(json.at("GeneratedBy").as_array().back().at("Name").as_string() == "shareready");
}

TEST_CASE("an open licence stays with public data alone, other terms stay with all") {
  for (const char* open : {"CC0", "cc-by 4.0", "PDDL", "ODC-BY-1.0"}) {
    const std::string text =
        R"({"Name": "x", "BIDSVersion": "1.8.0", "License": ")" + std::string(open) + "\"}";
    CHECK(scrub_description_text(text, {.audience = Audience::everybody}).at("License").as_string() == open);
    CHECK(scrub_description_text(text, {.audience = Audience::registered}).at("License").as_string() ==
          terms_for(Audience::registered));
  }
  const Json agreement =
      scrub_description_text(R"({"Name": "x", "BIDSVersion": "1.8.0", "License": "data use agreement"})",
                             {.audience = Audience::under_agreement});
  CHECK(agreement.at("License").as_string() == "data use agreement");
}

TEST_CASE("the description tells its layout and the container it was made in") {
  const Json json = scrub_description_text(R"({"Name": "x", "BIDSVersion": "1.8.0"})",
                                           {.derivative = true, .container_tag = "shareready:0.1.0"});
  CHECK(json.at("DatasetType").as_string() == "derivative");
  CHECK(json.at("GeneratedBy").as_array().back().at("Container").at("Tag").as_string() == "shareready:0.1.0");
}

TEST_CASE("a dataset named after a participant gets another name, and e-mail addresses of authors go") {
  TokenSet tokens;
  tokens.add("Vermeer^Griet", TokenKind::name);
  const Json json = scrub_description_text(
      R"({"Name": "The Griet study", "BIDSVersion": "1.8.0", "Authors": ["Jan <jan@umc.nl>"]})",
      {.tokens = &tokens});
  CHECK(json.at("Name").as_string() == "De-identified dataset");
  CHECK(json.find("Authors") == nullptr);
}

TEST_CASE("scrubbing a description twice is scrubbing it once") {
  const std::string once = format_json(scrub_description_text(
      R"({"Name": "x", "BIDSVersion": "1.8.0", "GeneratedBy": [{"Name": "heudiconv"}]})"));
  CHECK(format_json(scrub_description_text(once)) == once);
}

TEST_CASE("License says what binds whoever receives the data, and no licence that nobody gave") {
  const char* silent = R"({"Name": "x", "BIDSVersion": "1.8.0"})";
  CHECK(scrub_description_text(silent).find("License") == nullptr);
  for (const Audience audience : {Audience::registered, Audience::under_agreement}) {
    const Json json = scrub_description_text(silent, {.audience = audience});
    const std::string& terms = json.at("License").as_string();
    CHECK(terms == terms_for(audience));
    CHECK(terms.starts_with("No licence: "));
    CHECK_FALSE(is_data_licence(terms));
    // Prepared again for others, a release says what binds these.
    CHECK(scrub_description_text(format_json(json), {.audience = Audience::everybody}).find("License") ==
          nullptr);
    CHECK(scrub_description_text(format_json(json), {.audience = Audience::registered})
              .at("License")
              .as_string() == terms_for(Audience::registered));
  }
}

TEST_CASE("a word that holds the place of a licence is none, and leaves with nobody") {
  const auto licence_of_release = [](std::string_view stated, Audience audience) {
    const std::string text =
        R"({"Name": "x", "BIDSVersion": "1.8.0", "License": ")" + std::string(stated) + "\"}";
    return scrub_description_text(text, {.audience = audience}).at("License").as_string();
  };
  for (const char* word : {"none", "None.", "NO LICENSE", "TODO", "n/a", "N.A.", "TBD", " unknown ", "?",
                           "--", "geen", "n.v.t.", "keine", "aucune", "to be determined",
                           "TODO: choose a license, e.g. PDDL (http://opendatacommons.org/licenses/pddl/)"}) {
    INFO(word);
    CHECK(licence_of_release(word, Audience::everybody).empty());
    CHECK(licence_of_release(word, Audience::under_agreement) == terms_for(Audience::under_agreement));
  }
  for (const char* terms :
       {"No commercial use", "CC BY-NC 4.0", "see LICENSE", "Unknown Pleasures licence"}) {
    INFO(terms);
    CHECK(licence_of_release(terms, Audience::everybody) == terms);
    CHECK(licence_of_release(terms, Audience::under_agreement) == terms);
  }
}
