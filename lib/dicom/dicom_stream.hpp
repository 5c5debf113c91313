#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "dicom/dcmtk_headers.hpp"

namespace shareready {

// Reads a whole DICOM file (with its "DICM" mark) into memory. Errors: bad_data, internal where DCMTK's data
// dictionary is missing.
Result<std::unique_ptr<DcmFileFormat>> read_dicom(std::span<const std::uint8_t> file);

// Writes the data set in the transfer syntax it was read in, under new file meta information and an empty
// preamble, without group lengths and padding. Errors: bad_data.
Result<std::vector<std::uint8_t>> write_dicom(std::unique_ptr<DcmDataset> dataset);

}  // namespace shareready
