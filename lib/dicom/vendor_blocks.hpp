#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "deid/tokens.hpp"
#include "dicom/dicom_rules.hpp"

namespace shareready {

// Private elements that hold a file format of their own are read to the last byte and written anew. Nothing
// comes back where one is not what it should be: the element is dropped then.

struct BlockContext {
  const DicomRules* rules = nullptr;
  const TokenSet* tokens = nullptr;
};

// A Siemens CSA header (formats "SV10" and the older one without a mark, as documented by NiBabel's notes on
// the Siemens mosaic format): all fields keep their name and type, only listed ones their values; the
// protocol is cleaned (protocol_text.hpp).
std::optional<std::vector<std::uint8_t>> clean_csa_header(std::span<const std::uint8_t> block,
                                                          const BlockContext& context);

// A GE protocol block: a length of four bytes, then gzip. It is packed again without time and name.
std::optional<std::vector<std::uint8_t>> clean_ge_block(std::span<const std::uint8_t> block,
                                                        const BlockContext& context);

// A Siemens XA protocol; what remains of it fills an even number of bytes.
std::optional<std::vector<std::uint8_t>> clean_xa_protocol(std::span<const std::uint8_t> block,
                                                           const BlockContext& context);

}  // namespace shareready
