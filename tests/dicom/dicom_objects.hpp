#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "dicom/dcmtk_headers.hpp"
#include "dicom/dicom_rules.hpp"

namespace shareready::test {

// One made-up value of a row of the table, unlike all others, and where it was put.
struct Canary {
  DicomTag tag = 0;
  const DicomRule* rule = nullptr;
  std::string text;  // as it stands in the file; "" for binary numbers
};

enum class Depth { root, kept_sequence, two_deep, private_sequence };
inline constexpr std::array<Depth, 4> k_depths{Depth::root, Depth::kept_sequence, Depth::two_deep,
                                               Depth::private_sequence};

constexpr std::string_view k_canary_mark = "CNRY";

// A small MR object without anything personal.
std::unique_ptr<DcmDataset> make_image(const char* sop_class, E_TransferSyntax syntax);

// The item at this depth; made where it is missing and `make` is set, else nullptr.
DcmItem* item_at(DcmDataset& dataset, Depth depth, bool make);

// Puts an element for every row of the table into the item that the syntax allows there.
std::vector<Canary> plant_canaries(DcmItem& item, const DicomRules& rules, Depth depth);

// A file with canaries at one depth, and its pixels.
struct Planted {
  std::vector<std::uint8_t> file;
  std::vector<Canary> canaries;
  std::vector<std::uint8_t> pixels;
};

Planted plant_in(const char* sop_class, E_TransferSyntax syntax, Depth depth, const DicomRules& rules);

// The file as an archive might send it: with preamble and meta information that hold a canary, too.
std::vector<std::uint8_t> file_bytes(DcmDataset& dataset, E_TransferSyntax syntax);

// Pixel data as they are stored, fragments one after the other.
std::vector<std::uint8_t> stored_pixels(DcmDataset& dataset);

}  // namespace shareready::test
