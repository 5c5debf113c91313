#include <fmt/format.h>

#include "deid/cells.hpp"
#include "deid/device_code.hpp"
#include "deid/uids.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

ScrubbedTable scrub_table_text(std::string_view text, TableKind kind, TableContext context = {}) {
  if (context.rules == nullptr) context.rules = &test::shipped_columns();
  auto scrubbed = scrub_table(test::table_of(text), kind, context);
  REQUIRE(scrubbed.ok());
  return std::move(scrubbed).value();
}

const ColumnDecision& decision(const ScrubbedTable& scrubbed, std::string_view column) {
  for (const ColumnDecision& row : scrubbed.columns) {
    if (row.column == column) return row;
  }
  FAIL("no decision for a column");
  return scrubbed.columns.front();
}

constexpr std::string_view k_participants =
    "participant_id\tnaam\tdate_of_birth\tpostcode\tage\tsex\thandedness\tgroup\tMoCA\tremarks\temail\tBSN\n"
    "sub-01\tJan Vermeer\t1980-03-04\t3511 AB\t39\tM\tright\tpatient\t23\tfell off his "
    "bike\tjan@umc.nl\t111222333\n"
    "sub-02\tEls Hals\t1930-12-31\t1012 JS\t91+\tF\tR\tcontrol\t29\tn/a\tels@umc.nl\tn/a\n"
    "sub-03\tn/a\tn/a\tn/a\t045Y\tn/a\t-60\tcontrol\tn/a\tn/a\tn/a\tn/a\n";

}  // namespace

TEST_CASE("the shipped rules for columns are sorted, unique and complete") {
  CHECK(test::shipped_columns().rules.size() > 400);
  const std::string header = "table\tcolumn\tmatch\taction\ttoken\treason\tlanguage\tsource\tdate\n";
  CHECK_FALSE(parse_column_rules(
                  header + "*\tb\twhole\tdrop\t-\tr\ten\ts\td\n*\ta\twhole\tdrop\t-\tr\ten\ts\td\n", "t")
                  .ok());
  CHECK_FALSE(parse_column_rules(header + "*\tNot Bare\twhole\tdrop\t-\tr\ten\ts\td\n", "t").ok());
  CHECK_FALSE(parse_column_rules(header + "*\ta\twhole\tguess\t-\tr\ten\ts\td\n", "t").ok());
}

TEST_CASE("direct identifiers are known by their names in five languages") {
  for (const char* column : {"name",           "First Name",  "surname", "achternaam",       "Vorname",
                             "nom de famille", "apellidos",   "e-mail",  "telefoonnummer",   "Postleitzahl",
                             "code_postal",    "postcode4",   "BSN",     "patient_number",   "MRN",
                             "GUID",           "straat",      "adresse", "insurance_number", "mother_name",
                             "subject_id",     "home address"}) {
    INFO(column);
    const ColumnRule* rule = test::shipped_columns().find(TableKind::participants, column);
    const bool found =
        rule != nullptr && (rule->action == ColumnAction::direct || rule->action == ColumnAction::postcode);
    CHECK(found);
  }
  for (const char* column : {"DOB", "date_of_birth", "geboortedatum", "Geburtsdatum", "date de naissance",
                             "fecha_de_nacimiento"}) {
    INFO(column);
    const ColumnRule* rule = test::shipped_columns().find(TableKind::participants, column);
    const bool found = rule != nullptr && rule->action == ColumnAction::birth_date;
    CHECK(found);
  }
}

TEST_CASE("names, birth dates, postcodes and remarks are nowhere in the scrubbed participants table") {
  const ScrubbedTable scrubbed = scrub_table_text(k_participants, TableKind::participants);
  CHECK(format_table(scrubbed.table) ==
        "participant_id\tage\tsex\thandedness\tgroup\tMoCA\tresidence_region\n"
        "sub-01\t39\tM\tright\tpatient\t23\tNL-UT 35\n"
        "sub-02\t89\tF\tR\tcontrol\t29\tNL-NH 10\n"
        "sub-03\t45\tn/a\t-60\tcontrol\tn/a\tn/a\n");
  for (const char* column : {"naam", "date_of_birth", "postcode", "remarks", "email", "BSN"}) {
    INFO(column);
    CHECK_FALSE(decision(scrubbed, column).kept);
    CHECK_FALSE(decision(scrubbed, column).reason.empty());
  }
  CHECK(decision(scrubbed, "MoCA").type == ColumnType::score);
  CHECK_FALSE(scrubbed.only_identifiers);
}

