#include <catch2/catch.hpp>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "audited.hpp"
#include "base/text.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

Findings of_file(const std::string& path, const std::string& content) {
  AuditedTree tree;
  tree.add(path, content);
  return tree.findings();
}

const std::string k_sidecar = "sub-a/anat/sub-a_T1w.json";

}  // namespace

TEST_CASE("Keys that name a person stop publishing at any depth") {
  for (const char* key : {"PatientName", "PatientID", "PatientBirthDate", "AccessionNumber",
                          "StudyInstanceUID", "patient_name"}) {
    const std::string member = std::string("\"") + key + "\": \"1987-05-06 Xyz.1\"";
    INFO(key);
    CHECK(blocks_publishing(of_file(k_sidecar, "{" + member + "}")));
    CHECK(blocks_publishing(of_file(k_sidecar, "{\"global\": {\"const\": [{" + member + "}]}}")));
    CHECK(shared_text(of_file(k_sidecar, "{" + member + "}")).find("1987") == std::string::npos);
    CHECK(shared_text(of_file(k_sidecar, "{" + member + "}")).find("Xyz") == std::string::npos);
  }
}

TEST_CASE(
    "A person in a sidecar is found by DICOM's numbers, below other keys, and where the JSON is broken") {
  for (const char* sidecar :
       {R"({"00100010": {"vr": "PN", "Value": [{"Alphabetic": "Jansen^Jan"}]}})",
        R"({"0010|0010": "Jansen^Jan"})", "{\"(0010,0020)\": \"4471023\"}",
        R"({"Patient": {"Name": "Jan Jansen"}})", R"({"PatientName": {"value": "Jan"}})",
        "{\n\"PatientName\": \"Jansen^Jan\",\n\"EchoTime\": 0.03,\n}",
        R"({"EchoTime":0.03,"PatientName":"Jansen^Jan",})",
        R"({"EchoTime": NaN, "PatientName": "Jansen^Jan"})",
        "{\n// by me\n\"PatientName\": \"Jansen^Jan\"}"}) {
    INFO(sidecar);
    CHECK(stops_by(of_file(k_sidecar, sidecar), FindingKind::identifying_key));
  }
  for (const char* sidecar :
       {R"({"00180081": {"vr": "DS", "Value": [30]}})", R"({"Device": {"Name": "Prisma"}})",
        R"({"PatientName": {"value": "n/a"}})", R"({"EchoTime": NaN, "PatientName": "anonymous"})",
        R"({"EchoTime": NaN, "Note": "PatientName: none"})"}) {
    INFO(sidecar);
    CHECK_FALSE(blocks_publishing(of_file(k_sidecar, sidecar)));
  }
}

TEST_CASE("Days and addresses as keys of a sidecar, and ages above 89 in it, stop publishing") {
  CHECK(stops_by(of_file(k_sidecar, R"({"2019-03-04": {"x": 1}})"), FindingKind::date));
  CHECK(stops_by(of_file(k_sidecar, R"({"jan@example.org": 1})"), FindingKind::contact));
  for (const char* age : {R"({"PatientAge": "093Y"})", R"({"age": 94})", R"({"Leeftijd": 90.5})"}) {
    INFO(age);
    CHECK(stops_by(of_file(k_sidecar, age), FindingKind::extreme_value));
  }
  for (const char* age : {R"({"PatientAge": "089Y"})", R"({"PatientAge": "093M"})", R"({"age": 400})",
                          R"({"age": {"Levels": {"93": "x"}}})"}) {
    INFO(age);
    CHECK_FALSE(has_kind(of_file(k_sidecar, age), FindingKind::extreme_value));
  }
}

