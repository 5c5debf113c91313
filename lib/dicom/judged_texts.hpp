#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace shareready {

// What was found of the texts of one object: its frames repeat them. Valid for the tokens of that object.
class JudgedTexts {
 public:
  // judge(text), asked once for each text and question.
  template <typename Judge>
  bool once(char question, std::string_view text, const Judge& judge) {
    std::string key(1, question);
    key += text;
    const auto [known, is_new] = known_.try_emplace(std::move(key), false);
    if (is_new) known->second = judge(text);
    return known->second;
  }

 private:
  std::unordered_map<std::string, bool> known_;
};

}  // namespace shareready
