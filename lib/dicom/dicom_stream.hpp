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

// Reads the elements before this tag alone. Errors: as read_dicom.
Result<std::unique_ptr<DcmFileFormat>> read_dicom_until(std::span<const std::uint8_t> file,
                                                        const DcmTagKey& stop);

// Writes the data set in the transfer syntax it was read in, or in another uncompressed one, under new file
// meta information and an empty preamble, without group lengths and padding. Errors: bad_data.
Result<std::vector<std::uint8_t>> write_dicom(std::unique_ptr<DcmDataset> dataset);
Result<std::vector<std::uint8_t>> write_dicom_as(std::unique_ptr<DcmDataset> dataset,
                                                 E_TransferSyntax syntax);

}  // namespace shareready
