#include "audit/hdf5_reader.hpp"

#include <fcntl.h>
#include <hdf5.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace shareready {
namespace {

constexpr rlim_t k_most_seconds = 600;                       // of processor time
constexpr std::size_t k_rows_bytes = std::size_t{4} << 20U;  // read at a time, where rows allow
constexpr std::size_t k_most_block_bytes = std::size_t{1} << 30U;
constexpr hsize_t k_most_characters = hsize_t{1} << 23U;
constexpr int k_child_failed = 1;

// Closes what libhdf5 opened.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  [[nodiscard]] hid_t get() const { return id_; }
  [[nodiscard]] bool ok() const { return id_ >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

bool write_fully(int pipe, const std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = ::write(pipe, bytes, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

struct Shape {
  std::vector<hsize_t> sizes;
  hsize_t rows_at_once = 1;
  std::size_t row_bytes = 0;
};

// Rows are the first dimension; as many at once as fill a block, in whole chunks.
bool read_shape(hid_t space, hid_t creation, std::size_t item, Shape& shape) {
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0) return false;
  shape.sizes.resize(static_cast<std::size_t>(rank));
  std::vector<hsize_t> chunk(shape.sizes.size(), 1);
  if (rank == 0) return true;
  if (H5Sget_simple_extent_dims(space, shape.sizes.data(), nullptr) < 0) return false;
  if (H5Pget_chunk(creation, rank, chunk.data()) < 0 || chunk[0] == 0) return false;
  shape.row_bytes = item;
  for (std::size_t i = 1; i < shape.sizes.size(); ++i) {
    if (shape.sizes[i] != 0 && shape.row_bytes > k_most_block_bytes / shape.sizes[i]) return false;
    shape.row_bytes *= shape.sizes[i];
  }
  if (shape.row_bytes == 0) return true;
  const hsize_t wanted = std::max<hsize_t>(k_rows_bytes / shape.row_bytes, 1);
  shape.rows_at_once = std::min((wanted + chunk[0] - 1) / chunk[0] * chunk[0], shape.sizes[0]);
  return shape.rows_at_once <= k_most_block_bytes / shape.row_bytes;
}

// In the file's own type: nothing is converted, so text stays what it is.
bool send_rows(hid_t set, hid_t type, hid_t space, const Shape& shape, int pipe) {
  std::vector<hsize_t> begin(shape.sizes.size(), 0);
  std::vector<hsize_t> count = shape.sizes;
  std::vector<std::uint8_t> block;
  for (; begin[0] < shape.sizes[0]; begin[0] += count[0]) {
    count[0] = std::min(shape.rows_at_once, shape.sizes[0] - begin[0]);
    block.resize(count[0] * shape.row_bytes);
    const Handle memory(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose);
    if (H5Sselect_hyperslab(space, H5S_SELECT_SET, begin.data(), nullptr, count.data(), nullptr) < 0 ||
        H5Dread(set, type, memory.get(), space, H5P_DEFAULT, block.data()) < 0 ||
        !write_fully(pipe, block.data(), block.size())) {
      return false;
    }
  }
  return true;
}

// MATLAB's characters are numbers of 16 bits; of a matrix with one row they stand readable as they are.
bool send_character_rows(hid_t set, hid_t type, hid_t space, int pipe) {
  const bool are_characters =
      H5Tget_class(type) == H5T_INTEGER && H5Tget_size(type) == 2 && H5Tget_sign(type) == H5T_SGN_NONE;
  if (!are_characters || H5Sget_simple_extent_ndims(space) != 2) return true;
  std::array<hsize_t, 2> sizes{};  // columns, rows
  if (H5Sget_simple_extent_dims(space, sizes.data(), nullptr) < 0) return false;
  const auto [columns, rows] = sizes;
  if (columns < 2 || rows < 2 || columns > k_most_characters / rows) return true;
  std::vector<std::uint16_t> characters(columns * rows);
  if (H5Dread(set, H5T_STD_U16LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()) < 0) return false;
  std::vector<std::uint16_t> lines = {'\n'};
  lines.reserve(characters.size() + rows + 1);
  for (hsize_t row = 0; row < rows; ++row) {
    for (hsize_t column = 0; column < columns; ++column) lines.push_back(characters[column * rows + row]);
    lines.push_back('\n');
  }
  return write_fully(pipe, reinterpret_cast<const std::uint8_t*>(lines.data()), 2 * lines.size());
}

bool send_data_set(hid_t set, int pipe) {
  const Handle creation(H5Dget_create_plist(set), H5Pclose);
  const Handle type(H5Dget_type(set), H5Tclose);
  const Handle space(H5Dget_space(set), H5Sclose);
  if (!creation.ok() || !type.ok() || !space.ok()) return false;
  if (H5Pget_external_count(creation.get()) > 0) return false;  // its bytes lie in another file
  const H5D_layout_t layout = H5Pget_layout(creation.get());
  if (layout == H5D_VIRTUAL || layout == H5D_LAYOUT_ERROR) return false;
  if (!send_character_rows(set, type.get(), space.get(), pipe)) return false;
  if (layout != H5D_CHUNKED || H5Pget_nfilters(creation.get()) <= 0) return true;  // readable as it is
  const bool refers = H5Tdetect_class(type.get(), H5T_VLEN) > 0 || H5Tis_variable_str(type.get()) > 0;
  if (refers) return true;  // to a heap, which is never compressed
  Shape shape;
  if (!read_shape(space.get(), creation.get(), H5Tget_size(type.get()), shape)) return false;
  if (shape.sizes.empty() || shape.sizes[0] == 0 || shape.row_bytes == 0) return true;
  return send_rows(set, type.get(), space.get(), shape, pipe);
}

herr_t send_object(hid_t root, const char* name, const H5O_info_t* object, void* pipe) {
  if (object->type != H5O_TYPE_DATASET) return 0;
  const Handle set(H5Dopen2(root, name, H5P_DEFAULT), H5Dclose);
  return set.ok() && send_data_set(set.get(), *static_cast<int*>(pipe)) ? 0 : -1;
}

bool send_all(hid_t file, int pipe) {
  return file >= 0 && H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_NATIVE, send_object, &pipe, H5O_INFO_BASIC) >= 0;
}

// Of the process that was forked: no lock of another thread may be needed, no core be left.
[[noreturn]] void run_child(int pipe, const std::function<hid_t()>& open) {
  ::dup2(pipe, STDIN_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  const rlimit no_core{0, 0};
  const rlimit limited{k_most_seconds, k_most_seconds};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::setrlimit(RLIMIT_CPU, &limited);
  ::setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);  // file systems that are only read may know no locks
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const bool sent = send_all(open(), STDIN_FILENO);
  ::_exit(sent ? 0 : k_child_failed);
}

// The reading end and the process behind it; both gone with the object.
class Child {
 public:
  Child(int pipe, pid_t process) : pipe_(pipe), process_(process) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    ::close(pipe_);
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  Result<std::size_t> read(std::span<std::uint8_t> buffer) {
    ssize_t count = -1;
    do {
      count = ::read(pipe_, buffer.data(), buffer.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) return Error{ErrorCode::io, "", "the decoder of HDF5 files cannot be read", {}};
    if (count > 0 || process_ <= 0) return static_cast<std::size_t>(count);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::size_t{0};
    return Error{ErrorCode::bad_data,
                 "",
                 "expected an HDF5 file with filters that libhdf5 knows, got one that it cannot decode",
                 {}};
  }

 private:
  int pipe_;
  pid_t process_;
};

Result<ByteSource> forked_source(const std::function<hid_t()>& open) {
  static std::mutex one_at_a_time;  // else a child would keep the pipe of another open
  std::array<int, 2> ends{};
  pid_t process = -1;
  {
    const std::scoped_lock guard(one_at_a_time);
    if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
      process = ::fork();
      if (process == 0) run_child(ends[1], open);
      ::close(ends[1]);
      if (process < 0) ::close(ends[0]);
    }
  }
  if (process < 0) return Error{ErrorCode::unsupported, "", "no process for the HDF5 decoder", {}};
  auto child = std::make_shared<Child>(ends[0], process);
  return ByteSource([child](std::span<std::uint8_t> buffer) { return child->read(buffer); });
}

}  // namespace

Result<ByteSource> hdf5_source(const std::filesystem::path& file) {
  return forked_source([&] { return H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT); });
}

Result<ByteSource> hdf5_source(std::span<const std::uint8_t> bytes) {
  return forked_source([&]() -> hid_t {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (H5Pset_fapl_core(access, k_rows_bytes, 0) < 0 ||
        H5Pset_file_image(access, const_cast<std::uint8_t*>(bytes.data()), bytes.size()) < 0) {
      return -1;  // libhdf5's interface is not const-correct; it copies the image
    }
    return H5Fopen("image", H5F_ACC_RDONLY, access);
  });
}

}  // namespace shareready
