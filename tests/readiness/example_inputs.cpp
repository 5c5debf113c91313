#include "readiness/example_inputs.hpp"

#include <string>

#include "readiness/html.hpp"

namespace shareready::readiness::test {
namespace {

std::vector<Figure> figures(double overlap, double shear) {
  return {{"overlap with the template head", overlap, "", 0.85, std::nullopt},
          {"largest shear of the template head", shear, "", std::nullopt, 0.15},
          {"distance by which the front of the head moved back", 4.0 + shear, "mm", 2.0, std::nullopt}};
}

ReportedImage image(const std::string& label, const std::string& session, const std::string& suffix,
                    FaceVerdict face, std::vector<Figure> own_figures) {
  const std::string folder = suffix == "bold" ? "func" : "anat";
  const std::string task = suffix == "bold" ? "_task-rest" : "";
  return {.path = "sub-" + label + "/ses-" + session + "/" + folder + "/sub-" + label + "_ses-" + session +
                  task + "_" + suffix + ".nii.gz",
          .participant = label,
          .session = session,
          .suffix = suffix,
          .action = face == FaceVerdict::no_face ? "scrub" : "deface",
          .face = face,
          .figures = std::move(own_figures),
          .drawn = face != FaceVerdict::no_face};
}

std::vector<ReportedImage> images() {
  return {image("q7m2xk4d", "1", "T1w", FaceVerdict::defaced, figures(0.953, 0.021)),
          image("q7m2xk4d", "1", "T2w", FaceVerdict::defaced, figures(0.941, 0.034)),
          image("q7m2xk4d", "1", "bold", FaceVerdict::no_face, {}),
          image("q7m2xk4d", "2", "T1w", FaceVerdict::defaced, figures(0.948, 0.027)),
          image("0hv9sa3e", "1", "T1w", FaceVerdict::accepted, figures(0.861, 0.112)),
          image("0hv9sa3e", "1", "bold", FaceVerdict::no_face, {})};
}

std::vector<FileKindCount> file_kinds() {
  return {
      {"image (NIfTI)", "deface",
       "The face was removed; the header was cleaned; the rest of the image is unchanged.", 4, 48'112'004},
      {"image (NIfTI)", "scrub", "The header was cleaned; the image is unchanged.", 2, 230'400'123},
      {"sidecar (JSON)", "rewrite", "Written anew from what is allowed to stay, with new labels.", 6, 9'214},
      {"participants table", "rewrite", "Written anew from what is allowed to stay, with new labels.", 1,
       412},
      {"dataset_description.json", "rewrite", "Written anew from what is allowed to stay, with new labels.",
       1, 734},
      {"README and CHANGES", "generate", "Added by this program.", 2, 1'204},
      {"picture", "exclude", "photographs and screenshots may show people or names", 1, 0},
      {"vcs", "exclude", "version control keeps deleted files and names of people", 1, 0}};
}

std::vector<LeftOut> left_out() {
  return {{LeftOutStatus::withheld, "image (NIfTI)", "the defacing is doubtful: look at the review page",
           "Look at its picture on the review page; accept it there if it is right.", 1, false},
          {LeftOutStatus::excluded, "picture", "photographs and screenshots may show people or names", "", 1,
           false},
          {LeftOutStatus::excluded, "vcs", "version control keeps deleted files and names of people", "", 1,
           false},
          {LeftOutStatus::excluded, "participant", "belongs to an image that was withheld", "", 1, true}};
}

std::vector<ReportedColumn> columns() {
  using enum ColumnDecision;
  using Role = ColumnRole;
  return {{"participants", "participant_id", relabelled, "label", Role::participant_id, true},
          {"participants", "age", generalised, "bands of 5 years", Role::age, true},
          {"participants", "sex", kept, "sex", Role::sex, true},
          {"participants", "name", dropped, "identifies directly", Role::direct_identifier, true},
          {"participants", "birth_date", dropped, "birth date", Role::birth_date, true},
          {"participants", "huisarts", dropped, "free text", Role::free_text, false},
          {"phenotype", "bdi_total", generalised, "values of fewer than 5 persons together as \"rare\"",
           Role::clinical_score, false}};
}

AuditReport audit() {
  return {.ran = true,
          .version = "0.1.0",
          .files_read = 18,
          .bytes_read = 278'529'000,
          .files_unreadable = 0,
          .coverage =
              {{"R3",
                "names, contacts and identifiers seen in the source, in every byte; pictures and documents"},
               {"R13", "formats whose headers name persons"},
               {"R40", "pictures, documents, sound and video by name and content"},
               {"R43", "every original label, in names and bytes; what cannot be read"},
               {"R44", "link tables by name, files that converters leave, links out of the dataset"},
               {"R45", "transforms by name and content"}},
          .findings = {{"F1", Severity::minor, "date", "dataset_description.json", "key Acknowledgements",
                        "thanks to all, [date]", "Delete the value from the text.", "R39"}}};
}

RiskFacts risk() {
  return {
      .persons = 240,
      .suppressed = 7,
      .reached = true,
      .proven = true,
      .loss = 0.31,
      .before = {.uniques = 91, .below_k = 214, .smallest_group = 1, .groups = 131, .average = 0.546},
      .after = {.uniques = 0, .below_k = 0, .smallest_group = 6, .groups = 17, .average = 0.073},
      .whole = {.uniques = 12, .below_k = 40, .smallest_group = 1, .groups = 60, .average = 0.25},
      .matches = RiskFigures{.uniques = 0, .below_k = 0, .smallest_group = 13, .groups = 0, .average = 0.06},
      .identifiers = {{"age", "bands of 10 years", 0.42, 83, 0.71},
                      {"handedness", "dropped", 1.0, 3, 0.12},
                      {"sex", "as it is", 0.03, 24, 0.33}}};
}

}  // namespace

std::string page_of(const Json& readiness) { return render_html(readiness).front().content; }

ReadinessInputs example_inputs() {
  return {.tool_version = "0.1.0",
          .container = "",
          .created = "2026-11-23",
          .published = true,
          .policy = {.preset = "restricted",
                     .layout = "raw",
                     .dates = "shift",
                     .labels = "random",
                     .hash = "5f1d7a84db0e9ad3c2a6f1b4c6d8e0f2a4b6c8d0e2f4a6b8c0d2e4f6a8b0c2d4",
                     .key_file = false,
                     .allow_missing = false,
                     .k = 5},
          .release = {.participants = 2,
                      .sessions = 3,
                      .files = 18,
                      .bytes = 278'529'000,
                      .largest_file_bytes = 115'200'061,
                      .modalities = {{"T1w", 3}, {"T2w", 1}, {"bold", 2}},
                      .manifest_sha256 = "9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de",
                      .license = "CC0"},
          .description = {.title = "Reward learning in the brain",
                          .authors = {"Vries, Anna de", "Ben Bakker"},
                          .funding = {"NWO 016.130"},
                          .keywords = {"reward"},
                          .ethics_approvals = {"CMO 2014/288"}},
          .derived = {.group_maps = {},
                      .thresholded_maps = 0,
                      .normalised_images = 0,
                      .region_tables = 0,
                      .offered = 1},
          .rare_values = std::vector<RareValues>{{"participants", "age_group", true, 2},
                                                 {"phenotype", "bdi_total", false, 11}},
          .file_kinds = file_kinds(),
          .images = images(),
          .left_out = left_out(),
          .dropped_keys = {{"AcquisitionTime", 6, true},
                           {"PatientBirthDate", 4, true},
                           {"KliniekZuidOperator", 2, false}},
          .columns = columns(),
          .audit = audit(),
          .demographics = {.under_16 = 1,
                           .smallest_class = 1,
                           .age_bands = {"under 16", "18 to 59", "60 and more"}},
          .risk = risk(),
          .answers = {}};
}

ReadinessInputs many_participants(int n) {
  ReadinessInputs inputs = example_inputs();
  inputs.images.clear();
  for (int i = 0; i < n; ++i) {
    const double part = static_cast<double>((i * 37) % n) / n;
    inputs.images.push_back(image("p" + std::to_string(1000 + i * 7), "1", "T1w", FaceVerdict::defaced,
                                  figures(0.86 + 0.12 * part, 0.01 + 0.13 * part * part)));
  }
  inputs.release.participants = static_cast<std::uint64_t>(n);
  inputs.demographics = {.under_16 = 0, .smallest_class = 7};
  return inputs;
}

Json example_answers(const std::string& release) {
  const char* text = R"json({
    "format": 1, "jurisdiction": "nl", "interpretation": "strict",
    "legal_basis": {"type": "consent", "ref": "protocol 7, version 2", "article9_exemption": "explicit_consent", "article9_other": null, "agreed": null},
    "consent": {"version": "Open Brain Consent 1.1.0", "everyone": true,
                "data_categories": ["brain_images", "demographics", "questionnaires", "clinical_data"],
                "purpose": "any_research", "recipients": ["researchers", "on_request"], "non_eu": false,
                "special_categories": ["health"], "covers_children": true, "capacity": "everyone_able",
                "withdrawal": "compare_images"},
    "key": {"exists": true, "location": "kluis 4", "access": "nobody_outside_the_team",
            "destroyed_on": "2036-01-01"},
    "population": {"size": 100000, "sampling_fraction": 0.00002, "description": "volunteers", "rare": false},
    "vulnerable": ["children_under_16"], "clinical": "patients",
    "ethics": {"approval": "committee, 2020-1", "concerns": "none"},
    "institution": {"allows": true, "affiliation": "radboud", "policy_ref": "data policy 2024"},
    "receiver": {"secure": true, "eea": true}, "repository": "Radboud Data Repository (Donders)",
    "other_place": {"country": null, "kept_by": null},
    "processing_agreement": "signed", "scc": "not_needed",
    "dua": {"template": "radboud", "signatory": {"name": "A. Decaan", "role": "dean", "authorised": true},
            "legal_review": "approved", "reviewed_by": "L. Jurist", "reviewed_on": "2026-11-17",
            "reviewed_text": "RU-HD-1.1, draft of 2026-11-16"},
    "dpia": {"status": "done", "reasons": "health data of children", "date": "2026-11-23", "ref": "DPIA 7, version 2",
             "advice": "advice 11", "residual_risk": "not_high"},
    "dpo": {"name": "P. Officer", "date": "2026-11-23", "opinion": "positive", "ref": "advice 12"},
    "controller": {"name": "Radboud University", "represented_by": "C. Hoofd, head of department",
                   "decision": "approved", "date": "2026-11-23", "reasons": "advice followed"},
    "faces": {"looked_at_by": "A. Kijker", "date": "2026-11-23", "others_opened": true},
    "extremes": {"judged_by": "A. Kijker", "date": "2026-11-23", "outcome": "some_stay",
                 "reasons": "scores of healthy volunteers"},
    "foresight": {"text": "face reconstruction, matching of scans", "review_date": "2027-11-23"},
    "ownership_concern": false, "licence": "data_use_agreement", "other_public_datasets": "no",
    "forward_model": false, "federated": {"capacity": true, "partners": ["enigma"]}})json";
  const Json given = with_answer(parse_json(text, "answers").value(), "dpo.release", release);
  const Json looked = with_answer(given, "faces.release", release);
  const Json judged = with_answer(looked, "extremes.release", release);
  Json bound = with_answer(with_answer(judged, "dpia.release", release), "controller.release", release);
  for (const char* who : {"dpia.answers", "dpo.answers", "controller.answers"})
    bound = with_answer(std::move(bound), who, k_present_answers);
  return bound;
}

Json with_answer(Json answers, std::string_view path, const Json& value) {
  Json* place = &answers;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    place = place->find(path.substr(0, dot));
    path.remove_prefix(dot + 1);
  }
  place->set(path, value);
  return answers;
}

