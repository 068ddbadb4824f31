// The system's libxcrypt: password hashes.
#include <crypt.h>