TEST_CASE("A person is found in settings, XML, lines of JSON and dumps of DICOM by several programs") {
  const std::vector<std::pair<std::string, std::string>> said = {
      {"a.jsonl", "{\"a\": 1}\n{\"b\": {\"PatientName\": \"Jansen^Jan\"}}\n"},
      {"a.txt", "{'EchoTime': 0.03, 'PatientName': 'Jansen^Jan'}\n"},
      {"x.ome.zarr/.zattrs", "{\"x\": {\"PatientName\": \"Jansen^Jan\"}}"},
      {"a.yaml", "patient_name: Jansen\n"},
      {"a.toml", "patient_name = \"Jansen\"\n"},
      {"a.xml", "<?xml version=\"1.0\"?>\n<r>\n <PatientName>Jansen^Jan</PatientName>\n</r>\n"},
      {"a.xml", "<r><d:Subject x='1' PatientName='Jansen^Jan'/></r>\n"},
      {"a.xml",
       "<element tag=\"0010,0010\" vr=\"PN\" len=\"10\" name=\"PatientName\">Jansen^Jan</element>\n"},
      {"a.xml",
       "<PersonName number=\"1\"><Alphabetic><FamilyName>Jansen</FamilyName></Alphabetic></PersonName>\n"},
      {"a.txt", "(0010, 0010) Patient's Name                      PN: 'JANSEN^JAN'\n"},
      {"a.txt", "(0010,0010) PN JANSEN^JAN                       # 10,1 Patient's Name\n"},
      {"a.txt", "0010 0010       10 [320     ] //           PAT PATIENT NAME//JANSEN^JAN\n"},
      {"a.txt", "Scan 3, Patient name: Jansen, weight 70\n"}};
  for (const auto& [path, content] : said) {
    INFO(content);
    CHECK(stops_by(of_file("sub-a/x/" + path, content), FindingKind::identifying_key));
  }
  const std::vector<std::pair<std::string, std::string>> unsaid = {
      {"x/a.xml", "<r><PatientName></PatientName><s PatientName='' name=\"PatientName\"/></r>\n"},
      {"x/a.txt",
       "(0010,0010) PN (no value)    # 0,1 Patient's Name\n(0010,0010) PN (no value available)  # 0, 0\n"},
      {"x/a.txt", "0010 0010 10 5\n0010 0020 11 6\n"},
      {"x/a.txt", "(0010, 0010) Patient's Name                      PN: ''\n"},
      {"code/a.yaml", "patient_name: Jansen\n"}};
  for (const auto& [path, content] : unsaid) {
    INFO(content);
    CHECK_FALSE(blocks_publishing(of_file(path, content)));
  }
}

TEST_CASE("The small numbers that a scanner counts up in StudyID stop nothing, longer ones do") {
  for (const char* value : {"1", "\"12\"", "\"104\""}) {
    const Findings findings = of_file(k_sidecar, std::string("{\"StudyID\": ") + value + "}");
    INFO(value);
    CHECK(findings.size() == 1);
    CHECK_FALSE(blocks_publishing(findings));
  }
  for (const char* value : {"1041", "P12", "12.5"}) {
    INFO(value);
    CHECK(blocks_publishing(of_file(k_sidecar, std::string("{\"StudyID\": \"") + value + "\"}")));
  }
  CHECK_FALSE(blocks_publishing(of_file("sub-a/notes.txt", "StudyID: 3\n")));
  CHECK(blocks_publishing(of_file("sub-a/notes.txt", "StudyID: 30412\n")));
}

TEST_CASE("A key that repeats the short label of its own file is told and stops nothing") {
  const std::string sidecar = "derivatives/mriqc/sub-01/anat/sub-01_T1w.json";
  for (const char* key : {"subject_id", "PatientName", "AccessionNumber"}) {
    const auto with = [&](const std::string& value) {
      return of_file(sidecar, std::string("{\"") + key + "\": \"" + value + "\"}");
    };
    INFO(key);
    CHECK(with("01").size() == 1);
    CHECK_FALSE(blocks_publishing(with("01")));
    CHECK_FALSE(blocks_publishing(with("sub-01")));
    CHECK(blocks_publishing(with("02")));
    CHECK(blocks_publishing(with("1")));
  }
  CHECK(blocks_publishing(of_file("sub-4711001/anat/sub-4711001_T1w.json", R"({"PatientID": "4711001"})")));
}

