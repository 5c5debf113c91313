#pragma once

#include <string_view>
#include <vector>

namespace shareready {

struct Field {
  std::string_view key;
  std::string_view value;
};

// What a line of text says of fields: "key: value" and "key = value", several with commas between them,
// behind whatever marks a comment; an element of a DICOM dump (dcmdump, gdcmdump, pydicom, AFNI) by its tag;
// elements and attributes of XML, and an element named by an attribute (<element name="PatientName">).
std::vector<Field> fields_of(std::string_view line);

}  // namespace shareready
