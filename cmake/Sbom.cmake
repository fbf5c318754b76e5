# fauxmart.cdx.json beside the program: what it is made of, by third_party.json and what is installed
# (tools/sbom.py). Made at every build, since packages change without a line here that does; written
# only when it differs.
set(arguments --compiler "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
  --found "libcli11-dev=${CLI11_VERSION}" --found "libfmt-dev=${fmt_VERSION}"
  --found "nlohmann-json3-dev=${nlohmann_json_VERSION}")
if(FAUXMART_SYSTEM_ARROW)
  list(APPEND arguments --found "pyarrow=${Arrow_VERSION}")
else()
  get_target_property(arrow pyarrow_arrow IMPORTED_LOCATION)
  cmake_path(GET arrow PARENT_PATH site_packages)
  cmake_path(GET site_packages PARENT_PATH site_packages)
  list(APPEND arguments --site-packages ${site_packages})
endif()
add_custom_target(sbom ALL
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/sbom.py
    --output ${CMAKE_BINARY_DIR}/fauxmart.cdx.json ${arguments}
  BYPRODUCTS ${CMAKE_BINARY_DIR}/fauxmart.cdx.json
  COMMENT "Listing what it is made of" VERBATIM)
