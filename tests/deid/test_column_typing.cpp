#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "deid/column_content.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

ColumnContent content(const std::vector<std::string_view>& cells) { return content_of(cells); }

ColumnType by_name(std::string_view column) {
  const ColumnRule* rule = test::shipped_columns().find(TableKind::participants, column);
  return rule == nullptr ? ColumnType::other : type_of(*rule);
}

ScrubbedTable scrubbed(const Table& table, const ColumnRules& rules) {
  auto result = scrub_table(table, TableKind::participants, {.rules = &rules});
  REQUIRE(result.ok());
  return std::move(result).value();
}

}  // namespace

TEST_CASE("Columns are typed by their names in five languages") {
  struct Row {
    ColumnType type;
    std::vector<const char*> names;
  };
  const std::vector<Row> rows = {
      {ColumnType::direct_identifier, {"name", "achternaam", "Vorname", "nom", "apellidos", "BSN"}},
      {ColumnType::quasi_identifier,
       {"age", "leeftijd", "Alter", "edad", "Geschlecht", "sexe", "sexo", "handvoorkeur", "postcode",
        "Postleitzahl", "code postal", "codigo postal", "groupe", "date of birth", "Geburtsdatum"}},
      {ColumnType::sensitive,
       {"ethnicity", "religie", "Diagnose", "diagnostic", "nacionalidad", "medicatie", "maladie",
        "Krankheit"}},
      {ColumnType::free_text, {"remarks", "opmerkingen", "Bemerkung", "commentaire", "observaciones"}},
      {ColumnType::date, {"scan_date", "bezoekdatum", "fecha de visita"}},
      {ColumnType::score, {"MMSE", "moca_total", "totaalscore", "Punktzahl", "puntaje", "HADS-A", "EDSS"}}};
  for (const Row& row : rows) {
    for (const char* name : row.names) {
      INFO(name);
      CHECK(by_name(name) == row.type);
    }
  }
}

TEST_CASE("Accents, capitals, the order of words and units in brackets do not hide what a column is") {
  for (const char* name :
       {"donor name", "DonorName", "Name (donor)", "Naam van de deelnemer", "prénom", "Prénom usuel",
        "Nom de la mère", "Straße und Hausnummer", "número de teléfono", "médico", "nombre del paciente",
        "patiëntnummer", "Tel.-Nr.", "numéro de sécurité sociale", "Mädchenname", "phone_number"}) {
    INFO(name);
    CHECK(by_name(name) == ColumnType::direct_identifier);
  }
  for (const char* name : {"Händigkeit", "Geschlecht (m/w/d)", "Âge (ans)", "Edad (años)", "Sex (M/F)",
                           "género", "latéralité", "código postal", "Age at scan [years]"}) {
    INFO(name);
    CHECK(by_name(name) == ColumnType::quasi_identifier);
    CHECK_FALSE(test::shipped_columns().find(TableKind::participants, name)->action ==
                ColumnAction::background);
  }
  for (const char* name :
       {"diagnóstico", "religión", "santé", "Ethnizität", "seksuele geaardheid", "génotype"})
    CHECK(by_name(name) == ColumnType::sensitive);
  for (const char* name :
       {"date de l'IRM", "mri_date", "datum diagnose", "fecha de diagnóstico", "DateOfBirth2"}) {
    INFO(name);
    CHECK((by_name(name) == ColumnType::date || by_name(name) == ColumnType::quasi_identifier));
  }
  CHECK(by_name("descripción") == ColumnType::free_text);
  CHECK(by_name("puntuación total") == ColumnType::score);
}

TEST_CASE("A word within another word is not that word") {
  CHECK(by_name("matrix_reasoning") == ColumnType::score);       // no reason
  CHECK(by_name("general_score") == ColumnType::score);          // no gene
  CHECK(by_name("trace_score") == ColumnType::score);            // no race
  CHECK(by_name("archive_nr") == ColumnType::other);             // no hiv
  CHECK(by_name("reunion") == ColumnType::other);                // no union
  CHECK(by_name("task_name") != ColumnType::direct_identifier);  // of nobody
  CHECK(by_name("subjective_memory") != ColumnType::direct_identifier);
  CHECK(by_name("birth_weight") == ColumnType::quasi_identifier);  // no date of birth
  CHECK(by_name("sex_at_birth") == ColumnType::quasi_identifier);
  CHECK(test::shipped_columns().find(TableKind::participants, "sex_at_birth")->action == ColumnAction::sex);
}

