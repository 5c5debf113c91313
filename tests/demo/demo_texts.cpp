#include "demo/demo_texts.hpp"

#include <algorithm>
#include <cctype>

namespace shareready::demo {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;  // key, JSON value

std::string quoted(const std::string& text) { return '"' + text + '"'; }

std::string json_object(const Fields& fields) {
  std::string out = "{\n";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    out += "  " + quoted(fields[i].first) + ": " + fields[i].second + (i + 1 < fields.size() ? ",\n" : "\n");
  }
  return out + "}\n";
}

std::string digits_of(std::string day) {
  std::erase(day, '-');
  return day;
}

void add_identity(Fields& fields, const DemoPerson& person, const DemoSession& session, Planted& plant) {
  const std::string day = plant("scan day", session.day);
  const std::string uid = plant("UID", "1.3.12.2.1107.5.2.43.66041." + digits_of(session.day) + "09411325");
  fields.insert(fields.end(),
                {{"PatientName", quoted(plant("name", person.family_name + "^" + person.given_name))},
                 {"PatientID", quoted(plant("hospital number", person.hospital_number))},
                 {"PatientBirthDate", quoted(plant("birth date", digits_of(person.birth_date)))},
                 {"PatientSex", quoted(person.sex)},
                 {"PatientWeight", "71.5"},
                 {"InstitutionName", quoted(plant("institution", "Zeewijk Ziekenhuis"))},
                 {"InstitutionAddress", quoted(plant("address", "Duinpanlaan 114") + ", Zeewijk")},
                 {"StationName", quoted(plant("station", "MRZEEWIJK03"))},
                 {"DeviceSerialNumber", quoted(plant("serial number", "SN-660417"))},
                 {"ReferringPhysicianName", quoted(plant("physician", "Hazelhoff"))},
                 {"AcquisitionDateTime", quoted(day + "T" + plant("scan time", "09:41:13.25"))},
                 {"SeriesInstanceUID", quoted(uid)},
                 {"StudyInstanceUID", quoted(uid + ".1")},
                 {"ImageComments", quoted(plant("free text", "patient restless, sister came along"))}});
}

void add_physics(Fields& fields, const std::string& suffix) {
  fields.insert(fields.end(), {{"Modality", "\"MR\""},
                               {"Manufacturer", "\"Siemens\""},
                               {"ManufacturersModelName", "\"Prisma\""},
                               {"MagneticFieldStrength", "3"},
                               {"FlipAngle", suffix == "T1w" ? "9" : "90"},
                               {"EchoTime", suffix == "T1w" ? "0.00298" : "0.030"},
                               {"RepetitionTime", suffix == "T1w"   ? "2.3"
                                                  : suffix == "dwi" ? "4.0"
                                                                    : "2.0"}});
  if (suffix == "bold")
    fields.insert(fields.end(), {{"TaskName", "\"rest\""}, {"PhaseEncodingDirection", "\"j\""}});
  if (suffix == "dwi") {
    fields.insert(fields.end(), {{"PhaseEncodingDirection", "\"j-\""}, {"TotalReadoutTime", "0.0342"}});
  }
}

std::string participants_text(const std::vector<DemoPerson>& people, Planted& plant) {
  std::string out =
      "participant_id\tname\tbirth_date\tsex\thandedness\tpostcode\temail\thospital_number\tmmse\n";
  for (const auto& p : people) {
    plant("label", p.label);
    out += "sub-" + p.label + '\t' + plant("given name", p.given_name) + ' ' +
           plant("family name", p.family_name) + '\t' + plant("birth date", p.birth_date) + '\t' + p.sex +
           "\tright\t" + plant("postcode", p.postcode) + '\t' + plant("e-mail", p.email) + '\t' +
           plant("hospital number", p.hospital_number) + '\t' + plant("clinical score", p.mmse) + '\n';
  }
  return out;
}

std::string phenotype_text(const std::vector<DemoPerson>& people, Planted& plant) {
  std::string out = "participant_id\tmoca_total\tremarks\n";
  int score = 21;
  for (const auto& p : people) {
    out += "sub-" + p.label + '\t' + std::to_string(score++) + '\t' +
           plant("free text", "seen with partner of " + p.family_name) + '\n';
  }
  return out;
}

