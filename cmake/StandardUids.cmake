# shareready_standard_uids(TABLE FOLDER): the first column of share/standard_uids.tsv, without its header line, as strings for the
# compiler in FOLDER/standard_uids.inc, which lib/base/standard_uids.cpp includes.
function(shareready_standard_uids table folder)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${table})
  file(READ ${table} rows)
  string(REGEX MATCHALL "\n[0-9.]+\t" uids "${rows}")
  list(TRANSFORM uids REPLACE "\n([0-9.]+)\t" "\"\\1\",\n")
  string(JOIN "" strings ${uids})
  file(CONFIGURE OUTPUT ${folder}/standard_uids.inc CONTENT "${strings}" @ONLY)
endfunction()
