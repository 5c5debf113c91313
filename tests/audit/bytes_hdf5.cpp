#include <hdf5.h>

#include <stdexcept>
#include <vector>

#include "bytes.hpp"

namespace shareready::test {
namespace {

constexpr H5Z_filter_t k_unregistered = 305;  // of the range for tests in files that leave the machine

std::size_t pass_through(unsigned, std::size_t, const unsigned*, std::size_t bytes, std::size_t*, void**) {
  return bytes;
}

// A filter that only the writer knows.
void register_filter() {
  const H5Z_class2_t filter{H5Z_CLASS_T_VERS, k_unregistered, 1,       1,
                            "of a test",      nullptr,        nullptr, pass_through};
  H5Zregister(&filter);
}

hid_t creation_for(Hdf5Place place) {
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t chunk = 4;
  if (place == Hdf5Place::plain || place == Hdf5Place::variable || place == Hdf5Place::attribute)
    return creation;
  H5Pset_chunk(creation, 1, &chunk);
  if (place == Hdf5Place::shuffled) H5Pset_shuffle(creation);
  if (place == Hdf5Place::unknown_filter) {
    H5Pset_filter(creation, k_unregistered, H5Z_FLAG_MANDATORY, 0, nullptr);
  } else {
    H5Pset_deflate(creation, 6);
  }
  return creation;
}

// Ten equal texts, or ten rows of UTF-16 units.
void write_texts(hid_t file, std::string_view content, Hdf5Place place) {
  const bool is_utf16 = place == Hdf5Place::utf16;
  const hid_t type = H5Tcopy(is_utf16 ? H5T_STD_U16LE : H5T_C_S1);
  std::string row(content);
  if (!is_utf16) H5Tset_size(type, row.size());
  if (is_utf16) row = utf16(content, false, false);
  std::string rows;
  for (int i = 0; i < 10; ++i) rows += row;
  const hsize_t count = is_utf16 ? rows.size() / 2 : 10;
  const hid_t space = H5Screate_simple(1, &count, nullptr);
  const hid_t creation = creation_for(place);
  const hid_t set = H5Dcreate2(file, "data", type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, rows.data());
  for (const auto& close : {H5Dclose(set), H5Pclose(creation), H5Sclose(space), H5Tclose(type)}) {
    if (close < 0) throw std::runtime_error("hdf5");
  }
}

// The second row of a matrix of characters, as MATLAB 7.3 stores it.
void write_columns(hid_t file, std::string_view content) {
  std::vector<std::uint16_t> characters;
  for (const char character : content) {
    characters.push_back('.');
    characters.push_back(static_cast<unsigned char>(character));
  }
  const std::vector<hsize_t> sizes = {content.size(), 2};
  const hid_t space = H5Screate_simple(2, sizes.data(), nullptr);
  const hid_t set = H5Dcreate2(file, "data", H5T_STD_U16LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Dwrite(set, H5T_STD_U16LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data());
  H5Dclose(set);
  H5Sclose(space);
}

void write_variable(hid_t file, std::string_view content, Hdf5Place place) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  const hid_t space = H5Screate(H5S_SCALAR);
  const std::string text(content);
  const char* pointer = text.c_str();
  if (place == Hdf5Place::attribute) {
    const hid_t attribute = H5Acreate2(file, "note", type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, &pointer);
    H5Aclose(attribute);
  } else {
    const hid_t set = H5Dcreate2(file, "data", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &pointer);
    H5Dclose(set);
  }
  H5Sclose(space);
  H5Tclose(type);
}

}  // namespace

std::string hdf5(std::string_view content, Hdf5Place place) {
  register_filter();
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fapl_core(access, 65536, 0);
  const hid_t file = H5Fcreate("of-a-test", H5F_ACC_TRUNC, H5P_DEFAULT, access);
  if (place == Hdf5Place::variable || place == Hdf5Place::attribute) {
    write_variable(file, content, place);
  } else if (place == Hdf5Place::columns) {
    write_columns(file, content);
  } else {
    write_texts(file, content, place);
  }
  H5Fflush(file, H5F_SCOPE_GLOBAL);
  std::string bytes(static_cast<std::size_t>(H5Fget_file_image(file, nullptr, 0)), '\0');
  H5Fget_file_image(file, bytes.data(), bytes.size());
  H5Fclose(file);
  H5Pclose(access);
  H5Zunregister(k_unregistered);
  return bytes;
}

}  // namespace shareready::test