std::string linking_table(const std::vector<DemoPerson>& people) {
  std::string out = "subject;patient;born;hospital_number\n";
  for (const auto& p : people) {
    out += p.label + ';' + p.given_name + ' ' + p.family_name + ';' + p.birth_date + ';' + p.hospital_number +
           '\n';
  }
  return out;
}

// The smallest baseline JPEG, 8x8 grey, with the name of who is on it in a comment.
std::string photo_bytes(const std::string& comment) {
  std::string out{"\xFF\xD8\xFF\xFE", 4};
  out += static_cast<char>((comment.size() + 2) >> 8U);
  out += static_cast<char>((comment.size() + 2) & 0xFFU);
  out += comment;
  out += std::string{"\xFF\xDB\x00\x43\x00", 5} + std::string(64, '\x01');         // quantisation: all ones
  out += std::string{"\xFF\xC0\x00\x0B\x08\x00\x08\x00\x08\x01\x01\x11\x00", 13};  // 8x8, one component
  const std::string one_code = std::string{"\x01", 1} + std::string(15, '\0') + std::string(1, '\0');
  out += std::string{"\xFF\xC4\x00\x14\x00", 5} + one_code;  // Huffman table, DC: the only code is 0
  out += std::string{"\xFF\xC4\x00\x14\x10", 5} + one_code;  // AC: the only code ends the block
  out += std::string{"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x3F\xFF\xD9", 13};
  return out;
}

// Part 10 preamble and a patient's name element, as a forgotten scanner export begins.
std::string dicom_bytes(const std::string& name) {
  std::string out(128, '\0');
  out += "DICM";
  out += std::string{"\x10\x00\x10\x00PN", 6};
  out += static_cast<char>(name.size());
  out += '\0';
  return out + name;
}

std::string description_text(Planted& plant) {
  return json_object(
      {{"Name", "\"Demonstration heads\""},
       {"BIDSVersion", "\"1.8.0\""},
       {"DatasetType", "\"raw\""},
       {"License", "\"CC0\""},
       {"Authors", "[\"Shareready demo\"]"},
       {"DatasetDOI", quoted("doi:10.18112/openneuro." + plant("source DOI", "ds009876.v1.0.0"))}});
}

using Files = std::vector<std::pair<std::string, std::string>>;

void add_strays(Files& files, const std::vector<DemoPerson>& people, Planted& plant) {
  const auto& first = people.front();
  const auto& second = people[1];
  const std::string full_name = first.given_name + " " + first.family_name;
  files.insert(
      files.end(),
      {{"code/linking_table.csv", linking_table(people)},
       {"derivatives/fmriprep/dataset_description.json",
        json_object(
            {{"Name", "\"fMRIPrep\""}, {"BIDSVersion", "\"1.8.0\""}, {"DatasetType", "\"derivative\""}})},
       {"derivatives/fmriprep/sub-" + first.label + "/anat/sub-" + first.label +
            "_from-T1w_to-MNI152NLin6Asym_mode-image_xfm.txt",
        "#Insight Transform File V1.0\nTransform: AffineTransform_double_3_3\nParameters: " +
            plant("transform", "0.998713 0.031415") +
            " 0 -0.0314 0.9987 0 0 0 1 2 3 -4\nFixedParameters: 0 0 0\n"},
       {"sub-" + second.label + "/anat/sub-" + second.label + "_photo.jpg",
        photo_bytes(
            plant("photo comment", second.given_name + " " + second.family_name + " in the waiting room"))},
       {"sourcedata/sub-" + first.label + "/IM0001", dicom_bytes(first.family_name + "^" + first.given_name)},
       {".git/HEAD", "ref: refs/heads/main\n"},
       {".git/config", "[user]\n\tname = " + plant("committer", "Katrijn Lodewijks") +
                           "\n\temail = k.lodewijks@example.org\n"},
       {".git/logs/HEAD",
        "0000 1111 Katrijn Lodewijks <k.lodewijks@example.org> 1574498473 +0100\tadd " + full_name + "\n"}});
}

}  // namespace

