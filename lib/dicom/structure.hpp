#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/result.hpp"
#include "dicom/dicom_rules.hpp"

namespace shareready {

// Looks at a little endian file's elements by themselves, since DCMTK mends and guesses where this stops: a
// value representation that is none, an element twice, or, at the root, out of the order of tags (PS3.5
// sections 6.2 and 7.1). Errors: bad_data.
Status check_structure(std::span<const std::uint8_t> file, bool implicit);

// Of each element that is no sequence, in the order of the file.
using RootVisitor = std::function<void(DicomTag tag, std::span<const std::uint8_t> value)>;

// Visits the meta information and the root's elements before the tag `stop` of a file whose start is given,
// without a look at the rest. False where the bytes end before, or are not plain little endian: DCMTK may
// know better.
bool visit_start(std::span<const std::uint8_t> start, DicomTag stop, const RootVisitor& visit);

}  // namespace shareready
