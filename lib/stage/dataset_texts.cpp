#include "stage/dataset_texts.hpp"

#include <fmt/format.h>

namespace shareready {

namespace {

std::string_view faces_text(DefaceMethod method) {
  switch (method) {
    case DefaceMethod::deface:
      return "The face was removed from images of kinds that show it in detail, such as T1w: voxels of the "
             "face region hold a background "
             "value, all others are unchanged.";
    case DefaceMethod::reface:
      return "In images of kinds that show the face in detail, such as T1w, it was replaced by a generic "
             "face "
             "that belongs to nobody, and removed where that could not be done: no voxel of the face region "
             "is measured, all others are "
             "unchanged.";
    case DefaceMethod::skullstrip:
      return "Images of kinds that show the face in detail, such as T1w, were skull-stripped: voxels outside "
             "of the intracranial volume hold a "
             "background value, all others are unchanged.";
  }
  return "";
}

std::string_view names_text(DefaceMethod method) {
  switch (method) {
    case DefaceMethod::deface:
      return "Images whose face was removed have `desc-defaced` in their name; no image was skull-stripped.";
    case DefaceMethod::reface:
      return "Such images have `desc-refaced` or `desc-defaced` in their name; no image was skull-stripped.";
    case DefaceMethod::skullstrip:
      return "Such images have `desc-brain` in their name, or `desc-defaced` where a mask of the dataset's "
             "authors took its place; the key SkullStripped in the sidecar says which is which.";
  }
  return "";
}

}  // namespace

std::string readme_text(const Policy& policy, bool moved_dates, std::string_view version) {
  const std::string_view dates =
      policy.dates == DateRule::drop ? "Acquisition dates were removed."
      : !moved_dates                 ? "No acquisition date is in this dataset."
                     : "Acquisition dates were shifted into the past, by the same number of days "
                       "for all data of one participant.";
  const std::string_view faces = faces_text(policy.method);
  const std::string_view others = policy.deface_scope == DefaceScope::all
                                      ? "treated in the same way"
                                      : "neither defaced nor searched for a face";
  const std::string_view names =
      policy.layout == Layout::derivative
          ? names_text(policy.method)
          : "Images keep their raw names; the key DeidentificationMethod in a sidecar says which were "
            "defaced.";
  return fmt::format(
      "# De-identified dataset\n"
      "\n"
      "This dataset was prepared for sharing with shareready {}. It is a changed copy of its source:\n"
      "\n"
      "- Participants and files have new labels. Their order means nothing.\n"
      "- {} Images of kinds with little detail of the face, such as bold and dwi, were {}. {}\n"
      "- Image headers, sidecars and tables hold what is needed for analysis; names, identifiers, addresses, "
      "devices and free text were removed.\n"
      "- {}\n"
      "- Ages, where there are any, stand in bands or end at 89; the sidecar of the table says which.\n"
      "\n"
      "Please do not try to find out who the participants are, and tell the data's owners if you come across "
      "something that identifies a person.\n",
      version, faces, others, names, dates);
}

std::string changes_text(std::string_view version) {
  return fmt::format("1.0.0\n  - De-identified with shareready {}.\n", version);
}

}  // namespace shareready
