#include <catch2/catch.hpp>

#include "audit/needle_search.hpp"

using namespace shareready;

namespace {

NeedleSearch search_for(std::vector<std::string> participants, std::vector<AuditToken> tokens = {},
                        std::vector<std::string> sessions = {}) {
  return NeedleSearch(AuditNeedles{.participants = std::move(participants),
                                   .sessions = std::move(sessions),
                                   .tokens = std::move(tokens)},
                      {"control", "baseline"});
}

bool finds(const NeedleSearch& search, std::string_view text, SearchPlace place = SearchPlace::text) {
  return !search.find_in(text, place).empty();
}

}  // namespace

TEST_CASE("A label is found as a whole word, not as a part of a longer label") {
  const NeedleSearch search = search_for({"01", "pat7"});
  CHECK(finds(search, "sub-01_T1w.nii.gz"));
  CHECK(finds(search, "x/SUB-01/anat"));
  CHECK(finds(search, "sub-01"));
  CHECK(finds(search, "sub_01 sub01"));
  CHECK(finds(search, "the scan of Pat7."));
  CHECK_FALSE(finds(search, "sub-011"));
  CHECK_FALSE(finds(search, "sub-01ab"));
  CHECK(finds(search, "wsub-01"));  // as SPM names what it made of an image
  CHECK_FALSE(finds(search, "xsub_01"));
  CHECK_FALSE(finds(search, "pat77 or zpat7"));
}

TEST_CASE("What chance would find anywhere is not searched without its prefix") {
  const NeedleSearch search = search_for({"01", "4711", "control"}, {{"23.5", "score"}, {"ab", "name"}});
  CHECK_FALSE(finds(search, "0.01 01 4711 control 23.5 ab"));
  CHECK(finds(search, "sub-control"));
  CHECK(search.is_weak_needle("4711"));
  CHECK(search.weak_count() == 5);
}

TEST_CASE("A short label is found where a word before it says that it is somebody's, whatever its zeros") {
  const NeedleSearch search = search_for({"07", "P1", "control", "118"});
  for (const char* text :
       {"see sub-7 for", "sub-007", "Subject 7 moved", "subject-07", "in subject07/", "SUBJ_07", "/x/subj07/",
        "pp07 moved", "participant 07", "Participant: 7", "proefpersoon 7", "\"sub\": \"07\"", "Sub 07",
        "sub.py sub=07", "patient P1", "proband 118", "swrsub-07_bold.nii", "subject [07, 08]"}) {
    INFO(text);
    CHECK(finds(search, text));
    CHECK(search.masked(text).find("[label]") != std::string::npos);
  }
  for (const char* text :
       {"20 participants 07", "pp. 7-9", "part 7", "subject 7.5", "subject 70", "subject 17",
        "patient control", "doses-07", "sub-7x", "xsubject 7", "subject of 7", "participant 1", "SUBJECT"}) {
    INFO(text);
    CHECK_FALSE(finds(search, text));
  }
}

TEST_CASE("A number is not found inside a decimal number") {
  const NeedleSearch search = search_for({"12345"});
  CHECK(finds(search, "id 12345, left"));
  CHECK_FALSE(finds(search, "0.12345"));
  CHECK_FALSE(finds(search, "12345.5"));
  CHECK(finds(search, "number 12345."));
}