TEST_CASE("scrubbing a table twice is scrubbing it once") {
  const ScrubbedTable once = scrub_table_text(k_participants, TableKind::participants);
  CHECK(scrub_table_text(format_table(once.table), TableKind::participants).table == once.table);
  const TableContext shifting{.shift = DateShift{-36000}};
  const std::string scans = "filename\tacq_time\nanat/sub-01_T1w.nii.gz\t2019-03-04T10:11:12\n";
  const ScrubbedTable shifted = scrub_table_text(scans, TableKind::scans, shifting);
  CHECK(scrub_table_text(format_table(shifted.table), TableKind::scans, shifting).table == shifted.table);
}

TEST_CASE("a policy keeps scores by name, but never what identifies directly") {
  const ColumnRules rules =
      with_policy(test::shipped_columns(), {"MoCA", "naam", "BSN", "date_of_birth", "remarks"}, {});
  const TableContext context{.rules = &rules};
  const ScrubbedTable scrubbed = scrub_table_text(k_participants, TableKind::participants, context);
  CHECK(scrubbed.table.column("MoCA"));
  CHECK_FALSE(scrubbed.table.column("naam"));
  CHECK_FALSE(scrubbed.table.column("BSN"));
  CHECK_FALSE(scrubbed.table.column("date_of_birth"));
}

TEST_CASE("Sex, hand and age keep their cells in five languages") {
  const ScrubbedTable scrubbed = scrub_table_text(
      "participant_id\tGeschlecht (m/w/d)\tHändigkeit\tAlter [Jahre]\n"
      "sub-01\tmännlich\trechtshändig\t40 Jahre\n"
      "sub-02\tféminin\tgauchère\t41 ans\n"
      "sub-03\tvarón\tzurdo\t42 años\n"
      "sub-04\tvrouwelijk\tlinkshandig\t43 jaar\n"
      "sub-05\tJan de Man\tboth hands of Jan\t44\n",
      TableKind::participants);
  CHECK(format_table(scrubbed.table) ==
        "participant_id\tGeschlecht (m/w/d)\tHändigkeit\tAlter [Jahre]\n"
        "sub-01\tmännlich\trechtshändig\t40\n"
        "sub-02\tféminin\tgauchère\t41\n"
        "sub-03\tvarón\tzurdo\t42\n"
        "sub-04\tvrouwelijk\tlinkshandig\t43\n"
        "sub-05\tn/a\tn/a\t44\n");
}

TEST_CASE("Ages that are no years go as a column, which says so; where some are, the others are missing") {
  const auto scrubbed = [](const char* first, const char* second) {
    return scrub_table_text(fmt::format("participant_id\tage\nsub-01\t{}\nsub-02\t{}\n", first, second),
                            TableKind::participants);
  };
  const ScrubbedTable bands = scrubbed("0-39", "40-79");
  CHECK_FALSE(bands.table.column("age"));
  CHECK(bands.columns.at(1).reason.find("no cell of it is a number of years") != std::string::npos);
  CHECK(format_table(scrubbed("0-39", "45").table) == "participant_id\tage\nsub-01\tn/a\nsub-02\t45\n");
  CHECK(scrubbed("n/a", "n/a").table.column("age"));
}

TEST_CASE("The age comes from the column of birth dates, not from another one that speaks of birth") {
  const std::map<std::string, std::string> scans{{"sub-01", "2020-05-01"}};
  const ScrubbedTable scrubbed = scrub_table_text(
      "participant_id\tbirth_term\tbirth_hospital\tdate_of_birth\nsub-01\tlate\tn/a\t1980-06-01\n",
      TableKind::participants, {.first_scan = scans});
  CHECK(format_table(scrubbed.table) == "participant_id\tage\nsub-01\t39\n");
}

