#include "dicom/clean_dicom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "base/text.hpp"
#include "dicom/burned_in_text.hpp"
#include "dicom/captures.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/element_values.hpp"
#include "dicom/object_facts.hpp"
#include "dicom/object_pixels.hpp"
#include "dicom/private_elements.hpp"
#include "dicom/signature.hpp"
#include "dicom/standard_elements.hpp"
#include "dicom/structured_content.hpp"

namespace shareready {
namespace {

constexpr std::uint32_t k_first_data_group = 0x0008;  // lower ones are no part of a data set
constexpr int k_deepest = 32;

Error too_deep() {
  return Error{
      ErrorCode::bad_data, "DICOM file", "its sequences are nested deeper than any scanner does", {}};
}

void note_dropped(DicomTag tag, const DicomRule* rule, Walk& walk) {
  if (!walk.noted.insert(tag).second) return;
  const std::uint32_t group = tag >> 16;
  if (group % 2 == 1) {
    walk.dropped.insert("private elements");
  } else {
    walk.dropped.insert(rule != nullptr ? rule->keyword
                                        : fmt::format("({:04x},{:04x})", group, tag & 0xffff));
  }
}

// An element that names the maker of a block of private ones, and whether one of them stays.
struct BlockCreator {
  DcmElement* element = nullptr;
  DicomTag tag = 0;
  std::string name;
  bool used = false;
};

// A name of several values, or with something behind its end, is nobody's.
BlockCreator creator_in(DcmElement& element) {
  const auto values = values_of(element);
  const bool named = values && values->size() == 1;
  return {.element = &element, .tag = tag_of(element), .name = named ? values->front() : ""};
}

// The creator of a private element's block; nullptr where the item names none.
BlockCreator* creator_of(DicomTag tag, std::vector<BlockCreator>& creators) {
  const DicomTag wanted = (tag & 0xffff0000) | (tag & 0xffff) >> 8;
  const auto found = std::find_if(creators.begin(), creators.end(),
                                  [&](const BlockCreator& creator) { return creator.tag == wanted; });
  return found == creators.end() ? nullptr : &*found;
}

bool is_creator(DicomTag tag) {
  return (tag >> 16) % 2 == 1 && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff;
}

Status clean_item(DcmItem& item, Walk& walk, int depth);

Status clean_sequence(DcmSequenceOfItems& sequence, Walk& walk, int depth) {
  for (DcmObject* object = sequence.nextInContainer(nullptr); object != nullptr;
       object = sequence.nextInContainer(object)) {
    auto* item = dynamic_cast<DcmItem*>(object);
    if (item == nullptr) return too_deep();
    SR_CHECK(clean_item(*item, walk, depth + 1));
  }
  return Done{};
}

// A private element: true where it stays. One of VR UN that holds a sequence is replaced by it.
Result<bool> clean_private_element(DcmItem& item, DcmElement& element, const BlockCreator* creator,
                                   Walk& walk, int depth) {
  if (!walk.options->safe_private || creator == nullptr) return false;
  const PrivateContext context{.rules = walk.rules,
                               .tokens = walk.tokens,
                               .blocks = walk.map->blocks,
                               .judged = &walk.judged,
                               .little_endian = walk.little_endian};
  const PrivateFate fate = clean_private(element, creator->name, context);
  if (fate != PrivateFate::clean_items) return fate == PrivateFate::keep;
  if (auto* sequence = as_sequence(element)) {
    SR_CHECK(clean_sequence(*sequence, walk, depth));
    return true;
  }
  DcmSequenceOfItems* parsed = parse_unknown_sequence(element);
  if (parsed == nullptr) return false;
  SR_CHECK(clean_sequence(*parsed, walk, depth));
  return item.insert(parsed, OFTrue).good();  // takes the place of the bytes
}

// What is known of an element before it is judged.
struct ElementPlace {
  const DicomRule* rule = nullptr;
  const BlockCreator* creator = nullptr;
};

// True where the element stays. One of unknown VR that the table knows as text is replaced by that.
Result<bool> clean_element(DcmItem& item, DcmElement*& element, const ElementPlace& place, Walk& walk,
                           int depth) {
  const DicomTag tag = tag_of(*element);
  const std::uint32_t group = tag >> 16;
  if (group % 2 == 1) return clean_private_element(item, *element, place.creator, walk, depth);
  if (place.rule != nullptr && has_unknown_vr(*element)) {  // newer than the dictionary
    DcmElement* known = as_text(*element, place.rule->vr);
    if (known != nullptr && item.insert(known, OFTrue).good()) element = known;
  }
  if (group < k_first_data_group || (tag & 0xffff) == 0) return false;
  if (!clean_standard(*element, place.rule, walk, depth > 0)) return false;
  auto* sequence = as_sequence(*element);
  if (sequence != nullptr && element->getTag() != DCM_PixelData) {
    SR_CHECK(clean_sequence(*sequence, walk, depth));
  }
  return true;
}

Status clean_item(DcmItem& item, Walk& walk, int depth) {
  if (depth > k_deepest) return too_deep();
  if (depth > 0 && walk.options->structured) clean_content(item, walk);
  std::vector<DcmElement*> elements;
  std::vector<BlockCreator> creators;
  for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr;
       object = item.nextInContainer(object)) {
    auto* element = static_cast<DcmElement*>(object);
    if (is_creator(tag_of(*element))) {
      creators.push_back(creator_in(*element));
    } else {
      elements.push_back(element);
    }
  }
  for (DcmElement* element : elements) {
    const DicomTag tag = tag_of(*element);
    const DicomRule* rule = walk.rules->find(tag);
    BlockCreator* creator = (tag >> 16) % 2 == 1 ? creator_of(tag, creators) : nullptr;
    SR_TRY(const bool stays, clean_element(item, element, {.rule = rule, .creator = creator}, walk, depth));
    if (stays && creator != nullptr) creator->used = true;
    if (stays) continue;
    note_dropped(tag, rule, walk);
    delete item.remove(element);
  }
  for (const BlockCreator& creator : creators) {
    if (!creator.used) delete item.remove(creator.element);
  }
  return Done{};
}

// Screens are searched in colour, too, and nothing of them is let pass that cannot be searched.
Result<bool> has_letters(DcmDataset& dataset, const DicomFacts& facts) {
  if (facts.iod == DicomIod::secondary_capture) return screen_shows_text(dataset, facts.layout);
  return facts.iod != DicomIod::document && shows_text(dataset, facts.layout);
}

std::string text_of(DcmDataset& dataset, const DcmTagKey& key) {
  OFString value;
  return dataset.findAndGetOFString(key, value).good() ? std::string(value.data(), value.size()) : "";
}

}  // namespace