TEST_CASE(
    "What somebody may know of a person is a quasi-identifier that goes, and is counted where it is kept") {
  const Table table{.columns = {"participant_id", "occupation", "opleiding", "Größe"},
                    .rows = {{"sub-1", "baker", "low", "170"}, {"sub-2", "baker", "low", "181"}}};
  const ScrubbedTable result = scrubbed(table, test::shipped_columns());
  CHECK(result.table.columns == std::vector<std::string>{"participant_id"});
  for (std::size_t i = 1; i < 4; ++i) CHECK(result.columns[i].type == ColumnType::quasi_identifier);
  const ColumnRules kept = with_policy(test::shipped_columns(), {"occupation", "Größe"}, {});
  CHECK(kept.find(TableKind::participants, "Größe")->action == ColumnAction::quasi);
  CHECK(scrubbed(table, kept).table.columns ==
        std::vector<std::string>{"participant_id", "occupation", "Größe"});
  TablePolicy policy;
  policy.columns["opleiding"] = {.type = ColumnType::quasi_identifier};
  CHECK(scrubbed(table, with_policy(test::shipped_columns(), {}, policy)).table.columns ==
        std::vector<std::string>{"participant_id", "opleiding"});
}

TEST_CASE("Only names that stand in the rules as they are go into shared texts") {
  const ColumnRules& rules = test::shipped_columns();
  CHECK(rules.is_listed(TableKind::participants, "age"));
  CHECK(rules.is_listed(TableKind::participants, "MMSE"));
  CHECK_FALSE(rules.is_listed(TableKind::participants, "MMSE by Dr. Vermeer"));
  CHECK_FALSE(rules.is_listed(TableKind::participants, "Sex (as Jan said)"));
}

TEST_CASE("A word for remarks says more of a column than the name of a test in it") {
  CHECK(by_name("moca_remarks") == ColumnType::free_text);
  CHECK(by_name("score_date_of_visit") == ColumnType::date);
}

TEST_CASE("Columns without a known name are typed by what stands in them, and the sign is told") {
  CHECK(content({"jan@umc.nl", "n/a", "els@umc.nl"}).type == ColumnType::direct_identifier);
  CHECK(content({"+31 6 1234 5678", "06-12345678"}).type == ColumnType::direct_identifier);
  CHECK(content({"10.0.0.7", "192.168.1.9"}).type == ColumnType::direct_identifier);
  CHECK(content({"NL91ABNA0417164300", "n/a"}).type == ColumnType::direct_identifier);
  CHECK(content({"111222333", "123456782"}).type == ColumnType::direct_identifier);
  CHECK(content({"3511 AB", "1012JS", "n/a"}).postcodes);
  CHECK(content({"4 March 1980 or so", "fell off his bike twice"}).type == ColumnType::free_text);
  CHECK(content({"1980-03-04", "1981-12-01"}).type == ColumnType::date);
  CHECK(content({"1", "2.5", "n/a"}).type == ColumnType::other);
  CHECK(content({"0612345678", "0687654321"}).evidence == "numbers in it");
  CHECK(content({"low", "high", "low", "high", "low"}).type == ColumnType::other);
  CHECK(content({"jan@umc.nl"}).evidence == "e-mail addresses in it");
  // Nine digits without the check digit of a citizen number are no citizen numbers.
  CHECK(content({"111222334", "123456783"}).type != ColumnType::direct_identifier);
}

TEST_CASE("Of 95 columns, only the stated subset becomes quasi-identifiers, and nobody knows the rest") {
  Table table{.columns = {"participant_id", "age", "sex"}, .rows = {}};
  for (int i = 0; i < 92; ++i) table.columns.push_back("item" + std::to_string(i));
  for (int row = 0; row < 6; ++row) {
    std::vector<std::string> cells{"sub-" + std::to_string(row), "40", "F"};
    for (int i = 0; i < 92; ++i) cells.push_back(std::to_string(row * i % 7));
    table.rows.push_back(std::move(cells));
  }
  const ScrubbedTable result = scrubbed(table, test::shipped_columns());
  CHECK(result.table.columns == std::vector<std::string>{"participant_id", "age", "sex"});
  const auto quasi =
      std::count_if(result.columns.begin(), result.columns.end(),
                    [](const ColumnDecision& one) { return one.type == ColumnType::quasi_identifier; });
  CHECK(quasi == 2);
  for (const ColumnDecision& one : result.columns) CHECK_FALSE(one.reason.empty());
}

TEST_CASE("The policy's word on a column counts, but labels and ages stay what they are") {
  TablePolicy policy;
  policy.columns["item"] = {.type = ColumnType::quasi_identifier};
  policy.columns["group"] = {.type = ColumnType::direct_identifier};
  policy.columns["age"] = {.type = ColumnType::other};
  policy.columns["participant_id"] = {.type = ColumnType::free_text};
  const ColumnRules rules = with_policy(test::shipped_columns(), {}, policy);
  const ScrubbedTable result = scrubbed(
      {.columns = {"participant_id", "age", "group", "item"}, .rows = {{"sub-1", "97", "A", "3"}}}, rules);
  CHECK(result.table.columns == std::vector<std::string>{"participant_id", "age", "item"});
  CHECK(result.table.rows.front() == std::vector<std::string>{"sub-1", "89", "3"});
  CHECK(result.columns[3].reason.find("policy") != std::string::npos);
  TokenSet tokens;
  collect_tokens({.columns = {"participant_id", "group"}, .rows = {{"sub-1", "XY-12345"}}},
                 TableKind::participants, rules, tokens);
  CHECK(tokens.find_in("XY-12345"));
}

