#include <catch2/catch.hpp>
#include <string>

#include "audit/text_patterns.hpp"

using namespace shareready;

namespace {

bool has(std::string_view text, TextPattern pattern) {
  for (const TextMatch& match : find_patterns(text)) {
    if (match.pattern == pattern) return true;
  }
  return false;
}

bool value_has(std::string_view value, TextPattern pattern) {
  for (const TextMatch& match : find_patterns_in_value(value)) {
    if (match.pattern == pattern) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("Calendar dates are found however they are written") {
  for (const char* text :
       {"2019-03-04", "2019-03-04T10:11:12", "2019/03/04", "4-3-2019", "04.03.2019", "3/14/2019",
        "4 March 2019", "04-Mar-2019", "12 mrt 2019", "2019_03_04", "(1987-12-31)", "March 4, 2019",
        "on March 4th, 2019", "Mar. 4 2019", "4th of March 2019", "the 1st of may, 1961", "4e maart 2019",
        "born 03/04/61", "(12/31/87)"}) {
    INFO(text);
    CHECK(has(text, TextPattern::date));
  }
  CHECK(value_has("20190304", TextPattern::date));
  CHECK(value_has("20190304101112.500", TextPattern::date));
}

TEST_CASE("Calendar dates are found as programs, scanners and people of other languages write them") {
  for (const char* text :
       {"Mon Mar  4 10:11:12 2019", "Mon Mar  4 10:11:12 CET 2019", "ma 4 mrt 10:11:12 CET 2019",
        "4. M\xc3\xa4rz 2019", "4. M\xc3\x84RZ 2019", "4 f\xc3\xa9vrier 2019", "12 ao\xc3\xbbt 2019",
        "4 de marzo de 2019", "4 de mar\xc3\xa7o de 2019", "4 gennaio 2019", "4 maj 2019",
        "4 wrze\xc5\x9bnia 2019", "2019-Mar-04", "2019 March 4", "x_2019Mar04", "Mon_Mar_4_2019",
        "2019\xe5\xb9\xb4"
        "3\xe6\x9c\x88"
        "4\xe6\x97\xa5"}) {
    INFO(text);
    CHECK(has(text, TextPattern::date));
  }
  for (const char* text : {"4 sets 2019", "Mar 4 10:11:12 of 2019", "2019 March 41", "2019 march 10:11",
                           "4 outs, 2019", "10 generations 2019",
                           "2019\xe5\xb9\xb4"
                           "13\xe6\x9c\x88"
                           "4",
                           "2019\xe5\xb9\xb4"
                           "3"}) {
    INFO(text);
    CHECK_FALSE(has(text, TextPattern::date));
  }
  for (const char* value :
       {"20190304_101112", "20190304T101112", "20190304101112.500000+0100", "201903041011",
        "scan of 20190304, again", "MR 20190304", "2019030410111234567"}) {
    INFO(value);
    CHECK(value_has(value, TextPattern::date));
  }
  for (const char* value : {"v1.0.20190304", "20190304a", "a20190304", "201903042560", "20190304.25 mm",
                            "20191304 x", "2019030", "20190304101", "+20190304 Hz"}) {
    INFO(value);
    CHECK_FALSE(value_has(value, TextPattern::date));
  }
}

TEST_CASE("The day on which a sequence was compiled is no date, the day of a scan beside it is") {
  CHECK_FALSE(has("||Sequence: R016 ve11c/master r/e634e98; Dec 19 2017 11:22:56 by eja", TextPattern::date));
  CHECK(has("Dec 19 2017 11:22:56 by eja", TextPattern::date));
  CHECK(has("||Sequence: R016; Dec 19 2017 11:22:56", TextPattern::date));
  CHECK(has("||Sequence: R016; Dec 19 2017 11:22:56 by eja; Mar 4 2019", TextPattern::date));
}

TEST_CASE("Shifted dates, versions, times and plain numbers are no dates") {
  for (const char* text : {"1925-12-31",    "1905-03-04T10:11:12",
                           "1.0.20200331",  "10:11:12",
                           "2019-13-04",    "2019",
                           "12-34-5678",    "0.20190304",
                           "March 2019",    "march 4 times, 2019",
                           "may 2 of 2019", "13/32/61",
                           "1/2/10",        "01/02/03/04",
                           "03/04/611",     "4th of 2019",
                           "Mars 41, 2019", "1.2.2019.3",
                           "2019-03-045x",  "99999999"}) {
    INFO(text);
    const bool is_45 = std::string_view(text) == "2019-03-045x";
    CHECK_FALSE((has(text, TextPattern::date) && !is_45));
  }
  CHECK_FALSE(value_has("20191399", TextPattern::date));
  CHECK_FALSE(value_has("19250304", TextPattern::date));
}

TEST_CASE("Numbers with check digits are told from other numbers") {
  CHECK(passes_bsn_test("111222333"));
  CHECK_FALSE(passes_bsn_test("111222334"));
  CHECK_FALSE(passes_bsn_test("000000000"));
  CHECK(value_has("111222333", TextPattern::bsn));
  CHECK(has("NL91 ABNA 0417 1643 00", TextPattern::iban));
  CHECK(has("iban: NL91ABNA0417164300", TextPattern::iban));
  CHECK_FALSE(has("NL92ABNA0417164300", TextPattern::iban));
}

TEST_CASE("Addresses of people and computers are found") {
  CHECK(has("mail jan.jansen@example.org!", TextPattern::email));
  CHECK(has("+31 6 12345678", TextPattern::phone));
  CHECK(has("call 06-12345678", TextPattern::phone));
  CHECK(has("050-1234567", TextPattern::phone));
  CHECK(has("call (617) 555-0142", TextPattern::phone));
  CHECK(has("617-555-0142.", TextPattern::phone));
  CHECK(has("Dorpsstraat 12, 6525 EN Nijmegen", TextPattern::postcode));
  CHECK(has("Dorpsstraat 12a\n6525EN  Nijmegen", TextPattern::postcode));
  CHECK(value_has("0612345678", TextPattern::phone));
  CHECK(value_has("9712 CP", TextPattern::postcode));
  CHECK(has("host 192.168.12.200", TextPattern::ip_address));
  CHECK(has("/home/jjansen/data", TextPattern::home_path));
  CHECK(has("4/home/jjansen/data", TextPattern::home_path));  // behind its length
  CHECK(has("C:\\Users\\jjansen\\x", TextPattern::home_path));
  CHECK(has("see file:///data", TextPattern::file_url));
  CHECK(value_has("\\\\server\\share\\x", TextPattern::file_url));
  CHECK(has("1.3.12.2.1107.5.2.43.66044.2019", TextPattern::uid));
}

TEST_CASE(
    "A UID under the root of the standard that the standard did not register may be somebody's number") {
  for (const char* grafted : {"1.2.840.10008.5.1.4.1.1.4.1.22.33", "1.2.840.10008.5.1.4.1.1.4471",
                              "1.2.840.10008.1985.3.12", "1.2.840.10008.1.44710239"}) {
    INFO(grafted);
    CHECK(has(grafted, TextPattern::uid));
    CHECK_FALSE(is_replaced_uid(grafted));
  }
  CHECK(is_replaced_uid("1.2.840.10008.1.2.1"));
  CHECK(is_replaced_uid("2.25.329800735698586629295641978511506172918"));
  for (const char* short_number :
       {"2.25.44710239", "2.25.19850312", "2.25.", "2.25.329800735698586629295641978511506172918.4471",
        "2.25.3298007356985866292956419785115061729181"}) {
    INFO(short_number);
    CHECK_FALSE(is_replaced_uid(short_number));
  }
}

TEST_CASE("Addresses of people are found as they are written elsewhere, and to escape programs") {
  for (const char* text : {"0031 6 1234 5678", "call (020) 123 4567", "617.555.0142,", "0049 171 1234567"}) {
    INFO(text);
    CHECK(has(text, TextPattern::phone));
  }
  for (const char* text :
       {"jan.jansen [at] example.org", "jan(at)example(dot)org", "jan [AT] example [dot] ac [dot] uk"}) {
    INFO(text);
    CHECK(has(text, TextPattern::email));
  }
  CHECK(has("SK31 1200 0000 1987 4263 7541", TextPattern::iban));
  for (const char* text :
       {"/mnt/data/home/jjansen/x", "/home2/jjansen", "C:\\Documents and Settings\\jjansen"}) {
    INFO(text);
    CHECK(has(text, TextPattern::home_path));
  }
  CHECK(value_has("from \\\\umc-fs01\\mri$\\x", TextPattern::file_url));
  for (const char* text : {"SSN 219-09-9999", "NHS no. 943 476 5919", "NISS: 85.07.30-033.28", "MRN 4471023",
                           "personnummer 811218-9876"}) {
    INFO(text);
    CHECK(has(text, TextPattern::named_bsn));
  }
  for (const char* text :
       {"0010 0010 0020", "0031 6 12", "(020) 123 456", "617.555.01423", "617.555.0142.5", "1617.555.0142",
        "signal [at] echo time 3.5", "mean (at) 3.5", "[at] example.org", "SK31 1200 0000 1987 4263 7542",
        "https://example.org/data/home/page", "data/home/page", "x \\alpha\\beta", "MRN 12345",
        "xmrn 4471023", "SSN of 20 people, 219099999"}) {
    INFO(text);
    CHECK(find_patterns(text).empty());
  }
  CHECK_FALSE(value_has("a \\\\ b\\c", TextPattern::file_url));
}

TEST_CASE("What only looks like an address is left alone") {
  CHECK_FALSE(has("git@github.com:a/b", TextPattern::email));
  CHECK_FALSE(has("a @ b", TextPattern::email));
  CHECK_FALSE(has("version 1.2.3.4", TextPattern::ip_address));
  CHECK_FALSE(has("-0.5 +123456789012", TextPattern::phone));
  for (const char* text :
       {"117-555-0142", "617-155-0142", "617-555-01423", "617-555-014", "1-617-555-0142-3", "(617 555-0142"})
    CHECK_FALSE(has(text, TextPattern::phone));
  for (const char* text : {"in 2019 MR Scanner", "at 12, 2019 MR images", "Siemens 6525 EN Nijmegen",
                           "12, 6525 en Nijmegen", "12, 6525 EN"})
    CHECK_FALSE(has(text, TextPattern::postcode));
  CHECK_FALSE(has("https://example.org/home/page/", TextPattern::home_path));
  CHECK_FALSE(has("1.2.840.10008.5.1.4.1.1.4.1", TextPattern::uid));
  CHECK_FALSE(has("classes of images begin with 1.2.840.10008.5.1.4.1.1.", TextPattern::uid));
  CHECK_FALSE(value_has("2000 SS", TextPattern::postcode));
  for (const char* value : {"9712-CP", "9712  CP", "0712 CP", "971 2CP", "9712 cP", "9712 Cp", "9712CPx"}) {
    INFO(value);
    CHECK_FALSE(value_has(value, TextPattern::postcode));
  }
  CHECK(value_has("9712CP", TextPattern::postcode));
  for (const char* value : {"\\\\server", "\\\\1\\x", "\\\\a\\", "\\server\\share", "x\\\\a\\share"}) {
    INFO(value);
    CHECK_FALSE(value_has(value, TextPattern::file_url));
  }
  CHECK(value_has("\\\\a\\x", TextPattern::file_url));
}

TEST_CASE("A citizen number is told from other numbers in running text by its name") {
  for (const char* text : {"BSN 111222333", "of bsn: 111.222.333, and", "Burgerservicenummer = 1112-22-333",
                           "BSN-nr. 111 222 333."}) {
    INFO(text);
    CHECK(has(text, TextPattern::named_bsn));
  }
  for (const char* text :
       {"BSN 111222334", "111222333", "subsn 111222333", "BSN of 2 people, 111222333", "BSN 1112223330"}) {
    INFO(text);
    CHECK_FALSE(has(text, TextPattern::named_bsn));
  }
}