TEST_CASE("Emptied keys and ordinary sidecars pass without a finding") {
  CHECK(of_file(k_sidecar, R"({"PatientName": "", "PatientID": "n/a", "AccessionNumber": "XXXX"})").empty());
  CHECK(of_file(k_sidecar, R"({"Manufacturer": "Siemens", "MagneticFieldStrength": 3, "EchoTime": 0.00298,
    "RepetitionTime": 2.3, "SoftwareVersions": "syngo MR E11", "ConversionSoftwareVersion": "v1.0.20200331",
    "ConsistencyInfo": "N4_VE11C_LATEST_20160120",
    "ImageType": ["ORIGINAL", "PRIMARY"], "ShimSetting": [1, -2, 3], "SliceTiming": [0, 0.5, 1],
    "DeidentificationMethod": ["face removed"], "ImageOrientationPatientDICOM": [1, 0, 0, 0, 1, 0]})")
            .empty());
}

TEST_CASE("Dates after 1925 in sidecars and tables stop publishing, shifted ones pass") {
  CHECK(stops_by(of_file(k_sidecar, R"({"AcquisitionDateTime": "2019-03-04T10:11:12"})"), FindingKind::date));
  CHECK(stops_by(of_file(k_sidecar, R"({"Some": {"Key": "20190304"}})"), FindingKind::date));
  CHECK_FALSE(blocks_publishing(of_file(k_sidecar, R"({"AcquisitionDateTime": "1912-03-04T10:11:12"})")));
  CHECK(stops_by(of_file("sub-a/sub-a_scans.tsv", "filename\tacq_time\nx\t2019-03-04T10:11:12\n"),
                 FindingKind::date));
  CHECK_FALSE(
      blocks_publishing(of_file("sub-a/sub-a_scans.tsv", "filename\tacq_time\nx\t1912-03-04T10:11:12\n")));
}

TEST_CASE("A date in the name of a session stops publishing") {
  for (const char* path :
       {"sub-a/ses-20190304/x.txt", "sub-a/ses-MR20190304/x.txt", "sub-a/ses-20190304T1011/x.txt",
        "sub-a/func/SCANPHYSLOG20190304101112.txt", "sub-a/x_2019Mar04.txt"}) {
    INFO(path);
    CHECK(stops_by(of_file(path, "x"), FindingKind::date));
  }
  for (const char* path : {"sub-a/ses-2019030/x.txt", "sub-a/ses-20191304/x.txt", "sub-a/x-120190304.txt"}) {
    INFO(path);
    CHECK_FALSE(has_kind(of_file(path, "x"), FindingKind::date));
  }
}

TEST_CASE("Columns that name a person stop publishing, empty ones and those of other tables pass") {
  const auto table = [](const std::string& column, const std::string& value) {
    return "participant_id\t" + column + "\nsub-a\t" + value + "\n";
  };
  for (const char* column :
       {"name", "birth_date", "postcode", "patient_id", "Geboortedatum", "e-mail", "comments"}) {
    INFO(column);
    CHECK(blocks_publishing(of_file("participants.tsv", table(column, "Xyz"))));
    CHECK_FALSE(blocks_publishing(of_file("participants.tsv", table(column, "n/a"))));
    CHECK(shared_text(of_file("participants.tsv", table(column, "Xyz"))).find("Xyz") == std::string::npos);
  }
  CHECK(of_file("sub-a/eeg/sub-a_channels.tsv", "name\ttype\tunits\nCz\tEEG\tuV\n").empty());
  CHECK(of_file("participants.tsv", "participant_id\tage_group\tsex\nsub-a\t30-35\tF\n").empty());
}

