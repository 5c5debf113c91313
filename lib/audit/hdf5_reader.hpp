#pragma once

#include <filesystem>

#include "base/byte_source.hpp"

namespace shareready {

// What an HDF5 file holds compressed (filtered data sets, shuffled or not), decoded, one data set behind the
// other, and the rows of matrices of characters as MATLAB 7.3 stores them, column by column (of at most 8
// million), one a line; the rest stands readable in the file's own bytes. libhdf5 runs in a child process: it
// is not made for threads nor for hostile files, and a child that crashes or hangs is a source that fails.
// Errors: unsupported (no process could be made); reading gives bad_data (damaged, or a filter that is not
// known here) or io.
Result<ByteSource> hdf5_source(const std::filesystem::path& file);
// Of a file at hand; the bytes are looked at during the call only.
Result<ByteSource> hdf5_source(std::span<const std::uint8_t> bytes);

}  // namespace shareready
