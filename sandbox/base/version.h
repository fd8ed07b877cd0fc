/* The program's version, and the day it was made. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define SANDBOX_VERSION	 "0.1"
#define SANDBOX_RELEASED "2026-11-23"

#endif
