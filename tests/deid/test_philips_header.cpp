#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "base/files.hpp"
#include "base/share.hpp"
#include "base/text.hpp"
#include "deid/philips_header.hpp"

using namespace shareready;

namespace {

const PhilipsFields& fields() {
  static const PhilipsFields read =
      read_philips_fields(find_share_file("philips_fields.tsv").value()).value();
  return read;
}

constexpr std::string_view k_row =
    "  1   1    1  1 0 2     0  16    81   8   4     0.0   1.26 2.84e-005   133   231  -1.98   0.55   0.02  "
    "-18.79  "
    "-22.82  -16.42 10.0  0.0 0 1 0 2  1.9  1.9   2.08    0.00     0.00    0.00   1    8.00     0    0    0  "
    "   7   "
    "0.0  1   1    7    0   0.000    0.000    0.000  1";

std::string par(std::string_view end = "\r\n") {
  std::string text =
      "# === DATA DESCRIPTION FILE ======================================================\n#\n"
      "# Dataset name: H:\\Export\\Jansen_19850312_6_1\n"
      "# CLINICAL TRYOUT             Research image export tool     V4.2\n"
      "# exported by Dr. Jansen\n"
      "# === GENERAL INFORMATION ===\n"
      ".    Patient name                       :   Jansen^Anna  \n"
      ".    Examination name                   :   Hersenen Jansen\n"
      ".    Protocol name                      :   fMRI Jansen\n"
      ".    Examination date/time              :   2014.08.05 / 11:27:34\n"
      ".    Series Type                        :   Image   MRSERIES\n"
      ".    Acquisition nr                     :   6\n"
      ".    Max. number of dynamics            :   5\n"
      ".    Patient position                   :   Head First Supine\n"
      ".    Technique                          :   FEEPI\n"
      ".    Operator Jansen                    :   Jansen\n"
      ".    EPI factor        <0,1=no EPI>     :   39\n"
      "#\n#  slice number                             (integer)\n\n";
  for (int i = 0; i < 5; ++i) text += std::string(k_row) + "\n";
  text += "\n# === END OF DATA DESCRIPTION FILE ===============================================\n";
  return replace_all(text, "\n", end);
}

ScrubbedPhilips scrub_philips_text(std::string_view text, PhilipsFormat format = PhilipsFormat::par,
                                   std::optional<DateShift> shift = {}) {
  const TokenSet none;
  auto scrubbed =
      scrub_philips_header(text, format, {.fields = &fields(), .tokens = &none, .shift = shift}, "a");
  REQUIRE(scrubbed.ok());
  return std::move(*scrubbed);
}

bool fails(std::string_view text, PhilipsFormat format = PhilipsFormat::par) {
  const auto scrubbed = scrub_philips_header(text, format, {.fields = &fields()}, "a");
  return !scrubbed.ok() && scrubbed.error().code == ErrorCode::bad_data;
}

constexpr std::string_view k_spar =
    "!---------------------------------------------------\n!    Export by Jansen\n"
    "examination_name : Jansen\nscan_id : WIP press Jansen\nscan_date : 2010.03.04 10:00:00\n"
    "patient_name : Jansen^Anna\npatient_birth_date : 1985.03.12\npatient_position : \"head_first\"\n"
    "samples : 1024\nrows : 4\nsynthesizer_frequency : 127767000\nnucleus : 1H\nnote_jansen : 12\n";

constexpr std::string_view k_xml =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<PRIDE_V5>\n<Series_Info>\n"
    "<Attribute Name=\"Patient Name\" Tag=\"0x00100010\" Level=\"Patient\" Type=\"String\" "
    ">Jansen^Anna</Attribute>\n"
    "<Attribute Name=\"Examination Date\" Tag=\"0x00400244\" Type=\"Date\">2014.08.05</Attribute>\n"
    "<Attribute Name=\"Examination Time\" Tag=\"0x00400245\" Type=\"Time\">11:27:34</Attribute>\n"
    "<Attribute Name=\"Series Instance UID\" Type=\"String\">1.3.46.670589.11.1</Attribute>\n"
    "<Attribute Name=\"EPI factor\" Tag=\"0x20011013\" Type=\"Int32\">39</Attribute>\n"
    "<Attribute Name=\"Operator\" Type=\"String\">Jansen</Attribute>\n"
    "<Attribute Name=\"Number\" Type=\"Int32\">Jansen</Attribute>\n</Series_Info>\n<Image_Array>\n"
    "<Image_Info>\n<Key><Attribute Name=\"Slice\" Type=\"Int32\">1</Attribute></Key>\n"
    "<Attribute Name=\"Pixel Size\" Type=\"UInt16\">16</Attribute><Attribute Name=\"Resolution X\" "
    "Type=\"UInt16\">8</Attribute><Attribute Name=\"Resolution Y\" "
    "Type=\"UInt16\">4</Attribute>\n</Image_Info>\n"
    "</Image_Array>\n</PRIDE_V5>\n";

}  // namespace