TEST_CASE("Columns that end with a telling name stop publishing, those of something else about it pass") {
  const auto stops = [](const std::string& column) {
    return blocks_publishing(of_file("participants.tsv", "participant_id\t" + column + "\nsub-a\tXyz\n"));
  };
  for (const char* column : {"parent_email", "Surname, of birth", "childs_birthdate", "tel", "gsm",
                             "mother phone", "Name of the donor", "nhs_number", "prolific_id"}) {
    INFO(column);
    CHECK(stops(column));
  }
  for (const char* column :
       {"phonemic_fluency", "headphones", "phone_use_hours", "telephone_interview", "gene_signature",
        "radiologist_rating", "connaissances", "birth_complications", "age_at_birth", "preterm_birth",
        "email_hours", "surname_memory", "address_memory_test", "birthweight", "birth_order", "nom_test",
        "telepathy", "participant_group", "lat"}) {
    INFO(column);
    CHECK_FALSE(stops(column));
  }
}

TEST_CASE("A column of names, numbers or addresses stops publishing in any table but those of recordings") {
  for (const char* column :
       {"surname", "patient_name", "mrn", "bsn", "email_address", "voornaam", "telefoon"}) {
    const std::string table = std::string("id,") + column + "\n1,Xyz\n";
    INFO(column);
    CHECK(stops_by(of_file("derivatives/x/group.csv", table), FindingKind::identifying_column));
    CHECK(stops_by(of_file("sub-a/beh/notes.txt", replace_all(table, ",", "\t")),
                   FindingKind::identifying_column));
    CHECK_FALSE(
        blocks_publishing(of_file("sub-a/func/sub-a_task-x_events.tsv", replace_all(table, ",", "\t"))));
  }
  for (const char* column : {"name", "patient_id", "contact", "subject_code", "operator"}) {
    INFO(column);
    CHECK_FALSE(
        blocks_publishing(of_file("derivatives/x/group.csv", std::string("id,") + column + "\n1,Xyz\n")));
  }
}

TEST_CASE("A table is read whatever parts its cells and stands before its header") {
  for (const char* path : {"participants.tsv", "participants.csv", "phenotype/x.tsv"}) {
    for (const char* content :
         {"participant_id\tsurname\na\tXyz\n", "participant_id;surname\na;Xyz\n",
          "participant_id,surname\na,Xyz\n", "participant_id|surname\na|Xyz\n",
          "sep=;\nparticipant_id;surname\na;Xyz\n", "# exported\nparticipant_id\tsurname\na\tXyz\n",
          "\nparticipant_id\tsurname\na\tXyz\n", "participant_id\tsurname\ra\tXyz\r",
          "\xef\xbb\xbfsurname\tx\r\nXyz\t1\r\n"}) {
      INFO(path << ": " << content);
      CHECK(stops_by(of_file(path, content), FindingKind::identifying_column));
    }
  }
  CHECK(of_file("participants.tsv", "participant_id\tx;y\nsub-a\t1\n").empty());
}

TEST_CASE(
    "What stands in the header line of a table counts as a value, with and without an end of the line") {
  for (const char* content :
       {"sub-a\t1970-03-12\n", "sub-a\tjan@example.org", "participant_id\t2019-03-04\nsub-a\t5\n"}) {
    INFO(content);
    CHECK(blocks_publishing(of_file("participants.tsv", content)));
  }
}

TEST_CASE("Names, numbers and birth dates of persons stop publishing under names in five languages") {
  for (const char* column : {"Nachname", "Vorname", "pr\xC3\xA9nom", "apellidos", "Geburtsdatum",
                             "nom de famille", "fechaDeNacimiento"}) {
    INFO(column);
    CHECK(blocks_publishing(
        of_file("participants.tsv", std::string("participant_id\t") + column + "\nsub-a\tXyz\n")));
  }
}

