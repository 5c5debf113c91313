#pragma once

#include <cstdint>
#include <initializer_list>

#include "base/json.hpp"

// Numbers of persons who are alone by one sort of knowledge and another, told in steps that depend on nothing
// but the number of persons. Whoever is alone by less is alone by more, and the step of the smaller number is
// never the higher one: so each number can be any of its step, whatever is told of the others, and no
// difference of two is left with one possible number of few persons (tests/readiness/test_told_steps.cpp).
namespace shareready::readiness {

// What is told of a number of persons: it is within.
struct CountRange {
  std::uint64_t least = 0, most = 0;
};

// The step: nobody; fewer than `fewest`; then as many more at a time; all but fewer than `fewest`. A step of
// fewer than three numbers is one with its neighbour; of too few persons all that is told is whether anybody
// is alone.
CountRange step_of(std::uint64_t alone, std::uint64_t persons, std::uint64_t fewest);

struct ToldCount {
  CountRange range;
  Json words;  // the number, '<5', or '15+'
};

struct StepsOf {
  std::uint64_t persons = 0, fewest = 0;
  bool few_open = false;  // whether anybody is, and few, is masked elsewhere: the lowest steps are one
};

// A number in its step, and no less than those of whom each is told to be among them. Where that leaves less
// than three numbers of their step, it is one with the next.
ToldCount told_in_steps(std::uint64_t alone, const StepsOf& steps,
                        std::initializer_list<std::uint64_t> least_within = {});

// What words tell: '<5' of somebody.
CountRange range_of_words(const Json& words, std::uint64_t persons);

Json words_of(const CountRange& range, std::uint64_t fewest);

// No more than follows from what is told of those within.
ToldCount told_openly(std::uint64_t persons, std::uint64_t fewest,
                      std::initializer_list<std::uint64_t> least_within);

}  // namespace shareready::readiness