TEST_CASE("nothing of a person stays in a header of a Philips export, in any of its three formats") {
  for (const auto& [format, text] :
       std::map<PhilipsFormat, std::string>{{PhilipsFormat::par, par()},
                                            {PhilipsFormat::spar, std::string(k_spar)},
                                            {PhilipsFormat::xml, std::string(k_xml)}}) {
    const ScrubbedPhilips scrubbed = scrub_philips_text(text, format);
    for (const std::string_view word :
         {"ansen", "Anna", "19850312", "1985", "2014", "2010", "11:27", "10:00", "Export\\", "1.3.46"}) {
      INFO(word);
      CHECK(scrubbed.text.find(word) == std::string::npos);
    }
    CHECK_FALSE(scrubbed.tokens.empty());
    for (const std::string& label : scrubbed.removed) CHECK(label.find("ansen") == std::string::npos);
    CHECK(scrub_philips_text(scrubbed.text, format).text == scrubbed.text);  // twice is once
  }
}

namespace {

// A field as the PRIDE export writes it.
std::string xml_field(std::string_view name, std::string_view type, std::string_view value) {
  return fmt::format(
      "<Attribute Name=\"{}\" Tag=\"0x00000000\" Level=\"MRSeries\" Type=\"{}\">{}</Attribute>\r\n", name,
      type, value);
}

// Six dynamics of two slices, with the fields that the writers of XML/REC in public repositories have.
std::string xml_export(std::string_view spacing) {
  std::string text = "<PRIDE_V5>\r\n<Series_Info>\r\n" + xml_field("Patient Name", "String", "De Wit^Femke") +
                     xml_field("Examination Name", "String", "Brein De Wit") +
                     xml_field("Protocol Name", "String", "WIP rust Femke") +
                     xml_field("Examination Date", "Date", "2016.02.29") +
                     xml_field("Examination Time", "Time", "08:09:10") +
                     xml_field("Series Data Type", "String", "Image") +
                     xml_field("Max No Dynamics", "Int32", "6") +
                     xml_field("Repetition Times", "Float", "2.0000E+03 0.0000E+00") +
                     xml_field("Flow Compensation", "Boolean", "N") +
                     xml_field("Dynamic Scan", "Boolean", "Y") + xml_field("Diffusion", "Boolean", "Femke") +
                     xml_field("EPI factor", "Int32", "43") + "</Series_Info>\r\n<Image_Array>";
  for (int image = 0; image < 12; ++image) {
    text += "<Image_Info><Key>" + xml_field("Slice", "Int32", std::to_string(image % 2 + 1)) +
            xml_field("Echo", "Int32", "1") + xml_field("Dynamic", "Int32", std::to_string(image / 2 + 1)) +
            xml_field("Phase", "Int32", "1") + xml_field("Type", "Enumeration", "M") + "</Key>\r\n" +
            xml_field("Pixel Size", "UInt16", "16") + xml_field("Resolution X", "UInt16", "8") +
            xml_field("Resolution Y", "UInt16", "8") + xml_field("Pixel Spacing", "Double", spacing) +
            "</Image_Info>\r\n";
  }
  return text + "</Image_Array>\r\n</PRIDE_V5>\r\n";
}

}  // namespace

