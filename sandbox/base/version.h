/* The program's version. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define SANDBOX_VERSION "0.1"

#endif
