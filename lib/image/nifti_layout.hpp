#pragma once

#include <cstddef>

namespace shareready {

// Byte offsets of the fields of both header versions (nifti1.h, nifti2.h).
namespace nifti1_at {
constexpr std::size_t sizeof_hdr = 0, data_type = 4, db_name = 14, extents = 32, session_error = 36,
                      regular = 38, dim_info = 39, dim = 40, intent_p1 = 56, intent_code = 68, datatype = 70,
                      bitpix = 72, slice_start = 74, pixdim = 76, vox_offset = 108, scl_slope = 112,
                      scl_inter = 116, slice_end = 120, slice_code = 122, xyzt_units = 123, cal_max = 124,
                      cal_min = 128, slice_duration = 132, toffset = 136, glmax = 140, glmin = 144,
                      descrip = 148, aux_file = 228, qform_code = 252, sform_code = 254, quatern_b = 256,
                      qoffset_x = 268, srow_x = 280, intent_name = 328, magic = 344, end = 348;
}
namespace nifti2_at {
constexpr std::size_t sizeof_hdr = 0, magic = 4, datatype = 12, bitpix = 14, dim = 16, intent_p1 = 80,
                      pixdim = 104, vox_offset = 168, scl_slope = 176, scl_inter = 184, cal_max = 192,
                      cal_min = 200, slice_duration = 208, toffset = 216, slice_start = 224, slice_end = 232,
                      descrip = 240, aux_file = 320, qform_code = 344, sform_code = 348, quatern_b = 352,
                      qoffset_x = 376, srow_x = 400, slice_code = 496, xyzt_units = 500, intent_code = 504,
                      intent_name = 508, dim_info = 524, unused_str = 525, end = 540;
}

// Where the data of a file without extensions begins: the header and its four extender bytes.
constexpr std::size_t k_nifti1_data_offset = 352;
constexpr std::size_t k_nifti2_data_offset = 544;

}  // namespace shareready
