// The system's zlib: gzip bodies of requests and `.gz` files of an import.
#include <zlib.h>
