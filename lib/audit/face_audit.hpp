#pragma once

#include <string>
#include <vector>

#include "audit/file_report.hpp"
#include "audit/image_keeper.hpp"

namespace shareready {

// Which images show a face by what they are (share/face_bearing.tsv); "*" is any, the most particular row
// decides.
class FaceBearing {
 public:
  // Errors: no_input, bad_data.
  static Result<FaceBearing> load();
  // True for images of which people are recognised.
  [[nodiscard]] bool is_recognisable(const std::string& datatype, const std::string& suffix) const;

 private:
  struct Rule {
    std::string datatype;
    std::string suffix;
    bool recognisable;
  };
  std::vector<Rule> rules_;
};

// True where the file's name and place say that a face may be in it: an image in a folder of a face-bearing
// datatype, or outside of datatype folders.
bool may_show_face(const std::string& path, const FaceBearing& table);

// What of a file is to be kept for its face: of an image that may show one by its name, the content; of a
// name that says nothing of images, what is one nevertheless.
ImageKeeper::Wish image_to_keep(const std::string& path, const FaceBearing& table);

// Reports what was found in an image that is called `path` in the tree.
void report_face(const FaceFinding& found, const std::string& path, const std::string& where,
                 FileReport& report);

// Has the image judged, and reports what does not plainly show that no face is left. `path` is its name in
// the tree or in an archive that lies at `where`.
void audit_face(HeadFile file, const std::string& path, const std::string& where, FileReport& report);

}  // namespace shareready