TEST_CASE("an XML header keeps numbers and flags, and is judged for a face by what it says of its images") {
  const ScrubbedPhilips scrubbed =
      scrub_philips_text(xml_export("3.000000E+00 3.000000E+00"), PhilipsFormat::xml);
  for (const std::string_view gone : {"Femke", "Wit", "Brein", "2016", "08:09"}) {
    INFO(gone);
    CHECK(scrubbed.text.find(gone) == std::string::npos);
  }
  for (const std::string_view kept : {">N<", ">Y<", "2.0000E+03 0.0000E+00", ">43<", ">M<"}) {
    INFO(kept);
    CHECK(scrubbed.text.find(kept) != std::string::npos);
  }
  CHECK(scrubbed.facts.data_bytes == 12 * 8 * 8 * 2);
  CHECK(is_face_free(scrubbed.facts));
  CHECK_FALSE(
      is_face_free(scrub_philips_text(xml_export("3.000000E+00 1.000000E+00"), PhilipsFormat::xml).facts));
  CHECK_FALSE(is_face_free(scrub_philips_text(xml_export(""), PhilipsFormat::xml).facts));
}

TEST_CASE("a SPAR header keeps where and how a spectrum was measured") {
  const std::string text =
      "!--------------------------------------------------------------------\r\n!      CAUTION\r\n"
      "examination_name : De Wit Femke\r\nscan_id : press thalamus Femke\r\nscan_date : 2016.02.29 "
      "08:09:10\r\n"
      "patient_position : \"head_first\"\r\npatient_orientation : \"supine\"\r\nsamples : 2048\r\nrows : "
      "16\r\n"
      "t0_kx_direction : x\r\nphase_encoding_direction : \"trans\"\r\nnr_of_phase_encoding_profiles_ky : "
      "1\r\n"
      "nucleus : 1H\r\nsi_ap_off_center : -12.5\r\nt1_measurement_enable : \"no\"\r\n";
  const ScrubbedPhilips scrubbed = scrub_philips_text(text, PhilipsFormat::spar);
  for (const std::string_view gone : {"Femke", "Wit", "thalamus", "2016", "08:09"}) {
    CHECK(scrubbed.text.find(gone) == std::string::npos);
  }
  CHECK(scrubbed.text.find(text.substr(text.find("patient_position"))) != std::string::npos);
}

TEST_CASE("every byte of a PAR header that identifies nobody stays, line ends too") {
  const std::string_view end = GENERATE("\r\n", "\n");
  std::string expected = par(end);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"H:\\Export\\Jansen_19850312_6_1", ""},
           {"# exported by Dr. Jansen", "#"},
           {"Jansen^Anna", ""},
           {"Hersenen Jansen", ""},
           {"fMRI Jansen", ""},
           {"2014.08.05 / 11:27:34", "1925.01.01 / 00:00:00"},
           {".    Operator Jansen                    :   Jansen", ". :"}}) {
    expected = replace_all(expected, from, to);
  }
  CHECK(scrub_philips_text(par(end)).text == expected);
}