Json signed_in_order(Json json) {
  for (const auto& [who, signer] : {std::pair{"dpia", Signer::assessment}, std::pair{"dpo", Signer::advice},
                                    std::pair{"controller", Signer::decision}}) {
    if (json.at(who).at("answers").as_string() != k_present_answers) continue;
    const std::string hash = print_of(json).of(signer);
    json = with_answer(std::move(json), std::string(who) + ".answers", hash);
  }
  return json;
}

Answers answers_of(const Json& json) {
  static const Json k_schema = load_answers_schema().value();
  return parse_answers(format_json(signed_in_order(json)), "answers.json", k_schema).value();
}

ReadinessInputs answered_inputs() {
  ReadinessInputs inputs = example_inputs();
  inputs.release.license = "agreement RU-HD-1.1";
  inputs.answers = answers_of(example_answers(inputs.release.manifest_sha256));
  return inputs;
}

ReadinessInputs inputs_with_population() {
  ReadinessInputs inputs = answered_inputs();
  inputs.demographics.child_ages = {"0-19"};
  inputs.demographics.few_ages = true;
  inputs.demographics.age_recipes = {
      {.limits = {40, 60},
       .reached = true,
       .settled = true,
       .suppressed = 0,
       .after = {.uniques = 0, .below_k = 0, .smallest_group = 9, .groups = 6, .average = 0.025},
       .whole = {.uniques = 20, .below_k = 60, .smallest_group = 1, .groups = 58, .average = 0.24},
       .dropped = {},
       .returned = {}}};
  inputs.risk.trade_offs = {
      {2, 0.2, 0.31, 0.62, {}}, {5, 0.31, 0.143, 0.429, {}}, {11, 0.6, 0.06, 0.4, {"age"}}};
  inputs.risk.population = PopulationRisk{.size = 100000,
                                          .fraction = 0.0024,
                                          .unique_before = 0.02,
                                          .unique_after = 0.0,
                                          .model_before = "Pitman",
                                          .model_after = "none unique",
                                          .journalist_before = 0.01,
                                          .journalist_after = 0.0004};
  return inputs;
}