TEST_CASE("A column of a special category is told of by its name in five languages, and stops nothing") {
  for (const char* column : {"ethnicity",
                             "etniciteit",
                             "race",
                             "Rasse",
                             "origine ethnique",
                             "raza",
                             "religion",
                             "geloof",
                             "Konfession",
                             "creencia",
                             "sexual_orientation",
                             "geaardheid",
                             "orientationSexuelle",
                             "genotype",
                             "APOE",
                             "rs429358",
                             "diagnosis",
                             "Diagnose",
                             "enfermedad",
                             "maladie",
                             "strafblad",
                             "Vorstrafen",
                             "casier judiciaire",
                             "antecedentes penales",
                             "criminal_record",
                             "vakbond",
                             "union_member",
                             "politieke voorkeur",
                             "HIV_status"}) {
    const Findings found =
        of_file("participants.tsv", std::string("participant_id\t") + column + "\nsub-a\tyes\n");
    INFO(column);
    CHECK(has_kind(found, FindingKind::special_category));
    CHECK_FALSE(blocks_publishing(found));
  }
  for (const char* column : {"parallel_form", "permutation", "tracer", "embrace", "agent", "reunion", "grass",
                             "MMSE", "moca_total"}) {
    INFO(column);
    CHECK_FALSE(
        has_kind(of_file("participants.tsv", std::string("participant_id\t") + column + "\nsub-a\tx\n"),
                 FindingKind::special_category));
  }
  CHECK(of_file("sub-a/func/sub-a_task-x_events.tsv", "onset\tduration\trace\n1\t1\tx\n").empty());
  CHECK(of_file("participants.tsv", "participant_id\treligion\nsub-a\tn/a\n").empty());
}

TEST_CASE("A column of a special category is told of by its values where its name says nothing") {
  const auto told = [](const std::string& one, const std::string& two) {
    return has_kind(
        of_file("phenotype/a.tsv", "participant_id\tx1\nsub-a\t" + one + "\nsub-b\t" + two + "\n"),
        FindingKind::special_category);
  };
  CHECK(told("Caucasian", "other"));
  CHECK(told("white", "Asian"));
  CHECK(told("protestant", "none"));
  CHECK(told("r\xC3\xB6misch-katholisch", "n/a"));
  CHECK(told("APOE4", "APOE3"));
  CHECK(told("e3/e4", "e3/e3"));
  CHECK(
      told("\xCE\xB5"
           "3/\xCE\xB5"
           "4",
           "x"));
  CHECK(told("A/G", "G/G"));
  CHECK(told("F32.1", "F20.0"));
  CHECK(told("Schizophrenie", "gesund"));
  CHECK(told("homosexual", "x"));
  CHECK(told("veroordeeld", "x"));
  CHECK_FALSE(told("white", "black"));  // colours, as far as anybody can tell
  CHECK_FALSE(told("left", "right"));
  CHECK_FALSE(told("1", "2"));
  std::string many = "participant_id\tx1\nsub-a\tCatholic\n";
  for (int i = 0; i < 9; ++i) many += "sub-b" + std::to_string(i) + "\tchurch hall\n";
  CHECK_FALSE(has_kind(of_file("phenotype/a.tsv", many), FindingKind::special_category));  // one cell in ten
}

TEST_CASE("Ages above 89 stop publishing; ages in months do not count") {
  CHECK(
      stops_by(of_file("participants.tsv", "participant_id\tage\nsub-a\t93\n"), FindingKind::extreme_value));
  CHECK_FALSE(blocks_publishing(of_file("participants.tsv", "participant_id\tage\nsub-a\t89\n")));
  CHECK(blocks_publishing(of_file("participants.tsv", "participant_id\tage\nsub-a\t125\n")));
  CHECK_FALSE(blocks_publishing(of_file("participants.tsv", "participant_id\tage\nsub-a\t93\nsub-b\t300\n")));
  CHECK_FALSE(blocks_publishing(of_file("participants.tsv", "participant_id\tage_months\nsub-a\t93\n")));
  for (const char* column : {"leeftijd", "Alter", "AgeAtScan", "Age (years)", "scan_age", "edad"}) {
    const std::string table = std::string("participant_id\t") + column + "\nsub-a\t";
    INFO(column);
    CHECK(stops_by(of_file("participants.tsv", table + "93\n"), FindingKind::extreme_value));
    CHECK_FALSE(blocks_publishing(of_file("participants.tsv", table + "89\n")));
  }
  const std::string months = "participant_id\tage_months\nsub-a\t";
  CHECK(stops_by(of_file("participants.tsv", months + "1130\n"), FindingKind::extreme_value));
  CHECK_FALSE(blocks_publishing(of_file("participants.tsv", months + "1068\n")));
}

