#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/clean_dicom.hpp"
#include "dicom/dcmtk_headers.hpp"

namespace shareready {

// Reading and replacing the values of single elements.

// The day that stands where a date must be and none may stay.
inline constexpr std::string_view k_dummy_day = "19000101";

DicomTag tag_of(const DcmElement& element);
DicomTag tag_of(const DcmTagKey& key);

// The values of an element as texts: numbers in decimal, strings without padding. Nothing where it holds
// bytes of no known kind, or a sequence.
std::optional<std::vector<std::string>> values_of(DcmElement& element);

// All values of a text element in one piece, padding included, while the element lives; nothing for others.
std::optional<std::string_view> stored_text(DcmElement& element);

// The values for an element of VR UN in little endian whose real VR is known.
std::optional<std::vector<std::string>> values_of_unknown(DcmElement& element, std::string_view vr);

// The bytes of an OB, OW or UN element; nothing for others.
std::optional<std::span<const std::uint8_t>> bytes_of(DcmElement& element);

// Replaces all values of a text element. False where the element holds no text.
// PatientID and PatientName, at whatever depth: their dummy is the patient of the map.
bool names_patient(const DcmElement& element);
bool set_text(DcmElement& element, const std::string& text);

// Fills an element of any VR with a value that says nothing and is legal for the VR (PS3.5 section 6.2).
// False where that cannot be done.
bool set_dummy(DcmElement& element, const DicomMap& map);

// Makes it an element without a value, or a sequence without items.
void set_empty(DcmElement& element);

// Replaces every UID of a UI element (new_uid()).
bool map_uids(DcmElement& element, const DicomMap& map);
// Replaces what identifies a device by its code; false where it cannot.
bool code_devices(DcmElement& element, const DicomMap& map);

// True where the standard's dictionary knows the attribute.
bool is_standard(const DcmTagKey& key);

// The element if it is a sequence of items, else nullptr; most elements are none, and told so without a cast.
DcmSequenceOfItems* as_sequence(DcmElement& element);

// True where the file does not say the VR: UN, or a tag without one that the dictionary does not know.
bool has_unknown_vr(DcmElement& element);

// An element of unknown VR as one of this VR, with the same bytes; nullptr where that is no text VR.
DcmElement* as_text(DcmElement& element, std::string_view vr);

// True for VRs that hold text, dates, times, numbers as text, names and addresses.
bool is_text_vr(DcmEVR vr);

}  // namespace shareready