TEST_CASE("cells of allowed columns that hold something else become n/a and are counted") {
  const ScrubbedTable scrubbed = scrub_table_text(
      "participant_id\tsex\thandedness\tage\tgroup\n"
      "sub-01\tJan Vermeer\tborn in Delft\t19800304\tjan@umc.nl\n"
      "sub-02\tF\tleft\t30-35\tcontrol\n"
      "sub-03\tM\tright\t33\tcontrol\n",
      TableKind::participants);
  CHECK(format_table(scrubbed.table) ==
        "participant_id\tsex\thandedness\tage\tgroup\n"
        "sub-01\tn/a\tn/a\tn/a\tn/a\n"
        "sub-02\tF\tleft\tn/a\tcontrol\n"
        "sub-03\tM\tright\t33\tcontrol\n");
  CHECK(decision(scrubbed, "sex").cleared_cells == 1);
  CHECK(decision(scrubbed, "age").cleared_cells == 2);
}

TEST_CASE("a group that is another one for nearly everybody is dropped") {
  const ScrubbedTable scrubbed = scrub_table_text(
      "participant_id\tgroup\nsub-1\tDelft\nsub-2\tHaarlem\nsub-3\tLeiden\nsub-4\tGouda\nsub-5\tGouda\n",
      TableKind::participants);
  CHECK_FALSE(decision(scrubbed, "group").kept);
  CHECK(scrubbed.only_identifiers);
}

TEST_CASE("years are no names of groups") {
  const ScrubbedTable scrubbed = scrub_table_text(
      "participant_id\tcohort\nsub-1\t1980\nsub-2\t1981\nsub-3\tA\n", TableKind::participants);
  CHECK(format_table(scrubbed.table) == "participant_id\tcohort\nsub-1\tn/a\nsub-2\tn/a\nsub-3\tA\n");
}

TEST_CASE("birth dates become ages at the first scan, where no age is given") {
  const std::string text =
      "participant_id\tgeboortedatum\nsub-01\t05-03-1980\nsub-02\t1920-01-01\nsub-03\tn/a\n";
  const TableContext context{
      .first_scan = {{"sub-01", "2019-03-04"}, {"sub-02", "2019-03-04T10:00:00"}, {"sub-03", "2019-03-04"}}};
  CHECK(format_table(scrub_table_text(text, TableKind::participants, context).table) ==
        "participant_id\tage\nsub-01\t38\nsub-02\t89\nsub-03\tn/a\n");
  CHECK(format_table(scrub_table_text(text, TableKind::participants).table) ==
        "participant_id\nsub-01\nsub-02\nsub-03\n");
}

TEST_CASE("ages are whole years, 89 for 89 and above, however they are spelled") {
  CHECK(plain_age("34") == "34");
  CHECK(plain_age("20.94") == "20");
  CHECK(plain_age("20,9") == "20");
  CHECK(plain_age("88.9") == "88");
  for (const char* text : {"89", "90", "89+", ">89", "\xE2\x89\xA5 89", "101", "104Y"})
    CHECK(plain_age(text) == "89");
  CHECK(plain_age("045Y") == "45");
  CHECK(plain_age("018M") == "1");
  CHECK(plain_age("34 years") == "34");
  for (const char* text : {"800 days", "800d", "104 weeks", "104W", "24 months", "730.5 days"})
    CHECK(plain_age(text) == (std::string_view(text).starts_with("104") ? "1" : "2"));
  for (const char* text : {"14 yr",
                           "14 years",
                           "14 yrs.",
                           "14 y.o.",
                           "14 jaar",
                           "14 jr.",
                           "14 Jahre",
                           "14 ans",
                           "14;6",
                           "14;06",
                           "14;6.15",
                           "14y6m",
                           "14 years, 6 months",
                           "14 jaar en 6 maanden",
                           "14 Jahre und 6 Monate",
                           "14 ans et 6 mois",
                           "168 months",
                           "168 maanden",
                           "168 Monate",
                           "168 mois",
                           "168 mo"})
    CHECK(plain_age(text) == "14");
  for (const char* text : {"14;12", "14;", ";6", "14;6;2", "14y13m", "6 months 14 years", "14 weeks 2 years",
                           "fourteen", "adolescent", "14 17", "14 cm", "14 yr old boy", "14y y"})
    CHECK_FALSE(plain_age(text));
  for (const char* text : {"999", "-3", "old", "30-35", "", "n/a", "1980-03-04", "19800304"})
    CHECK_FALSE(plain_age(text));
}