SessionNames names_of(const DemoPerson& person, const DemoSession& session) {
  const std::string subject = "sub-" + person.label;
  if (session.label.empty()) return {subject + "/", subject};
  return {subject + "/ses-" + session.label + "/", subject + "_ses-" + session.label};
}

std::string sidecar_text(const DemoPerson& person, const DemoSession& session, const std::string& suffix,
                         Planted& plant) {
  Fields fields;
  add_physics(fields, suffix);
  add_identity(fields, person, session, plant);
  fields.emplace_back("LocalNote", quoted(plant("unknown key", "room 4.217, keys at the porter")));
  return json_object(fields);
}

std::string fieldmap_text(const SessionNames& names, const std::string& direction) {
  const std::string run = names.folder + "func/" + names.prefix + "_task-rest_bold.nii.gz";
  const std::string session_path = run.substr(run.find('/') + 1);
  return json_object(
      {{"PhaseEncodingDirection", direction == "AP" ? "\"j-\"" : "\"j\""},
       {"TotalReadoutTime", "0.0342"},
       {"EchoTime", "0.030"},
       {"IntendedFor", direction == "AP" ? quoted(session_path) : "[" + quoted("bids::" + run) + "]"}});
}

std::string scans_text(const DemoSession& session, const SessionNames& names, Planted& plant) {
  std::string out = "filename\tacq_time\toperator\n";
  const auto row = [&](const std::string& folder, const std::string& rest, const std::string& time) {
    out += folder + '/' + names.prefix + '_' + rest + '\t' + plant("scan day", session.day) + 'T' +
           plant("scan time", time) + '\t' + plant("operator", "Lodewijks") + '\n';
  };
  for (const auto& image : session.anat) row("anat", image.suffix + image.extension, "09:41:13.250000");
  if (session.has_bold) {
    row("func", "task-rest_bold.nii.gz", "09:52:47.110000");
    row("fmap", "dir-AP_epi.nii.gz", "10:03:08.330000");
    row("fmap", "dir-PA_epi.nii.gz", "10:04:21.670000");
  }
  if (session.has_dwi) row("dwi", "dwi.nii.gz", "10:11:59.440000");
  return out;
}

std::string events_text(const DemoPerson& person, Planted& plant) {
  const std::string remark = plant("free text", person.given_name + " pressed the bell");
  return "onset\tduration\ttrial_type\tresponse_time\tremark\n0.0\t4.0\tfixation\tn/a\tn/"
         "a\n4.0\t6.0\tface\t0.71\t" +
         remark + "\n10.0\t6.0\tscrambled\t0.66\tn/a\n";
}

std::vector<std::pair<std::string, std::string>> dataset_texts(const std::vector<DemoPerson>& people,
                                                               Planted& plant) {
  for (const auto& person : people) {
    for (const auto& session : person.sessions) {
      if (!session.label.empty()) plant("session label", session.label);
    }
  }
  Files files{
      {"dataset_description.json", description_text(plant)},
      {"README",
       "Questions about the participants: " + plant("contact", "Katrijn Lodewijks, room Z-417") + "\n"},
      {"CHANGES",
       "1.0.0 2020-03-01\n  - " + plant("change log", "Removed withdrawn participant") + " Fokkelien\n"},
      {"participants.tsv", participants_text(people, plant)},
      {"participants.json",
       json_object({{"mmse", R"({"Description": "Mini-mental state, collected by Katrijn Lodewijks"})"},
                    {"sex", R"({"Description": "Sex", "Levels": {"M": "male", "F": "female"}})"}})},
      {"T1w.json",
       json_object({{"MRAcquisitionType", "\"3D\""},
                    {"InstitutionalDepartmentName", quoted(plant("department", "Geheugenpoli Zeewijk"))},
                    {"DeviceSerialNumber", quoted(plant("serial number", "SN-660417"))}})},
      {"task-rest_bold.json",
       json_object(
           {{"TaskName", "\"rest\""},
            {"Instructions", quoted("ask for " + plant("instruction", "Hazelhoff at extension 5512"))}})},
      {"phenotype/moca.tsv", phenotype_text(people, plant)},
      {"phenotype/moca.json",
       json_object({{"moca_total", R"({"Description": "Montreal cognitive assessment"})"}})}};
  add_strays(files, people, plant);
  return files;
}

}  // namespace shareready::demo
