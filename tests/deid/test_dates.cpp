#include <catch2/catch.hpp>

#include "deid/dates.hpp"
#include "deid/partial_dates.hpp"

using namespace shareready;

namespace {

const std::vector<std::uint8_t> k_secret(32, 7);

}  // namespace

TEST_CASE("day numbers and calendar dates are each other's inverse") {
  CHECK(day_number({1970, 1, 1}) == 0);
  CHECK(day_number({2000, 3, 1}) == 11017);
  for (std::int64_t day = -80000; day < 60000; day += 13) CHECK(day_number(date_of_day(day)) == day);
  CHECK_FALSE(is_valid({2019, 2, 29}));
  CHECK(is_valid({2020, 2, 29}));
}

TEST_CASE("a date keeps its spelling when nothing moves") {
  for (const char* text :
       {"2019-03-04", "2019-03-04T10:11:12.5Z", "20190304", "20190304101112.000", "2019/03/04 10:11"}) {
    const auto spelled = parse_spelled_date(text);
    REQUIRE(spelled);
    CHECK(format_spelled_date(*spelled) == text);
  }
  for (const char* text : {"", "2019", "2019-13-04", "2019-03-04 by Jan", "34", "n/a", "20191399"}) {
    CHECK_FALSE(parse_spelled_date(text));
  }
}

TEST_CASE("dates are seen in any common spelling and not in ordinary values") {
  for (const char* text : {"seen 4-3-2019", "04/03/2019", "x_20190304_y", "4 March 2019", "maart 2019",
                           "2019.03.04", "12 dec 1980", "20190304101112", "4mrt2019 or 4 mar 2019"}) {
    INFO(text);
    CHECK(contains_date(text));
  }
  for (const char* text : {"syngo MR E11", "1.5 2.5 3.5", "v1.0", "99999999", "tfl3d1_16ns", "HE1-4;NE1,2",
                           "1-2-3", "the march of time", "", "10000000"}) {
    INFO(text);
    CHECK_FALSE(contains_date(text));
  }
}

TEST_CASE("all dates of a participant move by the same days into 1902-1925 and keep their time of day") {
  const std::vector<std::string> dates{"2019-03-04T10:11:12.5Z", "2021-12-31T23:59:59", "2019-03-05"};
  const auto span = span_of(dates);
  REQUIRE(span);
  for (const char* label : {"01", "02", "jan", "x"}) {
    const auto shift = make_date_shift(k_secret, label, *span);
    REQUIRE(shift.ok());
    std::vector<std::int64_t> moved_days;
    for (const std::string& date : dates) {
      const auto moved = shift_date(date, *shift);
      REQUIRE(moved);
      CHECK(moved->substr(10) == date.substr(10));
      const auto day = parse_spelled_date(*moved)->date;
      CHECK(day >= k_first_shifted_day);
      CHECK(day <= k_last_shifted_day);
      moved_days.push_back(day_number(parse_spelled_date(date)->date) - day_number(day));
    }
    CHECK(moved_days[0] == moved_days[1]);
    CHECK(moved_days[0] == moved_days[2]);
  }
}

TEST_CASE("the shift is a function of secret and label, and another secret gives another shift") {
  const DateSpan span{{2019, 3, 4}, {2019, 3, 4}};
  const std::vector<std::uint8_t> other_secret(32, 8);
  CHECK(make_date_shift(k_secret, "01", span)->days == make_date_shift(k_secret, "01", span)->days);
  CHECK(make_date_shift(k_secret, "01", span)->days != make_date_shift(k_secret, "02", span)->days);
  CHECK(make_date_shift(k_secret, "01", span)->days != make_date_shift(other_secret, "01", span)->days);
}

TEST_CASE("dates that were shifted before stay as they are") {
  for (const char* text : {"1921-08-19T15:16:18.982786Z", "1800-01-01T08:02:00", "1925-12-31"}) {
    CHECK(shift_date(text, DateShift{-40000}) == text);
  }
  CHECK_FALSE(span_of({"1921-08-19", "n/a"}));
}

TEST_CASE("a date that cannot be shifted into the era is refused, never left") {
  CHECK_FALSE(shift_date("2019-03-04", DateShift{-10}));
  CHECK_FALSE(shift_date("next week", DateShift{-40000}));
  CHECK_FALSE(make_date_shift(k_secret, "01", {{1990, 1, 1}, {2020, 1, 1}}).ok());
}

TEST_CASE("parts of dates are seen, and not in ordinary values") {
  for (const char* text : {"rest 2019-07", "HEA 07/2019", "epi_2019_07", "2019-185", "2019-W27", "HC_190704",
                           "DTI_660304", "04Jul", "x 4-jul-19", "seen 04jul19", "4.März", "4MÄRZ", "12-août",
                           "3_déc", "4 mrt 19, 4mrt", "7.2019 or 07.2019"}) {
    INFO(text);
    CHECK(contains_partial_date(text));
  }
  for (const char* text :
       {"syngo MR E11", "TR2000TE30", "HeadNeck_64", "123456", "999999", "1.5", "N4_VE11C", "2000",
        "64 channels may be used", "p2_s4", "march", "0.000185", "*tfl3d1_16ns", "12345678"}) {
    INFO(text);
    CHECK_FALSE(contains_partial_date(text));
  }
}

TEST_CASE("dates with the name of their month are seen in five languages") {
  for (const char* text :
       {"4 March 2019", "4 maart 2019", "4 mrt. 2019", "4. März 2019", "AM 4. MÄRZ 2019", "4 février 2019",
        "4 FÉVRIER 2019", "4 févr. 2019", "15 août 2019", "1er décembre 2019", "4 de marzo de 2019"}) {
    INFO(text);
    CHECK(contains_date(text));
  }
}

TEST_CASE("the offset from UTC goes with the shift: it tells summer from winter") {
  const DateShift shift{-40000};
  CHECK(shift_date("2019-07-04T10:11:12+02:00", shift)->substr(10) == "T10:11:12");
  CHECK(shift_date("20190704101112.000-0500", shift)->substr(8) == "101112.000");
  CHECK(shift_date("2019-07-04T10:11:12.5Z", shift)->substr(10) == "T10:11:12.5Z");
}