TEST_CASE("ages in months, weeks or days, by the name of their column, become ages in years") {
  const auto told = [](const char* column, const char* cell, TableKind kind = TableKind::participants) {
    const std::string id = kind == TableKind::sessions ? "session_id\tses-1" : "participant_id\tsub-1";
    const auto tab = id.find('\t');
    return format_table(
        scrub_table_text(id.substr(0, tab) + "\t" + column + "\n" + id.substr(tab + 1) + "\t" + cell + "\n",
                         kind)
            .table);
  };
  for (const char* column : {"age_months", "AgeMonths", "age_in_months", "age (months)", "leeftijd_maanden",
                             "leeftijd (mnd)", "alter_in_monaten", "age_mois", "edad_meses"}) {
    INFO(column);
    CHECK(told(column, "168") == "participant_id\tage\nsub-1\t14\n");
    CHECK(told(column, "168.5") == "participant_id\tage\nsub-1\t14\n");
    CHECK(told(column, "14 yr") == "participant_id\tage\nsub-1\t14\n");  // its own unit
    CHECK(told(column, "30", TableKind::phenotype) == "participant_id\tage\nsub-1\t2\n");
    CHECK(told(column, "30", TableKind::sessions) == "session_id\tage\nses-1\t2\n");
    CHECK(told(column, "young") == "participant_id\nsub-1\n");
  }
  CHECK(told("age_weeks", "52") == "participant_id\tage\nsub-1\t0\n");
  CHECK(told("age_in_days", "800") == "participant_id\tage\nsub-1\t2\n");
  CHECK(told("age_months", "1200") == "participant_id\tage\nsub-1\t89\n");
  const ScrubbedTable both =
      scrub_table_text("participant_id\tleeftijd\tage_months\nsub-1\t14\t168\n", TableKind::participants);
  CHECK(format_table(both.table) == "participant_id\tleeftijd\nsub-1\t14\n");
  const TableContext born{.first_scan = {{"sub-1", "2019-03-04"}}};
  CHECK(format_table(scrub_table_text("participant_id\tdob\tage_months\nsub-1\t1980-03-05\t460\n",
                                      TableKind::participants, born)
                         .table) == "participant_id\tage\nsub-1\t38\n");
}

TEST_CASE("ages whose sidecar names months, weeks or days as their unit become ages in years") {
  const auto told = [](const char* unit, const char* cell) {
    TableContext context;
    context.age_units = {{"age", unit}};
    return format_table(scrub_table_text(std::string("participant_id\tage\nsub-1\t") + cell + "\n",
                                         TableKind::participants, context)
                            .table);
  };
  CHECK(told("months", "168") == "participant_id\tage\nsub-1\t14\n");
  CHECK(told("months", "30") == "participant_id\tage\nsub-1\t2\n");
  CHECK(told("months", "30 years") == "participant_id\tage\nsub-1\t30\n");
  CHECK(told("weeks", "104.5") == "participant_id\tage\nsub-1\t2\n");
  for (const char* text : {"months", "Months", "month", "mo", "in months", "maanden", "Monate", "mois"})
    CHECK(age_unit_of(text) == "months");
  for (const char* text : {"weeks", "wk", "weken"}) CHECK(age_unit_of(text) == "weeks");
  for (const char* text : {"days", "dagen", "Tage"}) CHECK(age_unit_of(text) == "days");
  for (const char* text : {"", "year", "years", "y", "a", "m", "n/a", "jaren", "mm"})
    CHECK(age_unit_of(text).empty());
}

TEST_CASE("every column of ages in other units names its unit") {
  std::size_t rows = 0;
  for (const ColumnRule& rule : test::shipped_columns().rules) {
    if (rule.action != ColumnAction::age_in_units) continue;
    INFO(rule.column);
    ++rows;
    CHECK(rule.match == NameFit::whole);
    CHECK_FALSE(age_unit_of(rule.column).empty());
  }
  CHECK(rows > 50);
}

TEST_CASE("scan times go, or shift with the participant, and other columns of converters go always") {
  const std::string text =
      "filename\tacq_time\toperator\trandstr\n"
      "anat/sub-01_T1w.nii.gz\t2019-03-04T10:11:12.5\tEls\tabc\n"
      "func/sub-01_bold.nii.gz\t2019-03-04T10:21:12.5\tEls\tdef\n";
  CHECK(format_table(scrub_table_text(text, TableKind::scans).table) ==
        "filename\nanat/sub-01_T1w.nii.gz\nfunc/sub-01_bold.nii.gz\n");
  CHECK(format_table(scrub_table_text(text, TableKind::scans, {.shift = DateShift{-36000}}).table) ==
        "filename\tacq_time\n"
        "anat/sub-01_T1w.nii.gz\t1920-08-10T10:11:12.5\n"
        "func/sub-01_bold.nii.gz\t1920-08-10T10:21:12.5\n");
}

