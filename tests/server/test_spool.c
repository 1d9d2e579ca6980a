#include "server/spool.h"
#include "base/err.h"
#include "tests/tap.h"

#include <sys/resource.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void test_kept(const char *beside)
{
    struct spool spool;
    char hex[SHA256_TEXT_MAX], bytes[8];

    spool_init(&spool);
    tap_is_int(spool_open(&spool, beside), 0, "a file");
    spool_put(&spool, "ab", 2);
    spool_put(&spool, "c", 1);
    tap_is_int(spool_end(&spool, hex), 0, "is whole");
    tap_is_int(spool.size, 3, "its size");
    /* FIPS 180-4, the example of one block */
    tap_is_str(str_from(hex),
               STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
               "its digest");
    tap_is_int(read(spool.fd, bytes, sizeof bytes), 3, "is read from its beginning");
    tap_ok(memcmp(bytes, "abc", 3) == 0, "as it came");
    spool_close(&spool);
    tap_is_int(spool.fd, -1, "and goes");
    spool_close(&spool);
}

static void test_full(const char *beside)
{
    struct rlimit limit = {4096, RLIM_INFINITY}, before;
    struct spool spool;
    char hex[SHA256_TEXT_MAX];
    static const char block[4096];

    signal(SIGXFSZ, SIG_IGN);
    spool_init(&spool);
    tap_is_int(spool_open(&spool, beside), 0, "a file where there is little room");
    getrlimit(RLIMIT_FSIZE, &before);
    tap_is_int(setrlimit(RLIMIT_FSIZE, &limit), 0, "little room");
    spool_put(&spool, block, sizeof block);
    tap_is_int(spool.error, 0, "takes what fits");
    spool_put(&spool, block, sizeof block);
    spool_put(&spool, block, sizeof block);
    setrlimit(RLIMIT_FSIZE, &before);
    tap_is_int(spool_end(&spool, hex), -ERR_FULL, "and says that there was no more");
    spool_close(&spool);
}

int main(void)
{
    char folder[] = "/tmp/iprstat-spool-XXXXXX", beside[64];
    struct spool spool;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(beside, sizeof beside, "%s/test.db", folder);
    test_kept(beside);
    test_full(beside);
    tap_is_int(rmdir(folder), 0, "nothing is left in the folder");
    tap_is_int(spool_open(&spool, beside), -ERR_IO, "a folder that is not there");
    return tap_done();
}