Result<CleanedDicom> clean_dicom(std::span<const std::uint8_t> file, const DicomRules& rules,
                                 const DicomOptions& options, const DicomMap& map) {
  SR_TRY(const auto object, read_dicom(file));
  SR_CHECK(check_encoding(*object, file));
  std::unique_ptr<DcmDataset> dataset(object->getAndRemoveDataset());
  CleanedDicom cleaned;
  collect_tokens(*dataset, cleaned.tokens);
  forget_retained(options, cleaned.tokens);
  const ObjectKind kind = kind_of(*dataset, options);
  cleaned.exclusion = kind.exclusion;
  cleaned.facts = describe(*dataset);
  cleaned.facts.iod = kind.iod;
  if (kind.exclusion != DicomExclusion::none) return cleaned;
  SR_CHECK(check_pixels(*dataset));
  SR_TRY(const bool text, has_letters(*dataset, cleaned.facts));
  if (text) {
    cleaned.exclusion = DicomExclusion::text;
    return cleaned;
  }
  SR_TRY(const bool pixels_cleaned, clear_embedded_overlays(*dataset, cleaned.facts.layout));
  DicomOptions used = options;
  used.structured = options.structured || kind.iod == DicomIod::document;  // what it is made of
  Walk walk{.rules = &rules,
            .options = &used,
            .map = &map,
            .tokens = &cleaned.tokens,
            .iod = kind.iod,
            .little_endian = DcmXfer(dataset->getOriginalXfer()).isLittleEndian() == OFTrue};
  std::set<std::string> earlier = cleaned_before(*dataset);
  SR_CHECK(clean_item(*dataset, walk, 0));
  cleaned.facts.series = text_of(*dataset, DCM_SeriesInstanceUID);
  const CarriedOut done{.graphics = walk.graphics || pixels_cleaned,
                        .pixels = pixels_cleaned,
                        .structured = walk.structured,
                        .earlier = std::move(earlier)};
  SR_CHECK(sign(*dataset, options, done, map));
  cleaned.dropped.assign(walk.dropped.begin(), walk.dropped.end());
  SR_TRY(cleaned.bytes, write_dicom(std::move(dataset), file.size()));
  return cleaned;
}

void forget_retained(const DicomOptions& options, TokenSet& tokens) {
  if (options.uids) tokens.erase(TokenKind::uid);
  if (options.device) tokens.erase(TokenKind::device);
  if (options.institution) tokens.erase(TokenKind::institution);
}

namespace {

// Items of sequences may name the patient again.
bool put_patient(DcmItem& item, const std::string& patient) {
  bool fine = true;
  for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr && fine;
       object = item.nextInContainer(object)) {
    auto& element = static_cast<DcmElement&>(*object);
    if (auto* sequence = as_sequence(element)) {
      for (DcmObject* inner = sequence->nextInContainer(nullptr); inner != nullptr && fine;
           inner = sequence->nextInContainer(inner)) {
        auto* const inner_item = dynamic_cast<DcmItem*>(inner);
        fine = inner_item == nullptr || put_patient(*inner_item, patient);
      }
    } else if (names_patient(element) && element.getLengthField() > 0) {
      fine = element.putString(patient.c_str()).good();
    }
  }
  return fine;
}

}  // namespace

Result<std::vector<std::uint8_t>> relabel_dicom(std::span<const std::uint8_t> cleaned,
                                                const std::string& patient) {
  SR_TRY(const auto object, read_dicom(cleaned));
  std::unique_ptr<DcmDataset> dataset(object->getAndRemoveDataset());
  if (!put_patient(*dataset, patient))
    return Error{ErrorCode::bad_data, "DICOM file", "cannot take a new label", {}};
  return write_dicom(std::move(dataset), cleaned.size());
}

Result<std::vector<std::uint8_t>> with_defaced_pixels(std::span<const std::uint8_t> cleaned,
                                                      std::span<const std::uint8_t> pixels) {
  SR_TRY(const auto object, read_dicom(cleaned));
  std::unique_ptr<DcmDataset> dataset(object->getAndRemoveDataset());
  const E_TransferSyntax syntax = dataset->getOriginalXfer();
  SR_CHECK(put_pixels(*dataset, pixels));
  SR_CHECK(sign_defaced(*dataset));
  return write_dicom_as(std::move(dataset),
                        DcmXfer(syntax).isEncapsulated() ? EXS_LittleEndianExplicit : syntax,
                        cleaned.size() + pixels.size());
}

}  // namespace shareready
