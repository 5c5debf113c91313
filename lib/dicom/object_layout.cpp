#include "dicom/object_layout.hpp"

#include "base/text.hpp"

namespace shareready {
namespace {

std::string text_in(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  if (item.findAndGetOFString(key, value).bad()) return "";
  return std::string(trim(value.c_str()));
}

std::size_t count_in(DcmItem& item, const DcmTagKey& key, std::size_t fallback = 0) {
  const std::string text = text_in(item, key);
  return is_digits(text) && text.size() < 9 ? std::stoul(text) : fallback;
}

std::vector<double> numbers_in(DcmItem& item, const DcmTagKey& key, unsigned long count) {
  std::vector<double> numbers;
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).bad() || element == nullptr) return {};
  for (unsigned long i = 0; i < count; ++i) {
    Float64 number = 0;
    if (element->getFloat64(number, i).bad()) return {};
    numbers.push_back(number);
  }
  return numbers;
}

double number_in(DcmItem& item, const DcmTagKey& key, double fallback) {
  const std::vector<double> one = numbers_in(item, key, 1);
  return one.empty() ? fallback : one.front();
}

// Where the attributes of one frame stand: in the object itself, or in its functional groups.
struct FrameItems {
  DcmItem* own = nullptr;
  DcmItem* shared = nullptr;

  [[nodiscard]] DcmItem& group(const DcmTagKey& sequence, DcmItem& fallback) const {
    for (DcmItem* item : {own, shared}) {
      DcmItem* found = nullptr;
      if (item != nullptr && item->findAndGetSequenceItem(sequence, found).good() && found != nullptr) {
        return *found;
      }
    }
    return fallback;
  }
};

bool read_place(DcmDataset& dataset, const FrameItems& items, FramePlace& place) {
  const auto position =
      numbers_in(items.group(DCM_PlanePositionSequence, dataset), DCM_ImagePositionPatient, 3);
  const auto directions =
      numbers_in(items.group(DCM_PlaneOrientationSequence, dataset), DCM_ImageOrientationPatient, 6);
  const auto spacing = numbers_in(items.group(DCM_PixelMeasuresSequence, dataset), DCM_PixelSpacing, 2);
  if (position.empty() || directions.empty() || spacing.empty()) return false;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    place.position_lps_mm[axis] = position[axis];
    place.along_row[axis] = directions[axis];
    place.along_column[axis] = directions[axis + 3];
  }
  place.row_spacing_mm = spacing[0];
  place.column_spacing_mm = spacing[1];
  DcmItem& meaning = items.group(DCM_PixelValueTransformationSequence, dataset);
  place.slope = number_in(meaning, DCM_RescaleSlope, 1);
  place.intercept = number_in(meaning, DCM_RescaleIntercept, 0);
  return true;
}

// Whether the third value of ImageType, or the frame's own word, tells of a phase, real or imaginary part.
bool is_magnitude(DcmDataset& dataset, const FrameItems& items) {
  const std::string component =
      text_in(items.group(DCM_MRImageFrameTypeSequence, dataset), DCM_ComplexImageComponent);
  if (!component.empty()) return component == "MAGNITUDE" || component == "MIXED";
  OFString third;
  if (dataset.findAndGetOFString(DCM_ImageType, third, 2).bad()) return true;
  const std::string word(trim(third.c_str()));
  return word != "P" && word != "R" && word != "I" && word != "PHASE" && word != "PHASE MAP";
}

void read_kind(DcmDataset& dataset, const FrameItems& items, FramePlace& place) {
  place.is_magnitude = is_magnitude(dataset, items);
  DcmItem& echo = items.group(DCM_MREchoSequence, dataset);
  place.echo_ms = number_in(echo, DCM_EffectiveEchoTime, number_in(dataset, DCM_EchoTime, 0));
}

void read_frames(DcmDataset& dataset, FrameLayout& layout) {
  const std::size_t count = count_in(dataset, DCM_NumberOfFrames, 1);
  DcmSequenceOfItems* groups = nullptr;
  FrameItems items;
  dataset.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, items.shared);
  const bool grouped =
      dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, groups).good() && groups != nullptr;
  if (grouped ? groups->card() != count : count != 1) return;
  DcmObject* own = nullptr;
  for (std::size_t frame = 0; frame < count; ++frame) {
    if (grouped) items.own = dynamic_cast<DcmItem*>(own = groups->nextInContainer(own));
    FramePlace place;
    if (!read_place(dataset, items, place)) return layout.frames.clear();
    read_kind(dataset, items, place);
    layout.frames.push_back(place);
  }
}

bool is_readable(const FrameLayout& layout) {
  const bool whole = layout.bits_allocated == 8 || layout.bits_allocated == 16 || layout.bits_allocated == 32;
  return whole && layout.bits_stored > 0 && layout.bits_stored <= layout.bits_allocated &&
         layout.high_bit < layout.bits_allocated && layout.high_bit + 1 >= layout.bits_stored;
}

}  // namespace

FrameLayout layout_of(DcmDataset& dataset) {
  FrameLayout layout;
  layout.rows = count_in(dataset, DCM_Rows);
  layout.columns = count_in(dataset, DCM_Columns);
  layout.bits_allocated = static_cast<unsigned>(count_in(dataset, DCM_BitsAllocated));
  layout.bits_stored = static_cast<unsigned>(count_in(dataset, DCM_BitsStored, layout.bits_allocated));
  layout.high_bit = static_cast<unsigned>(count_in(dataset, DCM_HighBit, layout.bits_stored - 1));
  layout.is_signed = count_in(dataset, DCM_PixelRepresentation) == 1;
  const std::string palette = text_in(dataset, DCM_PhotometricInterpretation);
  layout.is_inverted = palette == "MONOCHROME1";
  layout.is_grey =
      count_in(dataset, DCM_SamplesPerPixel, 1) == 1 && (palette == "MONOCHROME2" || layout.is_inverted);
  OFString types;
  dataset.findAndGetOFStringArray(DCM_ImageType, types);
  layout.is_mosaic = std::string_view(types.c_str()).find("MOSAIC") != std::string_view::npos;
  layout.acquisition = static_cast<std::int64_t>(count_in(dataset, DCM_AcquisitionNumber));
  layout.instance = static_cast<std::int64_t>(count_in(dataset, DCM_InstanceNumber));
  if (is_readable(layout)) read_frames(dataset, layout);
  return layout;
}

}  // namespace shareready
