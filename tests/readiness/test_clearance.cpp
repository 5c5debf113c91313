// What clears a release, item by item, on documents that differ in that item alone.
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "readiness/clearance.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

Json made_of(std::initializer_list<Json::Member> members) { return Json(Json::Object(members)); }

struct MadeWay {
  std::string state = "possible", closed_by, missing;  // a requirement each, or none
};

// Of a document what clearing looks at.
struct MadeReport {
  std::string verdict = "ready_for_review";
  Json interpretation;  // none chosen: the strict reading counts
  MadeWay strict, liberal, other_way;
  std::string status = "PASS", severity = "blocker";  // of R7; R48 passes
};

Json points(const std::string& requirement) {
  Json::Array rows;
  if (!requirement.empty()) rows.push_back(made_of({{"requirement", requirement}}));
  return Json(std::move(rows));
}

Json way_json(std::string_view name, const MadeWay& way) {
  return made_of({{"route", name},
                  {"state", way.state},
                  {"closed_by", points(way.closed_by)},
                  {"missing", points(way.missing)}});
}

Json reading_json(std::string_view name, const MadeWay& wanted, const MadeWay& other) {
  return made_of(
      {{"interpretation", name},
       {"routes", Json(Json::Array{way_json("registered", other), way_json("restricted", wanted)})}});
}

Json check_json(std::string_view id, const std::string& status, const std::string& severity) {
  return made_of({{"id", id}, {"status", status}, {"severity", severity}});
}

Json document_of(const MadeReport& report) {
  return made_of({{"verdict", made_of({{"state", report.verdict}})},
                  {"release", made_of({{"manifest_sha256", std::string(64, 'a')}})},
                  {"decision",
                   made_of({{"interpretation", report.interpretation},
                            {"wanted", "restricted"},
                            {"readings",
                             Json(Json::Array{reading_json("strict", report.strict, report.other_way),
                                              reading_json("liberal", report.liberal, report.other_way)})}})},
                  {"checks", Json(Json::Array{check_json("R7", report.status, report.severity),
                                              check_json("R48", "PASS", "minor")})}});
}

// The rules that the notice names in English.
std::string named_rules(const MadeReport& report) {
  const std::string notice = clearance_notice(document_of(report));
  constexpr std::string_view k_lead = "not answered: ";
  const std::size_t begin = notice.find(k_lead) + k_lead.size();
  return notice.substr(begin, notice.find(".\n", begin) - begin);
}

}  // namespace

TEST_CASE("each item that keeps a release does so alone") {
  struct Case {
    const char* what;
    std::function<void(MadeReport&)> change;
    bool cleared;
    const char* named;  // in the notice
  };
  const MadeWay closed{.state = "closed", .closed_by = "R48", .missing = ""};
  const MadeWay waiting{.state = "needs_answers", .closed_by = "", .missing = "R48"};
  const std::vector<Case> table = {
      {"nothing", [](MadeReport&) {}, true, ""},
      {"a run that wrote nothing", [](MadeReport& one) { one.verdict = "not_published"; }, false, ""},
      {"a failure", [](MadeReport& one) { one.status = "FAIL"; }, false, "R7"},
      {"a small failure", [](MadeReport& one) { one.status = "FAIL", one.severity = "info"; }, false, "R7"},
      {"an answer needed", [](MadeReport& one) { one.status = "NEEDS-ANSWER"; }, false, "R7"},
      {"a major answer", [](MadeReport& one) { one.status = "NEEDS-ANSWER", one.severity = "major"; }, false,
       "R7"},
      {"a minor answer", [](MadeReport& one) { one.status = "NEEDS-ANSWER", one.severity = "minor"; }, true,
       ""},
      {"an answer of use", [](MadeReport& one) { one.status = "NEEDS-ANSWER", one.severity = "info"; }, true,
       ""},
      {"a warning", [](MadeReport& one) { one.status = "WARN"; }, true, ""},
      {"what is not known", [](MadeReport& one) { one.status = "UNKNOWN"; }, true, ""},
      {"the way closed, read strictly", [&](MadeReport& one) { one.strict = closed; }, false, "R48"},
      {"the way waiting, read strictly", [&](MadeReport& one) { one.strict = waiting; }, false, "R48"},
      {"the liberal reading alone", [&](MadeReport& one) { one.liberal = closed; }, true, ""},
      {"the strict reading where the liberal one counts",
       [&](MadeReport& one) { one.strict = closed, one.interpretation = Json("liberal"); }, true, ""},
      {"the liberal reading where it counts",
       [&](MadeReport& one) { one.liberal = waiting, one.interpretation = Json("liberal"); }, false, "R48"},
      {"another way", [&](MadeReport& one) { one.other_way = closed; }, true, ""},
      {"a way that is not open, and nothing said of why",
       [](MadeReport& one) { one.strict.state = "needs_answers"; }, false, ""},
      {"a rule in the way of a way that says to be open", [](MadeReport& one) { one.strict.missing = "R48"; },
       false, "R48"},
  };
  for (const Case& row : table) {
    INFO(row.what);
    MadeReport report;
    row.change(report);
    CHECK(is_cleared(document_of(report)) == row.cleared);
    CHECK(named_rules(report) == row.named);
  }
}