TEST_CASE("UIDs in tables of one person and of all are new ones, and go where there is no secret") {
  const std::vector<std::uint8_t> secret(32, 42);
  constexpr std::string_view k_scans = "filename\tseries_uid\na.nii.gz\t1.2.3.4\nb.nii.gz\tJan\n";
  const Table scrubbed = scrub_table_text(k_scans, TableKind::scans, {.secret = secret}).table;
  REQUIRE(scrubbed.columns.size() == 2);
  CHECK(scrubbed.rows[0][1] == new_uid("1.2.3.4", secret));
  CHECK(scrubbed.rows[1][1] == "n/a");
  CHECK(scrub_table_text(k_scans, TableKind::scans).table.columns.size() == 1);
  constexpr std::string_view k_persons = "participant_id\tseries_uid\nsub-1\t1.2.3.4\n";
  CHECK(scrub_table_text(k_persons, TableKind::participants).table.columns.size() == 1);
  const Table persons = scrub_table_text(k_persons, TableKind::participants, {.secret = secret}).table;
  REQUIRE(persons.columns.size() == 2);
  CHECK(persons.rows[0][1] == new_uid("1.2.3.4", secret));
}

TEST_CASE("devices have codes in tables of one person where they are asked for, never in tables of all") {
  const std::vector<std::uint8_t> secret(32, 42);
  constexpr std::string_view k_scans = "filename\tDeviceSerialNumber\tstation_name\na.nii.gz\t67031\tn/a\n";
  CHECK(scrub_table_text(k_scans, TableKind::scans, {.secret = secret}).table.columns.size() == 1);
  const Table scans = scrub_table_text(k_scans, TableKind::scans, {.device_secret = secret}).table;
  REQUIRE(scans.columns.size() == 3);
  CHECK(scans.rows[0][1] == device_code("67031", secret));
  CHECK(scans.rows[0][2] == "n/a");
  CHECK(scrub_table_text("participant_id\tstation_name\nsub-1\tA\n", TableKind::participants,
                         {.device_secret = secret})
            .table.columns.size() == 1);  // there it is a site
}

TEST_CASE("events keep onset, duration, conditions and numbers as they are spelled") {
  const ScrubbedTable scrubbed = scrub_table_text(
      "onset\tduration\ttrial_type\tresponse_time\tcash\tstim_file\tremark\tsubject_id\tclock\n"
      "0.065\t0.7720\teyes closed\t1.708\t-1.500\tjan.png\tslept\t4\t1551694272\n"
      "4.193\t0.772\tJan Vermeer jan@umc.nl\tn/a\tn/a\tels.png\tn/a\t4\t1551694282\n",
      TableKind::events);
  CHECK(format_table(scrubbed.table) ==
        "onset\tduration\ttrial_type\tresponse_time\tcash\tstim_file\n"
        "0.065\t0.7720\teyes closed\t1.708\t-1.500\tn/a\n"
        "4.193\t0.772\tn/a\tn/a\tn/a\tn/a\n");
}

TEST_CASE("events that count from the clock, or whose onset is no number, cannot be shared") {
  for (const char* onsets :
       {"1551694272.5\t1\n1551694280\t1\n", "2019-03-04T10:11:12\t1\n2019-03-04T10:11:14\t1\n",
        "0.5\t1\n04.03.2019 10:11\t1\n", "10:11:12\t1\n", "start\t1\n", "20190304\t1\n20190305\t1\n",
        "737488.4\t1\n737488.5\t1\n", "1551694272000\t1\n", "1551694272000000\t1\n"}) {
    INFO(onsets);
    const auto refused = scrub_table(test::table_of(std::string("onset\tduration\n") + onsets),
                                     TableKind::events, {.rules = &test::shipped_columns()});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::unsupported);
  }
  CHECK(format_table(scrub_table_text("onset\tduration\nn/a\t1\n-2.5\t1\n", TableKind::events).table) ==
        "onset\tduration\nn/a\t1\n-2.5\t1\n");
}

