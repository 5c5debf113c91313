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

// Where the file that the object was read from leaves nothing to be guessed: its transfer syntax is known,
// and what check_structure() asks for holds. Big-endian and deflated files are not looked into. Errors:
// bad_data.
Status check_encoding(DcmFileFormat& object, std::span<const std::uint8_t> file);

// Writes the data set in the transfer syntax it was read in, or in another uncompressed one, under new file
// meta information and an empty preamble, without group lengths and padding, sequences with their ends marked
// (DCMTK would count their lengths anew at every depth). The file may be of any length,
// `room` bytes are made ready for it. Errors: bad_data.
Result<std::vector<std::uint8_t>> write_dicom(std::unique_ptr<DcmDataset> dataset, std::size_t room);
Result<std::vector<std::uint8_t>> write_dicom_as(std::unique_ptr<DcmDataset> dataset, E_TransferSyntax syntax,
                                                 std::size_t room);

}  // namespace shareready