TEST_CASE(
    "Postcodes, citizen numbers, telephone numbers and mail addresses in tables of people stop publishing") {
  for (const char* value :
       {"9712 CP", "06-12345678", "someone@example.org", "NL91ABNA0417164300", "/home/someone/x"}) {
    INFO(value);
    CHECK(blocks_publishing(
        of_file("phenotype/a.tsv", std::string("participant_id\tx1\nsub-a\t") + value + "\n")));
  }
  CHECK(blocks_publishing(
      of_file("phenotype/a.tsv", "participant_id\tx1\nsub-a\t111222333\nsub-b\t123456782\n")));
}

TEST_CASE("Text in image headers is reported; extensions, gaps and bytes behind the image stop publishing") {
  CHECK(has_kind(of_file("a.nii", nifti({.descrip = "FSL5.0"})), FindingKind::header_text));
  CHECK_FALSE(blocks_publishing(of_file("a.nii", nifti({.descrip = "FSL5.0"}))));
  CHECK(blocks_publishing(of_file("a.nii", nifti({.descrip = "scanned 2019-03-04"}))));
  CHECK(blocks_publishing(of_file("a.nii", nifti({.db_name = "x"}))));
  CHECK(blocks_publishing(of_file("a.nii", nifti({.extension = "x"}))));
  CHECK(blocks_publishing(of_file("a.nii", nifti({.trailing = "x"}))));
  CHECK(of_file("a.nii", nifti()).empty());
  CHECK(of_file("a.nii.gz", gzip(nifti())).empty());
  CHECK(has_kind(of_file("a.nii.gz", gzip(nifti(), "a.nii", "", 1700000000)), FindingKind::header_text));
}

TEST_CASE("Authors and funders may have names and addresses, other places of the description may not") {
  const std::string authors =
      R"({"Name": "x", "BIDSVersion": "1.9.0", "Authors": ["A. Author, a@example.org"], "Funding": ["X 2019-03-04"]})";
  CHECK(of_file("dataset_description.json", authors).empty());
  AuditedTree tree;
  tree.needles.tokens = {{"Papadopoulou", "name"}};
  tree.add("dataset_description.json", R"({"Name": "the scans of Papadopoulou"})");
  CHECK(blocks_publishing(tree.findings()));
}

TEST_CASE("who made the scans may be an author, and is named nowhere else; a participant is named nowhere") {
  for (const char* path :
       {"dataset_description.json", "CITATION.cff", "sub-a/anat/sub-a_T1w.json", "README"}) {
    const bool names_authors = std::string_view(path).find('.') != std::string_view::npos &&
                               std::string_view(path).find('/') == std::string_view::npos;
    for (const char* type : {"staff name", "name"}) {
      AuditedTree tree;
      tree.needles.tokens = {{"Papadopoulou", type}};
      tree.add(path, R"({"Name": "x", "BIDSVersion": "1.9.0", "Authors": ["A. Papadopoulou"]})");
      INFO(path << ", " << type);
      CHECK(blocks_publishing(tree.findings()) == (!names_authors || type == std::string_view("name")));
    }
  }
}

TEST_CASE(
    "a report names staff whom the release or the answers name, in any spelling, and nobody else of them") {
  for (const auto& [named, type, blocks] :
       {std::tuple{"A. Müller", "staff name", false}, std::tuple{"A. MULLER", "staff name", false},
        std::tuple{"A. Papadopoulou", "staff name", true}, std::tuple{"A. Müllerin", "staff name", true},
        std::tuple{"A. Müller", "name", true}}) {
    AuditedTree tree;
    tree.options.tree_kind = TreeKind::report;
    tree.options.naming_texts = {"nobody here", named};
    tree.needles.tokens = {{"Müller", type}, {"Kloppenburg", "staff name"}};
    tree.add("readiness.json", R"({"authors": ["A. Müller"]})");
    INFO(named << ", " << type);
    CHECK(blocks_publishing(tree.findings()) == blocks);
    tree.add("index.html", "<p>made by Kloppenburg</p>");
    CHECK(blocks_publishing(tree.findings()));
  }
}

