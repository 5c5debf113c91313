#include "readiness/levers.hpp"

#include "readiness/table_rows.hpp"

namespace shareready::readiness::test {
namespace {

// Released columns of numbers and of words, and one that nobody counted.
void add_numbers(ReadinessInputs& inputs) {
  const auto add = [&](const char* table, const char* name, bool standard) {
    inputs.columns.push_back({table, name, ColumnDecision::kept, "", ColumnRole::other, standard});
  };
  add("phenotype", "response_time", true);
  add("events", "response_time", true);
  add("events", "onset", true);
  add("phenotype", "own_score", false);
  add("participants", "site", true);
  add("scans", "v17", false);
  inputs.column_ends = {{"phenotype", "response_time", ColumnValues::numbers_far},
                        {"events", "response_time", ColumnValues::numbers},
                        {"events", "onset", ColumnValues::numbers},
                        {"phenotype", "own_score", ColumnValues::numbers},
                        {"participants", "site", ColumnValues::words}};
}

}  // namespace

void leave_out_diagnosis(ReadinessInputs& inputs) {
  inputs.columns.push_back(
      {"participants", "diagnosis", ColumnDecision::dropped, "", ColumnRole::special_category, true});
  inputs.special_columns = {
      {.name = "diagnosis",
       .standard = true,
       .counted = true,
       .kept = KeptFigures{
           .details = {{"age", "bands of 20 years"}, {"diagnosis", "as it is"}, {"sex", "as it is"}},
           .same = false,
           .reached = false,
           .after = {.uniques = 9, .below_k = 31, .smallest_group = 1, .groups = 40, .average = 0.1667},
           .whole = {.uniques = 60, .below_k = 90, .smallest_group = 1, .groups = 140, .average = 0.5833}}}};
}

void add_measures(ReadinessInputs& inputs) {
  const auto left = [](std::uint64_t alone, std::uint64_t groups) {
    return RiskFigures{.uniques = alone,
                       .below_k = alone + 20,
                       .smallest_group = alone > 0 ? 1U : 2U,
                       .groups = groups,
                       .average = static_cast<double>(groups) / 240.0};
  };
  inputs.risk.whole = left(120, 170);
  inputs.risk.measures = {
      {.limits = {}, .columns = {"iq"}, .policy_columns = {"IQ"}, .whole = left(40, 90)},
      {.limits = {}, .columns = {"age_group"}, .policy_columns = {"age"}, .whole = left(40, 90)},
      {.limits = {}, .columns = {"sex"}, .policy_columns = {"sex"}, .whole = left(118, 168)},
      {.limits = {}, .columns = {"age_group", "iq"}, .policy_columns = {"IQ", "age"}, .whole = left(0, 30)},
      {.limits = {},
       .columns = {"age_group", "sex"},
       .policy_columns = {"age", "sex"},
       .whole = left(40, 90)},
      {.limits = {40}, .columns = {}, .policy_columns = {}, .whole = left(110, 160)},
      {.limits = {40}, .columns = {"iq"}, .policy_columns = {"IQ"}, .whole = left(0, 50)}};
  inputs.risk.joint = {.files = left(6, 20),
                       .details = left(30, 80),
                       .described = left(80, 120),
                       .columns = left(160, 200),
                       .all = left(240, 240)};
  const std::vector<RiskFigures> with_files{left(90, 140), left(88, 138),  left(158, 198), left(20, 60),
                                            left(90, 140), left(150, 190), left(40, 90)};
  inputs.risk.without_kinds = {
      {.kinds = {"func/task-rare_bold"}, .details = 18, .columns = 130, .all = 200},
      {.kinds = {"anat/T2w", "func/task-rare_bold"}, .details = 0, .columns = 120, .all = 190}};
  inputs.risk.without_keys = {{.keys = {"SoftwareVersions"}, .sidecars = 40, .described = 70, .all = 200}};
  inputs.contents = {{.kind = ContentKind::sidecars, .alone = 60}};
  for (std::size_t i = 0; i < with_files.size(); ++i) {
    inputs.risk.measures[i].with_files = with_files[i];
    inputs.risk.measures[i].with_all = left(200, 220);
  }
}

std::vector<Lever> data_levers() {
  return {
      {"a finding for every requirement",
       [](ReadinessInputs& inputs) {
         for (const Requirement& rule : rule_tables().requirements) {
           inputs.audit.findings.push_back(
               {"F-" + rule.id, Severity::critical, "x", "a.json", "", "", "", rule.id});
         }
       }},
      {"nothing was looked for", [](ReadinessInputs& inputs) { inputs.audit.coverage.clear(); }},
      {"no columns", [](ReadinessInputs& inputs) { inputs.columns.clear(); }},
      {"no images", [](ReadinessInputs& inputs) { inputs.images.clear(); }},
      {"no files", [](ReadinessInputs& inputs) { inputs.file_kinds.clear(); }},
      {"not published", [](ReadinessInputs& inputs) { inputs.published = false; }},
      {"children", [](ReadinessInputs& inputs) { inputs.demographics.under_16 = 7; }},
      {"small groups", [](ReadinessInputs& inputs) { inputs.demographics.smallest_class = 1; }},
      {"rare values", [](ReadinessInputs& inputs) { inputs.rare_values.reset(); }},
      {"offered to everybody", [](ReadinessInputs& inputs) { inputs.policy.preset = "open"; }},
      {"much data",
       [](ReadinessInputs& inputs) {
         inputs.release.bytes = 2'000'000'000'000;
         inputs.release.largest_file_bytes = 1'500'000'000'000;
         inputs.release.files = 100'000;
       }},
      {"a score of a clinic",
       [](ReadinessInputs& inputs) {
         inputs.columns.push_back(
             {"phenotype", "madrs", ColumnDecision::kept, "", ColumnRole::clinical_score, false});
       }},
      {"a diagnosis",
       [](ReadinessInputs& inputs) {
         inputs.columns.push_back(
             {"participants", "diagnosis", ColumnDecision::dropped, "", ColumnRole::free_text, false});
       }},
      {"stored elsewhere",
       [](ReadinessInputs& inputs) {
         const Json given = with_answer(plain_answers(), "repository", "Zenodo");
         inputs.answers = answers_of(with_answer(given, "receiver.eea", false));
       }},
      {"an opinion that they are outside the GDPR",
       [](ReadinessInputs& inputs) {
         inputs.answers = answers_of(with_answer(plain_answers(), "dpo.opinion", "outside_gdpr"));
       }},
      {"maps and tables",
       [](ReadinessInputs& inputs) {
         inputs.derived.group_maps = {"group/t.nii.gz"};
         inputs.derived.region_tables = 2;
       }},
  };
}

std::vector<Lever> rare_levers() {
  const auto column = [](const char* name, ColumnRole role) {
    return [name, role](ReadinessInputs& inputs) {
      inputs.columns.push_back({"participants", name, ColumnDecision::kept, "", role, true});
    };
  };
  return {
      {"ages not known", [](ReadinessInputs& inputs) { inputs.demographics.under_16.reset(); }},
      {"groups not counted", [](ReadinessInputs& inputs) { inputs.demographics.smallest_class.reset(); }},
      {"groups of k not formed",
       [](ReadinessInputs& inputs) {
         inputs.demographics.smallest_class = 1;
         inputs.risk.reached = false;
         inputs.risk.identifiers = {{"age", "bands of 20 years", 0.7, 3, 0.5}};
       }},
      {"groups of k formed with other ages",
       [](ReadinessInputs& inputs) {
         inputs.demographics.smallest_class = 1;
         inputs.demographics.age_recipes = inputs_with_population().demographics.age_recipes;
         inputs.risk.reached = false;
         inputs.risk.after.below_k = 9;
       }},
      {"everybody unique",
       [](ReadinessInputs& inputs) {
         inputs.demographics.smallest_class = 1;
         inputs.policy.preset = "registered";
         inputs.risk.reached = false;
         inputs.risk.persons = 4;
         inputs.risk.after = {.uniques = 4, .below_k = 4, .smallest_group = 1, .groups = 4, .average = 1.0};
       }},
      {"measures counted", add_measures},
      {"a diagnosis left out as a special category", leave_out_diagnosis},
      {"a column of its own name left out as a special category",
       [](ReadinessInputs& inputs) {
         inputs.special_columns = {
             {.name = "godsdienst_thuis", .standard = false, .counted = false, .kept = {}}};
       }},
      {"no details measured", [](ReadinessInputs& inputs) { inputs.risk = {}; }},
      {"persons in rare families", [](ReadinessInputs& inputs) { inputs.risk.in_rare_families = 9; }},
      {"group maps alone",
       [](ReadinessInputs& inputs) {
         inputs.images.clear();
         inputs.release.modalities = {{"statmap", 1}};
         inputs.derived = {.group_maps = {"group/t.nii.gz"}};
       }},
      {"group maps beside images",
       [](ReadinessInputs& inputs) { inputs.derived = {.group_maps = {"group/t.nii.gz"}}; }},
      {"one table of regions", [](ReadinessInputs& inputs) { inputs.derived.region_tables = 1; }},
      {"no derived data", [](ReadinessInputs& inputs) { inputs.derived = {}; }},
      {"derived data that were not asked for",
       [](ReadinessInputs& inputs) {
         inputs.derived = {};
         inputs.derived.offered = 2;
       }},
      {"thresholded maps",
       [](ReadinessInputs& inputs) {
         inputs.derived = {};
         inputs.derived.thresholded_maps = 1;
       }},
      {"a key file",
       [](ReadinessInputs& inputs) {
         inputs.policy.key_file = true;
         inputs.policy.key_sha256 = std::string(64, 'c');
       }},
      {"a release key, by which who withdraws is found",
       [](ReadinessInputs& inputs) {
         inputs.policy.key_file = true;
         inputs.answers = answers_of(with_answer(plain_answers(), "consent.withdrawal", "release_key"));
       }},
      {"a release key, and no day of destruction",
       [](ReadinessInputs& inputs) {
         inputs.policy.key_file = true;
         const Json given = with_answer(plain_answers(), "consent.withdrawal", "release_key");
         inputs.answers = answers_of(with_answer(given, "key.destroyed_on", Json()));
       }},
      {"a key file, and an answer that there is no key",
       [](ReadinessInputs& inputs) {
         inputs.policy.key_file = true;
         inputs.answers = answers_of(with_answer(plain_answers(), "key.exists", false));
       }},
      {"source and private folder gone, as answered",
       [](ReadinessInputs& inputs) {
         inputs.stands = {.source = false, .private_folder = false};
         Json given = with_answer(plain_answers(), "key.exists", false);
         given = with_answer(given, "key.destroyed_on", "2026-11-23");
         inputs.answers = answers_of(with_answer(given, "dpo.opinion", "outside_gdpr"));
       }},
      {"the private folder left, as answered the source is gone",
       [](ReadinessInputs& inputs) {
         inputs.stands = {.source = false, .private_folder = true};
         inputs.answers = answers_of(with_answer(plain_answers(), "key.exists", false));
       }},
      {"the source left, as answered it is gone",
       [](ReadinessInputs& inputs) {
         inputs.stands = {.source = true, .private_folder = false};
         inputs.answers = answers_of(with_answer(plain_answers(), "key.exists", false));
       }},
      {"no participant", [](ReadinessInputs& inputs) { inputs.release.participants = 0; }},
      {"three years later", [](ReadinessInputs& inputs) { inputs.created = "2029-11-23"; }},
      {"no image in doubt, no date and no finding",
       [](ReadinessInputs& inputs) {
         inputs.policy.dates = "drop";
         inputs.audit.findings.clear();
         for (ReportedImage& image : inputs.images) {
           if (image.face == FaceVerdict::accepted) image.face = FaceVerdict::defaced;
         }
       }},
      {"keyed labels", [](ReadinessInputs& inputs) { inputs.policy.labels = "keyed"; }},
      {"labels shuffled", [](ReadinessInputs& inputs) { inputs.policy.labels = "permute"; }},
      {"order of labels", [](ReadinessInputs& inputs) { inputs.policy.order_beyond_chance = true; }},
      {"no date to shift", [](ReadinessInputs& inputs) { inputs.policy.moved_dates = false; }},
      {"ages that tell of children, and of few persons",
       [](ReadinessInputs& inputs) {
         inputs.demographics.under_16 = 7;
         inputs.demographics.child_ages = {"0-19"};
         inputs.demographics.few_ages = true;
         inputs.demographics.age_recipes = inputs_with_population().demographics.age_recipes;
       }},
      {"ages of children that no other age goes with",
       [](ReadinessInputs& inputs) {
         inputs.demographics.under_16 = 7;
         inputs.demographics.child_ages = {"0-19"};
       }},
      {"ages that few persons have, of grown-ups",
       [](ReadinessInputs& inputs) { inputs.demographics.few_ages = true; }},
      {"numbers in columns, and words",
       [](ReadinessInputs& inputs) {
         add_numbers(inputs);
         inputs.answers = answers_of(with_answer(plain_answers(), "extremes.judged_by", Json()));
       }},
      {"numbers that a person judged",
       [](ReadinessInputs& inputs) {
         add_numbers(inputs);
         inputs.answers =
             answers_of(with_answer(plain_answers(), "extremes.outcome", "none_tells_of_a_person"));
       }},
      {"numbers that a person judged in another release",
       [](ReadinessInputs& inputs) {
         add_numbers(inputs);
         inputs.answers = answers_of(with_answer(plain_answers(), "extremes.release", std::string(64, 'b')));
       }},
      {"numbers that a person judged before there was a release",
       [](ReadinessInputs& inputs) {
         add_numbers(inputs);
         inputs.answers = answers_of(with_answer(plain_answers(), "extremes.date", "2026-11-22"));
       }},
      {"numbers that a person judged without an outcome",
       [](ReadinessInputs& inputs) {
         add_numbers(inputs);
         inputs.answers = answers_of(with_answer(plain_answers(), "extremes.outcome", Json()));
       }},
      {"numbers that tell of a person and stay",
       [](ReadinessInputs& inputs) {
         add_numbers(inputs);
         inputs.answers = answers_of(with_answer(plain_answers(), "extremes.outcome", "some_stay"));
       }},
      {"numbers that tell of a person and stay without a reason",
       [](ReadinessInputs& inputs) {
         add_numbers(inputs);
         const Json given = with_answer(plain_answers(), "extremes.outcome", "some_stay");
         inputs.answers = answers_of(with_answer(given, "extremes.reasons", Json()));
       }},
      {"columns that tell of the task alone",
       [](ReadinessInputs& inputs) {
         inputs.columns.push_back({"events", "onset", ColumnDecision::kept, "", ColumnRole::other, true});
         inputs.columns.push_back(
             {"participants", "scanner", ColumnDecision::kept, "", ColumnRole::other, true});
         inputs.column_ends = {{"events", "onset", ColumnValues::numbers},
                               {"participants", "scanner", ColumnValues::same}};
       }},
      {"dates dropped", [](ReadinessInputs& inputs) { inputs.policy.dates = "drop"; }},
      {"no audit", [](ReadinessInputs& inputs) { inputs.audit.ran = false; }},
      {"a file the audit could not read", [](ReadinessInputs& inputs) { inputs.audit.files_unreadable = 2; }},
      {"a header as it was", [](ReadinessInputs& inputs) { inputs.images.front().action = "copy"; }},
      {"an image without a verdict",
       [](ReadinessInputs& inputs) { inputs.images.front().face = FaceVerdict::not_assessed; }},
      {"a refaced image", [](ReadinessInputs& inputs) { inputs.images.front().face = FaceVerdict::refaced; }},
      {"rare values in a column",
       [](ReadinessInputs& inputs) {
         inputs.rare_values = {{{"participants", "age", true, 3}}};
       }},
      {"a k of one",
       [](ReadinessInputs& inputs) {
         inputs.policy.k = 1;
         inputs.demographics.smallest_class = 1;
         inputs.rare_values.emplace();
       }},
      {"texts that people wrote",
       [](ReadinessInputs& inputs) {
         inputs.written_texts = {"README.md", "Acknowledgements"};
         inputs.chosen_words = {
             {.where = std::string(k_words_of_names), .words = {"acq-highres", "task-rest"}},
             {.where = std::string(k_words_of_trials), .words = {"go", "stop"}, .more = 7}};
       }},
      {"a telephone number in a README",
       [](ReadinessInputs& inputs) {
         inputs.audit.findings.push_back(
             {"F7", Severity::minor, "contact", "README.md", "line 1", "[telephone]", "", "R16"});
       }},
      {"no rare value", [](ReadinessInputs& inputs) { inputs.rare_values.emplace(); }},
      {"a licence for everybody", [](ReadinessInputs& inputs) { inputs.release.license = "CC0"; }},
      {"a licence for everybody, and no answer on it",
       [](ReadinessInputs& inputs) {
         inputs.release.license = "CC0";
         inputs.answers = answers_of(with_answer(plain_answers(), "licence", Json()));
       }},
      {"a licence for everybody, and a consent that does not name the public",
       [](ReadinessInputs& inputs) {
         inputs.release.license = "CC0";
         const Json given = with_answer(plain_answers(), "licence", "CC0-1.0");
         inputs.answers = answers_of(with_answer(given, "consent.recipients", list_of("researchers")));
       }},
      {"a licence for everybody, and a consent for health research",
       [](ReadinessInputs& inputs) {
         inputs.release.license = "CC0";
         const Json given = with_answer(plain_answers(), "licence", "CC0-1.0");
         inputs.answers = answers_of(with_answer(given, "consent.purpose", "health_research"));
       }},
      {"a licence for everybody, another basis, and a form that does not name the public",
       [](ReadinessInputs& inputs) {
         inputs.release.license = "CC0";
         Json given = with_answer(plain_answers(), "licence", "CC0-1.0");
         given = with_answer(given, "legal_basis.type", "public_interest");
         given = with_answer(given, "legal_basis.article9_exemption", "research");
         given = with_answer(given, "legal_basis.agreed", "letter 3");
         inputs.answers = answers_of(with_answer(given, "consent.recipients", list_of("researchers")));
       }},
      {"a licence for everybody, offered to everybody",
       [](ReadinessInputs& inputs) {
         inputs.policy.preset = "open";
         inputs.release.license = "CC0";
         inputs.answers = answers_of(with_answer(plain_answers(), "licence", "CC0-1.0"));
       }},
      {"no licence", [](ReadinessInputs& inputs) { inputs.release.license.clear(); }},
      {"no licence, and no answer on it",
       [](ReadinessInputs& inputs) {
         inputs.release.license.clear();
         inputs.answers = answers_of(with_answer(plain_answers(), "licence", Json()));
       }},
      {"restricted access", [](ReadinessInputs& inputs) { inputs.policy.preset = "restricted"; }},
      {"a birth date kept", column("birth_date", ColumnRole::birth_date)},
      {"a postcode kept", column("postcode", ColumnRole::postcode)},
      {"a place kept", column("site_city", ColumnRole::place)},
      {"a date kept", column("acq_time", ColumnRole::date)},
      {"a name kept", column("name", ColumnRole::direct_identifier)},
      {"an open text kept", column("remarks", ColumnRole::free_text)},
      {"a special category kept", column("religion", ColumnRole::special_category)},
      {"a column nobody knows kept", column("v17", ColumnRole::unknown)},
      {"postcode, birth date and sex kept",
       [=](ReadinessInputs& inputs) {
         column("postcode", ColumnRole::postcode)(inputs);
         column("birth_date", ColumnRole::birth_date)(inputs);
         column("sex", ColumnRole::sex)(inputs);
       }},
  };
}

}  // namespace shareready::readiness::test
