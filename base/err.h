/* The failures that base and db report. A function returns the negative of one of these, 0 for
 * done, and where it says so 1 for "one more". Not for clients: the api layer alone translates a
 * code into a problem. */
#pragma once

enum err {
    ERR_NOMEM = 1, /* memory ran out, or the cap of an arena or buffer was met */
    ERR_INPUT,     /* text or rows that do not have the form asked for */
    ERR_NOT_FOUND, /* no such file, row or code */
    ERR_BUSY,      /* somebody else holds the lock; trying again later may work */
    ERR_TIMEOUT,   /* the deadline of the call passed */
    ERR_IO,        /* the operating system could not read or write */
    ERR_FULL,      /* no space left on the device */
    ERR_CORRUPT,   /* a file of ours that is damaged */
    ERR_FOREIGN,   /* a sound file that is not ours */
    ERR_NEWER,     /* a file of ours, written by a later version */
    ERR_LIMIT,     /* well formed, but out of the range that is accepted */
    ERR_INTERNAL,  /* a fault of this program */
};

/* The name of a code for a log line, "nomem" for -ERR_NOMEM and so on; "ok" for 0 or more,
 * "unknown" for a negative number that is no code. Constant text, never NULL. */
const char *err_name(int negative_code);