TEST_CASE("comments above the header of a table are read as any text") {
  for (const char* line :
       {"# scanned on 2019-03-04", "# by jan.jansen@example.org", "#PatientName: Jansen^Jan"}) {
    for (const char* name : {"phenotype/moca.tsv", "phenotype/moca.csv"}) {
      INFO(line << " in " << name);
      CHECK(blocks_publishing(of_file(name, std::string(line) + "\nparticipant_id\tscore\nsub-1\t3\n")));
    }
  }
  CHECK_FALSE(
      blocks_publishing(of_file("phenotype/moca.tsv", "# a test\nparticipant_id\tscore\nsub-1\t3\n")));
}

TEST_CASE("a random number of a UID holds no day, however it begins") {
  const std::string random = "20190304101112" + std::string(24, '7');
  CHECK_FALSE(has_kind(of_file("sub-a/dicom/2.25." + random + ".txt", "x"), FindingKind::date));
  CHECK(has_kind(of_file("sub-a/20190304101112345.txt", "x"), FindingKind::date));
}

TEST_CASE("References to files that are not there are reported and do not stop publishing") {
  AuditedTree tree;
  tree.add("sub-a/func/sub-a_task-rest_bold.json", "{}");
  tree.add(
      "sub-a/fmap/sub-a_epi.json",
      R"({"IntendedFor": ["func/sub-a_task-rest_bold.json", "bids::sub-a/func/sub-a_task-rest_bold.json"]})");
  CHECK(tree.findings().empty());
  tree.add("sub-a/fmap/sub-a_epi.json", R"({"IntendedFor": "func/gone.nii.gz"})");
  CHECK(has_kind(tree.findings(), FindingKind::metadata));
  CHECK_FALSE(blocks_publishing(tree.findings()));
}

TEST_CASE("A report may be HTML with dates, and still holds no label and no name") {
  AuditedTree tree;
  tree.options.tree_kind = TreeKind::report;
  tree.add("index.html", "<html><p>Made on 2026-03-04 for sub-new1</p></html>");
  tree.add("readiness.json", R"({"created": "2026-03-04", "contact": "help@example.org"})");
  CHECK_FALSE(blocks_publishing(tree.findings()));
  tree.needles.participants = {"Zq81canary"};
  tree.add("index.html", "<html><p>Made on 2026-03-04 for Zq81canary</p></html>");
  CHECK(stops_by(tree.findings(), FindingKind::original_label));
}

TEST_CASE("Dates in a README are told and stop nothing; those of a list of changes are expected") {
  AuditedTree tree;
  tree.add("README", "Scanned on 2013-12-18.\n");
  CHECK(has_kind(tree.findings(), FindingKind::date));
  CHECK_FALSE(blocks_publishing(tree.findings()));
  AuditedTree changes;
  changes.add("CHANGES", "1.0.1 2020-12-18\n  - Repaired.\n");
  CHECK_FALSE(has_kind(changes.findings(), FindingKind::date));
}

TEST_CASE("A UID of a scanner stops, one that was drawn anew does not, and no other key is excused by it") {
  const auto stops = [](const std::string& member) {
    return blocks_publishing(of_file(k_sidecar, "{" + member + "}"));
  };
  CHECK(stops(R"("StudyInstanceUID": "1.2.840.113619.2.55.3")"));
  for (const char* made_up : {"1.2.840.10008.1985.3.12", "1.2.840.10008.5.1.4.1.1.4471", "2.25.44710239"}) {
    INFO(made_up);
    CHECK(stops(R"("StudyInstanceUID": ")" + std::string(made_up) + "\""));
  }
  CHECK_FALSE(stops(R"("SOPClassUID": "1.2.840.10008.5.1.4.1.1.4")"));
  CHECK_FALSE(stops(R"("StudyInstanceUID": "2.25.329800735698586629295641978511506172918")"));
  CHECK(stops(R"("PatientID": "2.25.329800735698586629295641978511506172918")"));
}

