// In what two policies differ, in the words of the policy file.
#include <catch2/catch.hpp>

#include "policy/policy_changes.hpp"

using namespace shareready;

namespace {

Policy with_bands_and_column() {
  Policy policy = load_policy(Preset::restricted).value();
  policy.tables.age_bands = {40};
  policy.tables.columns["IQ"] = {.type = ColumnType::free_text};
  return policy;
}

}  // namespace

TEST_CASE("what differs is told member by member, of columns one by one") {
  const Policy before = with_bands_and_column();
  CHECK(policy_changes(before, before).empty());
  Policy after = before;
  after.tables.age_bands = {};
  after.tables.columns = {{"MMSE", {.type = ColumnType::other, .top = 30}}};
  after.dates = DateRule::drop;
  CHECK(
      told_of_changes(policy_changes(before, after)) ==
      R"(dates was "shift", is "drop"; age_bands was [40], is []; columns.IQ was {"type":"free_text"}, is not )"
      R"(named; columns.MMSE was not named, is {"type":"other","top":30})");
}

TEST_CASE("the values of a hierarchy are not told") {
  Policy after = with_bands_and_column();
  after.tables.columns["site"] = {.type = ColumnType::quasi_identifier, .hierarchy = "Breda;south;*\n"};
  const std::string told = told_of_changes(policy_changes(with_bands_and_column(), after));
  CHECK(told.find("Breda") == std::string::npos);
  CHECK(told.find("columns.site") != std::string::npos);
}

TEST_CASE("a policy is its preset and its own members, and these are a policy file") {
  CHECK(own_members(load_policy(Preset::open).value()).value() == Json(Json::Object{}));
  const Policy policy = with_bands_and_column();
  Json own = own_members(policy).value();
  CHECK(format_json_line(own) == R"({"age_bands":[40],"columns":{"IQ":{"type":"free_text"}}})");
  own.set("preset", "restricted");
  Json whole = policy_json(load_policy(Preset::restricted).value());
  for (const auto& [member, value] : own.as_object()) whole.set(member, value);
  CHECK(parse_policy(whole, "own").value() == policy);
}

TEST_CASE("every member that an option sets is a member of a policy") {
  const Json all = policy_json(Policy{});
  for (const auto& [member, value] : all.as_object()) CHECK_FALSE(option_of_member(member).empty());
  CHECK(option_of_member("deface_scope") == "deface");
  CHECK(option_of_member("age_bands") == "policy");
}
