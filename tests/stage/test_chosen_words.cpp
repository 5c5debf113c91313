// Words that people chose in names, sidecars and events, told for a person to read.
#include <catch2/catch.hpp>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "stage/chosen_words.hpp"
#include "stage/column_ends.hpp"

using namespace shareready;
using Strings = std::vector<std::string>;

namespace {

Strings words_at(const ChosenWords& words, std::string_view where) {
  for (const readiness::WordsOfPeople& place : words.list())
    if (place.where == where) return place.words;
  return {};
}

}  // namespace

TEST_CASE("labels that people chose in names are told once each, and those of BIDS or of numbers are not") {
  ChosenWords words;
  for (const char* name :
       {"sub-klaas_ses-hoekstra_acq-KlaasHoekstra_run-1_echo-2_T1w.nii.gz",
        "sub-1_acq-KlaasHoekstra_T1w.json", "sub-1_task-geheugen_dir-AP_part-mag_bold.nii.gz",
        "sub-1_acq-2_T1w.nii.gz", "no_bids name.txt", "sub-1"})
    words.add_file(name);
  CHECK(words_at(words, readiness::k_words_of_names) ==
        Strings{"acq-KlaasHoekstra", "dir-AP", "task-geheugen"});
  CHECK(words.list().size() == 1);
}

TEST_CASE("names of tasks and trial types are told, numbers and missing cells are not") {
  ChosenWords words;
  words.add_sidecar(R"({"TaskName": "rest of Klaas", "EchoTime": 0.03})");
  words.add_sidecar(R"({"TaskName": 4})");
  words.add_sidecar(R"(not JSON with TaskName)");
  words.add_sidecar(R"({"EchoTime": 0.03})");
  words.add_events(
      {.columns = {"onset", "trial_type"}, .rows = {{"1", "hoekstra"}, {"2", "n/a"}, {"3", "7"}}});
  words.add_events({.columns = {"onset", "value"}, .rows = {{"1", "seen"}}});
  CHECK(words_at(words, readiness::k_words_of_tasks) == Strings{"rest of Klaas"});
  CHECK(words_at(words, readiness::k_words_of_trials) == Strings{"hoekstra"});
}

TEST_CASE("of very many words the first are told, and how many others there are") {
  ChosenWords words;
  Table table{.columns = {"trial_type"}, .rows = {}};
  for (int i = 100; i < 135; ++i) table.rows.push_back({"t" + std::to_string(i)});
  words.add_events(table);
  REQUIRE(words.list().size() == 1);
  CHECK(words.list().front().words.size() == 30);
  CHECK(words.list().front().words.front() == "t100");
  CHECK(words.list().front().more == 5);
}

TEST_CASE("the words of a release come from its participants' files and its sidecars of tasks") {
  const test::TempFolder folder;
  const auto put = [&](const char* path, const char* text) {
    std::filesystem::create_directories((folder.path() / path).parent_path());
    REQUIRE(write_file(folder.path() / path, text).ok());
  };
  put("task-rest_bold.json", R"({"TaskName": "rest of Klaas"})");
  put("sub-1/func/sub-1_task-rest_bold.json", R"({"TaskName": "rest"})");
  put("sub-1/func/sub-1_task-rest_events.tsv", "onset\ttrial_type\n1\tgo\n");
  put("stimuli/acq-other_x.json", R"({"TaskName": "of others"})");
  const auto found = find_column_ends(folder.path());
  REQUIRE(found.ok());
  CHECK(words_at(found->words, readiness::k_words_of_names) == Strings{"task-rest"});
  CHECK(words_at(found->words, readiness::k_words_of_tasks) == Strings{"rest", "rest of Klaas"});
  CHECK(words_at(found->words, readiness::k_words_of_trials) == Strings{"go"});
}