TEST_CASE("Fields of a scanner's export are told one by one, and its image by whether it may show a face") {
  const std::string head =
      "# === DATA DESCRIPTION FILE ===\n.  Protocol name   :   AX_3\n.  Examination name :  E7\n";
  const auto told = [](const Findings& findings, std::string_view field) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Finding& f) { return f.locator.find(field) != std::string::npos; });
  };
  const Findings echo_planar =
      of_file("x/a.txt", head + ".  EPI factor <0,1=no EPI> :  37\n.  Patient name :  Xyz\n");
  CHECK(told(echo_planar, "header field protocolname") == 1);
  CHECK(told(echo_planar, "header field patientname") == 0);  // told of as a line with a key
  CHECK_FALSE(has_kind(echo_planar, FindingKind::undefaced_image));
  CHECK(
      has_kind(of_file("x/a.txt", head + ".  EPI factor <0,1=no EPI> :  1\n"), FindingKind::undefaced_image));
  const Findings spectrum = of_file("x/a.txt", "examination_name : E7\nsamples : 1024\n");
  CHECK(told(spectrum, "header field examinationname") == 1);
  CHECK_FALSE(has_kind(spectrum, FindingKind::undefaced_image));
}

TEST_CASE("Addresses in UTF-16 and UTF-32 within binary files, and in databases, are told") {
  const std::string mail = "xx p.jansen@umc.nl yy";
  const std::string around(9, '\1');
  CHECK(has_kind(of_file("a.dat", around + "\xff" + utf16(mail, false, false) + "\xff" + around),
                 FindingKind::contact));
  CHECK(has_kind(of_file("a.dat", around + "\xff" + utf32(mail, false) + "\xff" + around),
                 FindingKind::contact));
  CHECK(has_kind(of_file("a.db", std::string("SQLite format 3\0", 16) + around + mail + around),
                 FindingKind::contact));
  CHECK(stops_by(of_file("code/a.py", "# BSN 111222333\n"), FindingKind::contact));
}

TEST_CASE("A postcode is told once: as severe in tables of persons, as minor elsewhere") {
  const auto postcodes = [](const std::string& path, const std::string& content) {
    Findings found = of_file(path, content);
    std::erase_if(found, [](const Finding& finding) { return finding.excerpt != "[postcode]"; });
    return found;
  };
  const Findings of_person = postcodes("phenotype/a.tsv", "participant_id\tarea\nsub-x\t9712 CP\n");
  REQUIRE(of_person.size() == 1);
  CHECK(of_person[0].severity == Severity::major);
  const Findings of_event =
      postcodes("sub-x/func/sub-x_task-y_events.tsv", "onset\tduration\tcue\n1\t2\t9712 CP\n");
  REQUIRE(of_event.size() == 1);
  CHECK(of_event[0].severity == Severity::minor);
}

TEST_CASE("The day of a device's software in the name of its model is no date of a person") {
  const std::string dated = "\": \"EYELINK II CL v5.09 Nov 17 2015\"}";
  CHECK_FALSE(has_kind(of_file(k_sidecar, "{\"ManufacturersModelName" + dated), FindingKind::date));
  CHECK(has_kind(of_file(k_sidecar, "{\"Comment" + dated), FindingKind::date));
}

TEST_CASE("An address whose letters are written by their numbers is found in text and sidecar") {
  for (const char* spelled :
       {"jan%2Ejansen%40example%2Eorg", "jan&#46;jansen&#x40;example.org", "jan.jansen=40=65xample.org"}) {
    INFO(spelled);
    CHECK(has_kind(of_file("sub-a/notes.txt", std::string("mail: ") + spelled + "\n"), FindingKind::contact));
    CHECK(stops_by(of_file(k_sidecar, std::string("{\"Comment\": \"") + spelled + "\"}"),
                   FindingKind::contact));
  }
  CHECK(count_of(of_file("sub-a/notes.txt", "jan.jansen@example.org &amp;\n"), FindingKind::contact) == 1);
}
