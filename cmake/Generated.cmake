# Sources made at build time: the worlds and scenarios inside the binary, and the commit.
set(FAUXMART_GENERATED_DIR ${CMAKE_BINARY_DIR}/generated)

file(GLOB scenarios CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/scenarios/*.yaml)
set(embedded ${FAUXMART_GENERATED_DIR}/embedded.cc)
set(inputs ${CMAKE_SOURCE_DIR}/worlds/default.yaml ${scenarios})
add_custom_command(
  OUTPUT ${embedded}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed.py ${embedded} ${inputs}
  DEPENDS ${inputs} ${CMAKE_SOURCE_DIR}/cmake/embed.py
  COMMENT "Embedding world and scenarios" VERBATIM)
set(FAUXMART_GENERATED_SOURCES ${embedded})

# Asked at every build; the header is only rewritten when the answer changes.
add_custom_target(fauxmart_commit
  COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${CMAKE_SOURCE_DIR}
    -DOUTPUT=${FAUXMART_GENERATED_DIR}/commit.h -P ${CMAKE_SOURCE_DIR}/cmake/Commit.cmake
  BYPRODUCTS ${FAUXMART_GENERATED_DIR}/commit.h
  COMMENT "Checking the commit" VERBATIM)