TEST_CASE(
    "A policy lets columns of events go, but none that BIDS requires, and types none of them otherwise") {
  const Table events{.columns = {"onset", "duration", "response_time", "accuracy"},
                     .rows = {{"0.5", "2", "0.731", "1"}, {"4.5", "2", "0.644", "0"}}};
  const auto kept = [&](const char* column, ColumnType type) {
    TablePolicy policy;
    policy.columns[column] = {.type = type};
    const ColumnRules rules = with_policy(test::shipped_columns(), {}, policy);
    return scrub_table(events, TableKind::events, {.rules = &rules}).value().table.columns;
  };
  const std::vector<std::string> without{"onset", "duration", "accuracy"};
  CHECK(kept("response_time", ColumnType::free_text) == without);
  CHECK(kept("response_time", ColumnType::direct_identifier) == without);
  for (const char* required : {"onset", "duration"})
    CHECK(kept(required, ColumnType::free_text) == events.columns);
  for (const ColumnType type : {ColumnType::other, ColumnType::quasi_identifier, ColumnType::score})
    CHECK(kept("response_time", type) == events.columns);
}

TEST_CASE("Postcodes become regions: Dutch ones by their area, others by their first places") {
  const PostcodeAreas& areas = test::shipped_columns().areas;
  CHECK(region_of("1071 XZ", false, areas) == "NL-NH 10");
  CHECK(region_of("9712", true, areas) == "NL-GR 97");
  CHECK(region_of("9712", false, areas) == "97..");
  CHECK(region_of("10115", false, areas) == "10..");
  CHECK(region_of("90210-1234", false, areas) == "90..");
  CHECK(region_of("SW1A 1AA", false, areas) == "SW..");
  CHECK_FALSE(region_of("Delft", false, areas));
  CHECK_FALSE(region_of("12", true, areas));
  CHECK(wider_region("NL-NH 10") == "NL-NH");
  CHECK(wider_region("10..") == "1..");
  for (const std::string& region : areas.regions) CHECK((region.empty() || is_region(region, areas)));
  CHECK_FALSE(is_region("Delft", areas));
  CHECK_FALSE(is_region("", areas));
}

TEST_CASE("The table of postcode areas holds every area from 10 to 99, in order") {
  const Table table = read_table(find_share_file("postcode_areas.tsv").value()).value();
  REQUIRE(table.rows.size() == 90);
  for (std::size_t i = 0; i < table.rows.size(); ++i) CHECK(table.rows[i][0] == std::to_string(i + 10));
}

TEST_CASE("Columns of samples.tsv are typed like those of the other tables of persons") {
  const Table table{
      .columns = {"sample_id", "participant_id", "sample_type", "pathology", "naam", "MMSE", "notes"},
      .rows = {{"sample-1", "sub-1", "tissue", "AD", "Jan Vermeer", "12", "left lobe, odd colour"},
               {"sample-2", "sub-2", "tissue", "n/a", "Els Hals", "29", "n/a"}}};
  const auto result = scrub_table(table, table_kind("samples.tsv"), {.rules = &test::shipped_columns()});
  REQUIRE(result.ok());
  const std::vector<ColumnType> types{ColumnType::label,
                                      ColumnType::label,
                                      ColumnType::quasi_identifier,
                                      ColumnType::sensitive,
                                      ColumnType::direct_identifier,
                                      ColumnType::score,
                                      ColumnType::free_text};
  for (std::size_t i = 0; i < types.size(); ++i) {
    INFO(table.columns[i]);
    CHECK(result->columns[i].type == types[i]);
    CHECK_FALSE(result->columns[i].reason.empty());
  }
  CHECK(is_of_persons(table_kind("samples.tsv")));
  const Table nameless{.columns = {"participant_id"}, .rows = {}};
  const auto refused = scrub_table(nameless, TableKind::samples, {.rules = &test::shipped_columns()});
  CHECK_FALSE(refused.ok());
}

TEST_CASE("Of lists of scans the policy keeps numbers alone, and nothing that would have to be counted") {
  TablePolicy policy;
  policy.columns["room"] = {.type = ColumnType::quasi_identifier};
  policy.columns["calm"] = {.type = ColumnType::other};
  const ColumnRules rules = with_policy(test::shipped_columns(), {"tired"}, policy);
  const Table table = test::table_of("filename\ttired\troom\tcalm\nfunc/a\t3\t1\t2\nfunc/b\t4\t2\tvery\n");
  const auto scans = scrub_table(table, TableKind::scans, {.rules = &rules});
  REQUIRE(scans.ok());
  CHECK(scans->table.columns == std::vector<std::string>{"filename", "tired", "calm"});
  CHECK(scans->table.rows[1].back() == "n/a");
  const Table sessions = test::table_of("session_id\ttired\troom\nses-1\t3\t1\nses-2\t4\t2\n");
  const auto kept = scrub_table(sessions, TableKind::sessions, {.rules = &rules});
  REQUIRE(kept.ok());
  CHECK(kept->table == sessions);
}
