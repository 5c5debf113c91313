#include "base/pipe.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/system_failure.hpp"

namespace shareready {
namespace {

// Both ends of a connection to a child; open ends close with it.
class Channel {
 public:
  Channel() {
    // A socket, not a pipe: writing to a child that has gone is an error then and no signal.
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) != 0) ends_ = {-1, -1};
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() {
    close_ours();
    close_theirs();
  }
  [[nodiscard]] bool is_open() const { return ends_[0] >= 0; }
  [[nodiscard]] int ours() const { return ends_[0]; }
  [[nodiscard]] int theirs() const { return ends_[1]; }
  void close_ours() { close_end(0); }
  void close_theirs() { close_end(1); }

 private:
  void close_end(std::size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }
  std::array<int, 2> ends_{-1, -1};
};

struct Channels {
  Channel input, output, complaint;
};

Result<pid_t> start(const std::vector<std::string>& words, const Channels& channels) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, channels.input.theirs(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, channels.output.theirs(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, channels.complaint.theirs(), STDERR_FILENO);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed == ENOENT)
    return Error{ErrorCode::no_input, words.front(), "no program of this name is installed", {}};
  if (failed != 0) return system_failure(ErrorCode::io, words.front(), "cannot be started", failed);
  return child;
}

// One look at what a child printed; false once there is no more.
template <typename Sink>
bool receive(int descriptor, const Sink& sink) {
  std::array<std::uint8_t, 65536> block{};
  const ssize_t got = ::read(descriptor, block.data(), block.size());
  if (got < 0 && errno == EINTR) return true;
  if (got <= 0) return false;
  sink(std::span(block).first(static_cast<std::size_t>(got)));
  return true;
}

void exchange(Channels& channels, std::span<const std::uint8_t> input, Piped& piped) {
  constexpr std::size_t k_longest_complaint = 4096;
  const auto keep = [&](std::span<const std::uint8_t> bytes) {
    piped.output.insert(piped.output.end(), bytes.begin(), bytes.end());
  };
  const auto complain = [&](std::span<const std::uint8_t> bytes) {
    const std::size_t room = k_longest_complaint - std::min(k_longest_complaint, piped.complaint.size());
    piped.complaint.append(reinterpret_cast<const char*>(bytes.data()), std::min(room, bytes.size()));
  };
  if (input.empty()) channels.input.close_ours();
  while (channels.output.ours() >= 0 || channels.complaint.ours() >= 0) {
    std::array<pollfd, 3> waiting{{{channels.input.ours(), POLLOUT, 0},
                                   {channels.output.ours(), POLLIN, 0},
                                   {channels.complaint.ours(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    if (waiting[0].revents != 0) {
      const ssize_t sent = ::send(waiting[0].fd, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) input = input.subspan(static_cast<std::size_t>(sent));
      const bool gone = sent < 0 && errno != EINTR && errno != EAGAIN;
      if (gone || input.empty()) channels.input.close_ours();
    }
    if (waiting[1].revents != 0 && !receive(waiting[1].fd, keep)) channels.output.close_ours();
    if (waiting[2].revents != 0 && !receive(waiting[2].fd, complain)) channels.complaint.close_ours();
  }
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<Piped> pipe_through(const std::vector<std::string>& words, std::span<const std::uint8_t> input) {
  Channels channels;
  if (!channels.input.is_open() || !channels.output.is_open() || !channels.complaint.is_open()) {
    return system_failure(ErrorCode::io, words.front(), "no pipe can be made", errno);
  }
  SR_TRY(const pid_t child, start(words, channels));
  channels.input.close_theirs();
  channels.output.close_theirs();
  channels.complaint.close_theirs();
  Piped piped;
  exchange(channels, input, piped);
  channels.input.close_ours();
  piped.exit_code = exit_code_of(child);
  return piped;
}

}  // namespace shareready