TEST_CASE("with shifted dates a header moves with the participant, its time of day and spelling kept") {
  const DateShift shift{-36525};
  CHECK(scrub_philips_text(par(), PhilipsFormat::par, shift).text.find("1914.08.05 / 11:27:34\r\n") !=
        std::string::npos);
  CHECK(
      scrub_philips_text(k_spar, PhilipsFormat::spar, shift).text.find("scan_date : 1910.03.04 10:00:00\n") !=
      std::string::npos);
  CHECK(scrub_philips_text(k_xml, PhilipsFormat::xml, shift).text.find(">1914.08.05<") != std::string::npos);
  const std::string day_first = replace_all(par(), "2014.08.05", "05.08.2014");
  CHECK(scrub_philips_text(day_first, PhilipsFormat::par, shift).text.find("05.08.1914 / 11:27:34") !=
        std::string::npos);
  CHECK(scrub_philips_text(par(), PhilipsFormat::par, DateShift{10}).text.find("1925.01.01 / 00:00:00") !=
        std::string::npos);
  CHECK(philips_dates(par(), PhilipsFormat::par, fields()) == std::vector<std::string>{"2014-08-05"});
  CHECK(philips_dates(replace_all(par(), "2014.08.05", "1914.08.05"), PhilipsFormat::par, fields()).empty());
}

TEST_CASE("a header tells the size of its data, and whether they can show a face") {
  const PhilipsFacts facts = scrub_philips_text(par()).facts;
  CHECK(facts.data_bytes == 5 * 8 * 4 * 2);
  CHECK(facts.volumes == 5);
  CHECK(is_face_free(facts));
  CHECK_FALSE(
      is_face_free(scrub_philips_text(replace_all(par(), ":   39", ":   1")).facts));  // not echo planar
  CHECK_FALSE(
      is_face_free(scrub_philips_text(replace_all(par(), "1.9  1.9", "1.9  1.0")).facts));  // too fine
  CHECK_FALSE(
      is_face_free(scrub_philips_text(replace_all(par(), std::string(k_row) + "\r\n" + std::string(k_row),
                                                  std::string(k_row)))
                       .facts));
  CHECK(scrub_philips_text(k_spar, PhilipsFormat::spar).facts.data_bytes == 1024 * 4 * 8);
  CHECK(is_face_free(scrub_philips_text(k_spar, PhilipsFormat::spar).facts));
  CHECK(scrub_philips_text(k_xml, PhilipsFormat::xml).facts.data_bytes == 8 * 4 * 2);
  CHECK_FALSE(is_face_free(scrub_philips_text(k_xml, PhilipsFormat::xml).facts));
}

TEST_CASE("what is no such header, or damaged, is refused") {
  CHECK(fails(""));
  CHECK(fails("Jansen"));
  CHECK(fails(par() + "Jansen\n"));
  CHECK(
      fails(replace_all(par(), "DESCRIPTION FILE =", "DESCRIPTION FILE Jansen =")  // a title of another kind
                .substr(0, par().find("# === END") + 6)));
  CHECK(fails(replace_all(par(), "0  16 ", "0  17 ")));
  CHECK(fails(replace_all(par(), "  81   8 ", "  81 8e9 ")));
  CHECK(fails(par() + std::string(1, '\0')));
  CHECK(fails(replace_all(std::string(k_spar), "samples : 1024", "samples : many"), PhilipsFormat::spar));
  CHECK(fails(std::string(k_spar) + "Jansen\n", PhilipsFormat::spar));
  CHECK(fails(replace_all(std::string(k_xml), "<Key>", "<Jansen>"), PhilipsFormat::xml));
  CHECK(fails(replace_all(std::string(k_xml), "<Key>", "Jansen<Key>"), PhilipsFormat::xml));
  CHECK(fails(replace_all(std::string(k_xml), "Level=\"Patient\"", "Jansen=\"1\""), PhilipsFormat::xml));
  CHECK(fails(std::string(k_xml).substr(0, 300), PhilipsFormat::xml));
}

TEST_CASE("a number that goes decides nothing: cleaning twice is cleaning once") {
  const std::string text = replace_all(
      par(), ".    Series Type", ".    Image pixel size [8 or 16 bits]   :   8 bits\r\n.    Series Type");
  const ScrubbedPhilips once = scrub_philips_text(text);
  CHECK(once.facts.data_bytes == scrub_philips_text(par()).facts.data_bytes);
  CHECK(scrub_philips_text(once.text).text == once.text);
}
