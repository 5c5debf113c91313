#include "audit/coverage.hpp"

#include <array>

namespace shareready {
namespace {

constexpr std::array<Coverage, 18> k_coverage = {{
    {"R3", "names, contacts and identifiers seen in the source, in every byte; pictures and documents"},
    {"R13", "formats whose headers name persons"},
    {"R16", "identifying columns, numbers of persons and accounts, addresses, traces of computers"},
    {"R17", "sex, age, weight and size of persons in sidecars"},
    {"R18", "special categories of personal data, by names and values of columns"},
    {"R19", "columns of free text"},
    {"R33",
     "free text, extensions, gaps and trailing bytes in image and compression headers; identifying keys"},
    {"R34", "faces in anatomical images, by the surface of the head"},
    {"R35", "birth dates in sidecars and tables"},
    {"R37", "postcodes and addresses"},
    {"R38", "names seen in the source tables and sidecars, in every byte"},
    {"R39", "calendar dates after 1925 in texts, tables and headers"},
    {"R40", "pictures, documents, sound and video by name and content"},
    {"R41", "ages above 89"},
    {"R42", "hashes of original labels"},
    {"R43", "every original label, in names and bytes; what cannot be read"},
    {"R44", "link tables by name, files that converters leave, links out of the dataset"},
    {"R45", "transforms by name and content"},
}};

}  // namespace

std::span<const Coverage> audit_coverage() { return k_coverage; }

}  // namespace shareready
