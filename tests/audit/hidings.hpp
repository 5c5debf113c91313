#pragma once

#include <string>
#include <vector>

namespace shareready::test {

inline constexpr char k_label[] = "Zq81canary";   // a source label
inline constexpr char k_name[] = "Papadopoulou";  // a personal token

// A file in which "sub-Zq81canary was Papadopoulou" is hidden.
struct Hiding {
  std::string how;
  std::string path;
  std::string content;
};

// One for every encoding and container that the audit looks into.
std::vector<Hiding> all_hidings();

}  // namespace shareready::test
