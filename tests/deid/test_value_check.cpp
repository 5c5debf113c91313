#include <catch2/catch.hpp>

#include "deid/value_check.hpp"

using namespace shareready;

TEST_CASE("texts that could lead to a person are told by their shape") {
  CHECK(find_concern("mail jan@umc.nl now") == Concern::email);
  CHECK(find_concern("see https://example.org/x") == Concern::web_address);
  CHECK(find_concern("/home/jan/data/scan.dcm") == Concern::path);
  CHECK(find_concern("C:\\Users\\jan") == Concern::path);
  CHECK(find_concern("data/jan/scan.nii") == Concern::path);
  CHECK(find_concern("1.3.12.2.1107.5.2.43.67060.2019030411") == Concern::uid);
  CHECK(find_concern("c90dac29-7893-4e98-9f19-be2ce2e7cc10||Sequence") == Concern::uid);
  CHECK(find_concern("as in sub-01") == Concern::label);
  CHECK(find_concern("scan of 4-3-2019") == Concern::date);
  CHECK(find_concern("at 11:43:9.397500") == Concern::clock_time);
  CHECK(find_concern("+31 6 12345678") == Concern::phone);
  CHECK(find_concern("06-12345678") == Concern::phone);
  CHECK(find_concern("+123456789012345") == Concern::phone);  // 15 digits: the longest of ITU-T E.164
  CHECK(find_concern("130.115.1.2") == Concern::ip_address);
  CHECK(find_concern("NL91ABNA0417164300") == Concern::bank_account);
  CHECK(find_concern("bsn 111222333") == Concern::national_number);
  CHECK(find_concern(std::string("a\x01b")) == Concern::control_characters);
  CHECK(find_concern(std::string(200, 'a')) == Concern::long_text);
}

TEST_CASE("what scanners write about their sequences raises no concern") {
  for (const char* text : {"Siemens",
                           "Prisma_fit",
                           "syngo MR E11",
                           "GR\\IR",
                           "SK\\SP\\MP",
                           "*tfl3d1_16ns",
                           "HeadNeck_20",
                           "HE1-4;NE1,2",
                           "Sag>Cor(-1.6)>Tra(0.0)",
                           "j-",
                           "rad/s",
                           "HFS",
                           "C:HEA;HEP",
                           "Adaptive Combine",
                           "ROW",
                           "3D",
                           "MAGNETOM Prisma Fit",
                           "",
                           "eyes closed",
                           "kBq/mL",
                           "epse2d1_72"}) {
    INFO(text);
    CHECK(find_concern(text) == Concern::none);
  }
  CHECK(find_concern("v1.0.20220720", {.dates_allowed = true}) == Concern::none);
  CHECK(find_concern("v1.0.20220720") == Concern::date);
}

TEST_CASE("check digits tell account and citizen numbers from others") {
  CHECK(is_bsn("111222333"));
  CHECK_FALSE(is_bsn("111222334"));
  CHECK(is_iban("GB82WEST12345698765432"));
  CHECK_FALSE(is_iban("GB83WEST12345698765432"));
  CHECK(is_dutch_postcode("3511 AB"));
  CHECK(is_dutch_postcode("3511ab"));
  CHECK_FALSE(is_dutch_postcode("0511 AB"));
}
