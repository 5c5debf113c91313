# Flags and target functions of the project. No directory-wide flags: everything hangs on shareready::flags.

option(SHAREREADY_BUILD_TESTS "Build the tests and benchmarks" ON)
option(SHAREREADY_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
# Several files at a time take half the time. Tests alone, and all under the sanitizers (CMAKE_UNITY_BUILD in the preset
# asan): the program that is shipped is compiled file by file, so that no file sees another one's unnamed namespace.
option(SHAREREADY_UNITY_TESTS "Compile the files of a test together" ON)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ZLIB REQUIRED)
find_package(PNG REQUIRED)
find_package(LibArchive REQUIRED)
find_package(Boost REQUIRED COMPONENTS program_options)
pkg_check_modules(LIBDEFLATE REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5)

add_library(shareready_flags INTERFACE)
add_library(shareready::flags ALIAS shareready_flags)
target_compile_features(shareready_flags INTERFACE cxx_std_20)
target_compile_options(shareready_flags INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Seen with g++ 12.2 at -O3: "text" + std::string reported as an overlapping copy, and strings inside aggregates
  # as uninitialised. Taken for false alarms, not traced to a known bug of the compiler; try again with g++ 13.
  target_compile_options(shareready_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(SHAREREADY_SANITIZE)
  target_compile_options(shareready_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                    -fno-omit-frame-pointer)
  target_link_options(shareready_flags INTERFACE -fsanitize=address,undefined)
endif()

# shareready_library(bids [HOT] SOURCES entities.cpp ... PUBLIC shareready::base PRIVATE ...)
# makes the static library shareready_bids and its alias shareready::bids. HOT: loops over voxels or persons live
# here, so a release build pays for -O3; the preset's -O2 saves about a tenth of the compile time elsewhere.
function(shareready_library name)
  cmake_parse_arguments(ARG "HOT" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(shareready_${name} STATIC ${ARG_SOURCES})
  add_library(shareready::${name} ALIAS shareready_${name})
  target_include_directories(shareready_${name} PUBLIC ${CMAKE_SOURCE_DIR}/lib)
  target_link_libraries(shareready_${name} PUBLIC fmt::fmt ${ARG_PUBLIC} PRIVATE shareready::flags ${ARG_PRIVATE})
  target_compile_features(shareready_${name} PUBLIC cxx_std_20)
  if(ARG_HOT)
    target_compile_options(shareready_${name} PRIVATE $<$<CONFIG:Release>:-O3>)
    if(SHAREREADY_SANITIZE)
      target_compile_options(shareready_${name} PRIVATE -O1)
    endif()
  endif()
endfunction()

# shareready_test(bids SOURCES test_entities.cpp ... LINK shareready::bids LABELS fast)
# makes tests/bids/<test>: one executable, one CTest entry; exit code 77 is a visible skip.
# Test code is compiled at -O1: it runs once, while the libraries that it tests keep the optimisation of the release.
function(shareready_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES})
  list(TRANSFORM ARG_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE sources)
  set_property(GLOBAL APPEND PROPERTY shareready_test_sources ${sources})
  target_link_libraries(test_${name} PRIVATE shareready::flags shareready_catch_main ${ARG_LINK})
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  set_target_properties(test_${name} PROPERTIES UNITY_BUILD ${SHAREREADY_UNITY_TESTS})
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" SKIP_RETURN_CODE 77)
endfunction()

# shareready_script_test(cli-help COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/help.sh LABELS fast TIMEOUT 120)
# runs a script with SHAREREADY_BIN and SHAREREADY_SOURCE_DIR in its environment; exit code 77 is a visible skip.
function(shareready_script_test name)
  cmake_parse_arguments(ARG "RUN_SERIAL" "TIMEOUT" "COMMAND;LABELS" ${ARGN})
  add_test(NAME ${name} COMMAND ${ARG_COMMAND})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600)
  endif()
  set_tests_properties(${name} PROPERTIES
    LABELS "${ARG_LABELS}" SKIP_RETURN_CODE 77 TIMEOUT ${ARG_TIMEOUT} RUN_SERIAL ${ARG_RUN_SERIAL}
    ENVIRONMENT "SHAREREADY_BIN=$<TARGET_FILE:shareready>;SHAREREADY_SOURCE_DIR=${CMAKE_SOURCE_DIR};SHAREREADY_BUILD_DIR=${CMAKE_BINARY_DIR};SHAREREADY_SHARE_DIR=${CMAKE_SOURCE_DIR}/share")
endfunction()