TEST_CASE("A number of a person is found whatever stands between its digits") {
  const NeedleSearch search =
      search_for({"4471023"}, {{"111222333", "id"}, {"06-12345678", "contact"}, {"445-66-7788", "id"}});
  for (const char* text :
       {"see 111.222.333 now", "111 222 333",  "111-22-2333",   "1112.22.333",       "BSN 111222333 2 scans",
        "x_111_222_333.txt",   "445667788",    "445 66 7788",   "4.471.023",         "447-1023",
        "+31 6 1234 5678",     "+31612345678", "0031612345678", "06 12345678",       "06-1234-5678",
        "06.12.34.56.78",      "0612345678",   "(06) 12345678", "+31 (0)6 12345678", "111/222/333."}) {
    INFO(text);
    CHECK(finds(search, text));
    CHECK(search.masked(text).find('[') != std::string::npos);
    CHECK(search.find_in(text).size() == 1);
  }
  for (const char* text :
       {"111.222333", "0.111 222 333", "111 222 333.5", "111,222,333", "111\t222\t333", "111  222  333",
        "a111 222 333", "111 222 333b", "1111 222 333", "111 222 3334", "12345678", "9 6 1234 5678",
        "1 2 111 222 333 4 5 6 7", "10.111.222.333.4", "44 7", "111\n222\n333"}) {
    INFO(text);
    CHECK_FALSE(finds(search, text));
  }
  CHECK_FALSE(finds(search_for({}, {{"4471.023", "score"}}), "4 471 023"));
  CHECK_FALSE(finds(search_for({}, {}, {"20190304"}), "2019-03-04"));
}

TEST_CASE("Session labels are searched with their prefix; alone only if they are rare") {
  const NeedleSearch search = search_for({}, {}, {"1", "baseline", "20190304"});
  CHECK(finds(search, "ses-1"));
  CHECK(finds(search, "ses-baseline"));
  CHECK(finds(search, "visit of 20190304"));
  CHECK_FALSE(finds(search, "at baseline, 1"));
}

TEST_CASE("UTF-16 of both byte orders and Latin-1 hide nothing") {
  const NeedleSearch search = search_for({"pat7"}, {{"M\xc3\xbcller", "name"}});
  const std::string little("s\0u\0b\0-\0p\0a\0t\0007\0 \0", 18);
  const std::string big("\0s\0u\0b\0-\0p\0a\0t\0007\0 ", 18);
  CHECK(finds(search, little));
  CHECK(finds(search, big));
  CHECK(finds(search, little, SearchPlace::voxels));
  CHECK(finds(search, "Dr. M\xfcller, room 5"));
  CHECK(finds(search, "Dr. M\xc3\xbcller"));
}

TEST_CASE("In image data only what chance does not make is searched") {
  const NeedleSearch search = search_for({"01", "7"}, {{"Jansen", "name"}, {"Papadopoulos", "name"}});
  CHECK(finds(search, "\x01sub-01\x02", SearchPlace::voxels));
  CHECK(finds(search, "\x01Papadopoulos\x02", SearchPlace::voxels));
  CHECK_FALSE(finds(search, "\x01Jansen\x02", SearchPlace::voxels));
  CHECK_FALSE(finds(search, "\x01sub-7\x02", SearchPlace::voxels));
  CHECK(finds(search, "\x01Jansen\x02", SearchPlace::binary));
  CHECK(finds(search, "\x01sub-7\x02", SearchPlace::binary));
}

TEST_CASE("An unkeyed hash of a label is found, whole or cut short") {
  const NeedleSearch search = search_for({"01"});
  // printf sub-01 | sha256sum, and printf 01 | md5sum
  CHECK(finds(search, "sub-96a3be3cf272e017046d1b2674a52bd3 "));
  CHECK(finds(search, "sub-96a3be3c"));
  CHECK_FALSE(finds(search, "sub-96a3be3d"));
  CHECK_FALSE(finds(search_for({"pat56"}), "82191017"));  // its CRC-32, which might be a date
}

TEST_CASE("A masked text shows no needle") {
  const NeedleSearch search = search_for({"pat7"}, {{"Jansen", "name"}});
  const std::string masked = search.masked("sub-pat7/jansen_sub-pat7_T1w.nii.gz");
  CHECK(masked == "sub-[label]/[name]_sub-[label]_T1w.nii.gz");
}

TEST_CASE("A needle cut by the border of two chunks is found once") {
  const NeedleSearch search = search_for({"pat7"});
  const std::string text = "....sub-pat7....";
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    std::size_t hits = 0;
    NeedleStream stream(search, SearchPlace::voxels, [&](const NeedleHit& hit) {
      CHECK(hit.begin == 4);
      ++hits;
    });
    const auto bytes = std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    stream.feed(bytes.first(cut));
    stream.feed(bytes.subspan(cut));
    stream.finish();
    CHECK(hits == 1);
  }
}
