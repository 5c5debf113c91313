#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "deid/brainvision.hpp"

using namespace shareready;

namespace {

const std::string k_header =
    "Brain Vision Data Exchange Header File Version 1.0\r\n; Data created by Jansen\r\n\r\n[Common Infos]\r\n"
    "Codepage=UTF-8\r\nDataFile=jansen_19850312.eeg\r\nMarkerFile=jansen_19850312.vmrk\r\nDataFormat="
    "BINARY\r\n"
    "NumberOfChannels=2\r\nSamplingInterval=1000\r\nOperator=Jansen\r\n[Binary "
    "Infos]\r\nBinaryFormat=INT_16\r\n"
    "[Channel Infos]\r\nCh1=Fp1,,0.5,\xC2\xB5V\r\nCh2=EKG,Cz,0.5\r\n[Coordinates]\r\nCh1=1,-90,-72\r\n"
    "Ch2=92.3,-45,12\r\n[User Infos]\r\nPatient=Jansen\r\n[Comment]\r\nA m p l i f i e r   S e t u p\r\n"
    "Jansen, born 12.03.1985\r\n";
const std::string k_markers =
    "Brain Vision Data Exchange Marker File, Version 1.0\n[Common Infos]\nDataFile=jansen_19850312.eeg\n"
    "[Marker Infos]\n; Each entry: Mk<n>=...\nMk1=New Segment,,1,1,0,20130131162000123456\n"
    "Mk2=Stimulus,S  1,487,1,0\nMk3=Comment,Jansen coughs,600,1,0\nMk4=Jansen,R  2,700,1,0\n";

std::string scrub_brainvision_text(const std::string& text, std::optional<DateShift> shift = {}) {
  const auto scrubbed = scrub_brainvision(text, {.shift = shift, .stem = "sub-01_eeg"}, "a");
  REQUIRE(scrubbed.ok());
  return scrubbed->text;
}

}  // namespace

TEST_CASE("a BrainVision header keeps what describes the samples and nothing else") {
  CHECK(scrub_brainvision_text(k_header) ==
        "Brain Vision Data Exchange Header File Version 1.0\r\n\r\n[Common Infos]\r\nCodepage=UTF-8\r\n"
        "DataFile=sub-01_eeg.eeg\r\nMarkerFile=sub-01_eeg.vmrk\r\nDataFormat=BINARY\r\nNumberOfChannels=2\r\n"
        "SamplingInterval=1000\r\n[Binary Infos]\r\nBinaryFormat=INT_16\r\n[Channel Infos]\r\n"
        "Ch1=Fp1,,0.5,\xC2\xB5V\r\nCh2=EKG,Cz,0.5\r\n[Coordinates]\r\nCh1=1,-90,-72\r\n");
}

TEST_CASE("markers keep their place and code, their texts and dates go") {
  CHECK(scrub_brainvision_text(k_markers) ==
        "Brain Vision Data Exchange Marker File, Version 1.0\n[Common Infos]\nDataFile=sub-01_eeg.eeg\n"
        "[Marker Infos]\nMk1=New Segment,,1,1,0\nMk2=Stimulus,S  1,487,1,0\nMk3=Comment,,600,1,0\n"
        "Mk4=Comment,R  2,700,1,0\n");
  CHECK(scrub_brainvision_text(k_markers, DateShift{-36525})
            .find("Mk1=New Segment,,1,1,0,19130131162000123456\n") != std::string::npos);
  CHECK(brainvision_dates(k_markers) == std::vector<std::string>{"20130131"});
}

TEST_CASE("cleaning BrainVision texts twice is cleaning them once, and shifted dates stay") {
  for (const std::string& text : {k_header, k_markers}) {
    const std::string once = scrub_brainvision_text(text, DateShift{-36525});
    CHECK(scrub_brainvision_text(once, DateShift{-36525}) == once);
  }
}

TEST_CASE("the files of a recording follow its new name") {
  const std::string renamed = rename_brainvision_files(scrub_brainvision_text(k_header), "sub-x7_eeg");
  CHECK(renamed == replace_all(scrub_brainvision_text(k_header), "sub-01", "sub-x7"));
}

TEST_CASE("what is no BrainVision text is refused") {
  for (const std::string& text :
       std::vector<std::string>{"", "Jansen", "Brain Vision Data Exchange Header File of Jansen;\n",
                                k_header + std::string(1, '\0')}) {
    CHECK_FALSE(scrub_brainvision(text, {.stem = "a"}, "a").ok());
  }
}
