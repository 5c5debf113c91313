#include <algorithm>
#include <catch2/catch.hpp>

#include "deid/session_labels.hpp"

using namespace shareready;

namespace {

Result<LabelMap> relabelled(std::vector<SessionLabel> sessions, const SessionPairs& kept) {
  LabelMap map;
  const Status done = relabel_sessions({.label = "a", .sessions = std::move(sessions)}, {}, kept, map);
  if (!done.ok()) return done.error();
  return map;
}

const SessionPairs k_first_release = {{"20190304", "01"}, {"20200101", "02"}};

}  // namespace

TEST_CASE("a session after those of the earlier release takes the next number") {
  const auto map = relabelled({{"20190304", ""}, {"20200101", ""}, {"20210101", ""}}, k_first_release);
  REQUIRE(map.ok());
  CHECK(map->session("a", "20190304") == "01");
  CHECK(map->session("a", "20210101") == "03");
}

TEST_CASE("sessions between those of the earlier release sort between them, and those keep their labels") {
  const auto map =
      relabelled({{"20190304", ""}, {"20190601", ""}, {"20190701", ""}, {"20200101", ""}}, k_first_release);
  REQUIRE(map.ok());
  CHECK(map->session("a", "20190304") == "01");
  CHECK(map->session("a", "20190601") == "01n");
  CHECK(map->session("a", "20190701") == "01u");
  CHECK(map->session("a", "20200101") == "02");
}

TEST_CASE(
    "a session before all of the earlier release sorts before them, also when those are not there any more") {
  const auto map = relabelled({{"20180101", ""}}, k_first_release);
  REQUIRE(map.ok());
  CHECK(map->session("a", "20180101") == "00n");
}

TEST_CASE("a third release puts sessions beside those that the second put in between") {
  SessionPairs kept = k_first_release;
  kept.emplace_back("20190601", "01n");
  const auto map = relabelled({{"20190501", ""}, {"20190801", ""}, {"20220101", ""}}, kept);
  REQUIRE(map.ok());
  CHECK(map->session("a", "20190501") == "01g");
  CHECK(map->session("a", "20190801") == "01u");
  CHECK(map->session("a", "20220101") == "03");
}

TEST_CASE("the day of the first scan orders sessions whose label tells none") {
  const auto map = relabelled({{"exam4711", "2019-03-04"}, {"exam4712", "2019-02-01"}}, {{"exam4711", "01"}});
  REQUIRE(map.ok());
  CHECK(map->session("a", "exam4712") == "00n");
}

TEST_CASE("where no label is left between two sessions nothing is made up") {
  const auto map =
      relabelled({{"20190401", ""}}, {{"20190304", "01"}, {"20190501", "01a"}, {"20200101", "02"}});
  REQUIRE_FALSE(map.ok());
  CHECK(map.error().code == ErrorCode::bad_data);
  CHECK(map.error().what.find("2019") == std::string::npos);
}

TEST_CASE("whatever comes in whatever order of releases, labels sort as days do and none changes") {
  SessionPairs kept;
  const std::vector<std::vector<std::string>> releases = {
      {"20190601", "20190901"}, {"20190701", "20191201"}, {"20190101", "20190801", "20200101"}, {"20190615"}};
  for (const auto& days : releases) {
    std::vector<SessionLabel> sessions;
    for (const std::string& day : days) sessions.push_back({day, ""});
    const auto map = relabelled(sessions, kept);
    REQUIRE(map.ok());
    for (const auto& [old_label, new_label] : kept) CHECK_FALSE(map->session("a", old_label).has_value());
    for (const std::string& day : days) kept.emplace_back(day, *map->session("a", day));
    std::sort(kept.begin(), kept.end());
    for (std::size_t i = 1; i < kept.size(); ++i) CHECK(kept[i - 1].second < kept[i].second);
  }
}