PrivateReport example_private_report() {
  return {.title = "The audit found 2 things that must not leave",
          .created = "2026-11-23",
          .tool_version = "0.1.0",
          .tree = "the staged release",
          .blocked = true,
          .findings = {{"F1", Severity::blocker, "an original label",
                        "sub-jansen01/anat/sub-jansen01_T1w.json", "key SeriesDescription", "head [label] T1",
                        "drop this key in the source, or with a policy file, and run again", "R43"},
                       {"F2", Severity::critical, "a link table", "code/keyfile.csv", "by name", "",
                        "move it out of the dataset and run again", "R44"},
                       {"F3", Severity::minor, "date", "dataset_description.json", "key Acknowledgements",
                        "thanks, [date]", "check whether it matters", "R39"}},
          .next_steps = {"Read the findings below, the gravest first.",
                         "Repair the source, or exclude the file, as each finding says.",
                         "Run the participant level again for those participants, then the group level."}};
}

ReviewSheet example_review() {
  const auto card = [](const std::string& label, const char* verdict, const char* reason) {
    return ReviewCard{.path = "sub-" + label + "/anat/sub-" + label + "_T1w.nii.gz",
                      .verdict = verdict,
                      .reason = reason,
                      .accept_line = {},
                      .before = "before.svg",
                      .after = "after.svg",
                      .figures = {{"front_moved_mm", 21.4}, {"face_surface_left", 0.002}},
                      .method = "deface"};
  };
  ReviewSheet sheet{.participant = "jansen01",
                    .cards = {card("jansen01", "done", ""),
                              card("jansen02", "doubtful", "the template head matches this image poorly"),
                              card("jansen03", "failed", "the image shows no head"),
                              card("jansen05", "done", ""), card("jansen06", "done", "")},
                    .unreadable = {"jansen04"}};
  sheet.cards[1].accept_line = sheet.cards[1].path + " " + std::string(64, 'a');
  sheet.cards[2].after.clear();
  sheet.cards[3].method = "reface";
  sheet.cards[4].method = "skullstrip";
  return sheet;
}

}  // namespace shareready::readiness::test
