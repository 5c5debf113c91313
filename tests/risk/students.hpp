#pragma once

#include <string_view>

namespace shareready::risk::test {

// Scores of 216 pupils by teacher, gender, ethnic group and lunch (initials), from the data set
// StudentsMath_Score as the authors of pycanon publish it
// (https://github.com/IFCA-Advanced-Computing/pycanon, Apache-2.0; Sainz-Pardo Diaz and Lopez Garcia 2022,
// doi:10.1038/s41597-022-01894-2). Groups of five and more first: their file for k = 5 is these alone.
inline constexpr std::string_view k_students =
    "R F A f 34 82 60 57 56\n"
    "R F S f 76 42 75 30 30 72 55\n"
    "R M H f 73 40 39 58 76\n"
    "S M A f 62 80 77 67 95 87 60\n"
    "S M H f 69 45 91 79 57 59\n"
    "W F A f 87 63 83 83 72\n"
    "W F S f 82 93 65 82 70 53\n"
    "W F H f 52 88 76 53 58 68 64 83\n"
    "W M A f 77 89 93 73 89\n"
    "W M S f 62 61 79 66 52 87\n"
    "W M C f 70 59 63 68 45\n"
    "W M H f 71 59 53 72 94\n"
    "R F H p 56 72 30 73 37 52 71\n"
    "R M A p 78 64 36 38 51\n"
    "R M C p 58 64 65 50 40\n"
    "R M H p 32 69 74 80 50 34 54 59 33\n"
    "S F S p 85 91 48 86 71\n"
    "S F C p 89 79 53 83 61 51 60 95\n"
    "S F H p 47 50 66 74 84\n"
    "S M A p 72 65 80 46 48\n"
    "S M S p 60 51 87 48 87 95 64 84 53 52 53\n"
    "W F C p 89 91 58 64 68\n"
    "W M A p 61 46 85 48 89 56\n"
    "W M C p 51 90 47 79 45 75 79\n"
    "W M H p 57 67 57 81 91 57\n"
    "R F C f 66 67\n"
    "R F H f 36 51 65 77\n"
    "R M A f 44 67 32 68\n"
    "R M S f 68 43 39 72\n"
    "R M C f 48 54 67 47\n"
    "S F A f 72 68\n"
    "S F C f 65 84\n"
    "S F H f 82 69 92\n"
    "S F S f 57\n"
    "S M S f 85 76 65\n"
    "S M C f 49 73 60\n"
    "W F C f 61 58\n"
    "R F A p 62 39 74 52\n"
    "R F S p 59 68 69\n"
    "R M S p 34 33 48\n"
    "S F A p 68 91\n"
    "S M C p 55 52\n"
    "S M H p 62 71 79 82\n"
    "W F A p 65 53\n"
    "W F S p 85 85 93 56\n"
    "W F H p 78 83 84 83\n";

}  // namespace shareready::risk::test