TEST_CASE("a table without the column that BIDS requires is refused") {
  CHECK_FALSE(scrub_table(test::table_of("id\tage\nx\t3\n"), TableKind::participants,
                          {.rules = &test::shipped_columns()})
                  .ok());
}

TEST_CASE("sessions and phenotype keep what is listed and say when only labels are left") {
  const ScrubbedTable sessions = scrub_table_text(
      "session_id\tacq_time\tpanas\tage\nses-1\t2019-03-04T10:00:00\t3\t34.9\n", TableKind::sessions);
  CHECK(format_table(sessions.table) == "session_id\tage\nses-1\t34\n");
  CHECK(scrub_table_text("participant_id\titem_x\nsub-01\t23\n", TableKind::phenotype).only_identifiers);
}

TEST_CASE("a header that is a row of data does not reach a report") {
  const ScrubbedTable scrubbed =
      scrub_table_text("onset\tduration\t06-12345678\n1\t2\t3\n", TableKind::events);
  CHECK_FALSE(scrubbed.columns.back().kept);
  CHECK_FALSE(scrubbed.columns.back().known);
}

TEST_CASE("recordings hold numbers only") {
  CHECK(check_numeric_table("1\t2.5\n-3e4\tn/a\n", "t").ok());
  CHECK_FALSE(check_numeric_table("1\t2\n3\tJan\n", "t").ok());
  CHECK_FALSE(check_numeric_table("1551694272.5\t2\n1551694273\t3\n", "t").ok());
}

TEST_CASE("what is dropped from tables is known to the audit") {
  TokenSet tokens;
  collect_tokens(test::table_of(k_participants), TableKind::participants, test::shipped_columns(), tokens);
  for (const char* text :
       {"Vermeer", "Hals", "1980-03-04", "31/12/1930", "3511AB", "jan@umc.nl", "111222333"}) {
    INFO(text);
    CHECK(tokens.find_in(text));
  }
  for (const char* text : {"control", "23", "right", "M", "39"}) {
    INFO(text);
    CHECK_FALSE(tokens.find_in(text));
  }
}

TEST_CASE("dates that were shifted before are no tokens, for they may stay") {
  TokenSet tokens;
  collect_tokens(test::table_of("filename\tacq_time\nx\t1921-08-19T15:16:18Z\ny\t2009-05-18T12:26:31\n"),
                 TableKind::scans, test::shipped_columns(), tokens);
  CHECK_FALSE(tokens.find_in("1921-08-19"));
  CHECK(tokens.find_in("2009-05-18") == TokenKind::date);
}

TEST_CASE("numbers of persons among the events are dropped, whatever their column is called") {
  const ScrubbedTable scrubbed = scrub_table_text(
      "onset\tduration\tsubj_nr\tnummer\tparticipant_code\tgain\n"
      "1\t1\t7\t4711203\t12\t90210\n"
      "2\t1\t7\t4711203\t12\t90211\n",
      TableKind::events);
  CHECK_FALSE(scrubbed.table.column("subj_nr"));
  CHECK_FALSE(scrubbed.table.column("nummer"));
  CHECK_FALSE(scrubbed.table.column("participant_code"));
  CHECK(scrubbed.table.column("gain"));
}

TEST_CASE("a whole number that is a token becomes n/a, a measurement with the same digits stays") {
  TokenSet tokens;
  tokens.add("7712041", TokenKind::person_id);
  const ScrubbedTable scrubbed = scrub_table_text("onset\tduration\tx\n0.7712041\t1\t7712041\n2\t1\t3\n",
                                                  TableKind::events, {.tokens = &tokens});
  CHECK(format_table(scrubbed.table) == "onset\tduration\tx\n0.7712041\t1\tn/a\n2\t1\t3\n");
}

TEST_CASE("words of groups in a dropped column of identifiers are no tokens") {
  TokenSet tokens;
  collect_tokens(test::table_of("participant_id\tpatient_type\nsub-1\toutpatient\nsub-2\toutpatient\nsub-"
                                "3\tinpatient\nsub-4\tinpatient\n"),
                 TableKind::participants, test::shipped_columns(), tokens);
  CHECK(tokens.empty());
}

TEST_CASE("the computed age is described once") {
  Json json = test::json_of("{}");
  describe_age(json);
  const Json once = json;
  describe_age(json);
  CHECK(json == once);
  CHECK(json.at("age").at("Units").as_string() == "year");
}
