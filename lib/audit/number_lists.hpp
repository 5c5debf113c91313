#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace shareready {

using NumberListVisitor =
    std::function<void(const std::vector<std::uint8_t>& bytes, std::size_t begin, std::string_view how)>;

// What lists of at least six numbers say if each is a byte: decimal ones of at most three digits ("[80, 97,
// 112]", one a line too), and binary ones of eight, with or without anything between them. Only lists that
// say something.
void visit_number_lists(std::string_view text, const NumberListVisitor& visit);

}  // namespace shareready
