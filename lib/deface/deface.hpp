#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "deface/image_traits.hpp"
#include "deface/verdict.hpp"
#include "deface/voxel_removal.hpp"

namespace shareready {

// The template head (Colin27, Debian's mricron-data) as registration and face region need it: loaded once,
// read only, shared between threads.
struct TemplateData;
struct HeadTemplate {
  std::shared_ptr<const TemplateData> data;
};

// Reads the template from $SHAREREADY_HEAD_TEMPLATE_DIR, else from the folder where mricron-data puts it.
// Errors: no_input, naming the Debian package. The same for any number of threads.
Result<HeadTemplate> load_head_template(int threads = 1);
Result<HeadTemplate> load_head_template(const std::filesystem::path& folder, int threads = 1);

// Where the face of one session lies, in the scanner coordinates (RAS mm) of its anchor image, and the brain
// that must stay.
struct FaceData;
struct SessionFace {
  std::shared_ptr<const FaceData> data{};
  Verdict verdict = Verdict::failed;  // of the registration alone
  std::string reason{};               // why not done; empty where done
  DefaceFigures figures{};
};

// Registers the template to the anchor image and finds the brain on the anchor's own intensities. A
// registration that looks wrong is no Error: it is a SessionFace with verdict failed (try another anchor, or
// withhold). Errors: unsupported (no 3D grid, data type without numbers). `threads` is an upper bound. Does
// not change the image; deterministic for any number of threads.
Result<SessionFace> find_face(const NiftiImage& anchor, const HeadTemplate& head_template, int threads);

// The head in one image of the session (placed_head.hpp). An image that is not the anchor is aligned to it,
// rigidly; where that looks wrong, the template is registered to it directly. What cannot be right is verdict
// failed, not an Error. Errors: unsupported (no 3D grid, data type without numbers).
struct PlacedHead;
Result<PlacedHead> place_head(const NiftiImage& image, const SessionFace& face, bool is_anchor,
                              const HeadTemplate& head_template, int threads);

// The head in another part of a scan whose guide was placed and defaced: its other echoes and inversions, its
// phase, real and imaginary parts, a field map made of it. On the guide's grid the mask is the guide's, and
// the verdict starts from what became of the guide; on another grid it is doubtful. Errors: as place_head.
Result<PlacedHead> place_part(const NiftiImage& part, const PlacedHead& guide, Verdict guide_verdict);

struct Defaced {
  Verdict verdict = Verdict::failed;
  std::string reason{};  // a sentence; where done, only what is unusual: the image was defaced already
  DefaceFigures figures{};
  std::vector<Span> removed{};  // of every volume; empty where failed
};

// Removes the face from the stored voxel bytes of one image, in all its volumes; header, geometry and every
// kept voxel stay as they are. Nothing is removed from an image that shows neither face nor ears any more. On
// verdict failed the bytes are unchanged. Errors: as place_head.
Result<Defaced> remove_face(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                            const HeadTemplate& head_template, int threads);
// Places the head first.
Result<Defaced> remove_face(NiftiImage& image, const ImageTraits& traits, const SessionFace& face,
                            bool is_anchor, const HeadTemplate& head_template, int threads);

}  // namespace shareready
